"""The command line: parse, call a service, print. Errors are one line: what, where, remedy."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from tvgeo import locale
from tvgeo.core.metrics import Standing
from tvgeo.errors import TvgeoError, UsageError
from tvgeo.locale import Locale
from tvgeo.services import documents, exporting
from tvgeo.services.base import Base, open_base
from tvgeo.services.view import View, default_period, open_view, view_as_of, view_of_period

FAILED, WRONG_USE = 1, 2
SHOWN_WORST = 10


class Day(click.ParamType[date]):
    """An ISO date."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the date; anything but ISO is wrong use."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r}: YYYY-MM-DD", param, ctx)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", metavar="DIR", envvar="TVGEO_DATA_DIR", help="Data folder [data].")
@click.option(
    "--lang", type=click.Choice(locale.LANGUAGES), default="vi", help="Language [vi]."
)
@click.version_option(package_name=None, version=__import__("tvgeo").__version__)
@click.pass_context
def cli(context: click.Context, data: str | None, lang: str) -> None:
    """tvgeo: how far the works of a provincial plan have come."""
    context.obj = {"data": data, "t": locale.get(lang)}


def _data(context: click.Context) -> str | None:
    data: str | None = context.obj["data"]
    return data


def _print_json(document: object) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def check(context: click.Context, *, as_json: bool) -> None:
    """Check the data folder: every finding at once.

    Ids, joins both ways, geometry, CRS, citations, sources and licences; lengths and areas
    measured beside the official figures. Exit 1 when something had to be left out.
    """
    base = open_base(_data(context))
    document = documents.check(base)
    t: Locale = context.obj["t"]
    if as_json:
        # each finding also as the sentence a person reads
        for entry, finding in zip(document["findings"], base.folder.findings, strict=True):
            entry["problem"], entry["remedy"] = t.problem(finding), t.remedy(finding)
        _print_json(document)
    else:
        _say_check(t, base, document)
    if not document["ok"]:
        context.exit(FAILED)


def _say_check(t: Locale, base: Base, document: dict[str, Any]) -> None:
    click.echo(t("cli.check.counts", **document["counts"]))
    for layer, number in document["layers"].items():
        name = t(f"layer.{layer}") if f"layer.{layer}" in t else layer
        click.echo(t("cli.check.layer", layer=name, n=number["features"]))
    click.echo(
        t("cli.check.places", n=len(document["located"]), none=len(document["unlocated"]))
    )
    for project_id, reason in document["unlocated"].items():
        click.echo(f"  {project_id}: {t('no_location.' + reason)}")
    for m in base.measures:
        unit = "km" if m.quantity == "length_km" else "ha"
        line = t(
            "cli.check.measured",
            feature=m.feature_id,
            measured=t.quantity(m.measured, unit),
            official=t.quantity(m.official, unit),
            diff=t.signed(m.difference, 2),
        )
        click.echo(f"  {line}" + (f" · {m.note}" if m.note else ""))
    for finding in base.folder.findings:
        click.echo(f"{t('severity.' + finding.severity)}: {t.line(finding)}")
    key = "cli.check.ok" if document["ok"] else "cli.check.failed"
    click.echo(t(key, n=sum(f.severity == "error" for f in base.folder.findings)))


@cli.command()
@click.option("--as-of", type=Day(), help="Day of the figures [last closed period with data].")
@click.option("--sourced-only", is_flag=True, help="Leave out illustrative figures.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def status(
    context: click.Context, *, as_of: date | None, sourced_only: bool, as_json: bool
) -> None:
    """Show how every project stands, with aggregates and missing reports.

    Example: tvgeo status --as-of 2025-12-31 --json
    """
    view = open_view(_data(context), as_of=as_of, sourced_only=sourced_only)
    if as_json:
        _print_json(documents.status(view))
    else:
        _say_status(context.obj["t"], view)


def _say_status(t: Locale, view: View) -> None:
    click.echo(view.registry.settings.title)
    click.echo(t("stamp.initial", date=view.day, rev=view.base.revision))
    if view.illustrative:
        click.echo(
            t("cli.status.illustrative", n=len(view.illustrative), total=len(view.with_data))
        )
    for health, number in view.counts.items():
        click.echo(f"{number:>5}  {t('health.' + health)}")
    for item in view.behind[:SHOWN_WORST]:
        click.echo(f"  {item.project.project_id}: {t.name(item.project)}: {_verdict(t, item)}")
    states = [report.state for report in view.reports]
    click.echo(
        t(
            "cli.status.reports",
            n=states.count("missing"),
            total=len(states),
            partial=states.count("partial"),
        )
    )


