"""How things look: one palette, one legend, drawings and page blocks as plain trees."""
