"""The forms of a briefing: each module lays out the same facts and computes nothing."""
