"""Commands for whoever runs the server: accounts, audit, backup, restore."""

import sys
from pathlib import Path

import click

from tvgeo.arguments import Commands, Said, one_of
from tvgeo.cli.publishing import operator
from tvgeo.cli.root import FAILED, cli, data_of, print_json, say, words_of
from tvgeo.core.access import ROLES
from tvgeo.services import accounts, administration, history, stores
from tvgeo.services.base import ensure_store, folder_path, open_base
from tvgeo.store.opening import Store

# Whose name stands in the audit for what is done at the server itself.
LOCAL = "tvgeo"
FILE = Said(click.Path(dir_okay=False, path_type=Path), "FILE")


@cli.group(cls=Commands)
def admin() -> None:
    """Look after accounts: create, list, disable, enable, unlock, password, role."""


@admin.command()
@click.argument("name")
@click.option("--role", type=one_of(ROLES), required=True, help="What the account may do.")
@click.option("--scope", metavar="AGENCY", help="Only the works this agency leads.")
@click.option("--no-password", is_flag=True, help="For sign-in by OIDC or proxy only.")
@click.pass_context
def create(
    context: click.Context, *, name: str, role: str, scope: str | None, no_password: bool
) -> None:
    """Create an account; the password is asked for, or read from standard input.

    Example: tvgeo admin create lan --role planner --scope so-gtvt
    """
    t = words_of(context)
    base = open_base(data_of(context))
    accounts.check_new(base, name, role=role, scope=scope)
    password = None
    if not no_password:
        password = _password(t("sign_in.password"), t("cli.password.again"))
    store = ensure_store(data_of(context))
    made = accounts.create(store, name, password, role=role, scope=scope, actor=operator(LOCAL))
    say(t("cli.admin.created", user=made.name, role=t(f"role.{made.role}")))


@admin.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def list_(context: click.Context, *, as_json: bool) -> None:
    """List the accounts with role, scope and state; never a password."""
    t = words_of(context)
    found = accounts.listed(_store(context))
    if as_json:
        print_json([accounts.plain(each) for each in found])
        return
    for each in found:
        state = "disabled" if each.disabled else "locked" if each.locked_until else "active"
        say(
            t(
                "cli.admin.line",
                user=each.name,
                role=t(f"role.{each.role}"),
                scope=each.scope or t.dash,
                state=t(f"account.state.{state}"),
            )
        )
    if not found:
        say(t("error.no_accounts_yet"))


@admin.command()
@click.argument("name")
@click.pass_context
def disable(context: click.Context, *, name: str) -> None:
    """Disable an account at once, its open sessions too."""
    accounts.disable(_store(context), name, actor=operator(LOCAL))
    say(words_of(context)("cli.admin.disabled", user=name))


@admin.command()
@click.argument("name")
@click.pass_context
def enable(context: click.Context, *, name: str) -> None:
    """Enable a disabled account again."""
    accounts.enable(_store(context), name, actor=operator(LOCAL))
    say(words_of(context)("cli.admin.enabled", user=name))


@admin.command()
@click.argument("name")
@click.pass_context
def unlock(context: click.Context, *, name: str) -> None:
    """Unlock an account that was locked after wrong passwords."""
    accounts.unlock(_store(context), name, actor=operator(LOCAL))
    say(words_of(context)("cli.admin.unlocked", user=name))


@admin.command()
@click.argument("name")
@click.pass_context
def password(context: click.Context, *, name: str) -> None:
    """Set a new password; open sessions of the account end."""
    t, store = words_of(context), _store(context)
    chosen = _password(t("sign_in.password"), t("cli.password.again"))
    accounts.set_password(store, name, chosen, actor=operator(LOCAL))
    say(t("cli.admin.password_set", user=name))


@admin.command()
@click.argument("name")
@click.option("--role", type=one_of(ROLES), required=True, help="What the account may do.")
@click.option("--scope", metavar="AGENCY", help="Only the works this agency leads.")
@click.pass_context
def role(context: click.Context, *, name: str, role: str, scope: str | None) -> None:
    """Change role and scope; open sessions of the account end."""
    t, base = words_of(context), open_base(data_of(context))
    accounts.check_scope(base, scope)
    accounts.set_role(_store(context), name, role=role, scope=scope, actor=operator(LOCAL))
    say(t("cli.admin.role_set", user=name, role=t(f"role.{role}")))


@cli.group(cls=Commands)
def audit() -> None:
    """Look after the audit log: verify."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def verify(context: click.Context, *, as_json: bool) -> None:
    """Check that no entry was altered, removed or added. Exit 1 if one was."""
    t = words_of(context)
    found = history.verify_audit(open_base(data_of(context)), operator(LOCAL))
    if as_json:
        print_json(
            {
                "ok": found.broken_at is None,
                "entries": found.entries,
                "broken_at": found.broken_at,
            }
        )
    elif found.broken_at is None:
        say(t("audit.ok", n=found.entries))
    else:
        click.echo(t("audit.broken", i=found.broken_at), err=True)
    if found.broken_at is not None:
        context.exit(FAILED)


@cli.command()
@click.option("-o", "--output", type=FILE, required=True, help="File to write.")
@click.pass_context
def backup(context: click.Context, *, output: Path) -> None:
    """Write a whole copy of the store while it is in use; a plain file copy would be broken."""
    administration.backup(open_base(data_of(context)), output, operator(LOCAL))
    say(words_of(context)("cli.backed_up", file=str(output)))


@cli.command()
@click.argument("file", type=FILE)
@click.pass_context
def restore(context: click.Context, *, file: Path) -> None:
    """Put a backup in the place of the store; the store of before is kept beside it."""
    t = words_of(context)
    kept = administration.restore(file, operator(LOCAL), path=data_of(context))
    say(t("cli.restored", file=str(file)))
    if kept is not None:
        say(t("cli.restore.kept", file=str(kept)))


def _store(context: click.Context) -> Store:
    return stores.required(folder_path(data_of(context)))


def _password(first: str, second: str) -> str:
    """Ask for a password twice, or read one line when nobody is there to be asked."""
    if sys.stdin.isatty():
        chosen: str = click.prompt(first, hide_input=True, confirmation_prompt=second)
        return chosen
    return sys.stdin.readline().rstrip("\r\n")
