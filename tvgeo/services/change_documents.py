"""Plain documents of files read, differences and revisions: JSON for programs, a table to keep."""

import io
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from tvgeo.core.difference import VALUE_COLUMNS, Difference
from tvgeo.core.findings import Finding
from tvgeo.core.plan import Registry
from tvgeo.io import csv_tables
from tvgeo.io.upload import Reading
from tvgeo.locale import Locale
from tvgeo.render import cells
from tvgeo.store.layers import StoredLayer
from tvgeo.store.repository import Revision


def reading(found: Reading, t: Locale) -> dict[str, Any]:
    """Return what `tvgeo validate` found; dates ISO, status and lists as codes."""
    return {
        "verdict": found.verdict,
        "rows": [
            {column: _plain(value) for column, value in asdict(row).items()}
            for row in found.rows
        ],
        "findings": findings(found.findings, t),
        "sha256": found.sha256,
    }


def findings(found: Iterable[Finding], t: Locale) -> list[dict[str, Any]]:
    """Return findings with the sentences a person reads."""
    return [
        {
            "severity": finding.severity,
            "code": finding.code,
            "row": finding.row,
            "column": finding.column,
            "value": finding.value,
            "message": t.problem(finding),
            "suggestion": t.remedy(finding),
        }
        for finding in found
    ]


def changes(difference: Difference) -> dict[str, Any]:
    """Return what a publication changes, row by row and cell by cell."""
    return {
        "changed": difference.count("changed"),
        "added": difference.count("added"),
        "removed": difference.count("removed"),
        "same": difference.same,
        "changes": [
            {
                "project_id": change.key[0],
                "as_of": change.key[1].isoformat(),
                "kind": change.kind,
                "cells": [
                    {"column": c.column, "old": _plain(c.old), "new": _plain(c.new)}
                    for c in change.cells
                ],
            }
            for change in difference.changes
        ],
    }


def changes_csv(difference: Difference, registry: Registry, t: Locale) -> bytes:
    """Return every cell that changes as UTF-8 CSV: whose, of which day, before and after.

    Words are those of the page; numbers stay numbers, in the form of the template.
    """
    heads = (
        t("column.project_id"), t("changes.column.work"), t("column.as_of"),
        t("changes.column.cell"), t("changes.column.before"), t("changes.column.after"),
        t("changes.column.quality_before"), t("changes.column.quality_after"),
    )  # fmt: skip
    named = {name: t(f"column.{name}") for name in VALUE_COLUMNS}

    def records() -> Iterable[dict[str, object]]:
        for change in difference.changes:
            project_id, day = change.key
            project = registry.projects.get(project_id)
            name = t.name(project) if project is not None else project_id
            qualities = [
                t(f"short.quality.{row.quality}") if row is not None else ""
                for row in (change.old, change.new)
            ]
            for column, old, new in change.cells:
                words = [
                    value
                    if row is None or not isinstance(value, str)
                    else cells.word(t, column, value, row, project)
                    for value, row in ((old, change.old), (new, change.new))
                ]
                line = (project_id, name, day, named[column], *words, *qualities)
                yield dict(zip(heads, line, strict=True))

    stream = io.StringIO(newline="")
    csv_tables.write(records(), heads, stream)
    return stream.getvalue().encode("utf-8-sig", "replace")


def revision(found: Revision, changed: Iterable[StoredLayer] = ()) -> dict[str, Any]:
    """Return a revision without its content; `changed` are the layers that it brought or took."""
    return {
        "revision": found.revision,
        "parent": found.parent,
        "kind": found.kind,
        "restores": found.restores,
        "author": found.author,
        "created_at": found.created_at.isoformat(),
        "note": found.note,
        "file_name": found.file_name,
        "sha256": found.file_sha256,
        "changed": found.changed,
        "added": found.added,
        "removed": found.removed,
        "confirmed": list(found.findings),
        "layers": [
            {"layer": each.layer, "sha256": each.file_sha256, "facts": dict(each.facts)}
            for each in changed
        ],
    }


def published(found: Revision, *, made: bool) -> dict[str, Any]:
    """Return what a publication did; one that changed nothing `made` no revision."""
    counts = ("changed", "added", "removed")
    return {"revision": found.revision} | {
        name: getattr(found, name) if made else 0 for name in counts
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
