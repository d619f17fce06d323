"""A small OpenID Connect provider: it signs whoever the test names in, without asking."""

import asyncio
import base64
import json
import secrets
import threading
import time
from contextlib import contextmanager
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwk, jwt
from server import free_port
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

CLIENT, SECRET = "tvgeo", "of the client"


class Provider:
    """Where it is, and the claims of who sits at the browser; `asked` are its addresses in order."""

    def __init__(self, port):
        self.issuer = f"http://127.0.0.1:{port}"
        self.claims = {}
        self.asked = []
        self._key = jwk.RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
        self._codes = {}

    def app(self):
        routes = [
            Route("/.well-known/openid-configuration", self.described),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/keys", self.keys),
            Route("/end", self.end),
        ]
        return Starlette(routes=routes)

    async def described(self, _request: Request):
        ends = {
            "authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys",
            "end_session_endpoint": "end",
        }  # fmt: skip
        return JSONResponse(
            {
                "issuer": self.issuer,
                **{name: f"{self.issuer}/{path}" for name, path in ends.items()},
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def authorize(self, request: Request):
        self.asked.append("authorize")
        asked = request.query_params
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self._codes[code] = asked["nonce"]
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

    async def token(self, request: Request):
        self.asked.append("token")
        sent = parse_qs((await request.body()).decode())
        basic = base64.b64decode(request.headers["authorization"].split()[1]).decode()
        assert basic.split(":") == [CLIENT, SECRET.replace(" ", "+")] or basic.endswith(SECRET)
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": self._codes.pop(sent["code"][0]), "sub": "1", **self.claims,
        }  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self._key)
        answer = {"access_token": "a", "token_type": "Bearer", "id_token": token}
        return JSONResponse(answer)

    async def keys(self, _request: Request):
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    async def end(self, request: Request):
        self.asked.append("end")
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], 302)


@contextmanager
def provider():
    """Run one on a free port of this machine, in a thread of its own."""
    port = free_port()
    own = Provider(port)
    server = uvicorn.Server(
        uvicorn.Config(own.app(), host="127.0.0.1", port=port, log_level="warning")
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield own
    finally:
        server.should_exit = True
        thread.join(20)


def secrets_file(folder, own, base_url):
    """Write Streamlit's secrets for this provider; return the path."""
    values = {
        "redirect_uri": f"{base_url}/oauth2callback",
        "cookie_secret": secrets.token_hex(32),
        "client_id": CLIENT,
        "client_secret": SECRET,
        "server_metadata_url": f"{own.issuer}/.well-known/openid-configuration",
    }
    path = folder / "secrets.toml"
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    path.write_text("\n".join(["[auth]", *lines]) + "\n", encoding="utf-8")
    return path
