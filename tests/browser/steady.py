"""What the tests of steadiness disturb: the server, the line to it; and what the page then says."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading

from server import ROOT, STREAMLIT_RUN, TODAY, Running, _wait, free_port

PASSWORD = "song-hau-chay-ra-bien-1"
BRIDGE = "cau-dai-ngai"
HEAD = "Mã dự án;Số liệu đến ngày;Khối lượng thực hiện (%);Tỷ lệ giải ngân (%);Tình trạng\n"
# What the notice at the foot of the window says; "" while there is nothing to say.
SAID = """() => document.querySelector("tv-connection")?.shadowRoot
  .querySelector("[role=status]").textContent ?? null"""
SAYS = """(start) => { const said = document.querySelector("tv-connection")?.shadowRoot
  .querySelector("[role=status]").textContent; return start ? said?.startsWith(start) : said === ""; }"""


class Dashboard:
    """A dashboard that can be stopped and started again, on its port and its store."""

    def __init__(self, folder, data=ROOT / "data", **environment):
        self.port = free_port()
        self.folder = folder
        self.store = f"sqlite:///{folder / 'store' / 'tvgeo.sqlite3'}"
        self.running = Running(self.port, folder / "server.log")
        self.environment = {
            "PYTHONPATH": str(ROOT),
            "TVGEO_TODAY": TODAY,
            "TVGEO_DATA_DIR": str(data),
            "TVGEO_DATABASE_URL": self.store,
            **environment,
        }
        self.process = None

    @property
    def base_url(self):
        return self.running.base_url

    @property
    def printed(self):
        return self.running.output.read_text(encoding="utf-8")

    def start(self):
        with self.running.output.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *STREAMLIT_RUN, "--server.port", str(self.port)],
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        _wait(self.running, self.process)
        return self

    def stop(self, how=signal.SIGTERM):
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(20)
            self.process = None

    def command(self, *arguments, typed=""):
        ended = subprocess.run(
            [sys.executable, "-m", "tvgeo", *arguments],
            cwd=ROOT, input=typed, capture_output=True, text=True, encoding="utf-8", check=False,
            env={**os.environ, **self.environment},
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def publish(self, pct, work=BRIDGE):
        """Publish one figure of the full year 2025 beside the page."""
        file = self.folder / "beside.csv"
        file.write_bytes(report(pct, work))
        self.command(
            "publish", str(file), "--author", "lan", "--base", "head", "--accept-warnings"
        )

    def revisions(self):
        return len(self.command("history").splitlines())

    def people(self, **roles):
        for name, role in roles.items():
            self.command("admin", "create", name, "--role", role, typed=PASSWORD + "\n")


@contextlib.contextmanager
def dashboard(folder, data=ROOT / "data", *, roles=None, **environment):
    """Start a dashboard of its own, with accounts of these names and roles."""
    made = Dashboard(folder, data, **environment)
    made.people(**(roles or {}))
    try:
        yield made.start()
    finally:
        made.stop(signal.SIGKILL)


class Line:
    """A line between browser and server that can be cut, or fall silent without a word."""

    def __init__(self, port):
        self.to = port
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.is_cut = False
        self.passes = threading.Event()
        self.passes.set()
        self.ends = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.port}"

    def cut(self):
        self.is_cut = True
        for end in [*self.ends]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def silence(self):
        self.passes.clear()

    def mend(self):
        self.is_cut = False
        self.passes.set()

    def close(self):
        self.mend()
        self.cut()
        self.listening.close()

    def _accept(self):
        while True:
            try:
                browser, _ = self.listening.accept()
            except OSError:
                return
            if self.is_cut:
                browser.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                browser.close()
                continue
            self.ends += [browser, server]
            for one, other in ((browser, server), (server, browser)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one, other):
        with contextlib.suppress(OSError):
            while piece := one.recv(65536):
                self.passes.wait()
                other.sendall(piece)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def report(pct, work=BRIDGE, day="14/12/2025"):
    return f"{HEAD}{work};{day};{pct};30;Đang thi công\n".encode()


def says(page, start, timeout=60_000):
    """Wait until the notice begins with `start`; with "", until it is gone."""
    page.wait_for_function(SAYS, arg=start, timeout=timeout)
    return page.evaluate(SAID)


def looks_again(page):
    """Let the page think that its reader comes back to it from another window."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def sign_in(page, base_url, name):
    page.goto(f"{base_url}/cap-nhat")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.locator("input[type=file]").wait_for(state="attached")


def send(page, content, name="bao-cao.csv"):
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_text("Đọc được").first.wait_for()


def confirmed(page, revision=2):
    """Confirm what must be seen before publishing; return the button that publishes."""
    button = page.get_by_role("button", name=f"Công bố phiên bản số {revision}")
    button.wait_for()  # it is drawn after what must be confirmed
    box = page.get_by_text("Đã xem và xác nhận")
    if box.count():
        box.first.click()
    return button
