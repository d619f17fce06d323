"""Every error that tvgeo raises on purpose.

::

    TvgeoError              what went wrong, where, and what to do
    ├── DataError           the data folder cannot be used at all
    ├── ChainageError       a chainage that cannot be read or does not fit its route
    ├── CrsError            coordinates whose reference system is missing or not safe
    ├── UsageError          a command or an address asks for something impossible
    ├── AccessError         the actor may not do this
    ├── StoreError          the store cannot be opened, read or written
    └── ConflictError       somebody published first, or the file still needs a confirmation

An error carries a catalogue key and the values of its placeholders, never a finished sentence:
the page and the command line say it in the reader's language (`tvgeo.locale`).
"""

from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Self


class TvgeoError(Exception):
    """The base of all errors a user may see; `key` names the sentence in the catalogue."""

    def __init__(self, key: str, **values: object) -> None:
        """Keep the catalogue `key` and the `values` of its placeholders."""
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        """Return the key and values, for logs; users read the catalogue's sentence instead."""
        details = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.key}({details})"

    def without_folders(self) -> Self:
        """Return this error with files named without their folders.

        Whoever keeps the server needs the whole path; a reader must not learn how it is laid out.
        """
        values = {name: _without_folder(value) for name, value in self.values.items()}
        return type(self)(self.key, **values)


def _without_folder(value: object) -> object:
    if not isinstance(value, str | PurePath):
        return value
    if str(value).startswith("postgresql:"):
        return "PostgreSQL"
    for path in (PurePosixPath(value), PureWindowsPath(value)):
        if path.is_absolute():
            return path.name or value
    return value


class DataError(TvgeoError):
    """The data folder, or a whole file of it, cannot be used."""


class ChainageError(TvgeoError):
    """A chainage label or stretch that cannot be read, or lies off its route."""


class CrsError(TvgeoError):
    """Coordinates whose reference system is missing, unknown or known to shift silently."""


class UsageError(TvgeoError):
    """A command or an address asks for something that does not exist."""


class AccessError(TvgeoError):
    """The actor may not do this; the values say why."""


class StoreError(TvgeoError):
    """The store cannot be opened, read or written: full, read-only, damaged, another folder's."""


class ConflictError(TvgeoError):
    """What was asked for no longer fits what is published; nothing was stored."""
