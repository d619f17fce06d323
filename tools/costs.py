"""Quote what was measured in the README's tables of costs.

    python tools/costs.py          # exit 1 where the README says something else
    python tools/costs.py --write  # after `make bench` and `make load`

Every figure comes from docs/benchmarks.json and docs/load.json; what was not measured is said to
be so. Without the first of them the README stays as it is.
"""

import argparse
import json
import re
import statistics
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BENCHMARKS, LOAD = ROOT / "docs" / "benchmarks.json", ROOT / "docs" / "load.json"
PLACE = re.compile(r"(?<=<!-- costs -->\n).*?(?=<!-- /costs -->)", re.DOTALL)
NOT_MEASURED = {"vi": "chưa đo", "en": "not measured"}
VIEWERS = 100
SHIPPED = "shipped plan"
# Above this, whole numbers are precise enough to read.
WHOLE = 100
TOOLS = {
    "tvgeo": {"vi": "trang Bản đồ của tvgeo", "en": "tvgeo's map page"},
    "folium_plain": {"vi": "streamlit-folium", "en": "streamlit-folium"},
    "folium_group": {
        "vi": "streamlit-folium, chỉ gửi lại lớp (`feature_group_to_add`)",
        "en": "streamlit-folium, layer only (`feature_group_to_add`)",
    },
    "explore": {"vi": "geopandas `explore()`", "en": "geopandas `explore()`"},
    "leafmap_page": {"vi": "leafmap", "en": "leafmap"},
    "pydeck_page": {"vi": "pydeck", "en": "pydeck"},
}


class Measured:
    """Both files, and how to ask them; what is not there is None."""

    def __init__(self, benchmarks: dict[str, Any], load: dict[str, Any]) -> None:
        """Take the contents of both files."""
        self.benchmarks, self.load = benchmarks, load

    def tool(self, size: int, code: str = "tvgeo") -> dict[str, Any]:
        """Return what was measured of a tool at a size."""
        return self.benchmarks.get("map", {}).get("sizes", {}).get(str(size), {}).get(code, {})

    def step(self, size: int, step: str, what: str, code: str = "tvgeo") -> float | None:
        """Return the median of a step; times in seconds."""
        runs = self.tool(size, code).get("steps", {}).get(step, [])
        found = _median(run[what] for run in runs)
        return found / 1000 if found is not None and what == "ms" else found

    def start(self, what: str) -> float | None:
        """Return the median of the first starts on the shipped plan."""
        runs = self.benchmarks.get("start", {}).get("runs", [])
        return _median(
            r[what] for r in runs if (r["works"], r["start"]) == ("shipped", "first")
        )

    def reading(self, name: str) -> float | None:
        """Return how long reading a file took."""
        files = self.benchmarks.get("read", {}).get("files", {})
        return _median(files.get(name, {}).get("tvgeo", {}).get("seconds", []))

    def pack(self) -> float | None:
        """Return how long the whole briefing took."""
        return _median(
            each["seconds"] for each in self.benchmarks.get("brief", {}).get("packs", [])
        )

    def plate(self) -> float | None:
        """Return the slowest A3 plate."""
        medians = [
            _median(one["drawn_and_png_s"] for one in each["rounds"])
            for each in self.benchmarks.get("brief", {}).get("plates", [])
            if each["paper"] == "a3"
        ]
        return max(filter(None, medians), default=None)

    def viewers(self, value: Callable[[dict[str, Any]], float | None]) -> float | None:
        """Return the value with 100 viewers of the shipped plan and nobody publishing."""
        steps = self.load.get("steps", {}).get("found", {}).get("crowds", [])
        found = [
            value(step)
            for step in steps
            if step["viewers"] == VIEWERS and step["plan"] == SHIPPED and not step["publishing"]
        ]
        return max((each for each in found if each is not None), default=None)


