"""What the command line accepts, and how it refuses: in the reader's language, one line."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from tvgeo import locale
from tvgeo.core import periods
from tvgeo.errors import UsageError
from tvgeo.locale import Locale

COMMAND = "COMMAND"  # as click's own help calls it


class Said(click.ParamType[Any]):
    """A type of click's whose refusal is our sentence, in the reader's language."""

    def __init__(self, kind: click.ParamType[Any], wanted: str) -> None:
        """Convert as `kind` does; a refusal says what is `wanted`."""
        self.kind, self.wanted, self.name = kind, wanted, kind.name

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Return what `kind` makes of the value."""
        try:
            return self.kind.convert(value, param, ctx)
        except click.BadParameter as error:
            if isinstance(self.kind, click.Path):
                if Path(value).is_dir() and not self.kind.dir_okay:
                    raise UsageError("error.is_folder", path=str(value)) from error
                if Path(value).is_file() and not self.kind.file_okay:
                    raise UsageError("error.is_file", path=str(value)) from error
            arg = param.opts[-1] if param else ""
            raise UsageError(
                "error.bad_value", arg=arg, value=str(value), suggestion=self.wanted
            ) from error

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Return what the help shows for a value."""
        return self.kind.get_metavar(param, ctx)


class Day(click.ParamType[date]):
    """An ISO date."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: Any, param: click.Parameter | None, _ctx: click.Context | None
    ) -> date:
        """Return the date; anything but ISO is wrong use."""
        return periods.parse_day(str(value), arg=param.opts[-1] if param else "")


def one_of(values: Sequence[str]) -> Said:
    """Return the type of a value out of a closed list."""
    return Said(click.Choice(values), ", ".join(values))


class Commands(click.Group):
    """A group that refuses an unknown command in the reader's language."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Return the command that the arguments start with."""
        if self.get_command(ctx, args[0]) is None:
            known = ", ".join(self.list_commands(ctx))
            raise UsageError("error.bad_value", arg=COMMAND, value=args[0], suggestion=known)
        return super().resolve_command(ctx, args)


def language(arguments: list[str]) -> str:
    """Read `--lang` before click does: click's own complaints need it too."""
    for before, after in zip(arguments, [*arguments[1:], ""], strict=True):
        chosen = before.removeprefix("--lang=") if before.startswith("--lang=") else after
        if before.startswith("--lang") and chosen in locale.LANGUAGES:
            return chosen
    return locale.LANGUAGES[0]


def _path(ctx: click.Context | None) -> str:
    """Return a command as it is typed after the name of the program, "admin role"."""
    names: list[str] = []
    while ctx and ctx.parent:
        names.insert(0, str(ctx.info_name))
        ctx = ctx.parent
    return " ".join(names)


def complaint(t: Locale, error: click.UsageError) -> str:
    """Return what is wrong with a command line, in the reader's language, as click found it."""
    ctx = error.ctx
    command = _path(ctx)
    if isinstance(error, click.MissingParameter):
        return t(
            "error.usage", arg=error.param.opts[-1] if error.param else "", command=command
        )
    if isinstance(error, click.NoSuchOption) and ctx:
        known = [name for param in ctx.command.params for name in param.opts]
        return t(
            "error.bad_value",
            arg=command or "tvgeo",
            value=error.option_name,
            suggestion=", ".join(name for name in known if name.startswith("--")),
        )
    if ctx and isinstance(ctx.command, click.Group):
        return t("error.usage", arg=COMMAND, command="")
    return t("cli.unknown", what=error.format_message(), command=command)
