"""The layers of a folder as an administrator looks after them: from where, how good, since when."""

from collections.abc import Iterable
from dataclasses import dataclass

from tvgeo.core.features import Feature
from tvgeo.services import history, layer_drafts
from tvgeo.services.base import Base
from tvgeo.store.layers import StoredLayer
from tvgeo.store.repository import Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One layer as it is drawn now; texts and numbers each once, in the order of its features.

    `accuracy_m` are the best and the worst, metres, `None` without features. `imported` and
    `revision` say what was brought in and when, `None` for the data folder's own layer.
    """

    name: str
    features: int
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    methods: tuple[str, ...]
    accuracy_m: tuple[float, float] | None
    imported: StoredLayer | None = None
    revision: Revision | None = None


def listed(base: Base) -> tuple[Listed, ...]:
    """Return every layer that is drawn or may be brought in."""
    features: dict[str, list[Feature]] = {name: [] for name in layer_drafts.known_layers(base)}
    for feature in base.folder.features:
        features[feature.layer].append(feature)
    return tuple(_one(base, name, found) for name, found in features.items())


def _one(base: Base, name: str, features: list[Feature]) -> Listed:
    imported = base.imported.get(name)
    accuracies = [feature.accuracy_m for feature in features]
    return Listed(
        name=name,
        features=len(features),
        sources=_each(feature.source for feature in features),
        licences=_each(feature.licence for feature in features),
        methods=_each(feature.method for feature in features),
        accuracy_m=(min(accuracies), max(accuracies)) if accuracies else None,
        imported=imported,
        revision=history.revision(base, imported.revision) if imported else None,
    )


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