Row = tuple[str, str, Callable[[Measured], float | None], str, str]
# Vietnamese, English, the figure, its unit, the budget.
COSTS: tuple[Row, ...] = (
    ("Khởi động đến khi máy chủ trả lời", "Start until the server answers",
     lambda m: m.start("healthz_s"), "s", "≤ 4 s"),
    ("Từ đó đến bản đồ đầu tiên trên trình duyệt", "From there to the first map in a browser",
     lambda m: m.start("map_s"), "s", "≤ 3 s"),
    ("Mở bản đồ 10.000 công trình lần đầu", "First view of 10,000 works",
     lambda m: m.step(10_000, "warm", "ms"), "s", ""),
    ("Tô lại toàn bộ, 100 công trình", "Recolour everything, 100 works",
     lambda m: m.step(100, "recolour", "ms"), "s", "≤ 0.35 s"),
    ("Tô lại toàn bộ, 10.000 công trình", "Recolour everything, 10,000 works",
     lambda m: m.step(10_000, "recolour", "ms"), "s", "≤ 0.35 s"),
    ("… gửi qua mạng", "… sent over the network",
     lambda m: m.step(10_000, "recolour", "kb"), "kB", "≤ 40 kB"),
    ("Tô lại toàn bộ, 100.000 công trình", "Recolour everything, 100,000 works",
     lambda m: m.step(100_000, "recolour", "ms"), "s", "≤ 1.0 s *"),
    ("Lọc, 10.000 công trình", "Filter, 10,000 works",
     lambda m: m.step(10_000, "filter", "ms"), "s", "≤ 0.35 s"),
    ("Một kỳ khi phát theo kỳ, 10.000 công trình", "One period while playing, 10,000 works",
     lambda m: m.step(10_000, "step", "ms"), "s", "≤ 0.35 s"),
    ("Chạy lại mà bản đồ không đổi, 10.000 công trình", "Rerun that leaves the map alone, 10,000 works",
     lambda m: m.step(10_000, "unrelated", "ms"), "s", "≤ 0.12 s"),
    ("… gửi qua mạng", "… sent over the network",
     lambda m: m.step(10_000, "unrelated", "kb"), "kB", "≤ 2 kB"),
    ("100 người cùng mở Kế hoạch 16: bản đồ đầu tiên, p95", "100 viewers of Plan 16 at once: first map, p95",
     lambda m: m.viewers(lambda step: step["first"]["p95"]), "s", "≤ 2 s"),
    ("… bộ nhớ máy chủ cho mỗi người", "… server memory for each",
     lambda m: m.viewers(lambda step: step["mb_per_viewer"]), "MB", "≤ 2 MB"),
    ("Kiểm tra tệp 50.000 dòng, CSV", "Check a file of 50,000 rows, CSV",
     lambda m: m.reading("template.csv"), "s", "≤ 2 s"),
    ("Kiểm tra tệp 50.000 dòng, XLSX", "Check a file of 50,000 rows, XLSX",
     lambda m: m.reading("template.xlsx"), "s", "≤ 10 s"),
    ("Bộ trình bày toàn Kế hoạch, mọi định dạng", "Briefing of the whole plan, all forms",
     Measured.pack, "s", "≤ 20 s"),
    ("Một bản đồ A3, 300 dpi", "One map plate, A3, 300 dpi",
     Measured.plate, "s", "≤ 3 s"),
)  # fmt: skip
HEADS = {
    "vi": ("việc", "đo được", "mức cần đạt"),
    "en": ("what", "measured", "budget"),
}
PEER_HEADS = {
    "vi": ("10.000 công trình", "đổi màu toàn bộ", "so với tvgeo", "gửi qua mạng", "chạy lại mà bản đồ không đổi"),
    "en": ("10,000 works", "recolour everything", "against tvgeo", "sent", "rerun that leaves the map alone"),
}  # fmt: skip
UNDER = {
    "vi": "Trung vị của các lần đo; `*`: mức mong muốn, không bắt buộc. Đo ngày {day}, {cores} nhân, Python {python}, {chromium}; số lần, độ phân tán, các cỡ khác: [docs/benchmarks.md](docs/benchmarks.md){load}.",
    "en": "Medians; `*`: an aim, not a must. Measured on {day}, {cores} cores, Python {python}, {chromium}; counts, spread, other sizes: [docs/benchmarks.md](docs/benchmarks.md){load}.",
}
UNDER_LOAD = {
    "vi": ", nhiều người xem: [docs/load.md](docs/load.md)",
    "en": ", many viewers: [docs/load.md](docs/load.md)",
}


def _median(numbers: Iterable[float]) -> float | None:
    found = list(numbers)
    return statistics.median(found) if found else None


def number(value: float | None, unit: str, lang: str) -> str:
    """Return a figure with its unit, as precise as it can be read."""
    if value is None:
        return NOT_MEASURED[lang]
    pattern = "#,##0" if value >= WHOLE else "#,##0.0" if value >= 1 or unit == "MB" else "0.00"
    return f"{format_decimal(value, pattern, locale=lang)} {unit}".strip()


def budget(text: str, lang: str) -> str:
    """Return a budget as the language writes numbers."""
    return text.replace(".", ",") if lang == "vi" else text


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    lines = [list(heads), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def costs(measured: Measured, lang: str) -> str:
    """Return the table of what each thing costs."""
    return table(
        HEADS[lang],
        (
            (
                vi if lang == "vi" else en,
                number(value(measured), unit, lang),
                budget(must, lang),
            )
            for vi, en, value, unit, must in COSTS
        ),
    )


def peers(measured: Measured, lang: str) -> str:
    """Return the table of the map and its alternatives."""
    own = measured.step(10_000, "recolour", "ms")

    def row(code: str) -> tuple[str, ...]:
        recolour = measured.step(10_000, "recolour", "ms", code)
        ratio = recolour / own if own and recolour else None
        return (
            TOOLS[code][lang],
            number(recolour, "s", lang),
            "" if code == "tvgeo" else number(ratio, "×", lang),
            number(measured.step(10_000, "recolour", "kb", code), "kB", lang),
            number(measured.step(10_000, "unrelated", "ms", code), "s", lang),
        )

    return table(PEER_HEADS[lang], map(row, TOOLS))


def section(measured: Measured, lang: str) -> str:
    """Return all that stands between the marks."""
    machine = measured.tool(10_000).get("machine", {})
    day = str(machine.get("date", ""))[:10]
    under = UNDER[lang].format(
        day="/".join(reversed(day.split("-"))) if lang == "vi" else day,
        cores=machine.get("cores", "?"), python=machine.get("python", "?"),
        chromium=" ".join(str(machine.get("chromium", "Chromium")).split()[:2]).partition(".")[0],
        load=UNDER_LOAD[lang] if measured.load else "",
    )  # fmt: skip
    return f"\n{costs(measured, lang)}\n{under}\n\n{peers(measured, lang)}\n"


def renewed(readme: str) -> str:
    """Return the README with the figures of now; as it is where there are none."""
    if not BENCHMARKS.exists():
        return readme
    load = json.loads(LOAD.read_text(encoding="utf-8")) if LOAD.exists() else {}
    measured = Measured(json.loads(BENCHMARKS.read_text(encoding="utf-8")), load)
    languages = iter(("vi", "en"))
    return PLACE.sub(lambda _: section(measured, next(languages)), readme)


def main() -> int:
    """Write the figures, or say whether they are those of now."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true")
    text = README.read_text(encoding="utf-8")
    new = renewed(text)
    if parser.parse_args().write:
        README.write_text(new, encoding="utf-8")
        return 0
    return int(new != text)


if __name__ == "__main__":
    sys.exit(main())
