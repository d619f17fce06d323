"""Text as people see it, and the forms by which two ways of writing count as the same."""

import re
import unicodedata

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Characters without width; the joiner U+200D is one of them unless it joins pictures.
ZERO_WIDTH = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb"
NOTHING: frozenset[str] = frozenset()
HIDDEN, CONTROL = frozenset({"hidden"}), frozenset({"control"})
_HIDDEN = re.compile(f"[{BIDI}{ZERO_WIDTH}\U000e0000-\U000e007f]")
_BIDI = re.compile(f"[{BIDI}]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_DASHES = re.compile("[-\u00ad\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_JOINER = "\u200d"
# Anything that a tidy text does not have; a question mark may stand for a lost letter.
_ODD = re.compile(
    f"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufffd?"
    f"{BIDI}{ZERO_WIDTH}\U000e0000-\U000e007f]|  "
)
_ENDS = frozenset(" \n\r\u2028\u2029")


def clean(text: str, *, keep_spaces: bool = False) -> tuple[str, frozenset[str]]:
    """Return text in NFC without hidden and control characters, trimmed, and what was removed.

    Runs of spaces become one, unless `keep_spaces`. What was removed is `hidden`, `control`,
    both, or nothing.
    """
    if text.isascii() and text.isprintable():
        text = text.strip()
        return (text if keep_spaces or "  " not in text else _SPACES.sub(" ", text)), NOTHING
    removed = NOTHING
    if _CONTROL.search(text):
        text, removed = _CONTROL.sub("", text), CONTROL
    if _HIDDEN.search(text):
        shorter = _without_hidden(text)
        if shorter != text:
            text, removed = shorter, removed | HIDDEN
    text = unicodedata.normalize("NFC", text)
    if not keep_spaces:
        text = _SPACES.sub(" ", text)
    return text.strip(), removed


def is_tidy(text: str) -> bool:
    """Whether `clean` would leave a text as it is, and no letter of it may have been lost."""
    return (
        not _ODD.search(text)
        and unicodedata.is_normalized("NFC", text)
        and text[:1] not in _ENDS
        and text[-1:] not in _ENDS
    )


def _without_hidden(text: str) -> str:
    kept = []
    for i, character in enumerate(text):
        joins = (
            character == _JOINER
            and 0 < i < len(text) - 1
            and not (text[i - 1].isalnum() or text[i + 1].isalnum())
        )
        if joins or not _HIDDEN.match(character):
            kept.append(character)
    return "".join(kept)


def has_bidi(text: str) -> bool:
    """Whether the text holds a character that changes the direction of reading."""
    return _BIDI.search(text) is not None


def plain(text: str) -> str:
    """Return a header or label for comparing: clean, one line, lower case."""
    return " ".join(clean(text)[0].split()).casefold()


def bare(text: str) -> str:
    """Return text without tone marks and other diacritics, đ as d."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def lacks_marks_of(written: str, known: str) -> bool:
    """Whether `written` is `known` with some of its diacritics missing, none wrong or added."""
    if len(written) != len(known) or written == known:
        return False
    return all(a == b or a == bare(b) for a, b in zip(written, known, strict=True))


def fold_id(text: str) -> str:
    """Return an id by what may differ: case, spaces and dashes, width, characters without width."""
    text = "".join(c for c in text if c not in ZERO_WIDTH).translate(_FULL_WIDTH)
    text = _SPACES.sub(" ", text).strip().removeprefix("'").strip()
    text = _DASHES.sub("-", text)
    text = re.sub(r"[- ]+", "-", text)
    # A Kelvin sign is no letter K, whatever lower case makes of it.
    return "".join(c if not c.isascii() and c.lower().isascii() else c.lower() for c in text)


def fold_name(text: str) -> str:
    """Return a name by what may differ: case, spaces, dashes, quotes, the place of a tone mark."""
    text = _DASHES.sub("-", plain(text)).replace("“", '"').replace("”", '"').strip(" .,;:")
    text = re.sub(r"\s*-\s*", "-", text)
    return tones_last(text)


def tones_last(text: str) -> str:
    """Return text in one form wherever its tone marks stand: hoà and hòa are one word."""
    moved = " ".join(_tone_last(word) for word in text.split())
    # NFC, as all text that is kept: a remembered name must be found again
    return unicodedata.normalize("NFC", moved)


def _tone_last(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(_TONES.findall(decomposed))
    if not tones:
        return word
    return unicodedata.normalize("NFC", _TONES.sub("", decomposed)) + tones
