"""Signing in and out, the own password, and whose session a request belongs to.

The session is a row of the store; the browser holds a random token of it. The account is read
again with every look-up, so that who is disabled or demoted is so at once.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from tvgeo.core import account_names, lockout
from tvgeo.core.access import Actor
from tvgeo.core.lockout import Rule
from tvgeo.errors import AccessError, StoreError, UsageError
from tvgeo.services import passwords, recent_sessions, stores
from tvgeo.services.base import folder_path, read_settings
from tvgeo.services.permits import is_open, note, permit
from tvgeo.store import accounts, attempts, sessions
from tvgeo.store.accounts import Account
from tvgeo.store.opening import Store
from tvgeo.store.sessions import Session

ABSOLUTE = timedelta(hours=8)
NOTED = timedelta(minutes=1)  # how often a use is written down
KEPT = timedelta(days=2)
TOKEN_BYTES = 32
# The longest token that is looked up; ours have 43 characters.
LONGEST_TOKEN = 100
EXPIRED = "error.session_expired"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the token for the browser's cookie, and who it is."""

    token: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Looked:
    """Who a token belongs to; without an actor, the key of the sentence that says why.

    `expires_at` is when the session ends however much it is used.
    """

    actor: Actor | None
    reason: str = ""
    expires_at: datetime | None = None


def sign_in(
    name: str, password: str, *, address: str, old_token: str | None = None
) -> SignedIn:
    """Open a session, and close the one this browser had.

    The attempt is counted before the password is looked at. An unknown name, a disabled account
    and a wrong password get the same answer after the same work.

    Raises
    ------
    AccessError
        ``error.wrong_password``, or ``error.locked_out`` with the minutes to wait;
        ``error.sign_in_elsewhere`` where passwords of ours do not count.
    StoreError
        If the store cannot be written: then nobody can sign in.
    """
    _demand_local()
    store = stores.find(folder_path())
    folded = account_names.fold(name)[: account_names.LONGEST]
    encoded = None if store is None else _counted(store, folded, address)
    if store is None or encoded is None:
        raise AccessError("error.wrong_password")
    right = passwords.verify(encoded or None, password)
    better = passwords.hashed(password) if right and passwords.is_outdated(encoded) else None
    now = stores.now()
    with store.writing() as connection:
        account = accounts.find(connection, folded)
        # while the password was verified it may have been changed, or the account disabled
        unchanged = accounts.password_hash(connection, folded) == encoded
        signed = None
        if right and unchanged and account is not None and not account.disabled:
            if better is not None:
                accounts.change(connection, folded, password_hash=better)
            if old_token:
                sessions.revoke(connection, old_token[:LONGEST_TOKEN], now)
            signed = _proven(connection, account, address, now)
            note(connection, signed.actor, "signed_in", {"way": "local"})
        else:
            # a password typed into the wrong field must not stand in the audit
            who = Actor(folded if account is not None else "?", "viewer", None, address)
            note(connection, who, "sign_in_failed", {"way": "local"})
    if signed is None:
        raise AccessError("error.wrong_password")
    if old_token:
        recent_sessions.forget(old_token[:LONGEST_TOKEN])
    return signed


def look_up(token: str | None) -> Looked:
    """Return whose session a token is; the use is written down at most once a minute.

    While the database is away, who was found here a moment ago reads on.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    if not token or len(token) > LONGEST_TOKEN:
        return Looked(None, EXPIRED if token else "")
    now = stores.now()
    try:
        found = _looked_up(token, now)
    except StoreError as error:
        if error.key not in stores.AWAY:
            raise
        return Looked(recent_sessions.reader(token, now))
    if found.actor is None:
        recent_sessions.forget(token)
    else:
        recent_sessions.remember(found.actor, now, found.expires_at)
    return found


def _looked_up(token: str, now: datetime) -> Looked:
    store = stores.find(folder_path())
    if store is None:
        return Looked(None, EXPIRED)
    with store.reading() as connection:
        session = sessions.find(connection, token)
        account = accounts.find(connection, session.account) if session else None
    if session is None or account is None:
        return Looked(None, EXPIRED)
    if account.disabled:
        return Looked(None, "error.account_disabled")
    if not is_open(session, now):
        return Looked(None, EXPIRED)
    if now - session.last_seen_at >= NOTED:
        _seen(store, token, now)
    return Looked(_actor(account, session.address, token), expires_at=session.expires_at)


def session(token: str | None) -> Actor | None:
    """Return who is signed in with a token, or `None`.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    return look_up(token).actor


