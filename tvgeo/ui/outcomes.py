"""What a form for accounts came to: told by a code in the address, said in the page's words.

The code is taken out of the address at once, and only the codes that we write are known: no
link can make the page say anything else.
"""

import re
from dataclasses import dataclass

import streamlit as st

from tvgeo.core import account_names
from tvgeo.core.lockout import LONGEST, minutes
from tvgeo.locale import Locale
from tvgeo.services import passwords
from tvgeo.ui import address

# As in `tvgeo.web.account_forms`, which a page need not load.
OUTCOME = "outcome"
_KEPT = "outcome-kept"
_CODE = re.compile(r"(create|set|own)-(?:([a-z]+)|locked-(\d{1,2}))")
_SENTENCES = {
    "differ": "error.passwords_differ",
    "elsewhere": "error.sign_in_elsewhere",
    "exists": "account.name_taken",
    "forbidden": "error.may_not.administer",
    "name": "error.account_name",
    "old": "error.wrong_old_password",
    "own": "error.own_password",
    "same": "error.same_password",
    "weak": "error.weak_password",
}
_NUMBERS = {"name": account_names.LONGEST, "weak": passwords.SHORTEST}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence, and whether it tells that all is done."""

    text: str
    done: bool


def take() -> None:
    """Move the code from the address into the session: on every page, before it is shown."""
    code = address.take(OUTCOME)
    if code is not None:
        st.session_state[_KEPT] = code


def of(t: Locale, form: str) -> Outcome | None:
    """Return what the last use of a form came to: "create", "set" or "own"."""
    return said(t, form, st.session_state.get(_KEPT))


def forget() -> None:
    """Say it no longer."""
    st.session_state.pop(_KEPT, None)


def said(t: Locale, form: str, code: object) -> Outcome | None:
    """Return what a code says of a form; `None` for any other form or code."""
    match = _CODE.fullmatch(code) if isinstance(code, str) else None
    if match is None or match[1] != form:
        return None
    if match[3] is not None:
        wait = min(max(int(match[3]), 1), minutes(LONGEST))
        return Outcome(t("error.locked_out", minutes=wait), done=False)
    if match[2] == "done":
        return Outcome(t(f"account.done.{form}"), done=True)
    key = _SENTENCES.get(match[2])
    if key is None:
        return None
    return Outcome(t(key, n=_NUMBERS[match[2]]) if match[2] in _NUMBERS else t(key), done=False)
