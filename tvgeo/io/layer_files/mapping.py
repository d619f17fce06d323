"""The columns of an office's file as properties of ours: exact names alone, the rest suggested.

What a column means is never guessed in silence: only our own names, as any program may cut or
capitalise them, are taken as they are. Everything else is suggested, and the officer confirms.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from tvgeo.io.reading import folding

OURS = (
    "project_id", "feature_id", "name_vi", "name_en", "ref", "from_km", "to_km",
    "official_length_km", "official_area_ha", "official_note",
)  # fmt: skip
_SYNONYMS = {
    "project_id": "ma_du_an maduan ma_da mada id_du_an projectid ma_cong_trinh macongtrinh ma_ct ma_nhiem_vu",
    "feature_id": "ma_doi_tuong madoituong ma_tuyen featureid",
    "name_vi": "ten ten_du_an tenduan ten_cong_trinh tencongtrinh ten_ct ten_duong tenduong ten_tuyen tentuyen ten_goi label title",
    "name_en": "ten_tieng_anh ten_en english_name nameen",
    "ref": "so_hieu sohieu so_hieu_duong sohieuduong ky_hieu kyhieu ma_duong maduong road_no route",
    "from_km": "km_dau kmdau tu_km tukm ly_trinh_dau lytrinhdau diem_dau km_start start_km",
    "to_km": "km_cuoi kmcuoi den_km denkm ly_trinh_cuoi lytrinhcuoi diem_cuoi km_end end_km",
    "official_length_km": "chieu_dai chieudai chieu_dai_km dai_km length_km chieudaikm",
    "official_area_ha": "dien_tich dientich dien_tich_ha area_ha dientichha",
    "official_note": "ghi_chu ghichu note",
}
# What programs write into every file, of no meaning to anybody.
INTERNAL = frozenset({
    "fid", "ogc_fid", "objectid", "id", "gid", "shape_leng", "shape_length", "shape_area", "shape_le_1",
    "layer", "source", "licence", "accuracy_m", "method",
})  # fmt: skip
_EXACT = {ours[:10]: ours for ours in reversed(OURS)} | {ours: ours for ours in OURS}
_EXACT["name"] = "name_vi"
_ALIKE = 82.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a column of the file may be; `how` is `exact`, `synonym`, `similar` or `none`.

    `ours` is one of `OURS`, `None` for what nothing of ours is like.
    """

    theirs: str
    ours: str | None
    how: str


def suggest(columns: Iterable[str]) -> tuple[Suggestion, ...]:
    """Return what each column may be, each property at most once, the surest first served."""
    wanted = [(column, *_meaning(column)) for column in columns]
    order = {"exact": 0, "synonym": 1, "similar": 2, "none": 3}
    given: dict[str, tuple[str | None, str]] = {}
    taken: set[str] = set()
    for column, ours, how in sorted(wanted, key=lambda each: order[each[2]]):
        free = ours is not None and ours not in taken
        given[column] = (ours, how) if free else (None, "none")
        if ours is not None and free:
            taken.add(ours)
    return tuple(Suggestion(column, *given[column]) for column, _, _ in wanted)


def used(columns: Iterable[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Return which columns are read as what: as chosen, and exact names besides.

    A column chosen as "" is left out.
    """
    confirmed = {theirs: ours for theirs, ours in chosen.items() if ours}
    taken = set(confirmed.values())
    exact = {
        each.theirs: each.ours
        for each in suggest(columns)
        if each.how == "exact" and each.ours not in taken and each.theirs not in chosen
    }
    return {theirs: ours for theirs, ours in (exact | confirmed).items() if ours}


def _meaning(column: str) -> tuple[str | None, str]:
    plain = column.strip().casefold()
    if plain in _EXACT:
        return _EXACT[plain], "exact"
    folded = _folded(column)
    for ours, names in _SYNONYMS.items():
        if folded in {_folded(name) for name in names.split()}:
            return ours, "synonym"
    if plain in INTERNAL or len(folded) < 4:  # noqa: PLR2004 - too short to be like anything
        return None, "none"
    called = {
        name: ours for ours, names in _SYNONYMS.items() for name in (ours, *names.split())
    }
    best = process.extractOne(folded, called.keys(), processor=_folded, scorer=fuzz.ratio)
    if best is not None and best[1] >= _ALIKE:
        return called[best[0]], "similar"
    return None, "none"


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folding.bare(name).casefold())
