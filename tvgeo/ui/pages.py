"""The pages and their addresses."""

from typing import Any, NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import StopException

from tvgeo.core.access import Actor, decide
from tvgeo.locale import Locale
from tvgeo.ui import address, state
from tvgeo.ui.components import labels

# address -> (file, catalogue key); the first is also the start page
PAGES = {
    "tong-quan": ("views/overview.py", "page.overview"),
    "ban-do": ("views/map.py", "page.map"),
    "cong-trinh": ("views/work.py", "page.work"),
    "ke-hoach": ("views/plan.py", "page.plan"),
    "bao-cao": ("views/reports.py", "page.reports"),
    "cap-nhat": ("views/update.py", "page.update"),
    "lich-su": ("views/history.py", "page.history"),
    "trinh-bay": ("views/briefing.py", "page.briefing"),
    "trinh-chieu": ("views/slideshow.py", "page.slideshow"),
    "quan-tri": ("views/admin.py", "page.admin"),
}
_START = "tong-quan"
_ADMIN = "quan-tri"
# Reached from a page of the navigation, and not listed in it.
_UNLISTED = frozenset({"trinh-chieu"})


def navigation(t: Locale, actor: Actor | None = None) -> list[Any]:
    """Return the pages for `st.navigation`, titled in the reader's language.

    The administration is listed for administrators only; its address answers everybody, with
    the sign-in form.
    """
    listed = actor is not None and decide("administer", role=actor.role, view="login").allowed
    hidden = _UNLISTED if listed else _UNLISTED | {_ADMIN}
    return [
        st.Page(
            file,
            title=_title(t, key),
            url_path=address,
            default=address == _START,
            visibility="hidden" if address in hidden else "visible",
        )
        for address, (file, key) in PAGES.items()
    ]


def _title(t: Locale, key: str) -> str:
    """Return a page's title; the plan's page bears the plan's own short name."""
    own = t.name(state.base().settings, "plan_short") if key == "page.plan" else ""
    return labels.plain(own) or t(key)


def end() -> NoReturn:
    """End a page here.

    After `st.stop` Streamlit takes nothing any more, not even what watches over the page and
    says its language (`connection`); both mean a run that has ended well.
    """
    raise StopException


def follow(answer: dict[str, Any] | None) -> None:
    """Go where a clicked link of a block points; ids are checked where they are used."""
    if answer and answer.get("page") in PAGES:
        go(str(answer["page"]), answer["params"])


def go(page: str, params: dict[str, str]) -> NoReturn:
    """Open a page; the parameters join the reader's language, period and switches."""
    for name, value in params.items():
        state.kept()[name] = value
    address.leave()
    st.switch_page(PAGES[page][0], query_params=shared() | params)


def shared() -> dict[str, str]:
    """Return the choices that hold on every page: language, period and switches."""
    names = (state.LANGUAGE, state.PERIOD, state.SOURCED, state.NAMED)
    return {name: state.kept()[name] for name in names if name in state.kept()}
