"""Install tvgeo from its offline archive: needs Python, and neither a network nor pip.

    python install.py

Stands at the top of the archive that `make bundle` makes. It is written for any Python 3, so
that one that is too old can be told so; what it says, it says in Vietnamese and English.
"""

from __future__ import annotations

import compileall
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
SUMS = ROOT / "SHA256SUMS"
BLOCK = 1 << 20


def say(vietnamese: str, english: str) -> None:
    """Say what is done."""
    print(vietnamese)
    print("  (" + english + ")", flush=True)


def stop(vietnamese: str, english: str) -> None:
    """End, saying why and what to do."""
    sys.exit(vietnamese + "\n  (" + english + ")")


def this_machine() -> dict[str, str]:
    """Return what decides which packages fit: system, processor, Python."""
    machine = platform.machine().lower()
    return {
        "system": platform.system().lower(),
        "machine": {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine),
        "python": "{}.{}".format(*sys.version_info),
    }


def refuse_other_machines() -> None:
    """End unless the archive holds packages for this machine and this Python."""
    targets = json.loads((ROOT / "BUNDLE.json").read_text(encoding="utf-8"))["targets"]
    here = this_machine()
    if (
        here in targets
        and platform.python_implementation() == "CPython"
        and sys.maxsize > 2**32
    ):
        return
    words = ["{system} {machine}, Python {python}".format(**each) for each in targets]
    found = "{system} {machine}, Python {python}".format(**here)
    stop(
        "Gói này dành cho: " + "; ".join(words) + ". Máy này: " + found + ". "
        "Cài đúng phiên bản Python ấy, bản 64 bit, hoặc tạo gói khác bằng `make bundle`.",
        "This archive is for: " + "; ".join(words) + ". This machine: " + found + ". "
        "Install that version of Python, 64 bit, or make another archive with `make bundle`.",
    )


def sum_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


def check_files() -> int:
    """End unless every file of the archive is here as it was packed; return how many."""
    lines = SUMS.read_text(encoding="utf-8").splitlines()
    wrong = []
    for line in lines:
        expected, name = line.split("  ", 1)
        path = ROOT / name
        if not path.is_file() or sum_of(path) != expected:
            wrong.append(name)
    if wrong:
        some = ", ".join(wrong[:5])
        stop(
            f"{len(wrong)} tệp thiếu hoặc khác với lúc đóng gói: {some}. Chép lại gói và giải nén vào một thư "
            "mục mới.",
            f"{len(wrong)} files are missing or differ from what was packed: {some}. Copy the archive again and "
            "unpack it into a new folder.",
        )
    return len(lines)


def python() -> Path:
    """Return the Python of the new environment."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(*arguments: str) -> str:
    """Run the new environment's Python; end with what it said if it fails."""
    settings = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIP_", "TVGEO_"))
    }
    settings.update(PIP_CONFIG_FILE=os.devnull, PYTHONUTF8="1")
    done = subprocess.run(
        [str(python()), *arguments], env=settings, check=False, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout)
        stop("Cài đặt chưa xong; lý do ở trên.", "Not installed; the reason stands above.")
    return done.stdout


def make_environment() -> None:
    """Make the environment anew and install every package, each checked by its hash."""
    try:
        if ENVIRONMENT.exists():
            shutil.rmtree(str(ENVIRONMENT))
        venv.create(str(ENVIRONMENT), with_pip=False)
    except OSError as error:
        stop(
            f"Không tạo được {ENVIRONMENT}: {error}. Dừng tvgeo đang chạy từ thư mục này rồi chạy lại.",
            f"{ENVIRONMENT} cannot be made: {error}. Stop the tvgeo that runs from this folder, then try "
            "again.",
        )
    [pip] = (ROOT / "wheels").glob("pip-*.whl")
    run(
        str(pip / "pip"), "install", "--quiet", "--no-index", "--no-deps", "--only-binary=:all:",
        "--find-links", str(ROOT / "wheels"), "--require-hashes",
        "-r", str(ROOT / "requirements.txt"),
    )  # fmt: skip
    place = run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    # Python reads this file in the code page of the system: letters beyond ASCII are escaped.
    found = f"import sys; sys.path.append({str(ROOT)!a})\n"
    (Path(place) / "tvgeo.pth").write_text(found, encoding="ascii")
    compileall.compile_dir(str(ROOT / "tvgeo"), quiet=2)


def main() -> None:
    """Install, then say how to start."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    refuse_other_machines()
    say("1/4  Kiểm tra từng tệp của gói ...", "checking every file of the archive")
    count = check_files()
    say(
        f"     {count} tệp nguyên vẹn.",
        f"{count} files are as they were packed",
    )
    say("2/4  Tạo môi trường Python riêng trong .venv; không dùng mạng ...",
        "making a Python environment in .venv; no network is used")  # fmt: skip
    make_environment()
    say("3/4  Kiểm tra dữ liệu kèm theo ...", "checking the shipped data")
    print("     " + run("-m", "tvgeo", "check").strip().splitlines()[-1])
    start = "run.bat" if os.name == "nt" else "./run.sh"
    say(f"4/4  Xong. Khởi động: {start}   rồi mở http://127.0.0.1:8501",
        f"done. Start: {start}, then open http://127.0.0.1:8501")  # fmt: skip
    say(f"     Mọi lệnh khác: {start} --help. Vận hành, sao lưu, nâng cấp: docs/van-hanh.md",
        f"all other commands: {start} --help. Operation, backup, upgrade: docs/van-hanh.md")  # fmt: skip


if __name__ == "__main__":
    main()
