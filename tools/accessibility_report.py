"""The words and tables of docs/accessibility.md, from what `accessibility.py` has found."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import groupby

import audit_axe
import audit_keys
import audit_layout
import audit_pages

# What axe finds in Streamlit's own markup, which no setting of ours reaches; by its rule.
STREAMLIT = {
    "presentation-role-conflict": "The zone of Streamlit's uploader has both a name and the role of "
    "presentation; the button inside it takes the keys.",
}
HEAD = """# Accessibility and devices

Written by `make accessibility` ({date}; Streamlit {streamlit}, axe-core {axe}, Chromium {chromium}),
which opens every page of the dashboard as the reader who may see it: anybody, an office that sends
figures, an administrator. The same checks are tests: `tests/browser/test_accessibility.py`. Words of
Streamlit's own that are heard in English only are listed in `tests/browser/test_pages_language.py`.

## What is built in

- **Keys.** Everything a mouse can do has a stop of the Tab key; rows of tables are chosen with Enter
  or Space. On the map the plus and minus keys and the arrows move it, and one stop further stands its
  list of works: arrows go through it and show each work on the map, Enter chooses. An opened menu is
  entered with Tab from its button, and Escape comes back to the button. One ring shows the focus
  everywhere (2 px, 10:1 on white). Streamlit's link to the main content is the first stop.
- **Ears.** One title a page, headings without gaps, the language of the page and of foreign parts,
  names for tables, pictures and maps; errors of forms are told at their fields; what changes by itself
  is announced.
- **Another form of each drawing.** Map: the list beside it and "Xem dạng bảng"; S-curve: "Bảng số"
  below it; bars and rings: their numbers as text beside them; strip by chainage: the sentence under it
  and its parts as a list.
- **Motion, colours.** Who asks the system for less motion gets no zooming, gliding or fading; forced
  colours keep the marks of state; colour never stands alone.
- **Paper.** Any page prints on A4 without navigation and controls, with title, date, revision, mark of
  illustrative figures and the address that shows it again; maps stay whole, tables repeat their heads.
"""


@dataclass(frozen=True)
class Result:
    """What was found on one page."""

    place: audit_pages.Place
    axe: dict[str, list[audit_axe.Violation]]
    walk: audit_keys.Walk
    layouts: dict[str, audit_layout.Layout]

    def ours(self, lang: str) -> list[audit_axe.Violation]:
        """Return what is grave and ours."""
        return [each for each in self.axe[lang] if each.ours and each.grave]

    @property
    def misfits(self) -> dict[str, list[str]]:
        """Return what does not fit, by size; an opened menu lies on the page by right."""
        return {} if self.place.inside else {s: x.faults for s, x in self.layouts.items()}

    @property
    def key_faults(self) -> list[str]:
        """Return what is wrong for who has keys only."""
        walk = self.walk
        return [
            *(["the focus is held"] if walk.trapped else []),
            *(f"not reached: {each.role} {each.name} ({each.where})" for each in walk.missed),
            *(f"focus not seen: {each.role} {each.name}" for each in walk.unseen),
            *(f"without a name: {each.role} ({each.where})" for each in walk.unnamed),
            *(f"goes up from {one.name} to {next_.name}" for one, next_ in walk.jumps),
        ]

    @property
    def faults(self) -> list[str]:
        """Return everything that is ours to mend."""
        grave = [f"{each.rule}: {each.where}" for lang in self.axe for each in self.ours(lang)]
        return grave + self.key_faults + [one for some in self.misfits.values() for one in some]


def picture_name(page: str, size: str) -> str:
    """Return the file of a page's picture."""
    return f"thiet-bi-{page}-{size.split('×', maxsplit=1)[0].replace(' %', '')}.webp"


def line(result: Result) -> str:
    """Return one page in one line, for who watches."""
    said = "; ".join(result.faults) or "nothing"
    return f"{result.place.name}: {len(result.walk.stops)} stops, wrong: {said}"


def written(
    results: Sequence[Result], chromium: str, axe: str, pictures: Collection[tuple[str, str]]
) -> str:
    """Return the whole document."""
    head = HEAD.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        streamlit=version("streamlit"),
        axe=axe,
        chromium=chromium,
    )
    parts = [head, _axe(results), _keys(results), _sizes(results), _pictures(pictures)]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    return [
        f"| {' | '.join(heads)} |",
        f"|{'---|' * len(heads)}",
        *(f"| {' | '.join(map(str, row))} |" for row in rows),
    ]


