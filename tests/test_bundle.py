"""The offline archive installs and starts on a machine without a network, and only as packed."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "deploy")]

import bundle  # noqa: E402
import install  # noqa: E402

# Runs in a network namespace of its own: only the loopback is there, and no way out of it.
INSIDE = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
ONLY_LOOPBACK = "test $(grep -c : /proc/net/dev) = 1 && grep -q 'lo:' /proc/net/dev"


@pytest.fixture
def unpacked(tmp_path, monkeypatch):
    """Return a small archive that was unpacked, as the installer sees it."""
    for name, content in (("app.py", b"app"), ("wheels/one.whl", b"one")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    sums = [
        f"{hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("app.py", "wheels/one.whl")
    ]
    (tmp_path / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "SUMS", tmp_path / "SHA256SUMS")
    return tmp_path


def fits(unpacked, **machine):
    about = {"targets": [{"system": "windows", "machine": "x86_64", "python": "3.12"}]}
    (unpacked / "BUNDLE.json").write_text(json.dumps(about), encoding="utf-8")
    with contextlib.ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(install, "this_machine", lambda: machine)
        install.refuse_other_machines()


def test_an_archive_as_it_was_packed_is_accepted(unpacked):
    assert install.check_files() == 2


def test_a_changed_or_missing_file_is_named_and_nothing_is_installed(unpacked):
    (unpacked / "app.py").write_bytes(b"apq")
    (unpacked / "wheels" / "one.whl").unlink()
    with pytest.raises(SystemExit, match=r"2 tệp thiếu .* app\.py, wheels/one\.whl") as stopped:
        install.check_files()
    assert "2 files are missing or differ" in str(stopped.value)


def test_an_archive_for_another_machine_says_which_machine_it_is_for(unpacked):
    fits(unpacked, system="windows", machine="x86_64", python="3.12")
    with pytest.raises(
        SystemExit, match=r"windows x86_64, Python 3\.12.*linux x86_64, Python 3\.9"
    ):
        fits(unpacked, system="linux", machine="x86_64", python="3.9")


def test_the_installer_is_readable_for_a_python_that_is_too_old():
    """It must get as far as the sentence that says so."""
    compile((ROOT / "deploy" / "install.py").read_text(encoding="utf-8"), "install", "exec",
            flags=0x2000 | 0x1000000, _feature_version=7)  # fmt: skip


def test_an_archive_for_windows_takes_what_windows_needs():
    windows = bundle.Target.named("windows:3.12")
    assert windows.machine == {"system": "windows", "machine": "x86_64", "python": "3.12"}
    assert windows.wants(Requirement("a==1 ; sys_platform == 'win32'"))
    assert windows.wants(Requirement("a==1 ; python_full_version >= '3.12'"))
    assert not windows.wants(Requirement("a==1 ; python_full_version < '3.12'"))
    assert not windows.wants(Requirement("a==1 ; sys_platform == 'linux'"))


def test_a_machine_that_is_not_known_is_refused(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["bundle.py", "--for", "amiga:3.12"])
    with pytest.raises(SystemExit):
        bundle.main()
    assert "windows:3.12" in capsys.readouterr().err


def test_what_starts_on_windows_has_the_line_ends_of_windows():
    for path in (ROOT / "deploy").glob("*.bat"):
        content = path.read_bytes()
        assert content.count(b"\r\n") == content.count(b"\n") > 3, path.name
        content.decode("ascii")


def test_the_archive_depends_on_its_contents_alone(tmp_path):
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "a-1-py3-none-any.whl").write_bytes(b"wheel")
    made = []
    for name in ("one.zip", "two.zip"):
        bundle.pack(tmp_path / name, "tvgeo", [bundle.Target(None, "")], tmp_path / "wheels")
        made.append((tmp_path / name).read_bytes())
        os.utime(tmp_path / "wheels" / "a-1-py3-none-any.whl", (1, 1))
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        names = packed.namelist()
        assert {"tvgeo/install.py", "tvgeo/run.bat", "tvgeo/SHA256SUMS"} <= set(names)
        assert not [name for name in names if "__pycache__" in name or "/var/" in name]
        listed = packed.read("tvgeo/SHA256SUMS").decode().splitlines()
    assert len(listed) == len(names) - 1 == len(set(names)) - 1


@pytest.fixture
def no_network():
    """Skip where no network namespace can be made, but fail where it must be possible."""
    try:
        subprocess.run([*INSIDE, "true"], check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.SubprocessError) as error:
        reason = f"no network namespace can be made here (unshare, iproute2): {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def inside(folder, *command, **options):
    """Return a command that runs without a network, and without what this environment sets."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {"args": [*INSIDE, *command], "cwd": folder, "env": kept, "text": True,
            "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, **options}  # fmt: skip


# Asks inside the namespace, where the server is.
ASK = """
import json, subprocess, sys, time, urllib.request
server = subprocess.Popen(["sh", "run.sh", "serve", "--port", "8501"])
try:
    for _ in range(120):
        time.sleep(0.25)
        try:
            answer = urllib.request.urlopen("http://127.0.0.1:8501/healthz", timeout=2).read()
            page = urllib.request.urlopen("http://127.0.0.1:8501/", timeout=5).read()
            break
        except OSError:
            pass
    print(answer.decode(), len(page) > 500)
finally:
    server.terminate()
    server.wait(20)
"""


@pytest.mark.slow
def test_the_archive_installs_and_starts_with_the_network_off(tmp_path, no_network):
    made = subprocess.run(
        [sys.executable, "tools/bundle.py", "--into", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    [archive] = tmp_path.glob("*.zip")
    assert install.sum_of(archive) in made.stdout
    place = tmp_path / "thư mục có dấu"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(place)
    archive.unlink()
    [folder] = place.iterdir()
    off = subprocess.run(**inside(folder, "sh", "-c", ONLY_LOOPBACK), check=False)
    assert off.returncode == 0, off.stdout

    installed = subprocess.run(**inside(folder, sys.executable, "install.py"), check=False)
    assert installed.returncode == 0, installed.stdout
    assert "4/4  Xong" in installed.stdout
    checked = subprocess.run(**inside(tmp_path, "sh", f"{folder}/run.sh", "check"), check=False)
    assert checked.returncode == 0, checked.stdout
    served = subprocess.run(
        **inside(folder, sys.executable, "-c", ASK), check=False, timeout=90
    )
    assert '"status":"ok"' in served.stdout, served.stdout
    assert "True" in served.stdout, served.stdout
