"""Which project a cell means: by id, by a name of the plan, or by what an office calls it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process

from tvgeo.core import formula
from tvgeo.core.plan import Project
from tvgeo.io.reading import folding

MOST_NEAREST, LEAST_ALIKE = 5, 45.0
# What the numbers of two names weigh: QL60 is no QL53, however alike the rest.
NUMBERS = 20.0
SUGGESTED, SHOWN = 200, 300


class Match(NamedTuple):
    """The project that a cell means.

    `project_id` is "" for a name that the planner has said is not in the plan, `None` for one
    that is not known. `folded` says that the id was written otherwise.
    """

    project_id: str | None
    folded: bool = False


UNKNOWN = Match(None)


@dataclass(frozen=True, slots=True)
class UnknownName:
    """What a file calls a work that is not known by it, in which rows, and what it is most like.

    `nearest` are project ids, the most similar first, at most five.
    """

    written: str
    rows: tuple[int, ...]
    nearest: tuple[str, ...]


class Identities:
    """Finds projects by what is written; made once for a file."""

    def __init__(self, projects: Mapping[str, Project], names: Mapping[str, str]) -> None:
        """Prepare the projects and the `names` that the office's planners have confirmed."""
        self._projects = projects
        self._names = names
        self._ids: dict[str, set[str]] = {}
        self._called: dict[str, set[str]] = {}
        self._alike: dict[tuple[str, int], str] = {}
        for project_id, project in projects.items():
            self._ids.setdefault(folding.fold_id(project_id), set()).add(project_id)
            called = (project.name_vi, project.name_en, *project.aliases)
            for i, name in enumerate((project_id, *filter(None, called))):
                folded = folding.fold_name(name)
                self._alike[project_id, i] = folded
                if i:
                    self._called.setdefault(folded, set()).add(project_id)

    def find(self, written: str) -> Match:
        """Return the project that `written` means."""
        if written in self._projects:
            return Match(written)
        name = folding.fold_name(written)
        if name in self._names:
            known = self._names[name]
            return Match(known) if not known or known in self._projects else UNKNOWN
        if formula.unguard(written) in self._projects:
            return Match(formula.unguard(written))
        if folding.has_bidi(written):
            return UNKNOWN
        ids = self._ids.get(folding.fold_id(written), set())
        if len(ids) == 1:
            return Match(next(iter(ids)), folded=True)
        called = self._called.get(name, set())
        return Match(next(iter(called))) if len(called) == 1 else UNKNOWN

    def nearest(self, written: str) -> tuple[str, ...]:
        """Return the projects whose id or names are most like `written`, the most similar first."""
        best: dict[str, float] = {}
        name = folding.fold_name(written)[:SHOWN]
        for scorer in (fuzz.ratio, fuzz.token_set_ratio):
            for called, score, (project_id, _) in process.extract(
                name,
                self._alike,
                scorer=scorer,
                limit=MOST_NEAREST * 3,
                score_cutoff=LEAST_ALIKE,
            ):
                likeness = score + _same_numbers(name, called)
                best[project_id] = max(best.get(project_id, 0.0), likeness)
        order = sorted(best, key=lambda project_id: (-best[project_id], project_id))
        return tuple(order[:MOST_NEAREST])

    def unknown(self, rows: Mapping[str, list[int]]) -> tuple[UnknownName, ...]:
        """Return what is not known, with suggestions for the first `SUGGESTED`."""
        return tuple(
            UnknownName(written, tuple(numbers), self.nearest(written) if i < SUGGESTED else ())
            for i, (written, numbers) in enumerate(rows.items())
        )


def _same_numbers(name: str, other: str) -> float:
    """Return what the numbers in two names add to their likeness; nothing where one has none."""
    ours, theirs = ({n.lstrip("0") for n in re.findall(r"\d+", each)} for each in (name, other))
    if not ours or not theirs:
        return 0.0
    return NUMBERS if ours & theirs else -NUMBERS
