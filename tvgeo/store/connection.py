"""What every open store can do, whether it is a file or a schema of a database server."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection

from tvgeo.errors import StoreError


class Store(ABC):
    """The store of one data folder: consistent readings, and writings one after the other.

    It may be used by many threads. `url` is its address as it was given, so it may hold a
    password; sentences name `place` instead.
    """

    url: str
    folder: Path

    @property
    @abstractmethod
    def place(self) -> Path | str:
        """The file, or the database and schema as a sentence may name them."""

    @property
    def read_only(self) -> bool:
        """Whether nothing can be published at present; viewing works."""
        return self.refusal is not None

    @property
    @abstractmethod
    def refusal(self) -> StoreError | None:
        """Why nothing can be published at present."""

    @property
    def heard(self) -> int | None:
        """A number that changes with each publication by anybody; `None` where none is heard of.

        Without a number, or with another one, whoever wants to know what is published asks.
        """
        return None

    def listen(self) -> None:
        """Begin to hear of publications, where the database tells of them."""
        return

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one state of the store, whatever is published meanwhile.

        Raises
        ------
        StoreError
            If the store is damaged, not there any more or out of reach.
        """

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """Give the one connection that may write now; all of it is stored at the end, or nothing.

        Raises
        ------
        StoreError
            If the store is full, read-only, busy for too long, damaged, gone or out of reach.
        """

    @abstractmethod
    def close(self) -> None:
        """Give back every connection."""
