"""The published base: a data folder, read, checked, joined and measured once per change.

The figures are those of the store's current revision. Where a folder has no store they are its
own `progress.csv`, called revision 1.
"""

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from tvgeo.core import crs, joining, periods
from tvgeo.core.features import Feature
from tvgeo.core.findings import Finding
from tvgeo.core.plan import Registry, Settings
from tvgeo.core.progress import Row
from tvgeo.errors import StoreError
from tvgeo.io import data_folder, progress_table, settings_file
from tvgeo.io.data_folder import DataFolder, Fingerprint
from tvgeo.services import standing, stores
from tvgeo.services.measuring import Measure, measures
from tvgeo.store import carrying, layers, repository
from tvgeo.store.layers import StoredLayer
from tvgeo.store.opening import Store
from tvgeo.store.repository import Revision

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """What is published: the figures of one revision, on the plan and layers of a folder.

    `published` says who published it and when; `None` without a store, where the figures are
    the folder's own and are called revision 1. `imported` are the layers by name that were
    published in the place of the folder's own. `away` is true while the database cannot be asked
    and this is what it said last. Two bases are equal when they were read from the
    same files and the same revision, so that what is computed from one can be cached by it.
    """

    folder: DataFolder
    rows: tuple[Row, ...]
    join: joining.Join
    shapes: dict[str, str]
    lengths_km: dict[str, float]
    measures: tuple[Measure, ...]
    fingerprint: Fingerprint
    read_on: date
    published: Revision | None = None
    imported: Mapping[str, StoredLayer] = field(default_factory=dict)
    away: bool = False

    @property
    def revision(self) -> int:
        """The number of the revision that is shown."""
        return self.published.revision if self.published else 1

    def __eq__(self, other: object) -> bool:
        """Compare by folder, fingerprint and revision."""
        return isinstance(other, Base) and self._identity == other._identity

    def __hash__(self) -> int:
        """Hash what `__eq__` compares."""
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[object, ...]:
        # a restored store may hold another revision of the same number
        at = self.published.created_at if self.published else None
        return self.folder.folder, self.fingerprint, self.read_on, self.revision, at

    @property
    def registry(self) -> Registry:
        """The plan."""
        return self.folder.registry

    @property
    def settings(self) -> Settings:
        """The folder's settings, as they count."""
        return standing.held(self.folder.folder, self.folder.registry.settings)

    @property
    def left_out(self) -> tuple[Finding, ...]:
        """The errors that keep something off the pages.

        Those of `progress.csv` do not count once there is a store: the pages do not show it.
        """
        return tuple(
            finding
            for finding in self.folder.findings
            if finding.severity == "error"
            and not (self.published and finding.file == progress_table.FILE)
        )


_cache: dict[Path, Base] = {}
_published: dict[Path, Base] = {}
# The number of the news up to which the published one is known.
_heard: dict[Path, int | None] = {}
# The folder's own figures on imported layers, by folder, its state and the layers in force.
_overlaid: dict[tuple[Path, Fingerprint, date, str], Base] = {}
MOST_OVERLAID = 3
_lock, _overlaying = threading.Lock(), threading.Lock()


def folder_path(path: str | os.PathLike[str] | None = None) -> Path:
    """Return the data folder: as given, else `TVGEO_DATA_DIR`, else the shipped `data/`."""
    return Path(path or os.environ.get("TVGEO_DATA_DIR") or DEFAULT_FOLDER).resolve()


def today(settings: Settings) -> date:
    """Return today in the province's time zone; `TVGEO_TODAY` (ISO) replaces the clock.

    Raises
    ------
    UsageError
        If `TVGEO_TODAY` is no date.
    """
    fixed = os.environ.get("TVGEO_TODAY")
    if fixed:
        return periods.parse_day(fixed, arg="TVGEO_TODAY")
    return datetime.now(ZoneInfo(settings.timezone)).date()


def read_settings(folder: Path) -> Settings:
    """Return the province's settings alone; `check` and the pages tell what is wrong in them.

    Where the file cannot be read, nobody may read the data.
    """
    try:
        data = (folder / settings_file.FILE).read_bytes()
    except OSError:
        found = Settings("tvgeo", "", settings_file.UNKNOWN_PERIOD, view="login")
    else:
        found = _read_settings(data)
    return standing.held(folder, found)


@lru_cache(maxsize=4)
def _read_settings(data: bytes) -> Settings:
    """Return what a settings file says; it is asked for with every request, and seldom changes."""
    return settings_file.read(data)[0]


def open_base(path: str | os.PathLike[str] | None = None, *, ask: bool = True) -> Base:
    """Return what is published now; read again only what has changed since before.

    Without `ask` a database that tells of every publication is not asked while it tells of none.
    While it is away, what it said last is returned, and `Base.away` says so.

    Raises
    ------
    DataError
        If the folder, its settings or its projects cannot be used at all.
    StoreError
        If the store is damaged or gone: doubtful figures are not shown.
    """
    folder = folder_path(path)
    known = _open_folder(folder)
    try:
        store = stores.find(folder)
        return known if store is None else _at_head(known, store, ask=ask)
    except StoreError as error:
        last = _published.get(folder)
        if last is None or error.key not in stores.AWAY:
            raise
        return replace(last, away=True)


