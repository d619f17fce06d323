"""Joining features to projects by `project_id`, and saying what does not match, both ways."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tvgeo.core.features import Feature
from tvgeo.core.plan import Project


@dataclass(frozen=True, slots=True)
class Join:
    """`located` holds each project's features; nothing that fails to match is dropped.

    `unknown` are features whose project is not in the plan; `unlocated` the projects without a
    feature, each with the reason code that the page shows.
    """

    located: dict[str, tuple[Feature, ...]]
    context: tuple[Feature, ...]
    unknown: tuple[Feature, ...]
    unlocated: dict[str, str]


def join(projects: Mapping[str, Project], features: Iterable[Feature]) -> Join:
    """Join by id only, never by name; features without `project_id` are context."""
    located: dict[str, list[Feature]] = {}
    context: list[Feature] = []
    unknown: list[Feature] = []
    for feature in features:
        if feature.project_id is None:
            context.append(feature)
        elif feature.project_id in projects:
            located.setdefault(feature.project_id, []).append(feature)
        else:
            unknown.append(feature)
    return Join(
        located={p: tuple(located[p]) for p in projects if p in located},
        context=tuple(context),
        unknown=tuple(unknown),
        unlocated={
            project_id: no_location_reason(project)
            for project_id, project in projects.items()
            if project_id not in located
        },
    )


def no_location_reason(project: Project) -> str:
    """Return why a project is not on the map: as recorded, else from whether it has a layer."""
    if project.no_location:
        return project.no_location
    return "no_source" if project.layer else "not_tied_to_place"
