"""A layer with features brought in: which one takes the place of which, and what it inherits.

A new feature replaces the one of the same id; else those of the same work; else, where an officer
has said so, the one with the same road number. What the file does not state stays as it was: the
names, the official figures, the Km. What no new feature replaces stays, unless all is replaced.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shapely.geometry.base import BaseGeometry

from tvgeo.core import movement
from tvgeo.core.features import Feature
from tvgeo.errors import ChainageError

PROPERTIES = (
    "project_id", "name_vi", "name_en", "ref", "from_km", "to_km", "official_length_km",
    "official_area_ha", "official_note",
)  # fmt: skip
KM = ("from_km", "to_km")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A feature brought in: lon/lat in WGS 84, and those of our properties that it states."""

    geometry_4326: BaseGeometry
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where everything brought in comes from; stands in each new feature."""

    layer: str
    source: str
    licence: str
    accuracy_m: float
    method: str


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one feature, or of the several that one or more new ones replace.

    Without `old` it is added, without `new` it goes. `chainage` says what became of the Km:
    `none` (there was none), `kept`, `turned` (the line is drawn from the other end), `given` (by
    the file) or `lost`.
    """

    old: tuple[Feature, ...]
    new: tuple[Feature, ...]
    chainage: str = "none"

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        return "changed" if self.old and self.new else "added" if self.new else "removed"

    @property
    def named(self) -> Feature:
        """The feature whose names say what this is about."""
        return (self.new or self.old)[0]


@dataclass(frozen=True, slots=True)
class Merged:
    """The whole layer afterwards, and what changed.

    `unknown_refs` are road numbers that no feature bears, `ambiguous_refs` those of several,
    with the ids of these.
    """

    features: tuple[Feature, ...]
    changes: tuple[Change, ...]
    unknown_refs: tuple[str, ...] = ()
    ambiguous_refs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def normalised_ref(ref: str) -> str:
    """Return a road's number as it can be compared: "QL.53", "QL 53" and "ql53" are one."""
    composed = unicodedata.normalize("NFC", ref).upper()
    return re.sub(r"[^A-Z0-9Đ]", "", composed.replace("QUỐC LỘ", "QL"))


def merge(
    current: Sequence[Feature],
    incoming: Sequence[Incoming],
    origin: Origin,
    *,
    taken: Collection[str] = (),
    by_ref: bool = False,
    replace_all: bool = False,
) -> Merged:
    """Return the layer with `incoming` in it.

    `taken` are the feature ids of other layers; with `by_ref` a new feature without id or work
    takes the place of the one with its road number.
    """
    merging = _Merging(current, origin, set(taken))
    rest: dict[str, list[Incoming]] = {}
    for each in incoming:
        own = each.values.get("feature_id")
        if own in merging.left:
            merging.pair(merging.left[own], each)
        else:
            rest.setdefault(each.values.get("project_id") or "", []).append(each)
    without = rest.pop("", [])
    for project_id, group in rest.items():
        merging.replace_work(project_id, group)
    for each in without:
        merging.place(each, by_ref=by_ref)
    if replace_all:
        merging.changes += [Change((old,), ()) for old in merging.left.values()]
        merging.left.clear()
    return merging.merged(current)


