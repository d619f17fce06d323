"""Lịch sử: every revision, who made it and what it changed; nothing is ever overwritten."""

from collections.abc import Sequence

from tvgeo.locale import Locale, catalogue
from tvgeo.render.node import Child, Node, h
from tvgeo.services.view import View
from tvgeo.store.layers import StoredLayer
from tvgeo.store.repository import Revision
from tvgeo.ui.blocks import layers, stamps, update

MOST_DETAIL = 200


def head(t: Locale, view: View, found: Sequence[Revision]) -> Node:
    """Return the current revision as the title, its stamp, who published it, how many there are."""
    more = [t("history.no_store")]
    if found:
        by = t(
            "list.label", label=t("history.column.author"), value=update.short(found[0].author)
        )
        more = [by, t("history.count", n=len(found))]
    return h(
        "header",
        {"class": "page-head"},
        h("h1", {"class": "title"}, t("history.title", rev=view.base.revision)),
        h("p", {"class": "lead"}, stamps.stamps(t, view, period=False)),
        h("p", {"class": "lead"}, " · ".join(more)),
    )


def table(t: Locale, found: Sequence[Revision], chosen: int) -> Node:
    """Return the revisions, the newest first; choosing one shows what it changed."""
    heads = [
        ("revision", "r"),
        ("time", ""),
        ("author", ""),
        ("what", ""),
        ("changes", ""),
    ]
    return h(
        "div",
        {"class": "card plain list-scroll tall-list", "data-key": "revisions"},
        h(
            "table",
            {"class": "grid revisions", "aria-label": t("access.table.revisions")},
            h(
                "thead",
                {},
                h(
                    "tr",
                    {},
                    *(
                        h("th", {"scope": "col", "class": c}, t(f"history.column.{name}"))
                        for name, c in heads
                    ),
                ),
            ),
            h("tbody", {}, *(_row(t, each, chosen) for each in found)),
        ),
    )


def _row(t: Locale, each: Revision, chosen: int) -> Node:
    selected = each.revision == chosen
    return h(
        "tr",
        {
            "class": "chosen" if selected else None,
            "go": {"select": str(each.revision)},
            "aria-selected": "true" if selected else None,
            "data-key": f"revision-{each.revision}",
        },
        h("td", {"class": "r number"}, h("b", {}, str(each.revision))),
        h("td", {"class": "nowrap time"}, t.stamp(each.created_at)),
        h("td", {"class": "author"}, update.short(each.author)),
        h("td", {"class": "what"}, kind(t, each), _sub(what(each))),
        h("td", {"class": "nowrap came"}, counts(t, each)),
    )


def _sub(text: str) -> Child:
    return h("span", {"class": "sub"}, text) if text else None


def kind(t: Locale, each: Revision) -> str:
    """Return what sort of revision it is; a rollback names what it brought back."""
    return t(f"history.kind.{each.kind}", rev=each.restores or 0)


def what(each: Revision) -> str:
    """Return note and file name, as they can be shown."""
    texts = (each.note, each.file_name)
    return " · ".join(catalogue.as_written(text, MOST_DETAIL) for text in texts if text)


def counts(t: Locale, each: Revision) -> str:
    """Return how many rows were changed, added and removed; an import of a layer changes none."""
    if each.kind == "layers":
        return t("layers.history.no_rows")
    return t("history.sums", changed=each.changed, added=each.added, removed=each.removed)


def detail(t: Locale, each: Revision, changed: Sequence[StoredLayer] = ()) -> Node:
    """Return all that is kept of one revision; `changed` are the layers it brought or took."""
    pairs: list[tuple[str, str]] = [
        (t("history.column.time"), t.stamp(each.created_at)),
        (t("history.column.author"), update.short(each.author)),
        (t("history.kind"), kind(t, each)),
        (t("history.column.changes"), counts(t, each)),
    ]
    if each.note:
        pairs.append((t("history.note"), each.note))
    if each.file_name:
        pairs.append((t("history.file"), update.short(each.file_name)))
    if each.findings:
        pairs.append((t("history.confirmed"), t("history.warnings", n=len(each.findings))))
    return h(
        "section",
        {"class": "stack"},
        h("h2", {"class": "h2"}, t("term.revision", rev=each.revision).capitalize()),
        h(
            "dl",
            {"class": "facts"},
            *_facts(pairs),
        ),
        *(_layer(t, layer) for layer in changed),
    )


def _facts(pairs: Sequence[tuple[str, Child]]) -> list[Node]:
    return [node for name, text in pairs for node in (h("dt", {}, name), h("dd", {}, text))]


def _layer(t: Locale, changed: StoredLayer) -> Node:
    """Return what a revision did to one layer, and where the layer comes from."""
    own = h("p", {"class": "muted"}, t("layers.history.restored"))
    return h(
        "section",
        {"class": "stack-4"},
        h(
            "h3",
            {"class": "h3"},
            t("layers.history.changed", layer=layers.name(t, changed.layer)),
        ),
        h("dl", {"class": "facts"}, *_facts(layers.facts(t, changed.facts)))
        if changed.file_sha256
        else own,
    )


def layers_differ(t: Locale, names: Sequence[str]) -> Node:
    """Say which layers are not the same in two revisions."""
    said = ", ".join(layers.name(t, name) for name in names)
    return h("p", {}, t("layers.history.differ", layers=said))


def original(t: Locale, each: Revision) -> Node:
    """Link to the file that a revision came from; the server asks for the account again."""
    return h(
        "a",
        {"class": "button", "href": f"download/{each.revision}"},
        t("history.original"),
    )
