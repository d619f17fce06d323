"""Write NOTICE.md: what tvgeo is shipped with, and under which licences.

    python tools/licences.py          # exit 1 where NOTICE.md says something else
    python tools/licences.py --write

The names come from requirements.txt, the licences from what the installed packages say of
themselves; where a package says nothing, that is said.
"""

import argparse
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTICE = ROOT / "NOTICE.md"
PIN = re.compile(r"^([a-z0-9.-]+)==", re.MULTILINE)
A_NAME = 60
CLASSIFIER = "License :: OSI Approved :: "
# XStatic-Leaflet names no licence of its own ("same as Leaflet"); Leaflet's text is shipped.
SAID_ELSEWHERE = {"xstatic-leaflet": "BSD-2-Clause (that of Leaflet)"}
HEAD = """# Licences of what tvgeo is shipped with

The code of tvgeo is MIT ([LICENSE](LICENSE)). Data: [data/LICENSES.md](data/LICENSES.md). Fonts Open Sans: Apache-2.0 ([text](tvgeo/render/fonts/LICENSE.txt)). Leaflet: BSD-2-Clause ([text](tvgeo/web/assets/LEAFLET-LICENSE.txt)).

The offline archive holds the packages below as their authors publish them, each with its own licence text inside; that of shapely also holds GEOS (LGPL-2.1), those of pyproj and pyogrio hold PROJ and GDAL (MIT). Written by `python tools/licences.py --write` from what the packages say of themselves.

| package | licence |
|---|---|
"""


def licence(name: str) -> str:
    """Return the licence a package names, in one line."""
    about = metadata.metadata(name)
    classified = [
        each.removeprefix(CLASSIFIER)
        for each in about.get_all("Classifier") or []
        if each.startswith(CLASSIFIER)
    ]
    whole = (about.get("License") or "").strip()
    short = whole if "\n" not in whole and len(whole) <= A_NAME else ""  # else the whole text
    named = about.get("License-Expression") or short or ", ".join(classified)
    return SAID_ELSEWHERE.get(name) or named or "not named by the package"


def notice() -> str:
    """Return the whole page."""
    pinned = PIN.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    return HEAD + "".join(f"| {name} | {licence(name)} |\n" for name in sorted(set(pinned)))


def main() -> int:
    """Write the page, or say whether it is as it should be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true")
    if parser.parse_args().write:
        NOTICE.write_text(notice(), encoding="utf-8")
        return 0
    return int(NOTICE.read_text(encoding="utf-8") != notice())


if __name__ == "__main__":
    sys.exit(main())
