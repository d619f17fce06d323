"""Long lists a page at a time, and tables that are made once they are unfolded.

Every row of a list is text that each viewer's browser is sent and has to lay out: a plan with
ten thousand works would be megabytes at every change of the period.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from tvgeo.locale import Locale
from tvgeo.render.node import Node
from tvgeo.ui import pages
from tvgeo.ui.components import block

ROWS = 100
T = TypeVar("T")


def page(t: Locale, items: Sequence[T], *, key: str) -> Sequence[T]:
    """Return the items to show; where there are more than a page, also show which, to choose.

    A list that has become shorter, by a filter, starts again at its first page.
    """
    if len(items) <= ROWS:
        return items

    def rows(first: int) -> str:
        ends = {"first": first + 1, "last": min(first + ROWS, len(items)), "n": len(items)}
        return t("list.rows", **{name: t.number(end, 0) for name, end in ends.items()})

    first = st.selectbox(
        t("list.page"),
        range(0, len(items), ROWS),
        format_func=rows,
        label_visibility="collapsed",
        filter_mode=None,
        key=f"page-{key}",
    )
    return items[first : first + ROWS]


def table(t: Locale, items: Sequence[T], draw: Callable[[Sequence[T]], Node]) -> None:
    """Offer everything that the map shows as a table; it is drawn while it is unfolded."""
    unfolded: Any = st.expander(t("map.as_table"), key="as-table", on_change="rerun")
    if unfolded.open:
        with unfolded:
            pages.follow(block.show(draw(page(t, items, key="table")), key="table"))
