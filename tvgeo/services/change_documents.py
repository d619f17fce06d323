"""Plain JSON documents of files read, differences and revisions: what the command line prints."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from tvgeo.core.difference import Difference
from tvgeo.core.findings import Finding
from tvgeo.io.upload import Reading
from tvgeo.locale import Locale
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


def revision(found: Revision) -> dict[str, Any]:
    """Return a revision without its content."""
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
    }


def published(found: Revision, *, made: bool) -> dict[str, Any]:
    """Return what a publication did; one that changed nothing `made` no revision."""
    counts = ("changed", "added", "removed")
    return {"revision": found.revision} | {
        name: getattr(found, name) if made else 0 for name in counts
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
