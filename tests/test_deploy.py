"""What an office copies to run tvgeo as a service fits systemd, Windows and this program."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tvgeo import cli
from tvgeo.services import base, stores

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted([*(DEPLOY / "linux").glob("*.service"), *(DEPLOY / "linux").glob("*.timer")])
GUIDE = (ROOT / "docs" / "van-hanh.md").read_text(encoding="utf-8")
SETTINGS = (DEPLOY / "linux" / "tvgeo.env").read_text(encoding="utf-8")


def test_systemd_understands_the_units(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on the PATH (Debian: apt install systemd)")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        # the account and the program are made by the office
        text = re.sub(r"/opt/tvgeo/current\S+", "/bin/true", text)
        text = re.sub("^(User|Group)=.*$", r"\1=root", text, flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(p) for p in sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "tvgeo" not in done.stderr, done.stderr


def test_the_service_can_write_its_own_folders_only():
    text = (DEPLOY / "linux" / "tvgeo.service").read_text(encoding="utf-8")
    for line in (
        "User=tvgeo", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=",
        "StateDirectory=tvgeo", "MemoryMax=3G",
    ):  # fmt: skip
        assert f"\n{line}\n" in text
    assert "ReadWritePaths" not in text


def test_the_settings_are_those_that_the_program_reads():
    named = dict(re.findall(r"^(TVGEO_\w+)=(.*)$", SETTINGS, re.MULTILINE))
    assert {stores.DATABASE_URL, "TVGEO_DATA_DIR"} <= set(named)
    assert named["TVGEO_HOST"] == "127.0.0.1"
    assert "TVGEO_DATA_DIR" in Path(base.__file__).read_text(encoding="utf-8")
    for unit in UNITS:
        used = set(re.findall(r"\$\{(\w+)\}", unit.read_text(encoding="utf-8")))
        assert used <= set(named), unit.name


def test_the_commands_of_services_exist():
    for path in (*UNITS, DEPLOY / "windows" / "register.ps1"):
        for command in re.findall(r"-m tvgeo (?:--\w+ \S+ )*([a-z]+)", path.read_text("utf-8")):
            assert command in cli.cli.commands, path.name


def test_windows_reads_the_script_as_it_was_written():
    """PowerShell 5 takes a file without a mark for one of the system's old code page."""
    assert (DEPLOY / "windows" / "register.ps1").read_bytes().isascii()


@pytest.mark.parametrize(
    "path", [*sorted((DEPLOY / "linux").iterdir()), DEPLOY / "windows" / "register.ps1"],
    ids=lambda path: path.name,
)  # fmt: skip
def test_the_guide_says_what_to_do_with_every_file(path):
    assert path.name in GUIDE
