"""The budgets of the design beside what was measured: met, or by how much missed."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks import cells, report_map, results, tools

FOLIUM = ("folium_plain", "folium_group")


@dataclass(frozen=True)
class Budget:
    """One line: what may be needed, what was needed. `least` turns it round."""

    what: str
    limit: float
    unit: str
    measured: float | None
    aim: bool = False
    least: bool = False

    @property
    def row(self) -> tuple[str, ...]:
        """The line of the table."""
        said = f"{'≥' if self.least else '≤'} {cells.number(self.limit)} {self.unit}"
        if self.measured is None:
            return self.what, said + " (aim)" * self.aim, "", "not measured"
        known = f"{cells.number(self.measured)} {self.unit}"
        return self.what, said + " (aim)" * self.aim, known, self.verdict(self.measured)

    def verdict(self, measured: float) -> str:
        """Say whether it is met, else how many times too much it is."""
        over = self.limit / measured if self.least else measured / self.limit
        return "met" if over <= 1 else f"**missed**: {over:.2f} times the budget"


def table(found: results.Numbers) -> list[str]:
    """Return the table of all budgets that are measured here."""
    rows = [each.row for part in (_map, _start, _read, _brief) for each in part(found)]
    return cells.table(("what", "budget", "measured", ""), rows)


def _map(found: results.Numbers) -> Iterator[Budget]:
    sizes = report_map.sizes(found)
    for size, limit, aim in ((100, 350, False), (10_000, 350, False), (100_000, 1000, True)):
        ours = sizes.get(size, {}).get(tools.OWN.code)
        for step in ("recolour", "filter"):
            yield Budget(
                f"{step}, {size:,} works", limit, "ms", report_map.median(ours, step), aim=aim
            )
    many = sizes.get(10_000, {})
    ours = many.get(tools.OWN.code)
    folium = [m for code in FOLIUM if (m := report_map.median(many.get(code), "recolour"))]
    own = report_map.median(ours, "recolour")
    ratio = min(folium) / own if folium and own else None
    yield Budget(
        "recolour, 10,000 works, against streamlit-folium's better way",
        10,
        "times faster",
        ratio,
        least=True,
    )
    yield Budget(
        "rerun that leaves the map alone, 10,000 works",
        120,
        "ms",
        report_map.median(ours, "unrelated"),
    )
    yield Budget("the same, bytes", 2, "kB", report_map.median(ours, "unrelated", "kb"))
    yield Budget(
        "recolour, 10,000 works, bytes", 40, "kB", report_map.median(ours, "recolour", "kb")
    )
    yield Budget("step of the player, 10,000 works", 350, "ms", report_map.median(ours, "step"))
    played = (ours or {}).get("played") or {}
    yield Budget(
        "slowest step while playing, 10,000 works", 350, "ms", played.get("slowest_ms")
    )
    shown = played["painted"] / played["periods"] * 100 if played else None
    yield Budget("periods painted while playing, 10,000 works", 100, "%", shown, least=True)


def _start(found: results.Numbers) -> Iterator[Budget]:
    for start, words in (("first", "first start"), ("again", "restart")):
        runs = [
            r
            for r in found.get("start", {}).get("runs", ())
            if r["works"] == "shipped" and r["start"] == start
        ]
        yield Budget(
            f"shipped plan, {words}: to /healthz",
            4,
            "s",
            cells.median(r["healthz_s"] for r in runs),
        )
        yield Budget(
            f"shipped plan, {words}: from there to the first map",
            3,
            "s",
            cells.median(r["map_s"] for r in runs),
        )


def _read(found: results.Numbers) -> Iterator[Budget]:
    part = found.get("read", {})
    files = part.get("files", {})
    for name, limit in (
        ("template.csv", 2),
        ("office.csv", 2),
        ("template.xlsx", 10),
        ("office.xlsx", 10),
    ):
        one = files.get(name, {}).get("tvgeo", {})
        yield Budget(
            f"{part.get('rows', 50_000):,} rows, {name}",
            limit,
            "s",
            cells.median(one.get("seconds", ())),
        )
    for name in ("template.xlsx", "office.xlsx"):
        one = files.get(name, {}).get("tvgeo", {})
        yield Budget(
            f"the same, {name}", 3, "s", cells.median(one.get("seconds", ())), aim=True
        )
    peaks = [max(f["tvgeo"]["own_mb"], f["tvgeo"]["parser_mb"]) for f in files.values()]
    yield Budget("memory of the greediest of them", 512, "MB", max(peaks, default=None))


def _brief(found: results.Numbers) -> Iterator[Budget]:
    part = found.get("brief", {})
    yield Budget(
        "briefing pack, all forms, whole plan",
        20,
        "s",
        cells.median(p["seconds"] for p in part.get("packs", ())),
    )
    plates = [
        cells.median(r["drawn_and_png_s"] for r in one["rounds"])
        for one in part.get("plates", ())
        if one["paper"].lower().startswith("a3")
    ]
    yield Budget(
        "A3 plate at 300 dpi, the slowest", 3, "s", max((p for p in plates if p), default=None)
    )
