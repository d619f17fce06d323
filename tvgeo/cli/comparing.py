"""The command that compares two reporting periods."""

from collections.abc import Sequence
from typing import Any

import click

from tvgeo.cli.root import cli, data_of, print_json, say, words_of
from tvgeo.core import periods
from tvgeo.core.periods import Period
from tvgeo.core.plan import Settings
from tvgeo.errors import UsageError
from tvgeo.locale import Locale
from tvgeo.render import phrases
from tvgeo.services import comparison, stamps
from tvgeo.services.base import open_base
from tvgeo.services.comparison import Comparison
from tvgeo.services.view import period_choices


@cli.command()
@click.option("--from", "earlier", required=True, help="The earlier period.")
@click.option("--to", "later", required=True, help="The later period.")
@click.option("--sourced-only", is_flag=True, help="Leave out illustrative figures.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def compare(
    context: click.Context, *, earlier: str, later: str, sourced_only: bool, as_json: bool
) -> None:
    """Show what changed between two periods, in percentage points, work by work.

    Example: tvgeo compare --from 2024 --to 2025 --json
    """
    base = open_base(data_of(context))
    after = _one_of(period_choices(base)[1:], later, "--to", base.settings)
    before = _one_of(comparison.earlier_periods(base, after), earlier, "--from", base.settings)
    found = comparison.compare(base, before, after, sourced_only=sourced_only)
    if as_json:
        print_json(_document(found))
    else:
        _say(words_of(context), found)


def _one_of(known: Sequence[Period], code: str, arg: str, settings: Settings) -> Period:
    """Return the period of a code that somebody gave as `arg`; refuse one that is not known."""
    period = periods.parse(code, settings)
    if period not in known:
        codes = ", ".join(one.code for one in known)
        raise UsageError("error.bad_value", arg=arg, value=code, suggestion=codes)
    return period


def _document(found: Comparison) -> dict[str, Any]:
    return {
        "from": found.earlier.code,
        "to": found.later.code,
        "from_day": found.before.day.isoformat(),
        "to_day": found.after.day.isoformat(),
        "revision": found.after.base.revision,
        "sourced_only": found.after.sourced_only,
        "counts": found.counts,
        "projects": [
            {
                name: getattr(value, "isoformat", lambda v=value: v)()
                for name, value in row.items()
            }
            for row in comparison.records(found)
        ],
    }


def _say(t: Locale, found: Comparison) -> None:
    say(stamps.compared(t, found))
    for kind, number in found.counts.items():
        say(t(f"change.count.{kind}", n=number))
    for one in found.of(found.changes):
        if one.figures:
            both = (phrases.percent(t, side.physical) for side in (one.before, one.after))
            pair = " → ".join(said or t.dash for said in both)
            say(
                f"  {one.project.project_id}: {t.name(one.project)}: {pair}, {phrases.changed(t, one)}"
            )
    if any(one.illustrative for one in found.changes.values()):
        say(t("illustrative.note"))
