"""Replicas of the dashboard as an office runs them: processes of their own, behind a real nginx.

The configuration is the one of `deploy/nginx`; only ports, the name and the folders of nginx
itself are put in its place.
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = ROOT / "deploy" / "nginx"
NAME = "tiendo.tinh.example"
PORTS = (8501, 8502)  # as they are written in the configuration
WAIT_SECONDS = 60
# A day after the plan has ended: the pages open on the full year 2025.
TODAY = "2026-02-10"
PASSWORD = "mưa rào trên sông Hậu"


def nginx_program():
    """Return the path of nginx; without one skip, but fail where it must be there."""
    path = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if path is None:
        reason = "no nginx on the PATH (Debian: apt install nginx-light)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return False
    return True


def request(port, method, path, body=None, **headers):
    """Send one request; return status, headers (lower case, a list for each) and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=names)
        answer = connection.getresponse()
        found = {}
        for name, value in answer.getheaders():
            found.setdefault(name.lower(), []).append(value)
        return answer.status, found, answer.read()
    finally:
        connection.close()


@dataclass
class Replica:
    """One `tvgeo serve`; its port stays the same when it is started again."""

    folder: Path
    environment: dict
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def output(self):
        return self.folder / f"replica-{self.port}.log"

    def start(self, *options):
        with self.output.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tvgeo", "serve", "--port", str(self.port), *options],
                cwd=self.folder, env=self.environment, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        wait_for(self.answers, lambda: self.output.read_text(encoding="utf-8"))

    def answers(self):
        assert self.process.poll() is None, self.output.read_text(encoding="utf-8")
        try:
            return json.loads(self.ask("GET", "/healthz")[2])["status"] == "ok"
        except (OSError, http.client.HTTPException):
            return False

    def ask(self, method, path, body=None, **headers):
        return request(self.port, method, path, body, **headers)

    def kill(self):
        """End it as a failing machine would: nothing is said, nothing is written any more."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass
class Site:
    """What readers reach (`base_url`), and the replicas behind it."""

    port: int
    replicas: tuple[Replica, ...]
    environment: dict
    folder: Path

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method, path, body=None, **headers):
        return request(self.port, method, path, body, **headers)

    def login(self, name, password=PASSWORD, **headers):
        """Post the form of the page; return the answer."""
        body = urlencode({"name": name, "password": password, "next": "/ban-do"})
        headers = {"Content_Type": "application/x-www-form-urlencoded"} | headers
        return self.ask("POST", "/session/login", body, **headers)

    def command(self, *arguments, typed=""):
        """Run a command of the same store; return what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "tvgeo", *map(str, arguments)],
            input=typed, capture_output=True, text=True, encoding="utf-8", check=False,
            cwd=self.folder, env=self.environment, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


def cookie_of(answer, name="tvgeo_session"):
    """Return a cookie that an answer sets, as a browser sends it back; "" for none."""
    found = [each for each in answer[1].get("set-cookie", ()) if each.startswith(f"{name}=")]
    return found[0].partition(";")[0] if found else ""


def route_of(answer):
    return cookie_of(answer, "tvgeo_route").removeprefix("tvgeo_route=")


def wait_for(condition, explained=lambda: ""):
    """Wait until something is so."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {explained()}"
        time.sleep(0.1)


def configured(folder, port, ports, changes=()):
    """Write nginx's configuration into `folder`: ours, with these ports; return its file.

    `changes` are further lines to put others in the place of, as the guide says.
    """
    more = [(f":{old}", f":{new}") for old, new in zip(PORTS, ports, strict=True)]
    places = [
        ("listen 80", f"listen 127.0.0.1:{port}"),
        (f"server_name {NAME};", f"server_name {NAME} localhost 127.0.0.1;"),
        *changes,
    ]
    for name, wanted in (("tvgeo-replicas.conf", more), ("tvgeo.conf", places)):
        text = (CONFIGURATION / name).read_text(encoding="utf-8")
        for old, new in wanted:
            assert old in text, old
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")
    kept = "\n".join(
        f"{each}_temp_path {folder}/{each};"
        for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(
        f"{user}\nworker_processes 1;\ndaemon off;\npid {folder}/nginx.pid;\n"
        f"error_log {folder}/error.log;\nevents {{ worker_connections 512; }}\n"
        f"http {{\naccess_log {folder}/access.log;\n{kept}\n"
        f"include {folder}/tvgeo-replicas.conf;\ninclude {folder}/tvgeo.conf;\n}}\n",
        encoding="utf-8",
    )
    return path


@contextmanager
def nginx(folder, port, ports, changes=()):
    """Run nginx with our configuration until the end."""
    program, path = nginx_program(), configured(folder, port, ports, changes)
    command = [program, "-c", str(path), "-p", str(folder), "-e", f"{folder}/error.log"]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen(command)
    try:
        wait_for(lambda: listens(port), (folder / "error.log").read_text)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@contextmanager
def site(folder, database_url, *, view="public", access="", people=(), changes=(), **more):
    """Start two replicas of the shipped data on one store, and nginx before them.

    `access` are further lines of `[access]`, `people` names and roles (with `access` they have no password),
    `changes` those of `configured`, `more` further variables.
    """
    nginx_program()
    data = folder / "data"
    shutil.copytree(ROOT / "data", data)
    text = (data / "tvgeo.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^\[access\]\n", "", text)
    text += f'\n[access]\nview = "{view}"\npublic_url = "http://{NAME}"\n{access}'
    (data / "tvgeo.toml").write_text(text, encoding="utf-8")
    (folder / "key").write_text("0123456789abcdef" * 4, encoding="ascii")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "TVGEO_DATA_DIR": str(data),
        "TVGEO_DATABASE_URL": database_url,
        "TVGEO_COOKIE_SECRET_FILE": str(folder / "key"),
        "TVGEO_TODAY": TODAY,
        **more,
    }
    replicas = (Replica(folder, environment), Replica(folder, environment))
    own = Site(free_port(), replicas, environment, folder)
    options = ("--no-password",) if access else ()
    for name, role in people:
        own.command("admin", "create", name, "--role", role, *options, typed=f"{PASSWORD}\n")
    with ExitStack() as stack:
        for replica in replicas:
            stack.callback(replica.stop)
            replica.start()
        ports = [each.port for each in replicas]
        stack.enter_context(nginx(folder, own.port, ports, changes))
        yield own
