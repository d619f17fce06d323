"""The forms that make an account, set somebody's password, and change the own one."""

from typing import Any

from tvgeo.core.access import ROLES, Actor
from tvgeo.core.plan import Registry
from tvgeo.locale import Locale
from tvgeo.services import passwords
from tvgeo.services.accounts import Listed
from tvgeo.ui import outcomes
from tvgeo.ui.components import posted_form
from tvgeo.ui.components.posted_form import choice, field

_PLAIN = (
    f'maxlength="{posted_form.LONGEST_NAME}" autocomplete="off" autocapitalize="none" '
    'autocorrect="off" spellcheck="false" data-keep'
)
_NEW = 'autocomplete="new-password"'
_SAID = '<p class="tvs-error" role="alert" hidden></p>'
_SHOW = '<label class="tvs-show"><input type="checkbox"><span data-say="show"></span></label>'
_HINT = '<p class="tvs-hint" data-say="hint"></p>'
_SUBMIT = f'{posted_form.HIDDEN}<button type="submit" data-say="submit"></button>'
_START = 'method="post" accept-charset="utf-8" hidden'


def _twice(form: str) -> str:
    return field(form, "password", "password", _NEW) + field(form, "again", "password", _NEW)


_WHO = f"""<form class="tvs tvs-near" {_START}>{_SAID}<div class="tvs-fields">
{field("new", "name", more=_PLAIN)}{choice("new", "role", "data-keep")}
{choice("new", "scope", "data-keep", only="role=planner")}</div>"""
_create = posted_form.declare(
    "tvgeo_create_account",
    f"""{_WHO}
<div class="tvs-fields">{_twice("new")}
<div class="tvs-field tvs-low">{_SHOW}</div></div>{_HINT}{_SUBMIT}</form>""",
)
# For somebody whom a provider or a proxy vouches for.
_create_plain = posted_form.declare("tvgeo_create_plain", f"{_WHO}{_SUBMIT}</form>")
_set = posted_form.declare(
    "tvgeo_set_password",
    f"""<details class="tvs-more"><summary data-say="title"></summary><form class="tvs tvs-near" {_START}>{_SAID}
<input type="hidden" name="account">{_twice("set")}{_SHOW}{_HINT}{_SUBMIT}</form></details>""",
)
# The name stands in it unseen, so that a password manager knows whose password it renews.
_own = posted_form.declare(
    "tvgeo_change_password",
    f"""<details class="tvs-more"><summary data-say="title"></summary><form class="tvs tvs-near" {_START}>{_SAID}
<input type="text" name="who" autocomplete="username" readonly hidden>
{field("own", "old", "password", 'autocomplete="current-password"')}
{_twice("own")}{_SHOW}{_HINT}{_SUBMIT}</form></details>""",
)


def create(t: Locale, registry: Registry, *, with_password: bool) -> None:
    """Show the form that makes an account; `with_password` where passwords of ours count."""
    agencies = {a: t.short_name(each) for a, each in registry.agencies.items()}
    options = {
        # most new accounts are of those who report
        "role": sorted(((r, t(f"role.{r}")) for r in ROLES), key=lambda r: r[0] != "planner"),
        "scope": [("", t("admin.every_work")), *agencies.items()],
    }
    labels = {
        "name": t("sign_in.name"),
        "role": t("admin.account.role"),
        "scope": t("admin.account.scope"),
        "password": t("sign_in.password"),
        "again": t("account.again"),
        "submit": t("account.create"),
    }
    form = _create if with_password else _create_plain
    form(key="create", data=_data(t, "create", "session/account", labels, options=options))


def set_for(t: Locale, each: Listed) -> None:
    """Show the form that sets the password of an account."""
    labels = {
        "title": t("account.set_title"),
        "password": t("account.new_password"),
        "again": t("account.again"),
        "hint": t("account.set_hint", n=passwords.SHORTEST),
        "submit": t("account.set"),
    }
    values = {"account": each.name}
    data = _data(t, "set", "session/password", labels, values=values)
    _set(key=f"set-{each.name}", data=data)


def change_own(t: Locale, actor: Actor) -> None:
    """Show the form that changes the password of whoever is signed in."""
    labels = {
        "title": t("account.change_title"),
        "old": t("account.old_password"),
        "password": t("account.new_password"),
        "again": t("account.again"),
        "hint": t("account.change_hint", n=passwords.SHORTEST),
        "submit": t("account.change"),
    }
    values = {"who": actor.name}
    data = _data(t, "own", "session/password", labels, values=values)
    _own(key="change-password", data=data)


def _data(
    t: Locale, form: str, action: str, labels: dict[str, str], **more: object
) -> dict[str, Any]:
    """Add what all of them have: what the last use came to, and what is checked beforehand."""
    n = passwords.SHORTEST
    said = outcomes.of(t, form)
    words = {"show": t("sign_in.show_password"), "hint": t("account.hint", n=n)}
    checks = {
        "shortest": n,
        "short": t("error.weak_password", n=n),
        "differ": t("error.passwords_differ"),
        "required": t("account.required"),
    }
    return posted_form.data(
        t,
        action,
        words | labels,
        error=said.text if said else "",
        done=said is not None and said.done,
        checks=checks,
        **more,
    )
