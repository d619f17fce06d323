"""From which machine a request comes, so that guessing from one place can be slowed down."""

from ipaddress import IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

UNKNOWN = "?"
# An IPv6 network is given to one household or office; each of its addresses would be a new start.
IPV6_NETWORK = 64
_LONGEST = 64


def address(scope: Scope, *, behind_proxy: bool) -> str:
    """Return the address of the client of a request.

    The server puts what `X-Forwarded-For` says in the place of a client on this machine, with
    no port. That is believed only where a proxy is declared (`public_url`): anybody else here
    could write it. Where no proxy is declared the header is not read at all (`web.app`), unless
    somebody started the server in a way of their own.
    """
    client = scope.get("client")
    host, port = (str(client[0]), client[1]) if client else ("", None)
    if not behind_proxy and port == 0 and "x-forwarded-for" in Headers(scope=scope):
        return "127.0.0.1"
    return one_place(host)


def one_place(host: str) -> str:
    """Return one name for addresses that are the same place."""
    try:
        parsed = ip_address(host)
    except ValueError:
        return host[:_LONGEST] or UNKNOWN
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        if not parsed.is_loopback:
            return str(ip_network((parsed.packed, IPV6_NETWORK), strict=False))
    return str(parsed)
