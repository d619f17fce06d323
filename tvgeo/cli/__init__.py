"""The command line: parse, call a service, print. Errors are one line: what, where, remedy."""

from tvgeo.cli import briefing, comparing, database, figures, layers, operation, publishing
from tvgeo.cli.root import cli, main

__all__ = [
    "briefing",
    "cli",
    "comparing",
    "database",
    "figures",
    "layers",
    "main",
    "operation",
    "publishing",
]
