"""Use cases: the one thing that pages, the command line and the web routes call."""
