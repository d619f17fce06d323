"""Passwords: which are strong enough, and whether one is right, in the same time for everybody."""

import itertools
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tvgeo.core.plan import Settings
from tvgeo.errors import UsageError

SHORTEST = 12
LONGEST = 1024
# zxcvbn's 3 of 4: more than 10^8 guesses; the lockout lets through some hundred a day.
STRONG = 3
# What zxcvbn looks at, which is quadratic in the length.
_LOOKED_AT = 72
# Words that its dictionaries, made of English, do not know as first guesses of an office here.
COMMON = (
    "tvgeo", "matkhau", "mat khau", "mật khẩu", "quantri", "quan tri", "quản trị", "vietnam",
    "việt nam", "tiendo", "kehoach", "congtrinh", "baocao", "ubnd", "anhyeuem", "emyeuanh",
    "khongbiet", "xinchao", "maiyeuem", "congty", "admin", "planner", "viewer",
)  # fmt: skip
# Each verification takes 64 MB; more at a time than processors would only make all of them wait.
AT_A_TIME = 2

_hasher = PasswordHasher()
_turn = threading.BoundedSemaphore(AT_A_TIME)


def check(password: str, about: Iterable[str] = ()) -> None:
    """Refuse a password that is short or among the first that somebody would try.

    `about` are words an attacker knows: the name of the account, of the plan, of the province.

    Raises
    ------
    UsageError
        ``error.weak_password``.
    """
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its word lists are needed here only

    normal = _normal(password)
    if not SHORTEST <= len(normal) <= LONGEST:
        raise UsageError("error.weak_password", n=SHORTEST)
    known = list(dict.fromkeys([*_words(about), *COMMON]))  # likeliest first
    if zxcvbn(normal[:_LOOKED_AT], user_inputs=known)["score"] < STRONG:
        raise UsageError("error.weak_password", n=SHORTEST)


def words_about(name: str, settings: Settings) -> tuple[str, ...]:
    """Return what an attacker knows of an account here: its name, the plan, the province."""
    plan = settings.plan_issuer_vi, settings.title, settings.plan_name_vi
    return name, settings.province, *plan


def hashed(password: str) -> str:
    """Return the encoded hash to store, with its own salt and the parameters in it."""
    with _turn:
        return _hasher.hash(_normal(password))


def verify(encoded: str | None, password: str) -> bool:
    """Tell whether a password is right; without a hash say no, after the same work."""
    try:
        with _turn:
            _hasher.verify(encoded or _nobody(), _normal(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return encoded is not None


def is_outdated(encoded: str) -> bool:
    """Tell whether a hash was made with other parameters than are used now."""
    return _hasher.check_needs_rehash(encoded)


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex(16))


def _normal(password: str) -> str:
    """Return one form of what keyboards compose differently: "ệ" is one sign or three."""
    text = unicodedata.normalize("NFC", password)
    return text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates are not encodable


def _words(about: Iterable[str]) -> Iterable[str]:
    """Yield the words of some texts, with and without marks, and each joined to the next."""
    for text in about:
        if not text:
            continue
        marked = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).lower())
        yield text.lower()
        for words in (marked, [_bare(word) for word in marked]):
            yield from (word for word in words if len(word) > 1)
            yield from ("".join(pair) for pair in itertools.pairwise(words))


def _bare(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(character for character in apart if not unicodedata.combining(character))