def _name(result: Result) -> str:
    place = result.place
    return f"{place.name} (`/{place.address}`, {place.who})"


def _node(found: audit_axe.Violation) -> str:
    """Return what names an element of Streamlit's for good: its classes change with each build."""
    named = re.search(r'data-testid="([^"]+)"', found.html)
    return named[1] if named else found.where


def _axe(results: Sequence[Result]) -> str:
    rows, others = [], Counter[tuple[str, str, str]]()
    for result in results:
        every = [each for found in result.axe.values() for each in found]
        light = [each for each in every if each.ours and not each.grave]
        theirs = [each for each in every if not each.ours]
        others.update((each.rule, each.impact, _node(each)) for each in theirs)
        grave = [len(result.ours(lang)) for lang in ("vi", "en")]
        rows.append([_name(result), *grave, len(light), len(theirs)])
    heads = ("page", "ours, grave: vi", "en", "ours, moderate or minor", "Streamlit's")
    lines = [
        "## axe-core",
        "",
        (
            "Rules of WCAG 2.2 A and AA and good practice, open shadow roots included. Grave is "
            "serious or critical."
        ),
        "",
        *_table(heads, rows),
        "",
    ]
    lines += [
        f"- Streamlit's own: `{rule}` ({impact}, {n} times) at `{where}`. "
        f"{STREAMLIT.get(rule, 'Not ours to change.')}"
        for (rule, impact, where), n in sorted(others.items())
    ]
    return "\n".join(lines)


def _keys(results: Sequence[Result]) -> str:
    rows = []
    for result in results:
        walk = result.walk
        counts = (
            len(x) for x in (walk.stops, walk.missed, walk.unseen, walk.unnamed, walk.jumps)
        )
        rows.append([_name(result), *counts, "yes" if walk.trapped else "no"])
    heads = ("page", "stops", "not reached", "focus not seen", "no name", "goes up", "held")
    lines = [
        "## The walk with the Tab key",
        "",
        (
            "At 1366×768. Not reached: a mouse can use it, no key can. Goes up: the focus moves up in "
            "the same column. The ring has at least 3:1 to what is behind it, or the element itself "
            "changes."
        ),
        "",
        *_table(heads, rows),
        "",
    ]
    for result in results:
        lines += [f"<details><summary>{_name(result)}</summary>", ""]
        lines += [f"- {fault}" for fault in result.key_faults]
        lines += [*_stops(result.walk.stops), "", "</details>", ""]
    return "\n".join(lines)


def _stops(stops: Sequence[audit_keys.Stop]) -> list[str]:
    """Return the stops in order; those of one kind in one place share a line."""
    lines = []
    for _, some in groupby(stops, lambda stop: (stop.role, stop.where)):
        same = list(some)
        first = same[0]
        more = f" … and {len(same) - 1} more" if len(same) > 1 else ""
        name = first.name.replace("<", "‹").replace("|", "∣")[:70]
        lines.append(f"1. {first.role}: {name}{more}")
    return lines


def _sizes(results: Sequence[Result]) -> str:
    sizes = list(audit_layout.SIZES)
    rows = []
    for result in results:
        counts = [len(result.misfits[s]) if result.misfits else "menu" for s in sizes]
        rows.append([_name(result), *counts])
    lines = [
        "## Sizes",
        "",
        (
            "How many things are too wide for the window, cut, or lie on one another; 200 % is the "
            "1366×768 laptop with everything twice as large. A menu that is open lies on the page "
            "by right."
        ),
        "",
        *_table(("page", *sizes), rows),
        "",
    ]
    for result in results:
        for size, faults in result.misfits.items():
            lines += [f"- {result.place.name}, {size}: {fault}" for fault in faults]
    return "\n".join(lines)


def _pictures(pictures: Collection[tuple[str, str]]) -> str:
    lines = ["### How they look", ""]
    order = list(audit_layout.SIZES)
    for page, size in sorted(pictures, key=lambda each: (order.index(each[1]), each[0])):
        lines += [
            f"{page}, {size}:",
            "",
            f"![{page}, {size}](images/{picture_name(page, size)})",
            "",
        ]
    return "\n".join(lines)
