"""What a plate shows: works with their geometry on a base map, in metres of one VN-2000 zone."""

from dataclasses import dataclass

from shapely import LineString, MultiLineString, MultiPolygon
from shapely.geometry.base import BaseGeometry

from tvgeo.render.briefing.works import WorkFact

PAPERS = ("16x9", "a4", "a3")
EMPTY = MultiLineString()


@dataclass(frozen=True, slots=True)
class Shape:
    """One feature of a work; `kind` is line, point or area.

    `ref` is the mark of the feature in its layer ("II" of a town, "park", "cluster", "QL60");
    `name` the name of this one where a work has several ("CCN Phú Cần"), else "".
    """

    kind: str
    geometry: BaseGeometry
    layer: str
    ref: str
    schematic: bool
    accuracy_m: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class PlateWork:
    """A work with a place. Its parts are works of their own, right after it.

    `label` is its name as short as a map needs; `second` is the second line of its flag, "" for
    none; `main` asks for a larger flag; `optional` may lose its flag (then it stands in the
    table only); `finished` are stretches reported by chainage.
    """

    fact: WorkFact
    label: str
    second: str
    shapes: tuple[Shape, ...]
    finished: MultiLineString | None = None
    main: bool = False
    optional: bool = False

    @property
    def style(self) -> str:
        """A state of `style.HEALTH_ORDER`, "prep" or "study"."""
        return "study" if self.fact.kind.endswith("_study") else self.fact.style


@dataclass(frozen=True, slots=True)
class Place:
    """A name of the base map: a neighbour, a district, a town, a water."""

    name: str
    geometry: BaseGeometry
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Road:
    """A road outside the plan, with its number."""

    ref: str
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class BaseMap:
    """The background, each kind clipped to nothing: the drawing clips.

    `rivers` and `canals` are lines along which the names of waters are written; canals are
    drawn too, being narrower than the layer of water can show. `towns` have rank 0 for the chief
    town. Borders are lines, each drawn once: `outline` of the province where no sea makes its
    edge, `district_lines`, `neighbour_lines`.
    """

    province: MultiPolygon
    province_name: str
    neighbours: tuple[Place, ...]
    districts: tuple[Place, ...]
    water: BaseGeometry
    rivers: tuple[Place, ...]
    canals: tuple[Place, ...]
    seas: tuple[Place, ...]
    roads: tuple[Road, ...]
    towns: tuple[Place, ...]
    outline: BaseGeometry = EMPTY
    district_lines: BaseGeometry = EMPTY
    neighbour_lines: BaseGeometry = EMPTY


@dataclass(frozen=True, slots=True)
class GridLine:
    """A meridian or parallel at a round number of minutes, as it runs in the zone, metres.

    `text` is what stands at its ends: "106°10′Đ".
    """

    text: str
    line: LineString
    meridian: bool


@dataclass(frozen=True, slots=True)
class Inset:
    """The country with its archipelagos, lon/lat in degrees; `islands` are label points.

    An archipelago that lies wide has rank 2. `here` is the window of the plate: west, south,
    east, north.
    """

    country: BaseGeometry
    islands: tuple[Place, ...]
    here: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """One state in the legend of a plate: threshold words beside the name, count at the right."""

    style: str
    name: str
    threshold: str
    n: int
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Plate:
    """One map with everything that stands on its sheet, whatever the paper.

    `window` is the extent to show (west, south, east, north) in metres of EPSG `epsg`; the paper
    chooses a round scale that holds it. `note` is the sentence of the mark band, "" when nothing
    on the plate was invented. `works` are those with a place, in plan order; `elsewhere` those of
    the same scope without one: they stand in the table. `graticule` reaches past any paper.
    """

    code: str
    title: str
    message: str
    date_line: str
    mark: str
    note: str
    table_title: str
    works: tuple[PlateWork, ...]
    elsewhere: tuple[WorkFact, ...]
    keys: tuple[Key, ...]
    base: BaseMap
    window: tuple[float, float, float, float]
    epsg: int
    inset: Inset | None
    source: str
    link: str
    alt: str
    language: str
    graticule: tuple[GridLine, ...] = ()

    @property
    def illustrative(self) -> bool:
        """Whether anything on the plate was invented."""
        return bool(self.note)

    @property
    def schematic(self) -> bool:
        """Whether the place of any work on the plate is a sketch."""
        return any(shape.schematic for work in self.works for shape in work.shapes)
