"""The findings of an upload are said in the agreed words."""

import re
from pathlib import Path

import pytest

from tvgeo.locale import catalogue

WORDING = Path(__file__).resolve().parents[2] / "shared" / "wording.md"


def test_findings_are_said_as_agreed():
    """The agreed message ends with a full stop; here the line that holds it adds one."""
    if not WORDING.exists():
        pytest.skip("the wording of the project is not beside this checkout")
    agreed = (
        WORDING.read_text(encoding="utf-8").split("## 4. Findings")[1].split("\nLayer files")[0]
    )
    rows = re.findall(r"^\| ([EW]_\w+) \| (.+) \| (.+) \|$", agreed, re.MULTILINE)
    assert len(rows) == 84
    for code, *both in rows:
        for language, sentence in zip(("vi", "en"), both, strict=True):
            said = catalogue.read(language)
            problem, _, advice = sentence.partition(" ⇒ ")
            remedy, _, none = advice.partition(" None: ")
            assert said[f"finding.{code}.problem"] == problem.removesuffix("."), code
            assert said[f"finding.{code}.remedy"] == remedy, code
            assert said.get(f"finding.{code}.remedy_none", "") == none, code


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_advice_for_nothing_near_stands_beside_the_usual_one(language):
    said = catalogue.read(language)
    none = [key for key in said if key.endswith(".remedy_none")]
    assert len(none) == 3
    assert all("{nearest}" not in said[key] for key in none)
    assert all("{nearest}" in said[key.removesuffix("_none")] for key in none)
