"""Text of the data in labels that Streamlit reads as Markdown: pills, titles of pages."""

import re

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def plain(text: str) -> str:
    """Return `text` so that a label shows it letter for letter.

    A name could otherwise draw a picture from elsewhere or pass for a link.
    """
    return _PUNCTUATION.sub(r"\\\g<0>", text)
