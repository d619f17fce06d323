"""What is installed is what was tested: one version of each package, known by its hash."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import licences  # noqa: E402

WRITTEN = sorted(ROOT.glob("requirements*.in"))
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def named(path):
    return path.name


def entries(path):
    """Return the requirements of a file, each with the hashes that stand below it."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(line.split(" --hash")[0].strip(), HASH.findall(line)) for line in lines if line]


def pins(path):
    """Return name and version of every package of a file."""
    found = set()
    for line, _hashes in entries(path):
        if not line.startswith("-"):
            requirement = Requirement(line)
            [one] = requirement.specifier
            assert one.operator == "==", line
            found.add((canonicalize_name(requirement.name), one.version))
    return found


@pytest.mark.parametrize("path", WRITTEN, ids=named)
def test_every_package_that_is_installed_has_one_version_and_its_hashes(path):
    locked = entries(path.with_suffix(".txt"))
    assert len(locked) >= len(entries(path))
    for line, hashes in locked:
        assert re.match(r"[a-z0-9.-]+==[\w.+!]+( ;|$)", line), line
        assert hashes, f"{line}: no hash; run `make lock`"


@pytest.mark.parametrize("path", WRITTEN, ids=named)
def test_what_is_asked_for_is_what_is_locked(path):
    assert pins(path) <= pins(path.with_suffix(".txt")), "run `make lock`"


@pytest.mark.parametrize("path", WRITTEN, ids=named)
def test_what_is_tested_and_compared_has_the_versions_that_are_shipped(path):
    shipped = pins(ROOT / "requirements.txt")
    names = {name for name, _ in shipped}
    shared = {pin for pin in pins(path.with_suffix(".txt")) if pin[0] in names}
    assert shared <= shipped, "run `make lock`"
    assert {name for name, _ in shared} == names or path.name == "requirements-bench.in"


def test_every_list_of_packages_is_locked():
    listed = {path.stem for path in ROOT.glob("requirements*.txt")}
    assert listed == {path.stem for path in WRITTEN} >= {"requirements", "requirements-dev"}


@pytest.mark.parametrize("path", [p.with_suffix(".txt") for p in WRITTEN], ids=named)
def test_no_registry_is_named(path):
    assert not re.search(r"://|--\w*index|find-links", path.read_text(encoding="utf-8"))


def test_the_package_asks_for_the_direct_dependencies():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["setuptools"]["dynamic"]["dependencies"]["file"] == [
        "requirements.in"
    ]
    assert len(pins(ROOT / "requirements.in")) == len(entries(ROOT / "requirements.in"))


def test_the_licence_of_every_package_is_listed():
    """Renew with `python tools/licences.py --write`."""
    assert licences.NOTICE.read_text(encoding="utf-8") == licences.notice()
    assert "not named by the package" not in licences.notice()
