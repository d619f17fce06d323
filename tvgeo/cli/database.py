"""Commands for whoever looks after the database: copy, check, grant."""

import click

from tvgeo.arguments import Commands, one_of
from tvgeo.cli.operation import LOCAL
from tvgeo.cli.publishing import operator
from tvgeo.cli.root import FAILED, cli, data_of, print_json, say, words_of
from tvgeo.services import database, stores
from tvgeo.services.base import folder_path
from tvgeo.store.roles import Duty

DUTIES = ("app", "reader")


@cli.group(cls=Commands)
def db() -> None:
    """Look after the database: copy, check, grant."""


@db.command()
@click.option("--to", metavar="URL", required=True, help="Empty place for the copy.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def copy(context: click.Context, *, to: str, as_json: bool) -> None:
    """Copy the whole store to an empty database and prove that it is the same.

    Example: tvgeo db copy --to "postgresql://tvgeo@10.0.0.5/tvgeo?schema=tra_vinh"
    """
    t = words_of(context)
    copied = database.copy(to, operator(LOCAL), path=data_of(context))
    if as_json:
        print_json({"ok": True, "rows": copied})
        return
    say(
        t(
            "cli.db.copied",
            revisions=copied["revisions"],
            changes=copied["changes"],
            files=copied["files"],
            accounts=copied["accounts"],
            entries=copied["audit"],
            store=stores.shown(to),
        )
    )


@db.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def check(context: click.Context, *, as_json: bool) -> None:
    """Look at the store and at what QGIS reads; both are made where missing. Exit 1 if not whole."""
    t = words_of(context)
    found = database.check(operator(LOCAL), path=data_of(context))
    if as_json:
        print_json(
            {
                "ok": found.broken_at is None and found.refusal is None,
                "store": found.place,
                "revision": found.revision,
                "entries": found.entries,
                "broken_at": found.broken_at,
                "view": found.view,
            }
        )
    else:
        say(t("cli.db.store", store=found.place, rev=found.revision))
        say(
            t("audit.ok", n=found.entries)
            if found.broken_at is None
            else t("audit.broken", i=found.broken_at)
        )
        say(t(f"cli.db.view.{found.view}"))
        if found.refusal is not None:
            say(t.error(found.refusal))
    if found.broken_at is not None or found.refusal is not None:
        context.exit(FAILED)


@db.command()
@click.argument("role")
@click.option("--duty", type=one_of(DUTIES), required=True, help="What the account is for.")
@click.pass_context
def grant(context: click.Context, *, role: str, duty: Duty) -> None:
    """Let an account of the database run the dashboard (app), or read the map's view (reader).

    Example: tvgeo db grant qgis --duty reader
    """
    store = stores.required(folder_path(data_of(context)))
    database.grant(store, role, duty)
    say(words_of(context)(f"cli.db.granted.{duty}", role=role))
