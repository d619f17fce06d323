"""Text that a spreadsheet would run as a formula, made harmless and given back unchanged.

A cell that opens with ``= + - @``, a tab, a carriage return or NUL (OWASP ASVS 5.0, 1.2.10), or
with a full-width form that Excel folds to one of them, may be run. Export puts exactly one
apostrophe in front; the reader strips exactly one. Text that already opens with apostrophes
before such a sign gets one more, so that ``unguard(guard(text)) == text`` for every text.
"""

import re

_FORMULA_LIKE = re.compile("'*[=+\\-@\t\r\0＝＋－＠]")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might run `text`, or take its first apostrophe for a guard."""
    return _FORMULA_LIKE.match(text) is not None


def guard(text: str) -> str:
    """Return `text` with one apostrophe in front if it is formula-like."""
    return f"'{text}" if is_formula_like(text) else text


def unguard(text: str) -> str:
    """Return `text` without the one apostrophe that `guard` put in front."""
    return text[1:] if text.startswith("'") and is_formula_like(text) else text
