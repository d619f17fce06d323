"""A planner's file as it was read against one revision; nothing of it is stored yet."""

import io
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tvgeo.core import access, difference, progress
from tvgeo.core.access import Actor
from tvgeo.core.difference import Difference, Key
from tvgeo.core.progress import COLUMNS, Row
from tvgeo.io import csv_tables, upload
from tvgeo.io.upload import Reading
from tvgeo.services import office_names
from tvgeo.services.access import demand, demand_scope
from tvgeo.services.base import Base, today

# What a row typed into a page is called where a file's name is shown.
TYPED_FILE = "nhap-tren-trang.csv"
# The largest file takes a gigabyte for some seconds, here and in its process: of twenty planners
# at once most wait, and those who read do not.
AT_ONCE = 2
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A file as read against `base`: what publishing it would change, and what to look at first.

    `after` are all rows as they would be; `delete` the published rows that are to go;
    `displaced` the works whose invented figures give way to reported ones.
    """

    name: str
    data: bytes
    reading: Reading
    base: Base
    after: tuple[Row, ...]
    difference: Difference
    displaced: tuple[str, ...]
    delete: tuple[Key, ...] = ()
    drop_illustrative: bool = False
    corrections: Mapping[tuple[int, str], str]
    skipped: frozenset[int]

    @property
    def errors(self) -> int:
        """How many findings refuse the file."""
        return sum(finding.severity == "error" for finding in self.reading.findings)

    @property
    def warnings(self) -> int:
        """How many findings must be confirmed."""
        return sum(finding.severity == "warning" for finding in self.reading.findings)

    @property
    def publishable(self) -> bool:
        """Whether there is something to publish, and nothing that refuses it."""
        return self.reading.verdict != "reject" and bool(self.difference.changes)


def preview(
    base: Base,
    data: bytes,
    name: str,
    actor: Actor,
    *,
    corrections: Mapping[tuple[int, str], str] | None = None,
    skipped: Collection[int] = (),
    delete: Sequence[Key] = (),
    drop_illustrative: bool = False,
    on: date | None = None,
) -> Draft:
    """Read a file as `actor` sends it and compare it with `base`; nothing is stored.

    `on` stands in for today. `corrections` replace cells, by row as seen in the file and column
    code; `skipped` are rows of the file to leave out; `delete` names published rows to remove.

    Raises
    ------
    AccessError
        If the actor may not publish, or may not remove one of these rows.
    """
    demand(actor)
    registry = base.registry
    demand_scope(registry, (key[0] for key in delete), actor.scope)
    context = upload.Context(
        projects=registry.projects,
        settings=registry.settings,
        features=base.folder.features,
        published=base.rows,
        today=on or today(registry.settings),
        names=office_names.remembered(base, actor),
        any_quality=actor.role == "admin",
        scope=access.scope_of(registry, actor.scope),
        corrections=corrections or {},
        skipped=frozenset(skipped),
    )
    with _turns:
        reading = upload.read(data, name, context)
    return compared(
        Draft(
            name=name,
            data=data,
            reading=reading,
            base=base,
            after=base.rows,
            difference=Difference((), len(base.rows)),
            displaced=(),
            delete=tuple(delete),
            drop_illustrative=drop_illustrative,
            corrections=dict(corrections or {}),
            skipped=frozenset(skipped),
        )
    )


def compared(draft: Draft) -> Draft:
    """Return the draft with what it would change; a refused file changes nothing."""
    base, reading = draft.base, draft.reading
    if reading.verdict == "reject":
        return draft
    after = difference.upsert(
        base.rows,
        reading.rows,
        columns=reading.columns,
        delete=draft.delete,
        drop_illustrative=draft.drop_illustrative,
    )
    return replace(
        draft,
        after=after,
        difference=difference.between(base.rows, after),
        displaced=_displaced(base.rows, after),
    )


def again(draft: Draft, base: Base, actor: Actor) -> Draft:
    """Read the same file against what is published now, without a new upload."""
    return preview(
        base,
        draft.data,
        draft.name,
        actor,
        corrections=draft.corrections,
        skipped=draft.skipped,
        delete=draft.delete,
        drop_illustrative=draft.drop_illustrative,
    )


def overlap(draft: Draft, now: Base) -> int:
    """Return how many cells the draft would replace that others have changed since its base."""
    theirs = difference.between(draft.base.rows, now.rows).cell_keys
    replaced = difference.between(now.rows, draft.after).cell_keys
    return len(draft.difference.cell_keys & theirs & replaced)


def removal(base: Base, keys: Sequence[Key], actor: Actor) -> Draft:
    """Return the draft that removes published rows, without any file.

    Raises
    ------
    AccessError
        If the actor may not publish, or one of the rows is outside the actor's scope.
    """
    demand(actor)
    demand_scope(base.registry, (key[0] for key in keys), actor.scope)
    nothing = Reading(
        file="",
        sha256="",
        verdict="accept",
        rows=(),
        columns=(),
        row_numbers={},
        findings=(),
        unknown=(),
        sheet=None,
        header_row=None,
        shape=(0, 0),
    )
    return compared(
        Draft(
            name="",
            data=b"",
            reading=nothing,
            base=base,
            after=base.rows,
            difference=Difference((), len(base.rows)),
            displaced=(),
            delete=tuple(keys),
            corrections={},
            skipped=frozenset(),
        )
    )


def edit_file(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows typed into a page as a file in the template's form, read by the same rules."""
    stream = io.StringIO(newline="")
    csv_tables.write(rows, COLUMNS, stream)
    return stream.getvalue().encode("utf-8", "replace")


def _displaced(before: Sequence[Row], after: Sequence[Row]) -> tuple[str, ...]:
    """Return the works that show invented figures before and no longer afterwards."""

    def shows_invented(rows: Sequence[Row]) -> dict[str, None]:
        visible = progress.visible(rows)
        return dict.fromkeys(r.project_id for r in visible if r.quality == "illustrative")

    still = shows_invented(after)
    return tuple(project for project in shows_invented(before) if project not in still)
