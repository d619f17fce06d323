"""The sign-in form and the sign-out button.

Both are ordinary forms that the browser posts to the server (`tvgeo.web.sessions`): the password
never enters Streamlit's state, and a browser can keep it. Their styles are not isolated, because
a password manager does not look into a shadow tree.
"""

import streamlit as st

from tvgeo.core.access import Actor
from tvgeo.errors import AccessError
from tvgeo.locale import Locale
from tvgeo.ui import session
from tvgeo.ui.components import block

_FORM = """
<form class="tvs" method="post" accept-charset="utf-8" hidden>
  <p class="tvs-error" role="alert" hidden></p>
  <label for="tvs-name"></label>
  <input id="tvs-name" name="name" type="text" required maxlength="64" autocomplete="username"
    autocapitalize="none" autocorrect="off" spellcheck="false">
  <label for="tvs-password"></label>
  <input id="tvs-password" name="password" type="password" required maxlength="1024"
    autocomplete="current-password">
  <label class="tvs-show"><input type="checkbox" id="tvs-show"><span></span></label>
  <input type="hidden" name="next"><input type="hidden" name="token">
  <button type="submit"></button>
</form>
"""
_BUTTON = """
<form class="tvs tvs-out" method="post" hidden>
  <span></span>
  <input type="hidden" name="next"><input type="hidden" name="token">
  <button type="submit"></button>
</form>
"""
# Streamlit's own fields look alike; the colours are those of the pages' blocks.
_CSS = """
.tvs { display: grid; gap: 8px; max-width: 360px; color: #1b2a33; font-size: 14px; }
.tvs[hidden], .tvs [hidden] { display: none; }
.tvs label { font-weight: 600; }
.tvs input:not([type="checkbox"]) { font: inherit; font-size: 16px; padding: 8px 10px;
  min-height: 40px; border: 1px solid #66707a; border-radius: 4px; background: #fff;
  color: inherit; box-sizing: border-box; width: 100%; }
.tvs input[type="checkbox"] { width: 18px; height: 18px; margin: 0; accent-color: #1f4258; }
.tvs .tvs-show { display: flex; align-items: center; gap: 8px; min-height: 32px;
  font-weight: 400; }
.tvs button { font: inherit; font-weight: 600; min-height: 40px; padding: 0 16px; border: 0;
  border-radius: 4px; background: #1f4258; color: #fff; cursor: pointer; justify-self: start; }
.tvs :is(input, button):focus-visible { outline: 3px solid #4c97ba; outline-offset: 1px; }
.tvs .tvs-error { margin: 0; padding: 8px 12px; border-left: 4px solid #7f1414;
  background: #f3f5f6; }
.tvs-out { display: flex; align-items: center; gap: 8px; max-width: none; }
.tvs-out button { min-height: 32px; padding: 0 10px; font-weight: 400; background: none;
  color: #1f4258; text-decoration: underline; }
"""

_form = st.components.v2.component(
    "tvgeo_sign_in", html=_FORM, css=_CSS, js=block.LOADER, isolate_styles=False
)
_button = st.components.v2.component(
    "tvgeo_sign_out", html=_BUTTON, css=_CSS, js=block.LOADER, isolate_styles=False
)


def show(t: Locale, *, key: str = "sign-in") -> None:
    """Show the form, above it why the last attempt failed or that the session has expired."""
    error = session.problem() or session.notice()
    _form(
        key=key,
        data={
            **_common(t),
            "action": "session/login",
            "error": _text(t, error),
            "labels": {
                "name": t("sign_in.name"),
                "password": t("sign_in.password"),
                "show": t("sign_in.show_password"),
                "submit": t("action.sign_in"),
            },
        },
    )


def sign_out(t: Locale, actor: Actor, *, key: str = "sign-out") -> None:
    """Show who is signed in and the button that ends it."""
    _button(
        key=key,
        data={
            **_common(t),
            "action": "session/logout",
            "error": "",
            "labels": {"who": actor.name, "submit": t("action.sign_out")},
        },
    )


def _common(t: Locale) -> dict[str, str]:
    # An address holds a hash of the file, so the web layer is asked when a page is drawn.
    from tvgeo.web import assets  # noqa: PLC0415

    return {"module": assets.url("sign_in.js"), "lang": t.language}


def _text(t: Locale, error: AccessError | None) -> str:
    return t.error(error) if error is not None else ""
