"""Commands that read: check, status, export; and `serve`."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from tvgeo.arguments import Day, Said, one_of
from tvgeo.cli.root import FAILED, cli, data_of, print_json, say, words_of
from tvgeo.core.metrics import Standing
from tvgeo.io import progress_table
from tvgeo.locale import Locale
from tvgeo.services import documents, exporting, stamps
from tvgeo.services.base import Base, open_base
from tvgeo.services.view import View, open_view, view_on

SHOWN_WORST = 10


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def check(context: click.Context, *, as_json: bool) -> None:
    """Check the data folder: every finding at once.

    Ids, joins both ways, geometry, CRS, citations, sources and licences; lengths and areas
    measured beside the official figures. Exit 1 when something had to be left out.
    """
    base = open_base(data_of(context))
    document = documents.check(base)
    t = words_of(context)
    if as_json:
        # each finding also as the sentence a person reads
        for entry, finding in zip(document["findings"], base.folder.findings, strict=True):
            entry["problem"], entry["remedy"] = t.problem(finding), t.remedy(finding)
        print_json(document)
    else:
        _say_check(t, base, document)
    if not document["ok"]:
        context.exit(FAILED)


def _say_check(t: Locale, base: Base, document: dict[str, Any]) -> None:
    say(t("cli.check.counts", **document["counts"]))
    for layer, number in document["layers"].items():
        name = t(f"layer.{layer}") if f"layer.{layer}" in t else layer
        say(t("cli.check.layer", layer=name, n=number["features"]))
    say(t("cli.check.places", n=len(document["located"]), none=len(document["unlocated"])))
    for project_id, reason in document["unlocated"].items():
        say(f"  {project_id}: {t('no_location.' + reason)}")
    for m in base.measures:
        unit = "km" if m.quantity == "length_km" else "ha"
        line = t(
            "cli.check.measured",
            feature=m.feature_id,
            measured=t.quantity(m.measured, unit),
            official=t.quantity(m.official, unit),
            diff=t.signed(m.difference, 2),
        )
        say(f"  {line}" + (f" · {m.note}" if m.note else ""))
    for finding in base.folder.findings:
        say(f"{t('severity.' + finding.severity)}: {t.line(finding)}")
    store = document["store"]
    if store:
        say(t("cli.check.store", rev=store["revision"], n=store["rows"]))
        if store["cells_unlike_file"] and store["file_edited"]:
            file = base.folder.folder / progress_table.FILE
            say(t("error.base_differs", n=store["cells_unlike_file"], file=str(file)))
    key = "cli.check.ok" if document["ok"] else "cli.check.failed"
    say(t(key, n=sum(f.severity == "error" for f in base.folder.findings)))


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
    view = open_view(data_of(context), as_of=as_of, sourced_only=sourced_only)
    if as_json:
        print_json(documents.status(view))
    else:
        _say_status(words_of(context), view)


def _say_status(t: Locale, view: View) -> None:
    say(view.registry.settings.title)
    say(stamps.stamp(t, view))
    if view.illustrative:
        say(t("cli.status.illustrative", n=len(view.illustrative), total=len(view.with_data)))
    for health, number in view.counts.items():
        say(f"{number:>5}  {t('health.' + health)}")
    for item in view.behind[:SHOWN_WORST]:
        say(f"  {item.project.project_id}: {t.name(item.project)}: {_verdict(t, item)}")
    states = [report.state for report in view.reports]
    say(
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
    "--format", "kind", type=one_of(exporting.FORMATS), required=True, help="File format."
)
@click.option("--as-of", type=Day(), help="Figures of a day; without it the upload format.")
@click.option("--sourced-only", is_flag=True, help="Leave out illustrative figures.")
@click.option(
    "--crs",
    type=Said(click.INT, "4326, 9209"),
    default=4326,
    help="EPSG: 4326, or a VN-2000 zone like 9209 [4326].",
)
@click.option(
    "-o", "--output", type=Said(click.Path(dir_okay=False, path_type=Path), "FILE"), required=True,
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
    """Write data out: csv, xlsx, geojson or gpkg; html is a map that opens without a network.

    oc4ids is a project package of the Open Contracting for Infrastructure Data Standard 0.9,
    archive a ZIP of all of them with a dictionary, licences and checksums.

    csv and xlsx without --as-of are exactly the upload format: all rows, unchanged when they
    come back. Example: tvgeo export --format gpkg --crs 9209 --as-of 2025-12-31 -o plan.gpkg
    """
    view = view_on(open_base(data_of(context)), as_of, sourced_only=sourced_only)
    t = words_of(context)
    number = exporting.export(view, kind, output, crs=crs, upload_format=as_of is None, t=t)
    say(t("cli.export.done", file=str(output), n=number))


@cli.command()
@click.option(
    "--port", type=Said(click.IntRange(1, 65535), "1–65535"), default=8501, help="Port [8501]."
)
@click.option("--host", default="127.0.0.1", help="Address to listen on [127.0.0.1].")
@click.pass_context
def serve(context: click.Context, *, port: int, host: str) -> None:
    """Serve the dashboard, like `streamlit run app.py`, from any folder, with safe settings."""
    from tvgeo.web.serve import serve as run  # noqa: PLC0415 - Streamlit takes 0.5 s to import

    data = data_of(context)
    run(host=host, port=port, data=Path(data) if data else None)
