"""Bringing the tables of a store to what this code reads, within one transaction."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

# Alembic keeps the connection of the steps in variables of the whole process.
_one_at_a_time = threading.Lock()
STEPS = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # Alembic reads the option as a template: a percent sign of a path would start a name
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the steps that the store behind `connection` has not seen; commits nothing."""
    with _one_at_a_time:
        command.upgrade(_config(connection), to)


def known_versions() -> tuple[str, ...]:
    """Return the versions that this code has steps for, newest first."""
    steps = ScriptDirectory.from_config(_config()).walk_revisions()
    return tuple(step.revision for step in steps)
