"""The audit of dependencies fails for a vulnerability, and never calls silence good news."""

import sys
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import audit_dependencies as audit  # noqa: E402

BAD = {
    "name": "jinja2",
    "version": "2.10",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.11"]}],
}
SOUND = {"name": "numpy", "version": "2", "vulns": []}
UNKNOWN = {"name": "numpy", "skip_reason": "not found"}


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Return how to audit two packages with given answers, as exit code and output."""
    (tmp_path / "r.txt").write_text("numpy==2 ; python_version < '4' \\\n    --hash=sha256:0\n")
    monkeypatch.setattr(audit, "IGNORED", tmp_path / "ignore.toml")
    monkeypatch.setattr(sys, "argv", ["audit", str(tmp_path / "r.txt")])

    def run(canary, answer, ignore=""):
        audit.IGNORED.write_text(ignore, encoding="utf-8")
        monkeypatch.setattr(
            audit, "asked", lambda pins: canary if pins == [audit.KNOWN_BAD] else answer
        )
        return audit.main()

    return run


def test_a_known_vulnerability_fails(ask, capsys):
    assert ask([BAD], [BAD]) == 1
    assert "jinja2 2.10: PYSEC-1 CVE-1 fixed in 2.11" in capsys.readouterr().out


def test_packages_without_a_known_vulnerability_pass(ask, capsys):
    assert ask([BAD], [SOUND]) == 0
    assert "1 packages asked, 0 vulnerabilities." in capsys.readouterr().out


@pytest.mark.parametrize("canary", [None, [], [UNKNOWN], [SOUND]])
def test_a_source_that_does_not_know_what_everybody_knows_is_not_asked(ask, capsys, canary):
    assert ask(canary, [BAD]) == 0
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "not done, the list of vulnerabilities cannot be reached" in said


def test_a_package_that_the_source_does_not_know_is_named(ask, capsys):
    assert ask([BAD], [UNKNOWN]) == 0
    assert (
        "0 packages asked, 0 vulnerabilities; not known there: numpy" in capsys.readouterr().out
    )


def test_an_accepted_vulnerability_has_a_reason_and_an_end(ask, capsys):
    entry = '[[ignore]]\nid = "CVE-1"\nreason = "not called"\nuntil = '
    assert ask([BAD], [BAD], f"{entry}2999-01-01") == 0
    assert ask([BAD], [BAD], f"{entry}2020-01-01") == 1
    assert ask([BAD], [BAD], '[[ignore]]\nid = "CVE-1"') == 1
    assert "needs id, reason and until" in capsys.readouterr().out


def test_the_list_of_what_is_accepted_is_in_order():
    assert audit.accepted(date.min)[1] == []
