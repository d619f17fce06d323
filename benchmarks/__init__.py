"""Measure the dashboard against what a user would pick instead; `make bench` runs it."""