class _Merging:
    """The merge as it goes: `left` are the current features that nothing has replaced yet."""

    def __init__(self, current: Sequence[Feature], origin: Origin, taken: set[str]) -> None:
        self.left = {feature.feature_id: feature for feature in current}
        self.changes: list[Change] = []
        self.unknown: list[str] = []
        self.ambiguous: dict[str, tuple[str, ...]] = {}
        self._origin = origin
        self._taken = taken | self.left.keys()

    def pair(self, old: Feature, each: Incoming) -> None:
        """Put one in the place of one."""
        del self.left[old.feature_id]
        values = {name: value for name, value in each.values.items() if name in PROPERTIES}
        new = replace(self._made(each, old.feature_id, old), **values)
        new, chainage = _calibrated(old, new, given=bool(values.keys() & set(KM)))
        self.changes.append(Change((old,), (new,), chainage))

    def replace_work(self, project_id: str, group: list[Incoming]) -> None:
        """Put features in the place of all that a work has in this layer."""
        olds = [old for old in self.left.values() if old.project_id == project_id]
        if len(olds) == len(group) == 1:
            self.pair(olds[0], group[0])
            return
        for each in list(group):
            same = [old for old in olds if _is_same_stretch(old, each)]
            if len(same) == 1:
                self.pair(same[0], each)
                olds.remove(same[0])
                group = [other for other in group if other is not each]
        news = tuple(self._added(each) for each in group)
        for old in olds:
            del self.left[old.feature_id]
        if olds or news:
            had = any(old.route is not None for old in olds)
            gave = all(new.route is not None for new in news)
            chainage = ("given" if gave else "lost") if had and news else "none"
            self.changes.append(Change(tuple(olds), news, chainage))

    def place(self, each: Incoming, *, by_ref: bool) -> None:
        """Find the place of a feature without a work: by road number if asked, else by name."""
        ref, name = each.values.get("ref"), each.values.get("name_vi")
        if by_ref and ref:
            wanted = normalised_ref(ref)
            same = [o for o in self.left.values() if normalised_ref(o.ref or "") == wanted]
            if len(same) > 1:
                self.ambiguous[ref] = tuple(old.feature_id for old in same)
            elif not same:
                self.unknown.append(ref)
        else:
            same = [o for o in self.left.values() if name and o.name_vi == name]
        if len(same) == 1:
            self.pair(same[0], each)
        else:
            self.changes.append(Change((), (self._added(each),)))

    def merged(self, current: Sequence[Feature]) -> Merged:
        """Return the layer in its old order, what is new behind what it replaces."""
        follows = {
            change.old[0].feature_id: change.new for change in self.changes if change.old
        }
        features: list[Feature] = []
        for old in current:
            if old.feature_id in self.left:
                features.append(old)
            features += follows.get(old.feature_id, ())
        features += [new for change in self.changes if not change.old for new in change.new]
        return Merged(tuple(features), tuple(self.changes), tuple(self.unknown), self.ambiguous)

    def _added(self, each: Incoming) -> Feature:
        feature = self._made(each, self._id(each), None)
        values = {name: value for name, value in each.values.items() if name in PROPERTIES}
        return replace(feature, **values)

    def _made(self, each: Incoming, feature_id: str, old: Feature | None) -> Feature:
        origin = self._origin
        fresh: dict[str, Any] = {
            "geometry_4326": each.geometry_4326, "source": origin.source,
            "licence": origin.licence, "accuracy_m": origin.accuracy_m, "method": origin.method,
        }  # fmt: skip
        if old is not None:
            return replace(old, **fresh)
        return Feature(feature_id=feature_id, layer=origin.layer, **fresh)

    def _id(self, each: Incoming) -> str:
        """Return an id that nothing else has."""
        names = ("feature_id", "project_id", "ref", "name_vi")
        wanted = next((str(each.values[n]) for n in names if each.values.get(n)), "")
        base = _slug(wanted) or self._origin.layer
        found, n = base, 2
        while found in self._taken:
            found, n = f"{base}-{n}", n + 1
        self._taken.add(found)
        return found


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    ascii_only = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9_.]+", "-", ascii_only).strip("-")[:60]


def _is_same_stretch(old: Feature, each: Incoming) -> bool:
    """Whether a new feature says that it is this stretch of the work: by its Km or its number."""
    km = tuple(each.values.get(name) for name in KM)
    if None not in km:
        return (old.from_km, old.to_km) == km
    ref = each.values.get("ref")
    return bool(ref and old.ref) and normalised_ref(ref or "") == normalised_ref(old.ref or "")


def _calibrated(old: Feature, new: Feature, *, given: bool) -> tuple[Feature, str]:
    """Return the new line with the Km of the old one, turned round if it is drawn so."""
    if given:
        return new, "given"
    if old.route is None:
        return new, "none"
    chainage = "kept"
    if new.shape == "line" and movement.runs_against(old.geometry_4326, new.geometry_4326):
        new, chainage = replace(new, from_km=old.to_km, to_km=old.from_km), "turned"
    try:
        if new.route is not None:
            _ = new.route.limits
            return new, chainage
    except ChainageError:
        pass  # parts with gaps between them carry no chainage
    return replace(new, from_km=None, to_km=None), "lost"
