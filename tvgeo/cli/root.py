"""The group of all commands, what they share, and how they end when something is wrong."""

import json
import os
import sys
from typing import NoReturn

import click

from tvgeo import arguments, locale
from tvgeo.arguments import Commands, one_of
from tvgeo.errors import TvgeoError, UsageError
from tvgeo.locale import Locale, catalogue
from tvgeo.services import stores

FAILED, WRONG_USE = 1, 2


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", metavar="DIR", envvar="TVGEO_DATA_DIR", help="Data folder [data].")
@click.option(
    "--database", metavar="URL", envvar=stores.DATABASE_URL, help="Store [var/tvgeo.sqlite3]."
)
@click.option("--lang", type=one_of(locale.LANGUAGES), default="vi", help="Language [vi].")
@click.version_option(package_name=None, version=__import__("tvgeo").__version__)
@click.pass_context
def cli(context: click.Context, data: str | None, database: str | None, lang: str) -> None:
    """tvgeo: how far the works of a provincial plan have come."""
    context.obj = {"data": data, "t": locale.get(lang)}
    if database:
        os.environ[stores.DATABASE_URL] = database


def data_of(context: click.Context) -> str | None:
    """Return the data folder as it was given, or `None`."""
    data: str | None = context.obj["data"]
    return data


def words_of(context: click.Context) -> Locale:
    """Return the locale of the command."""
    t: Locale = context.obj["t"]
    return t


def say(line: str) -> None:
    """Print one line; what a name of the data hides, a terminal's command say, is seen."""
    click.echo(catalogue.as_written(line, len(line)))


def print_json(document: object) -> None:
    """Print one JSON document and nothing else."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def main() -> NoReturn:
    """Run the command line; every error is one line on stderr, in the reader's language."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    t = locale.get(arguments.language(sys.argv))
    try:
        code = cli.main(standalone_mode=False) or 0
        sys.stdout.flush()
        sys.exit(code)
    except BrokenPipeError:
        # `tvgeo check | head`: whoever read has read enough, and nothing is left to tell them
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except UsageError as error:
        _fail(t.error(error), WRONG_USE)
    except TvgeoError as error:
        _fail(t.error(error), FAILED)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(WRONG_USE)
    except click.UsageError as error:
        _fail(arguments.complaint(t, error), WRONG_USE)
    except click.Abort:
        sys.exit(FAILED)
    except OSError as error:
        _fail(
            t(
                "cli.os_error",
                path=str(error.filename or ""),
                reason=t.reason(str(error.strerror)),
            ),
            FAILED,
        )


def _fail(sentence: str, code: int) -> NoReturn:
    line = " ".join(sentence.split())
    click.echo(catalogue.as_written(line, len(line)), err=True)
    sys.exit(code)
