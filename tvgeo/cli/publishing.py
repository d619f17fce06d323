"""Commands that read and publish files: validate, diff, publish, history, show, rollback."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from tvgeo.arguments import Day, Said
from tvgeo.cli.root import FAILED, cli, data_of, print_json, say, words_of
from tvgeo.core.access import Actor
from tvgeo.core.difference import Difference, Key
from tvgeo.errors import ConflictError, UsageError
from tvgeo.io import upload
from tvgeo.locale import Locale
from tvgeo.render import cells
from tvgeo.services import change_documents, drafts, history, publishing, stores, templates
from tvgeo.services.base import Base, open_base
from tvgeo.services.drafts import Draft

FILE = Said(click.Path(dir_okay=False, path_type=Path), "FILE")
HEAD = "head"


@cli.command()
@click.argument("file", type=FILE)
@click.option("--today", type=Day(), help="Read the file as on this day [today].")
@click.option("--name", metavar="UPLOAD_NAME", help="Name the file was sent under [its own].")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def validate(
    context: click.Context, *, file: Path, today: date | None, name: str | None, as_json: bool
) -> None:
    """Read a progress file as an upload would; store nothing. Exit 1 if it is refused.

    Example: tvgeo validate bao-cao.xlsx --json
    """
    draft = _draft(open_base(data_of(context)), file, name=name, today=today)
    t = words_of(context)
    if as_json:
        print_json(change_documents.reading(draft.reading, t))
    else:
        _say_reading(t, draft)
    if draft.reading.verdict == "reject":
        context.exit(FAILED)


@cli.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def diff(context: click.Context, *, file: Path, as_json: bool) -> None:
    """Show what publishing a file would change, project by project, cell by cell."""
    base, t = open_base(data_of(context)), words_of(context)
    draft = _draft(base, file)
    if draft.reading.verdict == "reject":
        _refuse(context, t, draft, as_json=as_json)
    if as_json:
        print_json({"base": base.revision} | change_documents.changes(draft.difference))
    else:
        _say_difference(t, base, draft.difference)


@cli.command()
@click.argument("file", type=FILE)
@click.option("--author", required=True, help="Who publishes.")
@click.option("--base", "on", required=True, metavar="REV|head", help="Revision it builds on.")
@click.option("--note", help="A note that stays with the revision.")
@click.option("--accept-warnings", is_flag=True, help="Publish in spite of warnings.")
@click.option("--delete", "keys", metavar="KEYS", default="", help="Rows to remove: ID@DAY;…")
@click.option("--drop-illustrative", is_flag=True, help="Remove every illustrative row too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def publish(
    context: click.Context,
    *,
    file: Path,
    author: str,
    on: str,
    note: str | None,
    accept_warnings: bool,
    keys: str,
    drop_illustrative: bool,
    as_json: bool,
) -> None:
    """Publish a file as one revision; refused when somebody published since the base.

    Example: tvgeo publish bao-cao.xlsx --author "Sở GTVT" --base 7 --accept-warnings
    """
    t, actor = words_of(context), operator(author)
    base = open_base(data_of(context))
    if revision_of(on, base) != base.revision:
        raise history.moved(base, revision_of(on, base))
    draft = _draft(
        base, file, actor=actor, delete=_keys(keys, base), drop_illustrative=drop_illustrative
    )
    if draft.reading.verdict == "reject":
        publishing.refused(draft, actor)
        _refuse(context, t, draft, as_json=as_json)
    if draft.warnings and not accept_warnings and not as_json:
        _say_reading(t, draft)
    made = publishing.publish(draft, actor, note=note, confirmed=accept_warnings)
    _say_published(t, base, made, as_json=as_json)


@cli.command(name="history")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def history_(context: click.Context, *, as_json: bool) -> None:
    """List the revisions, the newest first: who, when, what."""
    base = open_base(data_of(context))
    if as_json:
        found = history.with_layers(base)
        print_json([change_documents.revision(each, layers) for each, layers in found])
        return
    t = words_of(context)
    revisions = history.revisions(base)
    for each in revisions:
        say(_revision_line(t, each))
    if not revisions:
        say(t("error.no_store", store=stores.place()))


@cli.command()
@click.argument("rev", type=Said(click.IntRange(1), "1, 2, 3…"))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def show(context: click.Context, *, rev: int, as_json: bool) -> None:
    """Show a revision and what it changed."""
    base, t = open_base(data_of(context)), words_of(context)
    stores.required(base.folder.folder)
    found = history.revision(base, rev)
    changed = history.changes_of(base, rev)
    if as_json:
        layers = history.layers_of(base, rev)
        print_json(change_documents.revision(found, layers) | change_documents.changes(changed))
    else:
        say(_revision_line(t, found))
        for layer in history.layers_of(base, rev):
            say(t("layers.history.changed", layer=layer.layer))
        _say_difference(t, base, changed)


@cli.command()
@click.argument("rev", type=Said(click.IntRange(1), "1, 2, 3…"))
@click.option("--author", required=True, help="Who restores it.")
@click.option("--note", help="A note that stays with the revision.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def rollback(
    context: click.Context, *, rev: int, author: str, note: str | None, as_json: bool
) -> None:
    """Make a new revision with the figures of an older one; nothing is lost."""
    base = open_base(data_of(context))
    made = publishing.rollback(rev, operator(author), path=data_of(context), note=note)
    _say_published(words_of(context), base, made, as_json=as_json)


@cli.command()
@click.option("--xlsx", is_flag=True, help="As a workbook with drop-downs and last figures.")
@click.option("--scope", metavar="AGENCY", help="Only the works of one agency.")
@click.option("-o", "--output", type=FILE, required=True, help="File to write.")
@click.pass_context
def template(context: click.Context, *, xlsx: bool, scope: str | None, output: Path) -> None:
    """Write the file to fill in: this period's projects, one row each."""
    base, t = open_base(data_of(context)), words_of(context)
    rows = templates.write(base, t, output, xlsx=xlsx, scope=scope)
    say(t("cli.export.done", file=str(output), n=rows))