def _open_folder(folder: Path) -> Base:
    """Return the base of the folder's own figures."""
    fingerprint = data_folder.fingerprint(folder)
    with _lock:
        known = _cache.get(folder)
        if known is not None and known.fingerprint != fingerprint:
            known = None
        day = today(known.settings if known else read_settings(folder))
        # read again on a new day too: a figure of tomorrow is refused until tomorrow
        if known is None or known.read_on != day:
            known = _build(data_folder.load(folder, today=day), fingerprint, read_on=day)
            _cache[folder] = known
        return known


def _at_head(base: Base, store: Store, *, ask: bool) -> Base:
    """Return the base with the figures of the store's current revision."""
    folder, heard = base.folder.folder, store.heard
    known = _published.get(folder)
    nothing_new = heard is not None and heard == _heard.get(folder)
    if not ask and nothing_new and known is not None and known.published is not None:
        head = known.published
    else:
        head = repository.head(store)
    with _lock:
        known = _published.get(folder)
        if known is None or (known.fingerprint, known.read_on, known.published) != (
            base.fingerprint,
            base.read_on,
            head,
        ):
            with store.reading() as conn:
                rows = tuple(carrying.at(conn, head).rows.values())
            with_layers = _with_layers(base, store, head)
            known = _published[folder] = replace(with_layers, rows=rows, published=head)
        # heard of before it was asked for: what came meanwhile is asked for again
        _heard[folder] = heard
        return known


def _with_layers(base: Base, store: Store, revision: Revision) -> Base:
    """Return the base of the folder's own figures, on the layers of a revision."""
    if revision.layers_sha256 is None:
        return base
    key = base.folder.folder, base.fingerprint, base.read_on, revision.layers_sha256
    # of an older revision they are read while readers of the current one go on
    with _overlaying:
        if key not in _overlaid:
            with store.reading() as conn:
                imported = layers.in_force(conn, revision.revision)
                contents = {n: layers.content(conn, each) for n, each in imported.items()}
            read = data_folder.load(base.folder.folder, today=base.read_on, imported=contents)
            built = _build(read, base.fingerprint, read_on=base.read_on)
            _overlaid[key] = replace(built, imported=imported)
            if len(_overlaid) > MOST_OVERLAID:
                del _overlaid[next(iter(_overlaid))]
        return _overlaid[key]


def at_revision(base: Base, number: int) -> Base:
    """Return the base as it was in another revision, its imported layers too, on today's plan.

    Raises
    ------
    UsageError
        If there is no such revision.
    """
    if number == base.revision:
        return base
    store = stores.required(base.folder.folder)
    revision = repository.revision(store, number)
    rows = repository.rows(store, number)
    now = base.published.layers_sha256 if base.published else None
    if revision.layers_sha256 != now:
        base = _with_layers(_cache[base.folder.folder], store, revision)
    return replace(base, rows=rows, published=revision)


def ensure_store(path: str | os.PathLike[str] | None = None) -> Store:
    """Return the folder's store; where there is none, make it from the folder's own figures.

    Raises
    ------
    DataError, StoreError
        If the folder cannot be read, or the store cannot be made or belongs to another folder;
        ``error.faulty_seed`` if rows of the folder's figures would be lost on the way.
    """
    folder = folder_path(path)
    base = _open_folder(folder)
    faults = [
        finding
        for finding in base.folder.findings
        if finding.severity == "error" and finding.file == progress_table.FILE
    ]
    if faults and not stores.exists():
        raise StoreError(
            "error.faulty_seed", file=str(folder / progress_table.FILE), n=len(faults)
        )
    return stores.ensure(folder, base.rows, data_folder.progress_bytes(folder))


def _build(folder: DataFolder, fingerprint: Fingerprint, *, read_on: date) -> Base:
    joined = joining.join(folder.registry.projects, folder.features)
    epsg = folder.registry.settings.crs
    return Base(
        folder=folder,
        rows=folder.rows,
        join=joined,
        shapes={p: _main_shape(features) for p, features in joined.located.items()},
        lengths_km={
            p: round(sum(crs.length_m(f.geometry_4326, epsg) for f in features) / 1000, 2)
            for p, features in joined.located.items()
            if _main_shape(features) == "line"
        },
        measures=tuple(measures(folder.features, epsg)),
        fingerprint=fingerprint,
        read_on=read_on,
    )


def _main_shape(features: tuple[Feature, ...]) -> str:
    shapes = {feature.shape for feature in features}
    return next(shape for shape in ("area", "line", "point") if shape in shapes)
