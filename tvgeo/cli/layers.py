"""Commands for map layers that an office sends: layers check, layers import."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tvgeo.arguments import Commands, Said, one_of
from tvgeo.cli.publishing import FILE, operator, revision_of
from tvgeo.cli.root import FAILED, cli, data_of, print_json, say, words_of
from tvgeo.core import declared_crs
from tvgeo.core.features import METHODS
from tvgeo.core.findings import Finding
from tvgeo.errors import ConflictError, CrsError, UsageError
from tvgeo.io.layer_files import limits, mapping
from tvgeo.io.layer_files.reader import LayerReading, Options
from tvgeo.io.layers import LICENCES
from tvgeo.locale import Locale
from tvgeo.services import history, layer_documents, layer_drafts, layer_import
from tvgeo.services.base import open_base
from tvgeo.services.layer_changes import FeatureChange
from tvgeo.services.layer_drafts import LayerDraft, Request


@cli.group(cls=Commands)
def layers() -> None:
    """Check and import map layers: GeoJSON, GeoPackage, zipped Shapefile, OpenStreetMap."""


def _reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what both commands ask about the file."""
    for option in (
        click.option("--ref", metavar="QL.53", help="Number of the road in an OSM extract."),
        click.option("--project", metavar="ID", help="Work of features that name none."),
        click.option(
            "--map", "columns", multiple=True, metavar="THEIRS=OURS",
            help="Read a property as one of ours; may be repeated.",
        ),
        click.option("--crs", metavar="EPSG:9209", help="CRS by the original document."),
        click.option("--layer-name", metavar="INNER", help="Which layer inside the file."),
        click.option("--name", metavar="NAME", help="Name the file was sent under [its own]."),
        click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout."),
    ):  # fmt: skip
        command = option(command)
    return command


@layers.command()
@click.argument("file", type=FILE)
@_reading_options
@click.pass_context
def check(
    context: click.Context, /, *, file: Path, name: str | None, as_json: bool, **asked: Any
) -> None:
    """Read a layer file as an import would; store nothing. Exit 1 if it is refused.

    Example: tvgeo layers check ql60.gpkg --json
    """
    t = words_of(context)
    reading = layer_drafts.check(
        open_base(data_of(context)), _bytes(file), name or file.name, _options(**asked)
    )
    if as_json:
        print_json(layer_documents.reading(reading, t))
    else:
        _say_reading(t, reading)
    if reading.verdict == "reject":
        context.exit(FAILED)


@layers.command(name="import")
@click.argument("file", type=FILE)
@click.option("--layer", required=True, metavar="LAYER", help="Layer that it belongs to.")
@click.option("--source", default="", help="Where it comes from; an OSM extract says itself.")
@click.option("--licence", type=one_of(LICENCES), help="Licence; an OSM extract has its own.")
@click.option("--accuracy-m", type=Said(click.FloatRange(0), "0.1, 5, 50…"), required=True,
              help="Accuracy of the positions, metres.")  # fmt: skip
@click.option("--method", type=one_of(METHODS), required=True, help="How it was made.")
@click.option("--author", required=True, help="Who imports it.")
@click.option("--base", "on", default="head", metavar="REV|head", help="Revision it builds on.")
@click.option("--note", help="A note that stays with the revision.")
@click.option("--accept-warnings", is_flag=True, help="Import in spite of warnings.")
@click.option("--replace-layer", is_flag=True, help="Remove what the file does not hold.")
@_reading_options
@click.pass_context
def import_(
    context: click.Context,
    /,
    *,
    file: Path,
    name: str | None,
    as_json: bool,
    author: str,
    on: str,
    note: str | None,
    accept_warnings: bool,
    **asked: Any,
) -> None:
    """Bring a layer in as one revision; features that the file does not hold stay.

    Example: tvgeo layers import ql60.gpkg --layer national_highways --source "Hồ sơ hoàn công"
    --licence own-work --accuracy-m 0.5 --method surveyed --author "Sở XD"
    """
    t, actor = words_of(context), operator(author)
    base = open_base(data_of(context))
    if revision_of(on, base) != base.revision:
        raise history.moved(base, revision_of(on, base))
    stated = ("layer", "source", "licence", "accuracy_m", "method", "replace_layer")
    asked["licence"] = asked["licence"] or ""
    request = Request(**{key: asked.pop(key) for key in stated}, options=_options(**asked))
    draft = layer_drafts.preview(base, _bytes(file), name or file.name, request, actor)
    if not as_json:
        _say_draft(t, draft)
    elif draft.content is None:
        print_json(layer_documents.reading(draft.reading, t))
        context.exit(FAILED)
    made = layer_import.publish(draft, actor, note=note, confirmed=accept_warnings)
    if as_json:
        print_json(layer_documents.imported(draft, made))
    else:
        say(t("layers.published", layer=request.layer, rev=made.revision))


