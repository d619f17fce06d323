"""The published schema of OC4IDS, with our extension laid over it as its files say (RFC 7396)."""

import json
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT4

from tvgeo.services.oc4ids import package

FOLDER = Path(__file__).parent / "schema"
CHECKER = FormatChecker(formats=())


@CHECKER.checks("date-time", raises=ValueError)
def _moment(text):
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


@CHECKER.checks("uri")
def _uri(text):
    return not isinstance(text, str) or bool(urlsplit(text).scheme)


def read(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def merged(target, patch):
    """Lay a JSON merge patch over a document."""
    if not isinstance(patch, dict):
        return patch
    found = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        found[name] = merged(found.get(name), value)
    return found


def validator(*, extended=False):
    """Return the validator of a project package."""
    project = read("project-schema.json")
    if extended:
        patch = json.loads((package.EXTENSION / "project-schema.json").read_text("utf-8"))
        project = merged(project, patch)
    registry = Registry().with_resource(project["id"], DRAFT4.create_resource(project))
    schema = read("project-package-schema.json")
    return Draft4Validator(schema, registry=registry, format_checker=CHECKER)


def faults(document, *, extended=False):
    """Return what is wrong with a package as it is written, each with its place."""
    written = json.loads(json.dumps(document))
    found = validator(extended=extended).iter_errors(written)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]
