"""Text from data as a document can hold it: what is hidden is seen, lines stay lines."""

import re

from tvgeo.locale import catalogue

_EMPTY = re.compile(r"\n(?: *\n){2,}")
# Vietnamese has two at most.
_MOST_MARKS = 4
_MARKS = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
    f"{{{_MOST_MARKS}}})"
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def clean(text: str) -> str:
    r"""Return `text` with control, direction-changing and invisible characters as codes.

    Neither XML nor a font can hold them, and they would change how the text around them is read.
    Line ends become "\n", tabs a space; many empty lines are one, and of the marks on one letter
    those that would reach into other lines are "…".
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    shown = "\n".join(catalogue.as_written(line, len(line)) for line in lines)
    return _MARKS.sub(lambda found: found[1] + "…", _EMPTY.sub("\n\n", shown))


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
