"""What the columns of open data are called."""

from tvgeo.locale import Locale


def label(t: Locale, column: str) -> str:
    """Return what a column is called; one that another province added keeps its own name."""
    key = f"field.{column}"
    return t(key) if key in t else column
