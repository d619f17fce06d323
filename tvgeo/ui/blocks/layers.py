"""Map layers in Quản trị: what is drawn and where it comes from; a file on its way in."""

from collections.abc import Mapping, Sequence
from typing import Any

from tvgeo.io.layer_files.reader import LayerReading
from tvgeo.locale import Locale, catalogue
from tvgeo.render.node import Child, Node, h
from tvgeo.services.layer_drafts import LayerDraft
from tvgeo.services.layer_list import Listed
from tvgeo.store.repository import Revision
from tvgeo.ui.blocks import geometry, update

_FILE, _READ, _COMPARE, _PUBLISH = range(1, 5)
MOST_SOURCE = 400
MOST_SOURCES = 6


def name(t: Locale, layer: str) -> str:
    """Return what a layer is called; one that we do not know by its file's name."""
    return t(f"layer.{layer}") if f"layer.{layer}" in t else layer


def licence(t: Locale, code: str) -> str:
    """Return a licence in words where it is no licence's own name."""
    return t(f"licence.{code}") if f"licence.{code}" in t else code


def method(t: Locale, code: str) -> str:
    """Return how a layer was made."""
    return t(f"method.{code}")


def table(t: Locale, found: Sequence[Listed], chosen: str) -> Node:
    """Return the layers; choosing one shows where it comes from."""
    heads = (
        ("name", ""),
        ("features", "r"),
        ("accuracy", ""),
        ("method", "only-wide"),
        ("since", ""),
    )
    return h(
        "div",
        {"class": "card scroll tall-list", "data-key": "layers"},
        h(
            "table",
            {"class": "grid", "aria-label": t("admin.tab.layers")},
            h(
                "thead",
                {},
                h(
                    "tr",
                    {},
                    *(
                        h(
                            "th",
                            {"scope": "col", "class": c or None},
                            t(f"layers.column.{head}"),
                        )
                        for head, c in heads
                    ),
                ),
            ),
            h("tbody", {}, *(_row(t, each, chosen) for each in found)),
        ),
    )


def _row(t: Locale, each: Listed, chosen: str) -> Node:
    selected = each.name == chosen
    methods = ", ".join(method(t, code) for code in each.methods) or t.dash
    return h(
        "tr",
        {
            "class": "chosen" if selected else None,
            "go": {"select": each.name},
            "aria-selected": "true" if selected else None,
            "data-key": f"layer-{each.name}",
        },
        h("td", {}, h("b", {}, name(t, each.name))),
        h("td", {"class": "r"}, t.number(each.features)),
        h("td", {}, _accuracy(t, each)),
        h("td", {"class": "only-wide"}, methods),
        h("td", {}, _since(t, each)),
    )


def _accuracy(t: Locale, each: Listed) -> str:
    if each.accuracy_m is None:
        return t.dash
    best, worst = (geometry.accuracy(t, value) for value in each.accuracy_m)
    return best if best == worst else t("layers.range", low=best, high=worst)


def _since(t: Locale, each: Listed) -> str:
    if each.revision is None:
        return t("layers.own" if each.features else "layers.empty")
    return t("term.revision", rev=each.revision.revision)


def detail(t: Locale, each: Listed) -> Node:
    """Return all that is known of where a layer comes from."""
    pairs: list[tuple[str, Child]] = [
        (t("layers.column.features"), t.number(each.features)),
        (t("layers.column.accuracy"), _accuracy(t, each)),
        (t("layers.column.method"), ", ".join(method(t, m) for m in each.methods) or t.dash),
        (t("layers.column.licence"), ", ".join(licence(t, c) for c in each.licences) or t.dash),
        (t("layers.column.source"), _sources(t, each.sources)),
        (t("layers.column.since"), _since(t, each)),
    ]
    if each.revision is not None and each.imported is not None:
        by = t(
            "layers.by",
            author=update.short(each.revision.author),
            time=each.revision.created_at,
        )
        pairs.append((t("layers.column.imported"), by))
        pairs += facts(t, each.imported.facts)
    return h(
        "section",
        {"class": "stack"},
        h("h2", {"class": "h2"}, name(t, each.name)),
        h("dl", {"class": "facts"}, *_pairs(pairs)),
    )


def _pairs(pairs: Sequence[tuple[str, Child]]) -> list[Node]:
    return [node for label, text in pairs for node in (h("dt", {}, label), h("dd", {}, text))]


def _sources(t: Locale, sources: Sequence[str]) -> Child:
    if not sources:
        return t.dash
    shown = [h("p", {}, catalogue.as_written(s, MOST_SOURCE)) for s in sources[:MOST_SOURCES]]
    rest = len(sources) - MOST_SOURCES
    more = h("p", {"class": "cap"}, t("layers.more_sources", n=rest)) if rest > 0 else None
    return h("div", {"class": "stack-4"}, *shown, more)