def _verdict(t: Locale, item: Standing) -> str:
    mark = t.mark if item.illustrative else ""
    if item.slippage is None:
        return t("health." + item.health) + mark
    return f"{t('health.' + item.health)}, {t.points(item.slippage)}{mark}"


@cli.command()
@click.option(
    "--format", "kind", type=click.Choice(exporting.FORMATS), required=True, help="File format."
)
@click.option("--as-of", type=Day(), help="Figures of a day; without it the upload format.")
@click.option("--sourced-only", is_flag=True, help="Leave out illustrative figures.")
@click.option(
    "--crs", type=int, default=4326, help="EPSG: 4326, or a VN-2000 zone like 9209 [4326]."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True,
    help="File to write.",
)  # fmt: skip
@click.pass_context
def export(
    context: click.Context,
    *,
    kind: str,
    as_of: date | None,
    sourced_only: bool,
    crs: int,
    output: Path,
) -> None:
    """Write data out: csv, xlsx, geojson or gpkg.

    csv and xlsx without --as-of are exactly the upload format: all rows, unchanged when they
    come back. Example: tvgeo export --format gpkg --crs 9209 --as-of 2025-12-31 -o plan.gpkg
    """
    base = open_base(_data(context))
    view = (
        view_of_period(base, default_period(base), sourced_only=sourced_only)
        if as_of is None
        else view_as_of(base, as_of, sourced_only=sourced_only)
    )
    number = exporting.export(
        view, kind, output, crs=crs, upload_format=as_of is None and not sourced_only
    )
    click.echo(context.obj["t"]("cli.export.done", file=str(output), n=number))


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, help="Port [8501].")
@click.option("--host", default="127.0.0.1", help="Address to listen on [127.0.0.1].")
@click.pass_context
def serve(context: click.Context, *, port: int, host: str) -> None:
    """Serve the dashboard, like `streamlit run app.py`, from any folder, with safe settings."""
    from tvgeo.web.serve import serve as run  # noqa: PLC0415 - Streamlit takes 0.5 s to import

    data = _data(context)
    run(host=host, port=port, data=Path(data) if data else None)


def main() -> NoReturn:
    """Run the command line; every error is one line on stderr, in the reader's language."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    t = locale.get(_language(sys.argv))
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except UsageError as error:
        _fail(t.error(error), WRONG_USE)
    except TvgeoError as error:
        _fail(t.error(error), FAILED)
    except click.UsageError as error:
        _fail(_usage(t, error), WRONG_USE)
    except click.Abort:
        sys.exit(FAILED)
    except OSError as error:
        _fail(
            t("cli.os_error", path=str(error.filename or ""), reason=str(error.strerror)),
            FAILED,
        )


def _language(arguments: list[str]) -> str:
    """Read `--lang` before click does: click's own complaints need it too."""
    for before, after in zip(arguments, [*arguments[1:], ""], strict=True):
        chosen = before.removeprefix("--lang=") if before.startswith("--lang=") else after
        if before.startswith("--lang") and chosen in locale.LANGUAGES:
            return chosen
    return locale.LANGUAGES[0]


def _usage(t: Locale, error: click.UsageError) -> str:
    command = error.ctx.info_name if error.ctx and error.ctx.parent else ""
    if isinstance(error, click.MissingParameter):
        name = error.param.opts[-1] if error.param else ""
        return t("error.usage", arg=name, command=command or "")
    if isinstance(error, click.BadParameter) and error.param is not None:
        kind = error.param.type
        wanted = ", ".join(kind.choices) if isinstance(kind, click.Choice) else kind.name
        return t(
            "error.bad_value", arg=error.param.opts[-1], value=error.message, suggestion=wanted
        )
    return t("cli.unknown", what=error.format_message(), command=command or "")


def _fail(sentence: str, code: int) -> NoReturn:
    click.echo(" ".join(sentence.split()), err=True)
    sys.exit(code)
