"""People whom somebody else vouches for: an OpenID Connect provider, or a proxy in front of us.

They say who it is. What that person may do stands in our accounts only, under the same name,
and is read again each time: an account that is disabled here is disabled whoever vouches.
"""

from dataclasses import replace
from typing import Literal, TypeAlias

from tvgeo.core import account_names
from tvgeo.core.access import Actor
from tvgeo.errors import AccessError, StoreError
from tvgeo.services import recent_sessions, signing_in, stores
from tvgeo.services.base import folder_path
from tvgeo.services.permits import note
from tvgeo.services.signing_in import Looked, SignedIn
from tvgeo.store import accounts, sessions
from tvgeo.store.accounts import Account

Way: TypeAlias = Literal["oidc", "proxy"]

UNKNOWN, DISABLED = "error.no_account_here", "error.account_disabled"


def account(name: str, *, address: str | None = None) -> Looked:
    """Return who a name that somebody vouches for is here; without an account, why not.

    While the database is away, who was found here a moment ago reads on.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    folded, now = account_names.fold(name), stores.now()
    try:
        found = _found(folded)
    except StoreError as error:
        if error.key not in stores.AWAY:
            raise
        reader = recent_sessions.named_reader(folded, now)
        return Looked(replace(reader, address=address) if reader else None)
    if found is None or found.disabled:
        recent_sessions.forget_account(folded)
        return Looked(None, UNKNOWN if found is None else DISABLED)
    actor = Actor(found.name, found.role, found.scope, address)
    recent_sessions.remember(actor, now)
    return Looked(actor)


def _found(folded: str) -> Account | None:
    store = stores.find(folder_path()) if account_names.is_valid(folded) else None
    if store is None:
        return None
    with store.reading() as connection:
        return accounts.find(connection, folded)


def sign_in(name: str, *, way: Way, address: str, old_token: str | None = None) -> SignedIn:
    """Open a session for a name that somebody vouches for; close the one this browser had.

    The audit says which `way`; a name without an account stands in it as "?".

    Raises
    ------
    AccessError
        ``error.no_account_here`` or ``error.account_disabled``.
    StoreError
        If the store cannot be written: then nobody can sign in.
    """
    folded = account_names.fold(name)
    store = stores.find(folder_path()) if account_names.is_valid(folded) else None
    if store is None:
        raise AccessError(UNKNOWN)
    now = stores.now()
    with store.writing() as connection:
        found = accounts.find(connection, folded)
        signed = None
        if found is not None and not found.disabled:
            if old_token:
                sessions.revoke(connection, old_token[: signing_in.LONGEST_TOKEN], now)
            signed = signing_in.open_session(connection, found, address, now)
            note(connection, signed.actor, "signed_in", {"way": way})
        else:
            who = Actor(folded if found is not None else "?", "viewer", None, address)
            note(connection, who, "sign_in_failed", {"way": way})
    if signed is None:
        raise AccessError(UNKNOWN if found is None else DISABLED)
    if old_token:
        recent_sessions.forget(old_token[: signing_in.LONGEST_TOKEN])
    return signed
