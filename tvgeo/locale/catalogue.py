"""The message catalogues: one whole sentence per key, read from PO files.

`vi.po` and `en.po` hold what readers see; each further subject has a pair of its own beside
them (`findings-vi.po`, `findings-en.po`). The files are read as they are, with no compile step,
so that an edit is seen at the next start. A key is dotted (``overview.title.late``); a sentence
has named ``{placeholders}``.
"""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from babel.messages import pofile

LANGUAGES = ("vi", "en")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def files(language: str) -> tuple[Path, ...]:
    """Return the files of one language, the general one first."""
    folder = Path(__file__).parent
    return (folder / f"{language}.po", *sorted(folder.glob(f"*-{language}.po")))


def read(language: str) -> dict[str, str]:
    """Return the sentences of one language by key, in the order of the files.

    Raises
    ------
    ValueError
        If a key stands in two files: which sentence is meant would be chance.
    """
    sentences: dict[str, str] = {}
    for path in files(language):
        with path.open("rb") as file:
            catalogue = pofile.read_po(file, locale=language, abort_invalid=True)
        found = {str(message.id): str(message.string) for message in catalogue if message.id}
        if twice := sentences.keys() & found.keys():
            msg = f"{path.name} says again: {', '.join(sorted(twice))}"
            raise ValueError(msg)
        sentences |= found
    return sentences


def placeholders(sentence: str) -> frozenset[str]:
    """Return the names of the placeholders of a sentence."""
    return frozenset(PLACEHOLDER.findall(sentence))


def fill(sentence: str, values: Mapping[str, str]) -> str:
    """Put each value in the place of its name, once.

    Values come from files that anyone may send: one pass over the sentence never looks into
    what it has just inserted, and a placeholder is a name, never a path into a value.

    Raises
    ------
    KeyError
        If a placeholder has no value.
    """
    return PLACEHOLDER.sub(lambda match: values[match[1]], sentence)


def as_written(value: str, longest: int) -> str:
    """Return a value from a file as it can be shown: hidden characters as codes, cut at `longest`.

    Control, direction-changing and other invisible characters would change how the sentence
    around them is read.
    """
    cut = value[:longest] + ("…" if len(value) > longest else "")
    return "".join(
        f"[U+{ord(character):04X}]" if _is_hidden(character) else character for character in cut
    )


def _is_hidden(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] == "C" or category in {"Zl", "Zp"}
