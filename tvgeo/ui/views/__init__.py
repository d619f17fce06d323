"""One file a page, at most 60 lines: title, filters, one view, the empty state, then show."""
