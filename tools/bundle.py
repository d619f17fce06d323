"""Make one archive that installs tvgeo on a machine without a network.

    python tools/bundle.py [--for SYSTEM:PYTHON ...] [--into DIR]

It holds the program, the data folder as it is here, the packages of requirements.txt as wheels
(each checked by its hash when it is fetched, and again when it is installed), the pip that
installs them, and `deploy/install.py`. Without --for it fits the system and the Python that run
this; `--for linux:3.12 windows:3.12 windows:3.13` makes one archive for those three (64 bit).
The same state of the project gives the same archive, byte for byte.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "deploy")]

import install  # noqa: E402

import tvgeo  # noqa: E402

PARTS = (
    "tvgeo", "data", "docs", "notebooks", "deploy", ".streamlit", "app.py", "pyproject.toml",
    "requirements.in", "requirements.txt", "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
    "LICENSE", "NOTICE.md",
)  # fmt: skip
# These stand at the top of the archive; the rest of deploy/ stays in its folder.
ON_TOP = ("install.py", "install.sh", "install.bat", "run.sh", "run.bat")
PASSED_OVER = {"__pycache__", "var", ".DS_Store", ".ipynb_checkpoints"}
FROM = (1980, 1, 1, 0, 0, 0)  # the time of every file: the archive depends on contents alone


@dataclass(frozen=True)
class System:
    """What pip and the markers of requirements call a system."""

    platforms: tuple[str, ...]
    markers: dict[str, str]
    name: dict[str, str]


SYSTEMS = {
    "linux": System(
        # glibc 2.28: Debian 10, Ubuntu 20.04, RHEL 8 and newer
        (*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)),
         "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix",
         "platform_machine": "x86_64"},
        {"system": "linux", "machine": "x86_64"},
    ),
    "windows": System(
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt",
         "platform_machine": "AMD64"},
        {"system": "windows", "machine": "x86_64"},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A system and a Python that the archive is to fit; `system` None is that of this machine."""

    system: System | None
    python: str

    @classmethod
    def named(cls, text: str) -> "Target":
        """Read `windows:3.12`."""
        system, _, python = text.partition(":")
        if system not in SYSTEMS or not re.fullmatch(r"3\.\d+", python):
            choice = " | ".join(f"{name}:3.12" for name in SYSTEMS)
            msg = f"{text!r} is none of {choice} (or another 3.x)"
            raise argparse.ArgumentTypeError(msg)
        return cls(SYSTEMS[system], python)

    @property
    def machine(self) -> dict[str, str]:
        """Return what the installer compares with the machine it runs on."""
        if self.system is None:
            return install.this_machine()
        return self.system.name | {"python": self.python}

    def wants(self, requirement: Requirement) -> bool:
        """Whether the package is needed there."""
        if requirement.marker is None:
            return True
        if self.system is None:
            return requirement.marker.evaluate()
        python = {"python_version": self.python, "python_full_version": f"{self.python}.0"}
        return requirement.marker.evaluate(
            {**self.system.markers, **python, "implementation_name": "cpython",
             "platform_python_implementation": "CPython"}
        )  # fmt: skip

    def options(self) -> list[str]:
        """Return the options that let pip fetch for it."""
        if self.system is None:
            return []
        platforms = [f"--platform={each}" for each in self.system.platforms]
        return [*platforms, f"--python-version={self.python}", "--implementation=cp"]


def locked(path: Path) -> Iterator[tuple[Requirement, list[str]]]:
    """Yield each requirement of a locked file with its hashes."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in filter(None, text.replace("\\\n", " ").splitlines()):
        named, *hashes = line.split("--hash=")
        yield Requirement(named.strip()), [each.strip() for each in hashes]


def wheels(targets: list[Target], into: Path) -> None:
    """Fetch every package as a wheel."""
    into.mkdir()
    pip = [each for each in locked(ROOT / "requirements-dev.txt") if each[0].name == "pip"]
    for target in targets:
        needed = [*locked(ROOT / "requirements.txt"), *pip]
        lines = [
            " ".join([f"{each.name}{each.specifier}", *(f"--hash={one}" for one in hashes)])
            for each, hashes in needed
            if target.wants(each)
        ]
        asked = into.with_name("asked.txt")
        asked.write_text("\n".join(lines), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
             "--no-deps", "--only-binary=:all:", "--require-hashes", *target.options(),
             "-r", str(asked), "-d", str(into)],
            check=True,
        )  # fmt: skip


def project() -> Iterator[tuple[str, Path]]:
    """Yield the files of the program and the data, by their names in the archive."""
    for part in PARTS:
        top = ROOT / part
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            name = path.relative_to(ROOT)
            on_top = part == "deploy" and path.name in ON_TOP
            if path.is_file() and not on_top and not PASSED_OVER & set(name.parts):
                yield name.as_posix(), path
    for name in ON_TOP:
        yield name, ROOT / "deploy" / name


def pack(archive: Path, top: str, targets: list[Target], fetched: Path) -> None:
    """Write the archive: `install.py` checks SHA256SUMS before it does anything."""
    about = {"version": tvgeo.__version__, "targets": [each.machine for each in targets]}
    contents = {name: path.read_bytes() for name, path in project()}
    contents |= {f"wheels/{path.name}": path.read_bytes() for path in sorted(fetched.iterdir())}
    contents["BUNDLE.json"] = json.dumps(about, indent=1).encode() + b"\n"
    sums = [
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()
    ]
    contents["SHA256SUMS"] = "".join(sums).encode()
    with zipfile.ZipFile(archive, "w") as packed:
        for name, content in contents.items():
            info = zipfile.ZipInfo(f"{top}/{name}", FROM)
            info.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            info.compress_type = (
                zipfile.ZIP_STORED if name.startswith("wheels/") else zipfile.ZIP_DEFLATED
            )
            packed.writestr(info, content)


def main() -> None:
    """Make the archive and say where it is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--for", dest="targets", nargs="+", type=Target.named, default=[])
    parser.add_argument("--into", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    targets = options.targets or [Target(None, "")]
    options.into.mkdir(parents=True, exist_ok=True)
    top = f"tvgeo-{tvgeo.__version__}"
    fits = sorted({"-".join(each.machine.values()) for each in targets})
    archive = options.into / f"{top}-offline-{'-'.join(fits)}.zip"
    made = archive.with_suffix(".part")
    with tempfile.TemporaryDirectory() as folder:
        fetched = Path(folder) / "wheels"
        wheels(targets, fetched)
        pack(made, top, targets, fetched)
    made.replace(archive)
    print(
        f"{archive}: {archive.stat().st_size / 1e6:.0f} MB\nSHA-256 {install.sum_of(archive)}"
    )


if __name__ == "__main__":
    main()
