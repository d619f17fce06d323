"""The PDF pack of a briefing."""

from tvgeo.render.documents.pages.pack import write

__all__ = ["write"]
