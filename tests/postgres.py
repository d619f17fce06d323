"""A PostgreSQL server of the tests' own: in a temporary folder, on a free port of this machine.

Tests of replicas use it too; `Cluster` can be stopped without warning and started again.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

SUPERUSER = "postgres"
# Everything a transaction promises is kept; the rest is small, since it lives for one run.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "lc_messages": "C",
    "log_min_messages": "warning",
}


def binaries():
    """Return the folder of the newest server on this machine; without one skip, or fail in CI."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parents[1].name),
    )
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        reason = "no PostgreSQL server here (Debian: apt install postgresql postgis)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found[-1].parent if found else Path(on_path).resolve().parent


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


class Cluster:
    """One server with its data; nobody but this machine reaches it, and all of it is deleted."""

    def __init__(self):
        self.bin = binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="tvgeo-pg-"))
        self.port = free_port()
        self.databases = 0
        # the server refuses to run as root
        self.user = None
        if os.geteuid() == 0:
            self.user = next(
                name
                for name in (SUPERUSER, "nobody")
                if name in {p.pw_name for p in pwd.getpwall()}
            )
            shutil.chown(self.folder, self.user)
        self.run("initdb", "-D", self.data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8",
                 "--locale", "C.UTF-8", "--no-sync", "--no-instructions")  # fmt: skip
        self.start()

    @property
    def data(self):
        return self.folder / "data"

    def run(self, program, *arguments):
        done = subprocess.run(
            [self.bin / program, *map(str, arguments)], user=self.user, cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}{self.log()}"
        return done.stdout

    def log(self):
        path = self.folder / "log"
        return path.read_text(encoding="utf-8")[-2_000:] if path.exists() else ""

    def start(self):
        settings = SETTINGS | {"port": self.port, "unix_socket_directories": self.folder}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self.run(
            "pg_ctl", "start", "-w", "-D", self.data, "-l", self.folder / "log", "-o", options
        )

    def stop(self, mode="immediate"):
        """Stop it; "immediate" is as if the machine had lost its power."""
        self.run("pg_ctl", "stop", "-w", "-D", self.data, "-m", mode)

    def sql(self, *statements, database="postgres", role=SUPERUSER):
        """Run statements, each on its own; return what the last one found, as text."""
        out = ""
        for statement in statements:
            out = self.run("psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p",
                           self.port, "-U", role, "-d", database, "-c", statement)  # fmt: skip
        return out.strip()

    def new_database(self, *, postgis=True):
        """Return the name of a new, empty database."""
        self.databases += 1
        name = f"tvgeo{self.databases}"
        self.sql(f"CREATE DATABASE {name}")
        if postgis:
            self.sql("CREATE EXTENSION postgis", database=name)
        return name

    def url(self, database, schema="public", *, role=SUPERUSER):
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}?schema={schema}"

    def remove(self):
        try:
            if (self.data / "postmaster.pid").exists():
                self.stop()
        finally:
            shutil.rmtree(self.folder)


@pytest.fixture(scope="session")
def cluster():
    """Share one server among all tests of this process that need one; start it again where it is left."""
    made = Cluster()
    yield made
    made.remove()


@pytest.fixture(scope="session")
def postgis_database(cluster):
    """Return the name of a database with PostGIS; each test takes a schema of its own in it."""
    return cluster.new_database()
