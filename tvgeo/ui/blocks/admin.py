"""Quản trị: accounts, data check, self-test, backup, and the start for real."""

from collections.abc import Sequence

from tvgeo.core.difference import Difference
from tvgeo.core.plan import Registry
from tvgeo.locale import Locale
from tvgeo.render import cards, glyphs
from tvgeo.render.node import Child, Node, h
from tvgeo.services.accounts import Listed
from tvgeo.services.base import Base
from tvgeo.services.outbound import SelfTest
from tvgeo.services.view import View
from tvgeo.ui.blocks import changes, stamps, update

TABS = ("accounts", "layers", "check", "system")
MOST_FINDINGS = 200


def head(t: Locale, view: View) -> Node:
    """Return the title of the page with the province, and the stamp of its figures."""
    return h(
        "header",
        {"class": "page-head"},
        h("h1", {"class": "title"}, t("admin.title", province=view.base.settings.province)),
        h("p", {"class": "lead"}, stamps.stamps(t, view, period=False)),
    )


def accounts(
    t: Locale, registry: Registry, found: Sequence[Listed], chosen: str | None
) -> Node:
    """Return the accounts; choosing one shows what may be done with it."""
    heads = ("name", "role", "scope", "state", "created")
    return h(
        "div",
        {"class": "card scroll tall-list"},
        h(
            "table",
            {"class": "grid", "aria-label": t("admin.tab.accounts")},
            h("thead", {}, h("tr", {}, *(_head(t, name) for name in heads))),
            h("tbody", {}, *(_account(t, registry, each, chosen) for each in found)),
        ),
    )


def _head(t: Locale, name: str) -> Node:
    wide = "only-wide" if name == "created" else None
    return h("th", {"scope": "col", "class": wide}, t(f"admin.account.{name}"))


def _account(t: Locale, registry: Registry, each: Listed, chosen: str | None) -> Node:
    selected = each.name == chosen
    agency = registry.agencies.get(each.scope or "")
    scope = t.short_name(agency) if agency else (each.scope or t("admin.every_work"))
    if each.role != "planner":
        scope = t.dash
    return h(
        "tr",
        {
            "class": "chosen" if selected else None,
            "go": {"select": each.name},
            "aria-selected": "true" if selected else None,
            "data-key": f"account-{each.name}",
        },
        h("td", {}, h("b", {}, update.short(each.name))),
        h("td", {}, t(f"role.{each.role}")),
        h("td", {}, scope),
        h("td", {}, state_of(t, each)),
        h("td", {"class": "nowrap only-wide"}, t.stamp(each.created_at), _by(t, each)),
    )


def _by(t: Locale, each: Listed) -> Child:
    said = t("admin.created_by", author=update.short(each.created_by))
    return h("span", {"class": "sub"}, said)


def state_of(t: Locale, each: Listed) -> str:
    """Return whether the account may sign in now."""
    if each.disabled:
        return t("admin.state.disabled")
    if each.locked_until is not None:
        return t("admin.state.locked", time=each.locked_until)
    return t("admin.state.open")


def commands(t: Locale) -> Node:
    """Say how the same is done on the server, where nobody can sign in any more, say."""
    return h(
        "details",
        {},
        h("summary", {"class": "muted"}, t("admin.commands")),
        h(
            "div",
            {"class": "stack"},
            *(
                h("p", {"class": "command"}, t(key))
                for key in ("admin.command.create", "admin.command.password")
            ),
        ),
    )


def check(t: Locale, base: Base, differs: Difference | None, *, edited: bool) -> Node:
    """Return what the check of the data folder found, and whether its figures differ."""
    found = base.folder.findings
    errors = sum(f.severity == "error" for f in found)
    warnings = sum(f.severity == "warning" for f in found)
    lines = [f for f in found if f.severity != "note"] or list(found)
    rest = len(lines) - MOST_FINDINGS
    return h(
        "section",
        {"class": "stack"},
        h("h2", {"class": "h2"}, t("admin.check", errors=errors, warnings=warnings)),
        h("p", {}, _differs(t, differs, edited=edited)),
        h(
            "ul",
            {"class": "lines"},
            *(
                h(
                    "li",
                    {"class": "line"},
                    glyphs.glyph(_GLYPHS[f.severity], 14, t(f"severity.{f.severity}")),
                    h("span", {}, t.line(f)),
                )
                for f in lines[:MOST_FINDINGS]
            ),
        )
        if lines
        else h("p", {"class": "muted"}, t("admin.check_clean")),
        h("p", {"class": "cap"}, t("admin.check_more", n=t.number(rest))) if rest > 0 else None,
    )


_GLYPHS = {"error": "critical", "warning": "late", "note": "no_plan"}


def _differs(t: Locale, differs: Difference | None, *, edited: bool) -> str:
    if differs is None:
        return t("admin.no_store")
    if not differs.changes:
        return t("admin.same_as_file")
    key = "admin.differs_from_file" if edited else "admin.newer_than_file"
    return t(key, n=changes.count(differs))


def self_test(t: Locale, result: SelfTest) -> Node:
    """Return how many other machines the process tried to reach, by name."""
    n = len(result.outside)
    since = t("admin.self_test_since", time=result.since) if result.since else None
    return h(
        "section",
        {"class": "stack"},
        h("h2", {"class": "h2"}, t("admin.self_test_title")),
        cards.state("completed" if not n else "critical", t("admin.self_test", n=n), size=16),
        h("p", {"class": "muted"}, since) if since else None,
        h("ul", {}, *(h("li", {}, name) for name in result.outside)) if n else None,
    )


def backup(t: Locale, *, on_server: bool) -> Node:
    """Link to a copy of the store, or say how a database is backed up.

    The server asks for the account again.
    """
    title = h("h2", {"class": "h2"}, t("admin.backup_title"))
    if on_server:
        return h(
            "section",
            {"class": "stack"},
            title,
            h("p", {"class": "muted"}, t("admin.backup_of_server")),
        )
    return h(
        "section",
        {"class": "stack"},
        title,
        h("p", {"class": "muted"}, t("admin.backup_text")),
        h("p", {}, h("a", {"class": "button", "href": "download/backup"}, t("action.back_up"))),
    )


def section(title: str, text: str) -> Node:
    """Head an action of an administrator."""
    return h(
        "section",
        {"class": "stack-4"},
        h("h2", {"class": "h2"}, title),
        h("p", {"class": "muted"}, text),
    )
