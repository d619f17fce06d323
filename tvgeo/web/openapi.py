"""The description of the programming interface (OpenAPI 3.1), made from its list of addresses."""

import re
from collections.abc import Sequence
from typing import Any, Protocol

import tvgeo
from tvgeo.locale import Locale
from tvgeo.web.openapi_schemas import SCHEMAS
from tvgeo.web.parameters import LARGEST_LIMIT, PARAMETERS, USUAL_LIMIT

VERSION = "3.1.0"
_IN_PATH = re.compile(r"\{(\w+)\}")
_SCHEMA = "#/components/schemas/"
# Of the addresses that answer with pages, this one gives all where no page is asked for.
_WHOLE = "/projects.geojson"


class Described(Protocol):
    """What is told of an address."""

    @property
    def path(self) -> str:
        """Its path below the root, with `{names}`."""

    @property
    def takes(self) -> tuple[str, ...]:
        """The parameters it takes."""

    @property
    def answer(self) -> str:
        """The schema of what it answers with."""

    @property
    def media_type(self) -> str:
        """The media type of what it answers with."""


def document(t: Locale, endpoints: Sequence[Described], server: str) -> dict[str, Any]:
    """Return the description in the language of `t`; `server` is the path of the root."""
    return {
        "openapi": VERSION,
        "info": {
            "title": t("api.title"),
            "description": t("api.description"),
            "version": tvgeo.__version__,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": {each.path: {"get": _operation(t, each)} for each in endpoints},
        "components": {
            "schemas": SCHEMAS,
            "parameters": {name: _parameter(t, name) for name in PARAMETERS},
            "responses": {
                "NotModified": {"description": t("api.not_modified")},
                **{
                    name: _refusal(t, name) for name in ("Refused", "Closed", "Missing", "Down")
                },
            },
        },
    }


def name_of(path: str) -> str:
    """Return what an address is called: "projects_project_id"."""
    return re.sub(r"\W+", "_", path).strip("_")


def _operation(t: Locale, endpoint: Described) -> dict[str, Any]:
    name = name_of(endpoint.path)
    parameters: list[dict[str, Any]] = [
        {
            "name": each,
            "in": "path",
            "required": True,
            "description": t(f"api.path.{each}"),
            "schema": {"type": "string"},
        }
        for each in _IN_PATH.findall(endpoint.path)
    ]
    for each in endpoint.takes:
        if each == "limit":
            parameters.append(_limit(t, whole=endpoint.path == _WHOLE))
        else:
            parameters.append({"$ref": f"#/components/parameters/{each}"})
    schema = {"$ref": f"{_SCHEMA}{endpoint.answer}"}
    answer = {
        "description": t(f"api.answer.{endpoint.answer}"),
        "headers": {
            "ETag": {"schema": {"type": "string"}, "description": t("api.header.etag")}
        },
        "content": {endpoint.media_type: {"schema": schema}},
    }
    refusals = {"400": "Refused", "403": "Closed", "503": "Down"}
    if _IN_PATH.search(endpoint.path):
        refusals["404"] = "Missing"
    return {
        "operationId": name,
        "summary": t(f"api.summary.{name}"),
        "parameters": parameters,
        "responses": {"200": answer, "304": {"$ref": "#/components/responses/NotModified"}}
        | {
            status: {"$ref": f"#/components/responses/{refusal}"}
            for status, refusal in sorted(refusals.items())
        },
    }


def _parameter(t: Locale, name: str) -> dict[str, Any]:
    parameter = PARAMETERS[name]
    schema = parameter.schema
    if parameter.many:
        schema = {"type": "array", "items": schema}
    return {
        "name": name,
        "in": "query",
        "description": t(f"api.parameter.{name}", most=LARGEST_LIMIT),
        "schema": schema,
    } | ({"style": "form", "explode": True} if parameter.many else {})


def _limit(t: Locale, *, whole: bool) -> dict[str, Any]:
    schema = PARAMETERS["limit"].schema
    return {
        "name": "limit",
        "in": "query",
        "description": t(
            "api.parameter.limit_whole" if whole else "api.parameter.limit", most=LARGEST_LIMIT
        ),
        "schema": schema if whole else schema | {"default": USUAL_LIMIT},
    }


def _refusal(t: Locale, name: str) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": {"$ref": f"{_SCHEMA}Problem"}}}
    if name == "Closed":
        # the gate in front of every address speaks to people
        content["text/plain"] = {"schema": {"type": "string"}}
    return {"description": t(f"api.refusal.{name.lower()}"), "content": content}
