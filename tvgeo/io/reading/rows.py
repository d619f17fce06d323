"""The rows of a table: all columns together, keys, duplicates, and what a row must obey."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tvgeo.core import chainage, plausibility
from tvgeo.core.access import Scope
from tvgeo.core.features import Feature
from tvgeo.core.plan import Project
from tvgeo.core.progress import COLUMNS, TEXT_COLUMNS, Row
from tvgeo.errors import ChainageError
from tvgeo.io import progress_table
from tvgeo.io.reading import folding, numeric_columns, other_columns, vocabulary
from tvgeo.io.reading.columns import Columns
from tvgeo.io.reading.grid import as_text
from tvgeo.io.reading.identities import Identities, UnknownName

# A row without any of these says nothing.
FIGURES = tuple(
    c for c in COLUMNS[2:] if c not in {"physical_basis", "disbursed_basis", "quality"}
)
BLANK_IS_SAID = ("physical_pct", "disbursed_pct")
NUMERIC = (*vocabulary.PERCENTS, "actual_value")
Key = tuple[str, date]


def interpret(columns: Columns, *, any_quality: bool) -> None:
    """Read every column but the one of ids."""
    other_columns.day(columns, "as_of")
    for code in vocabulary.PERCENTS:
        numeric_columns.percent(columns, code)
    numeric_columns.amount(columns, "actual_value")
    for code in ("status", "physical_basis", "disbursed_basis"):
        other_columns.choice(columns, code)
    for code in TEXT_COLUMNS:
        other_columns.text(columns, code)
    other_columns.quality(columns, any_quality=any_quality)


@dataclass(slots=True)
class Assembly:
    """Makes rows of the columns, and says what is wrong with each.

    `published` are the head's rows, `scope` the works that may be reported on. After
    `take_all`, `rows` are the sound rows in the order of the file, `numbers` where each key
    stands, `unknown` what names no project, `unfilled` how many rows of the template say nothing.
    """

    columns: Columns
    identities: Identities
    projects: Mapping[str, Project]
    published: Iterable[Row] = ()
    features: Iterable[Feature] = ()
    scope: Scope | None = None
    rows: dict[Key, Row] = field(default_factory=dict)
    numbers: dict[Key, int] = field(default_factory=dict)
    unknown: tuple[UnknownName, ...] = ()
    unfilled: int = 0

    def take_all(self) -> None:
        """Read every row."""
        published = tuple(self.published)
        series = plausibility.reported(published)
        at = {row.key: row for row in published}
        limits = progress_table.chainage_limits(self.features)
        for place, project_id in enumerate(self._projects()):
            values = {code: self.columns.values[code][place] for code in COLUMNS[1:]}
            published_row = at.get((project_id or "", values["as_of"]))
            if project_id == "" or self._is_unfilled(place, values):
                continue
            self._check_required(place, values)
            if project_id is None:
                continue
            self._check_project(place, project_id, values, limits.get(project_id, ()))
            if values["as_of"] is not None:
                row = Row(project_id, **values)
                if self._is_first(place, row):
                    self._say_blank(place, row, published_row)
                    # What is published as it is was confirmed before.
                    if row != published_row:
                        self._say_doubts(place, row, series.get(project_id, ()))

    def _projects(self) -> list[str | None]:
        """Return the project of each row: "" if it is left out, `None` if there is none."""
        cells = self.columns.cells("project_id")
        found = {cell: self.identities.find(as_text(cell)) for cell in dict.fromkeys(cells)}
        missing: dict[str, list[int]] = {}
        has_ids = "project_id" in self.columns.table.columns
        for place, cell in enumerate(cells):
            match, written = found[cell], as_text(cell)
            if match.project_id == "":
                self.columns.add("warning", "W_ROW_LEFT_OUT", place, "project_id")
            elif match.folded:
                read_as = match.project_id
                self.columns.add(
                    "warning", "W_ID_NORMALISED", place, "project_id", suggestion=read_as
                )
            elif match.project_id is None and folding.clean(written)[0]:
                missing.setdefault(written, []).append(place)
            elif match.project_id is None and has_ids and not self._is_blank(place):
                self.columns.add("error", "E_ROW_NO_ID", place, "project_id")
        self._say_unknown(missing)
        return [found[cell].project_id for cell in cells]

    def _say_unknown(self, missing: Mapping[str, list[int]]) -> None:
        numbers = [number for number, _ in self.columns.table.rows]
        rows = {written: [numbers[p] for p in places] for written, places in missing.items()}
        self.unknown = self.identities.unknown(rows)
        for unknown in self.unknown:
            more = {"nearest": unknown.nearest[0]} if unknown.nearest else {}
            for place in missing[unknown.written]:
                self.columns.add("error", "E_ID_UNKNOWN", place, "project_id", **more)

    def _is_blank(self, place: int) -> bool:
        return not any(as_text(cell).strip() for cell in self.columns.table.rows[place][1])

    def _is_unfilled(self, place: int, values: Mapping[str, Any]) -> bool:
        """Leave out a row of the template that says nothing: it never clears what is published."""
        table = self.columns.table
        if not table.template or values["status"] or values["physical_pct"] is not None:
            return False
        if not all(self._cell_is_blank(place, code) for code in FIGURES):
            return False
        self.unfilled += 1
        return True

    def _check_required(self, place: int, values: Mapping[str, Any]) -> None:
        required = ["as_of"] if self.columns.table.template else ["as_of", "status"]
        for code in required:
            if (
                values[code] is None
                and code in self.columns.table.columns
                and self._cell_is_blank(place, code)
            ):
                self.columns.add("error", "E_MISSING_VALUE", place, code)

    def _cell_is_blank(self, place: int, code: str) -> bool:
        cell = self.columns.table.written(self.columns.table.rows[place][1], code)
        return not folding.clean(as_text(cell))[0]

    def _check_project(
        self,
        place: int,
        project_id: str,
        values: Mapping[str, Any],
        limits: Iterable[chainage.Section],
    ) -> None:
        columns = self.columns
        if self.scope is not None and project_id not in self.scope.projects:
            columns.add("error", "E_SCOPE", place, "project_id", limit=self.scope.agency)
        if values["quality"] == "public" and values["source"] is None:
            columns.add("warning", "W_NO_SOURCE", place, "source")
        text = values["completed_chainage"]
        if not text:
            return
        code = "completed_chainage"
        try:
            sections = chainage.parse_sections(text)
        except ChainageError:
            columns.add("error", "E_CHAINAGE", place, code)
            return
        if not limits:
            columns.add("error", "E_CHAINAGE_NO_KM", place, code)
            return
        try:
            for section in sections:
                chainage.fit(section, limits)
        except ChainageError as error:
            columns.add("error", "E_CHAINAGE_RANGE", place, code, limit=error.values["limit"])

    def _is_first(self, place: int, row: Row) -> bool:
        """Keep the first row of a key; another must say the same."""
        number = self.columns.table.rows[place][0]
        first = self.numbers.setdefault(row.key, number)
        if first == number:
            self.rows[row.key] = row
            return True
        if self.rows[row.key] == row:
            self.columns.add("warning", "W_DUP_ROW", place, "project_id", nearest=first)
        else:
            self.columns.add("error", "E_DUP_CONFLICT", place, "project_id", nearest=first)
        return False

    def _say_blank(self, place: int, row: Row, published: Row | None) -> None:
        if place in self.columns.broken:
            return
        for code in NUMERIC:
            if getattr(row, code) is not None or code not in self.columns.table.columns:
                continue
            word = place in self.columns.blank_words[code]
            if not word and (code not in BLANK_IS_SAID or not self._cell_is_blank(place, code)):
                continue
            clears = published is not None and getattr(published, code) is not None
            if word or clears or not self.columns.table.template:
                self.columns.add("warning", "W_BLANK_VALUE", place, code)

    def _say_doubts(self, place: int, row: Row, published: tuple[Row, ...]) -> None:
        if place in self.columns.broken:
            return
        for doubt in plausibility.doubts(row, published):
            more = {} if doubt.limit is None else {"limit": doubt.limit}
            self.columns.add(
                "warning", doubt.code, place, doubt.column, nearest=doubt.nearest, **more
            )
