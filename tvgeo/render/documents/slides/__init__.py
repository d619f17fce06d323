"""Slides of 16:9 for a meeting, with native charts and tables: `write` makes the presentation."""

from tvgeo.render.documents.slides.show import write

__all__ = ["write"]
