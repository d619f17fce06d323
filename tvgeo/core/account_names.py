"""What an account may be called: one spelling for each name, and none that looks like another."""

import re
import unicodedata

LONGEST = 64
_SIGNS = "._-@"
_PLAIN = re.compile(rf"[a-z0-9{re.escape(_SIGNS)}]")
# The marks of Vietnamese letters, taken apart: tones, circumflex, breve and horn.
_MARKED = frozenset("aeiouy")
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")


def fold(written: str) -> str:
    """Return the spelling under which a name is kept: composed, lower case, without edges."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", written).strip().lower())


def is_valid(folded: str) -> bool:
    """Tell whether a folded name consists of Vietnamese letters, digits and ``. _ - @``.

    Letters of other scripts are refused: a Cyrillic one looks like a Latin one in the audit.
    """
    return (
        0 < len(folded) <= LONGEST
        and folded[0] not in _SIGNS
        and all(_is_allowed(character) for character in folded)
    )


def _is_allowed(character: str) -> bool:
    apart = unicodedata.normalize("NFD", character.replace("đ", "d"))
    base, marks = apart[0], apart[1:]
    if marks and (base not in _MARKED or not _MARKS.issuperset(marks)):
        return False
    return _PLAIN.fullmatch(base) is not None
