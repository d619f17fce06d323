"""What a reader has chosen. It lives in the address, so that a copied link opens the same view.

An address is untrusted: a value counts only when it is one of the options. The last valid choice
is kept in the session as well, because moving to another page clears the address.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import streamlit as st

from tvgeo import locale
from tvgeo.core.periods import Period
from tvgeo.core.units import NOW, THEN, Units
from tvgeo.locale import Locale
from tvgeo.services import units
from tvgeo.services import view as views
from tvgeo.services.base import Base, open_base
from tvgeo.services.view import View
from tvgeo.ui import address

LANGUAGE, PERIOD, SOURCED, PROJECT = "lang", "period", "sourced", "project"
TIME, WITH = "time", "with"
NAMED = "units"
_KEPT = "kept"
_OF_RUN: ContextVar[list[Base] | None] = ContextVar("base of this run", default=None)


def kept() -> dict[str, str]:
    """Return the choices of this session, by name of the parameter."""
    found: dict[str, str] = st.session_state.setdefault(_KEPT, {})
    return found


def get(name: str, options: Iterable[str], default: str | None = None) -> str | None:
    """Return the choice called `name`: from the address, else as kept, else the default.

    The answer is written back to the address, which then reproduces the page.
    """
    allowed = options if isinstance(options, Mapping) else set(options)
    for value in (address.value(name), _before(name), default):
        if value is not None and value in allowed:
            break
    else:
        value = None
    _keep(name, value)
    address.complete(name, value)
    return value


def asked(name: str) -> str | None:
    """Return what the address says for `name`, else the choice of before; any text at all."""
    said = address.value(name)
    return _before(name) if said is None else said


def get_many(name: str, options: Iterable[str]) -> list[str]:
    """Return the chosen values of a filter, in the order of the options; none means all."""
    wanted = set((asked(name) or "").split(","))
    found = [option for option in options if option in wanted]
    written = ",".join(found) or None
    _keep(name, written)
    address.complete(name, written)
    return found


def put(name: str, value: str | None) -> None:
    """Write what the reader has chosen to the session and to the address; `None` removes it."""
    _keep(name, value)
    address.choose(name, value)


def _keep(name: str, value: str | None) -> None:
    if value is None:
        kept().pop(name, None)
    else:
        kept()[name] = value


def _before(name: str) -> str | None:
    """Return the choice of before, for an address that does not speak of it.

    After "Back" it counts no more: the address is that of a page as it was then.
    """
    return None if address.is_walk() else kept().get(name)


def bound(name: str, current: Any, write: Callable[[Any], str | None] = str) -> dict[str, Any]:
    """Return `key` and `on_change` that tie a widget to the parameter `name`.

    The widget shows `current`, and a change is written to the address before the page runs. Give
    it `current` as its default as well: a browser holds a new widget's default for a moment before
    it takes its value, and would send that along with a click made in that moment.
    """
    key = f"w-{name}"
    if st.session_state.get(key) != current:
        st.session_state[key] = current

    def changed() -> None:
        put(name, write(st.session_state[key]))

    return {"key": key, "on_change": changed}


@contextmanager
def one_base() -> Iterator[None]:
    """Let a run of a page see one base only, also when somebody publishes meanwhile."""
    token = _OF_RUN.set([])
    try:
        yield
    finally:
        _OF_RUN.reset(token)


def base() -> Base:
    """Return the published base, the same all through a run; read again only after a change."""
    found = _OF_RUN.get()
    if found is None:  # outside of a run, as in a callback before it: what is published now
        return open_base()
    if not found:
        found.append(open_base())
    return found[0]


def language() -> str:
    """Return the language of the page: as chosen, else the province's.

    A reader's choice counts also while the folder or the store cannot be read.
    """
    default = None if asked(LANGUAGE) in locale.LANGUAGES else base().settings.language
    return get(LANGUAGE, locale.LANGUAGES, default) or locale.LANGUAGES[0]


def words() -> Locale:
    """Return the locale of the page."""
    return locale.get(language())


def sourced_only() -> bool:
    """Whether illustrative figures are hidden."""
    return get(SOURCED, ("1",)) == "1"


def period(choices: Sequence[Period]) -> Period:
    """Return the period shown, one of `choices`."""
    default = views.default_period(base())
    code = get(PERIOD, (p.code for p in choices), default.code)
    return next((p for p in choices if p.code == code), default)


def named() -> Units:
    """Return how places and agencies are named: as in the plan at first, or as today."""
    today = (NOW,) if units.are_known(base()) else ()
    return NOW if get(NAMED, today) == NOW else THEN


def view() -> View:
    """Return the view of the period and the switches that the reader has chosen."""
    published = base()
    chosen = period(views.period_choices(published))
    seen = views.view_of_period(published, chosen, sourced_only=sourced_only())
    return units.seen(seen, named())


def project_id(default: str | None = None) -> str | None:
    """Return the work that is selected, if it is one of the plan."""
    return get(PROJECT, base().registry.projects, default)
