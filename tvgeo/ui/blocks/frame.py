"""What stands at the top of every page: title, stamp, notices, errors."""

from pathlib import PurePosixPath

from tvgeo.locale import Locale
from tvgeo.render import cards
from tvgeo.render.node import Child, Node, h
from tvgeo.services.view import View

# What the button that drops all filters answers; no id of a plan begins so.
CLEAR = "#clear"
_LAYERS = "geojson/"


def heading(title: Child, stamp: Child, *, above: bool = False) -> Node:
    """Put a page's finding over its date and version; on a phone the date may come first."""
    return h(
        "header",
        {"class": "page-head stamp-first" if above else "page-head"},
        h("h1", {"class": "title"}, title),
        h("p", {"class": "lead"}, stamp),
    )


def spoken_title(title: str) -> Node:
    """Name a page whose finding is drawn: heard, and read on paper."""
    return h("h1", {"class": "title spoken"}, title)


def illustrative(t: Locale, view: View) -> Node:
    """Say how much of what is shown was invented, or what rests when that is hidden."""
    if view.sourced_only:
        text = t(
            "banner.sourced_only",
            n=len(view.with_data),
            total=len(view.wholes),
            official=view.by_quality("official"),
            public=view.by_quality("public"),
        )
        return h("div", {"class": "strip"}, text)
    if not view.illustrative:
        return h("div", {"class": "strip"}, t("strip.no_illustrative"))
    numbers = {
        "illustrative": len(view.illustrative),
        "with_data": len(view.with_data),
        "public": view.by_quality("public"),
        "official": view.by_quality("official"),
    }
    short = {**numbers, "sourced": numbers["public"] + numbers["official"]}
    key = "strip.illustrative_official" if numbers["official"] else "strip.illustrative"
    return h(
        "div",
        {"class": "strip"},
        h("span", {"class": "only-wide"}, *_bold(t, t(key, **numbers))),
        h(
            "span",
            {"class": "only-narrow"},
            *_bold(t, t("strip.illustrative_short", **short)),
        ),
    )


def _bold(t: Locale, sentence: str) -> tuple[Child, Child]:
    """Put the mark's own words at the head of a sentence in bold."""
    note = t("illustrative.note")
    if not sentence.startswith(note):
        return None, sentence
    return h("b", {}, note), sentence.removeprefix(note)


def left_out(t: Locale, view: View) -> Node | None:
    """Say what the folder holds that cannot be shown, finding by finding, and why."""
    errors = [f for f in view.base.folder.findings if f.severity == "error"]
    if not errors:
        return None
    return h(
        "details",
        {"class": "error-box"},
        h("summary", {}, t("banner.partial", n=len(errors))),
        h("ul", {}, *(h("li", {}, t.line(finding)) for finding in errors)),
    )


def missing_layers(t: Locale, view: View) -> Node | None:
    """Say which layers of the map cannot be drawn, or that a part of some cannot, and why."""
    folder = view.base.folder
    errors = [
        f for f in folder.findings if f.severity == "error" and f.file.startswith(_LAYERS)
    ]
    if not errors:
        return None
    drawn = {feature.layer for feature in folder.features}
    names = {PurePosixPath(f.file).stem for f in errors} - drawn
    known = [t(key) if (key := f"layer.{name}") in t else name for name in sorted(names)]
    said = t("empty.layer", layer=known) if known else t("banner.partial", n=len(errors))
    return h(
        "details",
        {"class": "error-box"},
        h("summary", {}, said),
        h("ul", {}, *(h("li", {}, t.line(finding)) for finding in errors)),
    )


def error_box(sentence: str) -> Node:
    """Show an error as one sentence: what, where, what to do."""
    return cards.error_box(sentence, "", "")


def error_page(title: str, sentence: str) -> Node:
    """Show an error in place of a page; its title is heard, and read on paper."""
    return h("div", {}, spoken_title(title), error_box(sentence))


def nothing(sentence: str, next_step: Node | None = None) -> Node:
    """Say in one sentence why there is nothing here, and offer the next step."""
    return cards.empty(sentence, next_step)


def clear_filters(t: Locale) -> Node:
    """Return the button that shows everything again; it answers with `CLEAR`."""
    return h("button", {"class": "button", "go": {"select": CLEAR}}, t("action.clear_filters"))


def caption(text: str) -> Node:
    """Put one quiet line under something."""
    return h("p", {"class": "cap"}, text)


def strong(text: str) -> Node:
    """Put one line in bold."""
    return h("p", {"class": "strong"}, text)