def facts(t: Locale, kept: Mapping[str, Any]) -> list[tuple[str, Child]]:
    """Return what was kept with an imported layer, in words; what was not kept is left out."""
    moved = None
    if kept.get("median_m") is not None and kept.get("max_m") is not None:
        moved = moved_words(t, float(kept["median_m"]), float(kept["max_m"]))
    origin = [
        licence(t, str(kept["licence"])) if kept.get("licence") else None,
        method(t, str(kept["method"])) if f"method.{kept.get('method')}" in t else None,
        geometry.accuracy(t, float(kept["accuracy_m"])) if kept.get("accuracy_m") else None,
    ]
    found: dict[str, str | None] = {
        "layers.column.file": kept.get("file_name"),
        "layers.column.crs": kept.get("crs"),
        "layers.column.operation": kept.get("operation"),
        "layers.column.moved": moved,
        "layers.column.source_file": kept.get("source"),
        "layers.column.terms": " · ".join(filter(None, origin)),
    }
    return [
        (t(key), catalogue.as_written(str(text), MOST_SOURCE))
        for key, text in found.items()
        if text
    ]


def moved_words(t: Locale, median_m: float, max_m: float) -> str:
    """Return how far things moved."""
    return t("layers.moved_words", median=metres(t, median_m), maximum=metres(t, max_m))


def metres(t: Locale, value: float) -> str:
    """Return a distance in metres, whole from ten up."""
    return t.quantity(value, "m", 1 if value < 10 else 0)  # noqa: PLR2004


def upload_title(t: Locale) -> Node:
    """Head the place for a file, and say what happens with it."""
    return h(
        "section",
        {"class": "stack-4"},
        h("h2", {"class": "h2"}, t("layers.upload_title")),
        h("p", {"class": "muted"}, t("layers.upload_text")),
    )


def head(t: Locale, file: str, reading: LayerReading | None, *, unmapped: int = 0) -> Node:
    """Return the verdict on a file as the title, and what it is below; `unmapped` columns are open."""
    said = [update.short(file)]
    verdict = t("layers.title_unread")
    if reading is not None:
        verdict = t(
            "layers.title.unmapped" if unmapped else f"layers.title.{reading.verdict}",
            columns=unmapped,
            **_counts(t, reading),
        )
        if reading.crs:
            said += [reading.crs, reading.operation or t("layers.no_shift")]
    return h(
        "header",
        {"class": "page-head update-head"},
        h("h2", {"class": "title"}, verdict),
        h("p", {"class": "lead"}, h("b", {}, said[0]), *(f" · {text}" for text in said[1:])),
    )


def _counts(t: Locale, reading: LayerReading) -> dict[str, str]:
    found = [finding.severity for finding in reading.findings]
    return {
        "n": t.number(len(reading.features)),
        "w": t.number(found.count("warning")),
        "e": t.number(found.count("error")),
    }


def steps(t: Locale, reading: LayerReading | None, draft: LayerDraft | None) -> Node:
    """Return the four steps from the file to the revision, the one to be done now marked."""
    now = _READ
    if draft is not None and draft.content is not None:
        now = _PUBLISH if draft.changes else _COMPARE
    rejected = reading is None or reading.verdict == "reject"
    said = {
        _FILE: t("layers.step_features", n=t.number(len(reading.features)))
        if reading
        else t.dash,
        _READ: t("layers.step_rejected" if rejected else "layers.step_read"),
        _COMPARE: counts(t, draft) if draft is not None else t.dash,
        _PUBLISH: t("update.step_waiting"),
    }
    return h(
        "ol", {"class": "steps"}, *(_step(t, n, text, now=n == now) for n, text in said.items())
    )


def _step(t: Locale, number: int, text: str, *, now: bool) -> Node:
    return h(
        "li",
        {"class": "now" if now else None, "aria-current": "step" if now else None},
        h("span", {"class": "cap only-wide"}, t("update.step", n=number)),
        h("b", {"class": "only-narrow"}, str(number)),
        h(
            "span",
            {"class": "step"},
            h("span", {"class": "word"}, t(f"layers.step.{number}")),
            h("span", {"class": "only-wide"}, f" · {text}"),
        ),
    )


def counts(t: Locale, draft: LayerDraft) -> str:
    """Return how many features are replaced, added, removed, and stay."""
    kinds = {kind: draft.count(kind) for kind in ("changed", "added", "removed")}
    return t("layers.counts", **kinds, same=draft.same)


def publish_text(t: Locale, draft: LayerDraft) -> Node:
    """Return the heading of the publish card, and what publishing does."""
    lines = [
        t("layers.publish_text", layer=name(t, draft.request.layer), counts=counts(t, draft))
    ]
    if not draft.changes:
        lines = [t("layers.no_change", layer=name(t, draft.request.layer))]
    elif draft.moved is not None:
        lines.append(moved_words(t, draft.moved.median_m, draft.moved.max_m).capitalize() + ".")
    return h(
        "div",
        {"class": "stack"},
        h("h2", {"class": "h2"}, t("action.publish")),
        *(h("p", {"class": "muted"}, line) for line in lines),
    )


def published(t: Locale, made: Revision, layer: str, *, stamp: str) -> Node:
    """Confirm an import: its number, its layer, by whom."""
    by = t("list.label", label=t("history.column.author"), value=update.short(made.author))
    title = t("layers.published_title", layer=name(t, layer), rev=made.revision)
    return _done(title, stamp, by, made.note)


def undone(t: Locale, *, rev: int, old: int, stamp: str) -> Node:
    """Confirm that an import was taken back."""
    return _done(t("update.undone_title", old=old), stamp, t("update.undone", rev=rev, old=old))


def _done(title: str, *lines: str | None) -> Node:
    return h(
        "header",
        {"class": "page-head", "role": "status"},
        h("h2", {"class": "title"}, title),
        *(h("p", {"class": "lead"}, line) for line in lines if line),
    )
