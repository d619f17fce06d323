"""A bare page that mounts a component as Streamlit would, beside the product's own routes."""

import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import streamlit
import uvicorn
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse
from starlette.routing import Route

from tvgeo.web.routes import kept, routes

FONTS = Path(streamlit.__file__).parent / "static" / "static" / "media"
# Stands in for Streamlit: calls the module as a component would, and keeps what it is told.
HARNESS = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>harness</title>
<style>
@font-face { font-family: "Source Sans"; src: url(font/SourceSansVF-Upright); font-weight: 200 900 }
@font-face { font-family: "Source Sans"; src: url(font/SourceSansVF-Italic); font-weight: 200 900;
  font-style: italic }
body { margin: 0; font: 16px/1.45 "Source Sans", sans-serif; color: #1B2A33 }
</style><div id="page"></div><script type="module">
window.told = [];
const page = document.getElementById("page");
window.mountHost = (width) => {
  const host = document.createElement("div");
  host.style.width = width;
  const root = host.attachShadow({ mode: "open" });
  const inner = document.createElement("div");
  inner.className = "tv-map";
  root.append(inner);
  page.append(host);
  return root;
};
window.mount = async (payload, root) => {
  const module = await import(new URL(payload.module, document.baseURI).href);
  return module.default({ data: payload, parentElement: root,
    setTriggerValue: (name, value) => told.push([name, value]) });
};
</script>"""


def _font(request):
    return FileResponse(next(FONTS.glob(f"{request.path_params['name']}*.woff2")))


@contextmanager
def serve(port=None):
    """Serve the harness; the address ends with a slash."""
    app = Starlette(
        routes=[
            Route("/", lambda _: HTMLResponse(HARNESS)),
            Route("/font/{name}", _font),
            *kept(),
            *routes(),
        ]
    )
    if port is None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the harness has not started"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(timeout=5)