def _options(
    *,
    layer_name: str | None,
    crs: str | None,
    columns: tuple[str, ...],
    ref: str | None,
    project: str | None,
) -> Options:
    try:
        code = None if crs is None else declared_crs.parse(crs)
    except CrsError as error:
        allowed = "EPSG:4326, EPSG:9209…"
        raise UsageError(
            "error.bad_value", arg="--crs", value=crs, suggestion=allowed
        ) from error
    chosen = {}
    for written in columns:
        theirs, _, ours = written.rpartition("=")
        if not theirs or ours not in {*mapping.OURS, ""}:
            raise UsageError(
                "error.bad_value", arg="--map", value=written,
                suggestion=f"{theirs or 'TEN'}=({', '.join(mapping.OURS)})",
            )  # fmt: skip
        chosen[theirs] = ours
    return Options(layer_name=layer_name, crs=code, columns=chosen, ref=ref, project_id=project)


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            # one byte more than may be sent is enough to refuse a file by its size
            return stream.read(limits.MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageError("error.no_file", path=str(file)) from error


def _say_reading(t: Locale, reading: LayerReading) -> None:
    if reading.crs:
        operation = reading.operation or t("layers.no_shift")
        n = len(reading.features)
        say(t("layers.read", n=n, crs=reading.crs, operation=operation))
    for each in reading.suggestions:
        used = reading.columns.get(each.theirs)
        if used:
            say(t("layers.columns", theirs=each.theirs, ours=used))
        elif each.ours:
            say(t("layers.suggested", theirs=each.theirs, ours=each.ours))
    _say_findings(t, reading.findings)
    severities = [finding.severity for finding in reading.findings]
    say(
        t(
            f"layers.verdict.{reading.verdict}",
            n=len(reading.features),
            w=severities.count("warning"),
            e=severities.count("error"),
        )
    )


def _say_findings(t: Locale, findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        severity = t(f"severity.{finding.severity}")
        say(f"{severity}: {t.problem(finding)} ⇒ {t.remedy(finding)}")


def _say_draft(t: Locale, draft: LayerDraft) -> None:
    _say_reading(t, draft.reading)
    for each in draft.changes:
        _say_change(t, each)
    if draft.content is None:
        raise ConflictError("error.layer_refused", n=draft.errors)
    counts = {kind: draft.count(kind) for kind in ("changed", "added", "removed")}
    say(t("layers.counts", **counts, same=draft.same))


def _say_change(t: Locale, each: FeatureChange) -> None:
    change = each.change
    named = change.named
    say(
        t(
            "layers.change.line",
            kind=t(f"layers.change.{change.kind}"),
            name=t.name(named),
            feature=named.feature_id,
        )
    )
    if each.moved is not None:
        median, maximum = (t.number(value, 1) for value in each.moved)
        say("  " + t("layers.moved", median=median, maximum=maximum))
    if each.old or each.new:
        say("  " + t("layers.measured", old=_figure(t, each.old), new=_figure(t, each.new)))
    if change.chainage != "none":
        factor = each.factor[1]
        route = change.new[0].route
        say(
            "  "
            + t(
                f"layers.chainage.{change.chainage}",
                km=str(route.limits) if route else t.dash,
                factor=t.dash if factor is None else t.number(factor, 4),
            )
        )


def _figure(t: Locale, figure: tuple[str, float] | None) -> str:
    if figure is None:
        return t.dash
    quantity, value = figure
    return t(f"layers.{quantity.partition('_')[0]}", value=value)
