"""Cập nhật before a file is sent: the door, the place to drop it, the template, what comes next."""

from collections.abc import Iterable

from tvgeo.locale import Locale
from tvgeo.render import cards
from tvgeo.render.node import Node, h

STEPS = (1, 2, 3, 4)


def empty(t: Locale, *, stamp: str) -> Node:
    """Return the head of the page before a file was sent."""
    return h(
        "header",
        {"class": "page-head"},
        h("h1", {"class": "title"}, t("update.title_empty")),
        h("p", {"class": "lead"}, stamp),
    )


def drop_zone(t: Locale, *, types: str, size: str) -> Node:
    """Return what the place to drop a file says; the real control lies over it."""
    return h(
        "div",
        {"class": "drop-zone"},
        h("p", {"class": "h3"}, t("update.drop")),
        h("p", {"class": "muted"}, t("update.drop_types", types=types, size=size)),
    )


def what_next(t: Locale) -> Node:
    """Say what happens with a file, step by step, before one is sent."""
    return h(
        "section",
        {"class": "stack"},
        h("h2", {"class": "h2"}, t("update.next_title")),
        h(
            "ol",
            {"class": "lines"},
            *(
                h(
                    "li",
                    {"class": "line"},
                    h("b", {}, str(n)),
                    h("span", {}, t(f"update.next.{n}")),
                )
                for n in STEPS
            ),
        ),
    )


def templates(t: Locale) -> Node:
    """Head the downloads of the template."""
    return h(
        "div",
        {"class": "stack-4"},
        h("h2", {"class": "h2"}, t("update.template_title")),
        h("p", {"class": "muted"}, t("update.template_text")),
    )


def door(title: str, lines: Iterable[str]) -> Node:
    """Say what the page is for, and that it needs an account."""
    return h(
        "header",
        {"class": "page-head"},
        h("h1", {"class": "title"}, title),
        *(h("p", {"class": "lead"}, line) for line in lines),
    )


def no_account(t: Locale) -> Node:
    """Say how the first account is made."""
    command = t("door.command")
    return h(
        "div",
        {"class": "card card-pad stack"},
        h("p", {}, t("door.no_account")),
        h("p", {"class": "command"}, command),
        cards.copy_button(
            t("action.copy"), copies=command, copied=t("action.done.command"), primary=False
        ),
    )
