"""Every connection this process tries to make to another machine, noted from the start on.

The dashboard promises to ask nothing of the outside. Python tells an audit hook of each
attempt, whichever library makes it, before it is made: what is not noted here did not happen
in this process. Files are parsed in child processes that have no network at all.
"""

import sys
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address

_MOST = 100
_EVENTS = frozenset({"socket.connect", "socket.getaddrinfo", "socket.sendto"})
_LOCAL_NAMES = frozenset({"", "localhost", "localhost.localdomain"})


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What was seen since `since`; `outside` are the other machines, as they were named."""

    since: datetime | None
    outside: tuple[str, ...]


_since: list[datetime] = []
_outside: deque[str] = deque(maxlen=_MOST)


def watch() -> None:
    """Start to take note; calling it again changes nothing, and nothing can stop it."""
    if not _since:
        _since.append(datetime.now(UTC))
        sys.addaudithook(_note)


def self_test() -> SelfTest:
    """Return which other machines this process has tried to reach."""
    return SelfTest(_since[0] if _since else None, tuple(_outside))


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _EVENTS:
        return
    place = arguments[0] if event == "socket.getaddrinfo" else arguments[1]
    host = place[0] if isinstance(place, tuple) and place else place
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    # a path is a socket of this machine, None is "any address of mine"
    if isinstance(host, str) and not host.startswith("/") and not is_here(host):
        _outside.append(host)


def is_here(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host.casefold() in _LOCAL_NAMES:
        return True
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
