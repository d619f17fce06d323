"""Vietnamese from before Unicode: Windows-1258, TCVN3 (ABC) and VNI, recognised and converted.

A byte of these files is one character here (ISO 8859-1). TCVN3 and VNI were fonts, not
encodings: such text also stands in workbooks and in Unicode files, garbled. They are believed
only where a known header or status comes out; the planner is always told.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

NAMES = {"cp1258": "Windows-1258", "tcvn3": "TCVN3 (ABC)", "vni": "VNI"}
_TCVN3 = dict(
    zip(
        (*range(0xA1, 0xAF), *range(0xB5, 0xBA), *range(0xBB, 0xBF), *range(0xC6, 0xCD),
         *range(0xCE, 0xD9), *range(0xDC, 0xE0), *range(0xE1, 0xEF), 0xEF, *range(0xF1, 0xFF)),
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)  # fmt: skip
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300\u0301\u0309\u0303\u0323"
_CIRCUMFLEX, _BREVE = "\u0302\u0306"
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT, "â": _CIRCUMFLEX, "ê": _BREVE,
    "à": _CIRCUMFLEX + _GRAVE, "á": _CIRCUMFLEX + _ACUTE, "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT, "è": _BREVE + _GRAVE,
    "é": _BREVE + _ACUTE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = re.compile(
    "([aeouyôö])([øùûõïâêàáåãäèéúüë])|([ôöñæóòî])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    "(ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?[aăâeêioôơuưy]{1,3}(ng|nh|ch|[cmnpt])?"
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_MOJIBAKE = re.compile("[ÂÃÄÆáâ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")


def convert(text: str, name: str) -> str:
    """Return text of one of `NAMES` as Unicode.

    Raises
    ------
    ValueError
        If the text cannot be of that kind.
    """
    if text.isascii():
        return text
    if name == "cp1258":
        return unicodedata.normalize("NFC", text.encode("latin-1").decode("cp1258"))
    if name == "tcvn3":
        return text.translate(_TCVN3)
    return unicodedata.normalize("NFC", _VNI.sub(_from_vni, text))


def _from_vni(match: re.Match[str]) -> str:
    letter, mark, single = match.groups()
    if single:
        mapped = _VNI_LETTERS[single.lower()]
        return mapped if single.islower() else mapped.upper()
    base = letter.lower()
    base = _VNI_LETTERS.get(base, base)
    return (base if letter.islower() else base.upper()) + _VNI_MARKS[mark.lower()]


def recognise(
    cells: Iterable[str], known: Callable[[str], bool], *, bytes_only: bool
) -> str | None:
    """Return which of `NAMES` the text of a file is in, `None` if in none of them.

    `known` says whether a text is a header or a status. With `bytes_only` the file is no
    Unicode; otherwise only the fonts are thought of, and only if nothing is known as it is.
    """
    garbled = [cell for cell in set(cells) if is_8bit(cell)]
    if not garbled or (not bytes_only and any(known(cell) for cell in garbled)):
        return None
    best, best_score = None, (0, 0.0)
    for name in NAMES if bytes_only else ("tcvn3", "vni"):
        try:
            converted = [convert(cell, name) for cell in garbled]
        except ValueError:
            continue
        hits, share = sum(map(known, converted)), _share_of_syllables(converted)
        sure = share >= 0.75 and (hits or (name == "cp1258" and share >= 0.9))  # noqa: PLR2004
        if sure and (hits, share) > best_score:
            best, best_score = name, (hits, share)
    return best


def is_vietnamese(text: str) -> bool:
    """Whether every word with diacritics, of which there is one at least, could be Vietnamese."""
    return _share_of_syllables([text]) == 1


def is_8bit(cell: str) -> bool:
    """Whether a text holds letters, all of which fit into a byte."""
    return not cell.isascii() and max(cell) <= "\xff"


def _share_of_syllables(texts: Iterable[str]) -> float:
    """Return which part of the words with diacritics could be Vietnamese."""
    words = [w for text in texts for w in _WORD.findall(text.lower()) if not w.isascii()]
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word)
    toneless = unicodedata.normalize("NFC", _TONES.sub("", decomposed))
    return len(_TONES.findall(decomposed)) <= 1 and _SYLLABLE.fullmatch(toneless) is not None


def is_mojibake(text: str) -> bool:
    """Whether the text is UTF-8 that was read as Windows-1252 and saved again."""
    if text.isascii() or not _MOJIBAKE.search(text):
        return False
    for part in _WORD_RUNS.findall(text):
        if part.isascii() or not _MOJIBAKE.search(part):
            continue
        try:
            raw = b"".join(_byte(character) for character in part)
            if not raw.decode("utf-8").isascii():
                return True
        except ValueError:
            continue
    return False


_WORD_RUNS = re.compile(r"[^ \t\n]+")


def _byte(character: str) -> bytes:
    return bytes([ord(character)]) if character <= "\xff" else character.encode("cp1252")
