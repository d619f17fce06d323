"""The command that makes a briefing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from tvgeo.arguments import Day, Said, one_of
from tvgeo.cli.root import cli, data_of, print_json, say, words_of
from tvgeo.core.units import THEN, UNITS, Units
from tvgeo.errors import UsageError
from tvgeo.services import briefing, packs, units
from tvgeo.services.base import at_revision, open_base
from tvgeo.services.view import view_on


class _Formats(click.ParamType[tuple[str, ...]]):
    """Formats with commas between them, each once, in the order in which they are made."""

    name = "FORMATS"

    def convert(
        self, value: Any, param: click.Parameter | None, _ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the formats; one that is not known is wrong use."""
        if isinstance(value, tuple):
            return value
        asked = [each.strip().lower() for each in str(value).split(",") if each.strip()]
        if not asked or not set(asked) <= set(packs.FORMATS):
            raise UsageError(
                "error.bad_value",
                arg=param.opts[-1] if param else "",
                value=str(value),
                suggestion=",".join(packs.FORMATS),
            )
        return tuple(kind for kind in packs.FORMATS if kind in asked)


@cli.command()
@click.option("--as-of", type=Day(), help="Day of the figures [last closed period with data].")
@click.option(
    "--format", "formats", type=_Formats(), default=packs.FORMATS, help="Which forms [all]."
)
@click.option(
    "--scope",
    "said",
    default="plan",
    metavar="KIND[:CODE]",
    help="plan, sector:CODE, agency:CODE or work:CODE [plan].",
)
@click.option(
    "--units",
    "named",
    type=one_of(UNITS),
    default=THEN,
    help="Places and agencies as in the plan, or today's [then].",
)
@click.option("--sourced-only", is_flag=True, help="Leave out illustrative figures.")
@click.option(
    "--revision", type=Said(click.IntRange(1), "1, 2, …"), help="An earlier revision [current]."
)
@click.option(
    "-o", "--output", type=Said(click.Path(file_okay=False, path_type=Path), "DIR"), required=True,
    help="Folder to write to.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def brief(
    context: click.Context,
    *,
    as_of: date | None,
    formats: Sequence[str],
    said: str,
    named: Units,
    sourced_only: bool,
    revision: int | None,
    output: Path,
    as_json: bool,
) -> None:
    """Make a briefing: pictures, PDF, slides, written report, workbook, HTML map.

    Example: tvgeo brief --as-of 2025-12-31 --format png,pdf,docx -o out
    """
    t = words_of(context)
    base = open_base(data_of(context))
    if revision is not None:
        base = at_revision(base, revision)
    view = units.seen(view_on(base, as_of, sourced_only=sourced_only), named)
    kind, _, code = said.partition(":")
    scope = briefing.scope_of(view, t, kind, code)
    packs.try_folder(output)
    files = []
    for step in packs.make(view, t, scope=scope, formats=formats):
        if step.file is None and not as_json:
            say(t("brief.making", file=step.name, i=step.i, n=step.n))
        path = packs.save(step, output)
        if path is not None and step.file is not None:
            files.append({"name": path.name, "bytes": len(step.file.data)})
    if as_json:
        print_json({
            "as_of": view.day.isoformat(),
            "revision": base.revision,
            "scope": {"kind": scope.kind, "code": scope.code, "name": scope.name},
            "sourced_only": sourced_only,
            "units": named,
            "folder": str(output),
            "files": files,
        })  # fmt: skip
    else:
        say(t("brief.made", n=len(files), folder=str(output)))
