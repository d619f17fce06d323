"""Host names: which one a request asks for, and which ones this server answers for.

A page elsewhere can point its own name at 127.0.0.1 and read the dashboard through the
browser of somebody who may see it (DNS rebinding). It cannot choose what the browser writes
in the `Host` header, so a name we do not know is refused.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from tvgeo.web.safe_settings import LOOPBACK_HOSTS

WILDCARDS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - recognised, not bound


def host_name(header: str | None) -> str | None:
    """Return the name in a `Host` header, without port; None if it is not a plain host."""
    try:
        parts = urlsplit(f"//{header or ''}")
        parts.port  # noqa: B018 - raises when the port is not a number
    except ValueError:
        return None
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        return None
    return parts.hostname.rstrip(".") if parts.hostname else None


def allowed_hosts(address: str, public_url: str, *more: str) -> frozenset[str]:
    """Return the names to answer for: this machine, its bound address, its public address."""
    bound = () if address in WILDCARDS else (address,)
    public = urlsplit(public_url).hostname
    names = {*LOOPBACK_HOSTS, *bound, *more, *((public,) if public else ())}
    return frozenset(name.strip().strip("[]").rstrip(".").lower() for name in names if name)


def is_loopback(address: str) -> bool:
    """Tell whether an address to bind is reachable from this machine only."""
    if address == "localhost":
        return True
    try:
        return ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
