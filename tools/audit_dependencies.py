"""Ask whether a locked package has a known vulnerability, and say so when nobody can be asked.

    python tools/audit_dependencies.py [FILE ...]     (default: every requirements*.txt)

Ends with 1 for a vulnerability that audit-ignore.toml does not list, and for an entry of that
file that has run out. Where the list of vulnerabilities cannot be reached it says that and ends
with 0: nothing was found out, good or bad. To tell the two apart it first asks about an old
package whose vulnerabilities are public; a source that knows none of them is no source.
"""

import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
IGNORED = ROOT / "audit-ignore.toml"
# Its vulnerabilities have been public since 2019.
KNOWN_BAD = "jinja2==2.10"
PIN = re.compile(r"^([A-Za-z0-9._-]+==[^\s;]+)", re.MULTILINE)


def asked(pins: list[str]) -> list[dict[str, Any]] | None:
    """Return what is known of each package; None if nobody answers."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("\n".join(pins) + "\n", encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pip_audit", "--requirement", str(listed), "--no-deps",
             "--disable-pip", "--format", "json", "--progress-spinner", "off"],
            capture_output=True, text=True, encoding="utf-8", check=False, timeout=600,
        )  # fmt: skip
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    return found


def reachable() -> bool:
    """Whether the list of vulnerabilities can be asked and knows what everybody knows."""
    answer = asked([KNOWN_BAD])
    return bool(answer) and any(each.get("vulns") for each in answer)


def accepted(today: dt.date) -> tuple[set[str], list[str]]:
    """Return the ids that are accepted for now, and what is wrong with the list of them."""
    table = tomllib.loads(IGNORED.read_text(encoding="utf-8")).get("ignore", [])
    wrong = [
        f"{IGNORED.name}: {each.get('id')}: needs id, reason and until (a date to come)"
        for each in table
        if not each.get("id") or not each.get("reason") or each.get("until", today) <= today
    ]
    return {each["id"] for each in table if each.get("id")}, wrong


def report(answer: list[dict[str, Any]], ignored: set[str]) -> tuple[list[str], list[str]]:
    """Return a line for each vulnerability that counts, and the packages nobody knows."""
    bad = [
        f"{each['name']} {each['version']}: {one['id']} {' '.join(one.get('aliases', []))}"
        f" fixed in {', '.join(one['fix_versions']) or 'no version yet'}"
        for each in answer
        for one in each.get("vulns", [])
        if not ignored & {one["id"], *one.get("aliases", [])}
    ]
    return bad, [each["name"] for each in answer if "skip_reason" in each]


def main() -> int:
    """Ask about every locked package once."""
    files = [Path(each) for each in sys.argv[1:]] or sorted(ROOT.glob("requirements*.txt"))
    ignored, wrong = accepted(dt.datetime.now(tz=dt.UTC).date())
    for line in wrong:
        print(line)
    if not reachable():
        print("Audit of dependencies: not done, the list of vulnerabilities cannot be reached.")
        return int(bool(wrong))
    pins = {pin for file in files for pin in PIN.findall(file.read_text(encoding="utf-8"))}
    # two versions of one package stand behind markers: asked in turns, each once
    turns: list[dict[str, str]] = []
    for pin in sorted(pins):
        name = pin.partition("==")[0]
        turn = next((each for each in turns if name not in each), None)
        if turn is None:
            turn = {}
            turns.append(turn)
        turn[name] = pin
    bad, unknown = [], []
    for turn in turns:
        answer = asked(list(turn.values()))
        if answer is None:
            print("Audit of dependencies: broken off, the source stopped answering.")
            return int(bool(wrong))
        more_bad, more_unknown = report(answer, ignored)
        bad += more_bad
        unknown += more_unknown
    for line in bad:
        print(line)
    asked_count = len(pins) - len(unknown)
    without = f"; not known there: {', '.join(unknown)}" if unknown else ""
    print(
        f"Audit of dependencies: {asked_count} packages asked, {len(bad)} vulnerabilities{without}."
    )
    return int(bool(bad or wrong))


if __name__ == "__main__":
    sys.exit(main())
