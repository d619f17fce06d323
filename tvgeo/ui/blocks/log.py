"""The audit for administrators: who did what when, from where, and whether the chain is whole."""

from collections.abc import Mapping, Sequence

from tvgeo.core.plan import Registry
from tvgeo.locale import Locale, catalogue
from tvgeo.render.node import Node, h
from tvgeo.store.audit import Entry, Verified
from tvgeo.ui.blocks import update

MOST_DETAIL = 200
# What of an entry a person reads; hashes are for the check of the chain and the download.
FIELDS = (
    "revision", "restores", "changed", "added", "removed", "file_name", "file", "errors",
    "codes", "layers", "user", "role", "scope", "agency", "names", "way", "note",
)  # fmt: skip


def show(t: Locale, registry: Registry, found: Sequence[Entry], verified: Verified) -> Node:
    """Return the latest entries, and the result of the check above them."""
    whole = verified.broken_at is None
    said = (
        t("log.whole", n=verified.entries)
        if verified.broken_at is None
        else t("log.broken", n=verified.broken_at)
    )
    heads = ("entry", "at", "actor", "address", "action", "details")
    return h(
        "section",
        {"class": "stack"},
        h(
            "div",
            {"class": "spread"},
            h("h2", {"class": "h2"}, t("log.title")),
            h("span", {"class": "cap" if whole else "strong"}, said),
            h("a", {"href": "download/audit.csv"}, t("log.download")),
        ),
        h(
            "div",
            {"class": "card scroll log"},
            h(
                "table",
                {"class": "grid", "aria-label": t("log.title")},
                h(
                    "thead",
                    {},
                    h("tr", {}, *(h("th", {"scope": "col"}, t(f"log.{n}")) for n in heads)),
                ),
                h("tbody", {}, *(_entry(t, registry, entry) for entry in found)),
            ),
        ),
    )


def _entry(t: Locale, registry: Registry, entry: Entry) -> Node:
    key = f"log.action.{entry.action}"
    return h(
        "tr",
        {},
        h("td", {}, str(entry.entry)),
        h("td", {"class": "nowrap"}, t.stamp(entry.at)),
        h("td", {}, update.short(entry.actor)),
        h("td", {}, entry.address or t.dash),
        h("td", {}, t(key) if key in t else entry.action),
        h("td", {"class": "cap details"}, details(t, registry, entry.details)),
    )


def details(t: Locale, registry: Registry, found: Mapping[str, object]) -> str:
    """Return what a person wants to know of an entry, in words."""
    parts = [
        t("list.label", label=t(f"log.field.{name}"), value=_plain(t, registry, name, value))
        for name in FIELDS
        if (value := found.get(name)) not in (None, "", [], 0)
    ]
    return catalogue.as_written(" · ".join(parts), MOST_DETAIL)


def _plain(t: Locale, registry: Registry, name: str, value: object) -> str:
    if isinstance(value, Mapping):
        pairs = (
            f"{written} → {project or t('mapping.none')}" for written, project in value.items()
        )
        return "; ".join(pairs)
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    if name == "role" and f"role.{value}" in t:
        return t(f"role.{value}")
    if name == "way" and f"elsewhere.way.{value}" in t:
        return t(f"elsewhere.way.{value}")
    if name in {"scope", "agency"} and str(value) in registry.agencies:
        return t.short_name(registry.agencies[str(value)])
    return str(value)
