"""Map plates: one sheet of paper or one slide with a map, its table and its legend."""
