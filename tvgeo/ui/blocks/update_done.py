"""Cập nhật after a publication: what was published, taken back, and where it is seen."""

from collections.abc import Mapping

from tvgeo.locale import Locale
from tvgeo.render import cards
from tvgeo.render.node import Node, h
from tvgeo.store.repository import Revision


def published(t: Locale, revision: Revision, *, stamp: str) -> Node:
    """Confirm a publication: its number, its stamp, by whom, and what it changed."""
    counts = t(
        "update.published_counts",
        changed=revision.changed,
        added=revision.added,
        removed=revision.removed,
    )
    by = t("list.label", label=t("history.column.author"), value=revision.author)
    return h(
        "header",
        {"class": "page-head", "role": "status"},
        h("h1", {"class": "title"}, t("update.published", rev=revision.revision)),
        h("p", {"class": "lead"}, stamp),
        h("p", {"class": "lead"}, f"{by} · {counts}"),
        h("p", {"class": "lead"}, revision.note) if revision.note else None,
    )


def undone(t: Locale, *, rev: int, old: int, stamp: str) -> Node:
    """Confirm that a publication was taken back, or an old revision brought back."""
    return h(
        "header",
        {"class": "page-head", "role": "status"},
        h("h1", {"class": "title"}, t("update.undone_title", old=old)),
        h("p", {"class": "lead"}, stamp),
        h("p", {"class": "lead"}, t("update.undone", rev=rev, old=old)),
    )


def restored(t: Locale, *, rev: int, old: int) -> Node:
    """Confirm, beside a revision, that an old one was brought back."""
    return h(
        "p",
        {"role": "status"},
        cards.state("completed", t("history.restored", rev=rev, old=old), size=16),
    )


def links(t: Locale, works: list[tuple[str, str]], period: Mapping[str, str]) -> Node:
    """Lead from a publication to the map, to the history and to the works it changed.

    `period` is the parameter of the period in which the change shows, if it is known.
    """
    first = {"project": works[0][0]} if works else {}
    return h(
        "div",
        {"class": "stack"},
        h(
            "p",
            {"class": "row"},
            cards.link(t("update.see_map"), "ban-do", **first, **period),
            cards.link(t("update.see_history"), "lich-su"),
        ),
        h(
            "ul",
            {"class": "lines"},
            *(
                h(
                    "li",
                    {"class": "line no-glyph"},
                    cards.link(name, "cong-trinh", project=work, **period),
                )
                for work, name in works
            ),
        )
        if works
        else None,
    )
