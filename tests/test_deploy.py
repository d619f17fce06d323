"""What an office copies to run tvgeo as a service fits systemd, Windows and this program."""

import os
import re
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tvgeo import cli
from tvgeo.services import base, stores
from tvgeo.web import sign_in_checks
from tvgeo.web.safe_settings import SAFE

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted([*(DEPLOY / "linux").glob("*.service"), *(DEPLOY / "linux").glob("*.timer")])
GUIDE = (ROOT / "docs" / "van-hanh.md").read_text(encoding="utf-8")
REPLICAS_GUIDE = (ROOT / "docs" / "nhieu-may.md").read_text(encoding="utf-8")
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


# Several replicas


def of_replicas(name):
    """Return a file about replicas without comments and addresses."""
    text = (DEPLOY / "nginx" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return re.sub(r"(server )[\d.]+(:\d+)", r"\1HOST\2", "\n".join(lines))


def test_the_replicas_of_compose_differ_from_the_others_by_their_addresses_only():
    assert of_replicas("compose-replicas.conf") == of_replicas("tvgeo-replicas.conf")
    text = (DEPLOY / "nginx" / "compose-replicas.conf").read_text(encoding="utf-8")
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    for address, port in re.findall(r"server ([\d.]+):(\d+)", text):
        assert f"ipv4_address: {address}\n" in compose
        assert f'TVGEO_PORT: "{port}"' in compose


@pytest.mark.parametrize(
    "path",
    [*(DEPLOY / "nginx").iterdir(), *(DEPLOY / "linux").glob("*@*"), DEPLOY / "compose.yaml",
     DEPLOY / "Dockerfile", *DEPLOY.glob("docker-*")],
    ids=lambda path: path.name,
)  # fmt: skip
def test_the_guide_to_replicas_says_what_to_do_with_every_file(path):
    assert path.name in REPLICAS_GUIDE


def test_nginx_takes_the_files_that_the_dashboard_takes_and_hardly_more():
    text = (DEPLOY / "nginx" / "tvgeo.conf").read_text(encoding="utf-8")
    limit = int(re.findall(r"client_max_body_size (\d+)m;", text)[0])
    assert limit == SAFE["server.maxUploadSize"] + 1


def test_what_the_image_takes_is_there_and_no_secret_is_sent_to_its_builder():
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in let_in
    for words in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        for source in words.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert f"!{source}" in let_in
    assert "USER 10001" in text
    assert "--require-hashes" in text


def test_compose_keeps_secrets_in_files_and_the_dashboards_without_rights():
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert not re.search(r"^\s+\w*(PASSWORD|SECRET|URL)(?!_FILE)\w*:", text, re.MULTILINE)
    dashboard = text[text.index("x-dashboard") : text.index("x-settings")]
    for line in ("read_only: true", "cap_drop: [ALL]", "- no-new-privileges:true"):
        assert line in dashboard
    named = set(re.findall(r"^  (TVGEO_\w+):", text, re.MULTILINE))
    read = (DEPLOY / "docker-start.sh").read_text(encoding="utf-8")
    read += Path(sign_in_checks.__file__).read_text(encoding="utf-8")
    assert all(name in read for name in named)


def start(tmp_path, *arguments, **environment):
    """Run the start of a container with a `python` that says how it was called."""
    fake = tmp_path / "python"
    fake.write_text('#!/bin/sh\necho "$@" "${TVGEO_DATABASE_URL:-none}"\n', encoding="utf-8")
    fake.chmod(0o755)
    return subprocess.run(
        ["sh", str(DEPLOY / "docker-start.sh"), *arguments], check=False, timeout=20,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"} | environment, capture_output=True, text=True,
    )  # fmt: skip


def test_a_container_takes_the_password_of_the_database_from_its_file(tmp_path):
    secret = tmp_path / "database"
    secret.write_text("0a1b2c\n", encoding="ascii")
    given = {"TVGEO_DATABASE_PASSWORD_FILE": str(secret), "TVGEO_DATABASE_HOST": "db:5432"}
    url = "postgresql://tvgeo:0a1b2c@db:5432/tvgeo"
    assert start(tmp_path, "serve", **given, TVGEO_PORT="8502").stdout.split() == [
        "-m", "tvgeo", "serve", "--host", "0.0.0.0", "--port", "8502", url
    ]  # fmt: skip
    assert start(tmp_path, "audit", "verify", **given).stdout.split()[2:] == [
        "audit",
        "verify",
        url,
    ]
    assert start(tmp_path, "check").stdout.split() == ["-m", "tvgeo", "check", "none"]


@pytest.mark.parametrize("text", ["", "with a space", "a@b", "a/b"])
def test_a_password_that_an_address_could_not_hold_is_refused(tmp_path, text):
    (tmp_path / "database").write_text(text, encoding="ascii")
    given = {
        "TVGEO_DATABASE_PASSWORD_FILE": str(tmp_path / "database"), "TVGEO_DATABASE_HOST": "db",
    }  # fmt: skip
    done = start(tmp_path, "serve", **given)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(
    ("body", "code"),
    [(b'{"status":"ok","version":"1"}', 0), (b"<!doctype html>", 1), (b"[]", 1), (b'{"status":"no"}', 1)],
)  # fmt: skip
def test_a_container_is_healthy_if_the_dashboard_says_so_itself(body, code):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        done = subprocess.run(
            [sys.executable, str(DEPLOY / "docker-health.py")], check=False, timeout=20,
            env={**os.environ, "TVGEO_PORT": str(server.server_port)},
        )  # fmt: skip
        thread.join()
    assert done.returncode == code


def test_a_container_in_which_nothing_answers_is_not_healthy():
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        port = server.server_port
    done = subprocess.run(
        [sys.executable, str(DEPLOY / "docker-health.py")], check=False, timeout=20,
        env={**os.environ, "TVGEO_PORT": str(port)},
    )  # fmt: skip
    assert done.returncode == 1
