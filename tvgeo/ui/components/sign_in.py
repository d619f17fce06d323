"""The sign-in form and the sign-out button."""

from tvgeo.core.access import Actor
from tvgeo.errors import AccessError
from tvgeo.locale import Locale
from tvgeo.ui import session, state
from tvgeo.ui.components import posted_form, sign_in_elsewhere

_FORM = f"""
<form class="tvs" method="post" accept-charset="utf-8" hidden>
  <p class="tvs-error" role="alert" hidden></p>
  <label for="tvs-name" data-say="name"></label>
  <input id="tvs-name" name="name" type="text" required maxlength="{posted_form.LONGEST_NAME}"
    autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false">
  <label for="tvs-password" data-say="password"></label>
  <input id="tvs-password" name="password" type="password" required data-secret
    maxlength="{posted_form.LONGEST_PASSWORD}" autocomplete="current-password">
  <label class="tvs-show"><input type="checkbox"><span data-say="show"></span></label>
  {posted_form.HIDDEN}
  <button type="submit" data-say="submit"></button>
</form>
"""
_BUTTON = f"""
<form class="tvs tvs-out" method="post" hidden>
  <span data-say="who"></span>
  {posted_form.HIDDEN}
  <button type="submit" data-say="submit"></button>
</form>
"""

_form = posted_form.declare("tvgeo_sign_in", _FORM)
_button = posted_form.declare("tvgeo_sign_out", _BUTTON)


def show(t: Locale, *, key: str = "sign-in") -> None:
    """Show the form, above it why the last attempt failed or that the session has expired."""
    way = state.base().settings.sign_in
    if way.auth != "local":
        sign_in_elsewhere.show(t, way)
        return
    error = session.problem() or session.notice()
    labels = {
        "name": t("sign_in.name"),
        "password": t("sign_in.password"),
        "show": t("sign_in.show_password"),
        "submit": t("action.sign_in"),
    }
    _form(key=key, data=posted_form.data(t, "session/login", labels, error=_text(t, error)))


def sign_out(t: Locale, actor: Actor, *, key: str = "sign-out") -> None:
    """Show who is signed in and the button that ends it."""
    way = state.base().settings.sign_in
    if way.auth != "local":
        sign_in_elsewhere.sign_out(t, way)
        return
    labels = {"who": actor.name, "submit": t("action.sign_out")}
    _button(key=key, data=posted_form.data(t, "session/logout", labels))


def _text(t: Locale, error: AccessError | None) -> str:
    return t.error(error) if error is not None else ""
