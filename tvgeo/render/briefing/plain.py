"""Text from data as a document can hold it: what is hidden is seen, lines stay lines."""

from tvgeo.locale import catalogue


def clean(text: str) -> str:
    r"""Return `text` with control, direction-changing and invisible characters as codes.

    Neither XML nor a font can hold them, and they would change how the text around them is read.
    Line ends become "\n", tabs a space.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(catalogue.as_written(line, len(line)) for line in lines)


def line(text: str) -> str:
    """Return `text` cleaned, in one line with single spaces."""
    return " ".join(clean(text).split())


def shortened(text: str, longest: int) -> str:
    """Return `text` in at most `longest` characters, cut at a word where one ends near."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    word = head.rfind(" ")
    return (head[:word] if word > longest // 2 else head).rstrip(" ,;:.") + "…"