def sign_out(token: str | None) -> None:
    """Close a session; one that is unknown or closed stays so.

    Only the database knows: who is remembered here, or not, makes no difference.

    Raises
    ------
    StoreError
        If the store cannot be read and written: the session is open still.
    """
    if not token or len(token) > LONGEST_TOKEN:
        return
    actor = _looked_up(token, stores.now()).actor
    store = stores.find(folder_path())
    if actor is not None and store is not None:
        with store.writing() as connection:
            if sessions.revoke(connection, token, stores.now()):
                note(connection, actor, "signed_out", {})
    recent_sessions.forget(token)


def change_password(token: str | None, old: str, new: str, *, address: str) -> SignedIn:
    """Change the own password: every session of the account ends, this browser gets a new one.

    The old password is counted as a guess, as in signing in, before it is looked at.

    Raises
    ------
    AccessError
        Without an open session; ``error.wrong_old_password``; ``error.locked_out`` with the
        minutes to wait; ``error.sign_in_elsewhere`` where passwords of ours do not count.
    UsageError
        ``error.weak_password``, or ``error.same_password`` if it is the old one.
    StoreError
        If the store cannot be written.
    """
    _demand_local()
    looked, store = look_up(token), stores.find(folder_path())
    actor = looked.actor
    if actor is None or store is None:
        raise AccessError(looked.reason or "error.forbidden")
    if new == old:
        raise UsageError("error.same_password")
    passwords.check(new, passwords.words_about(actor.name, read_settings(store.folder)))
    encoded = _counted(store, actor.name, address)
    right = passwords.verify(encoded or None, old)
    fresh = passwords.hashed(new) if right else ""
    now = stores.now()
    signed = None
    with store.writing() as connection:
        account = accounts.find(connection, actor.name)
        unchanged = accounts.password_hash(connection, actor.name) == encoded
        if right and unchanged and account is not None:
            permit(actor, "read")(connection)  # the account and this session, as they are now
            accounts.change(connection, account.name, password_hash=fresh)
            sessions.revoke_all(connection, account.name, now)
            signed = _proven(connection, account, address, now)
            note(connection, signed.actor, "password_changed", {})
        else:
            note(connection, actor, "password_change_failed", {})
    if signed is None:
        raise AccessError("error.wrong_old_password")
    recent_sessions.forget_account(actor.name)
    return signed


def open_session(
    connection: Connection, account: Account, address: str, now: datetime
) -> SignedIn:
    """Store a new session of an account, in the transaction that found out whose it is."""
    sessions.clean(connection, now - KEPT)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    fresh = Session(
        account=account.name,
        created_at=now,
        last_seen_at=now,
        expires_at=now + ABSOLUTE,
        address=address,
    )
    sessions.add(connection, token, fresh)
    return SignedIn(token, _actor(account, address, token))


def _demand_local() -> None:
    if read_settings(folder_path()).sign_in.auth != "local":
        raise AccessError("error.sign_in_elsewhere")


def _counted(store: Store, name: str, address: str) -> str | None:
    """Count an attempt; return the hash to verify, "" for an unknown name, `None` for nobody."""
    now = stores.now()
    with store.writing() as connection:
        if not accounts.any_exists(connection):
            return None
        left = attempts.reserve(connection, _rules(name, address), now)
        encoded = accounts.password_hash(connection, name) or ""
    if left:
        raise AccessError("error.locked_out", minutes=lockout.minutes(left))
    return encoded


def _rules(name: str, address: str) -> Mapping[str, Rule]:
    return {
        attempts.account_subject(name): lockout.ACCOUNT,
        attempts.address_subject(address): lockout.ADDRESS,
    }


def _proven(connection: Connection, account: Account, address: str, now: datetime) -> SignedIn:
    """Forget the wrong guesses before the right password, and open a session."""
    attempts.reset(connection, attempts.account_subject(account.name))
    # only this attempt: whoever has one account could else guess at others without an end
    attempts.forgive(connection, attempts.address_subject(address), lockout.ADDRESS, now)
    attempts.clean(connection, now - KEPT)
    return open_session(connection, account, address, now)


def _actor(account: Account, address: str | None, token: str) -> Actor:
    digest = sessions.digest(token)
    return Actor(account.name, account.role, account.scope, address, session=digest)


def _seen(store: Store, token: str, now: datetime) -> None:
    try:
        with store.writing() as connection:
            sessions.seen(connection, token, now)
    except StoreError:
        return  # a disk that is full must not keep anybody from reading