def operator(author: str) -> Actor:
    """Return the actor of a command: whoever works at the server itself may do everything."""
    if not author.strip():
        raise UsageError("error.bad_value", arg="--author", value=author, suggestion="Sở GTVT")
    return Actor(name=author.strip(), role="admin", account=False)


def _draft(
    base: Base,
    file: Path,
    *,
    name: str | None = None,
    today: date | None = None,
    actor: Actor | None = None,
    delete: tuple[Key, ...] = (),
    drop_illustrative: bool = False,
) -> Draft:
    try:
        with file.open("rb") as stream:
            # one byte more than may be sent is enough to refuse a file by its size
            data = stream.read(upload.MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageError("error.no_file", path=str(file)) from error
    return drafts.preview(
        base,
        data,
        file.name if name is None else name,
        actor or operator("tvgeo"),
        delete=delete,
        drop_illustrative=drop_illustrative,
        on=today,
    )


def _refuse(context: click.Context, t: Locale, draft: Draft, *, as_json: bool) -> None:
    if as_json:
        print_json(change_documents.reading(draft.reading, t))
        context.exit(FAILED)
    _say_findings(t, draft)
    raise ConflictError("error.refused_file", n=draft.errors)


def revision_of(text: str, base: Base) -> int:
    """Return the number of the revision that was written, "head" included."""
    if text == HEAD:
        return base.revision
    if not text.isascii() or not text.isdigit() or len(text) > len(str(2**31)):
        raise UsageError("error.bad_value", arg="--base", value=text, suggestion="head, 1, 2…")
    return int(text)


def _keys(text: str, base: Base) -> tuple[Key, ...]:
    """Return the keys written as "cau-dai-ngai@2025-12-14;…"; each must be published."""
    found: list[Key] = []
    published = {row.key for row in base.rows}
    for part in filter(None, (part.strip() for part in text.replace(",", ";").split(";"))):
        project_id, _, day = part.rpartition("@")
        try:
            key = project_id, date.fromisoformat(day)
        except ValueError:
            key = ("", date.min)
        if key not in published:
            raise UsageError("error.no_row", value=part)
        found.append(key)
    return tuple(found)


def _say_reading(t: Locale, draft: Draft) -> None:
    _say_findings(t, draft)
    verdict = draft.reading.verdict
    say(
        t(
            f"verdict.{verdict}",
            n=len(draft.reading.rows),
            w=draft.warnings,
            e=draft.errors,
        )
    )


def _say_findings(t: Locale, draft: Draft) -> None:
    for finding in draft.reading.findings:
        severity = t(f"severity.{finding.severity}")
        say(f"{severity}: {t.problem(finding)} ⇒ {t.remedy(finding)}")


def _say_difference(t: Locale, base: Base, difference: Difference) -> None:
    projects = base.registry.projects
    for change in difference.changes:
        project = projects.get(change.key[0])
        name = f"{change.key[0]}: {t.name(project)}" if project else change.key[0]
        say(f"{name} · {t.date(change.key[1])} · {t('change.' + change.kind)}")
        for cell in change.cells:
            old, new = (
                cells.say(t, cell.column, value, row, project).replace("\n", " ")
                for value, row in ((cell.old, change.old), (cell.new, change.new))
            )
            say(f"  {t('short.column.' + cell.column)}: {old} → {new}")
    say(_counts(t, difference))


def _counts(t: Locale, difference: Difference) -> str:
    kinds: tuple[Any, ...] = ("changed", "added", "removed")
    counts = {kind: difference.count(kind) for kind in kinds}
    return t("change.counts", **counts, same=difference.same)


def _revision_line(t: Locale, found: Any) -> str:
    return t(
        f"history.line.{found.kind}",
        rev=found.revision,
        author=found.author,
        time=found.created_at,
        changed=found.changed,
        added=found.added,
        removed=found.removed,
        restores=found.restores or 0,
        note=f" · {found.note}" if found.note else "",
    )


def _say_published(t: Locale, base: Base, made: Any, *, as_json: bool) -> None:
    new = made.revision != base.revision
    if as_json:
        print_json(change_documents.published(made, made=new))
    elif new:
        say(t("cli.published", rev=made.revision))
    else:
        say(t("error.nothing_changed", head=made.revision))
