"""Data folders that differ from the shipped one in what a test is about."""

import csv
import shutil

from server import ROOT


def copy_of_data(folder):
    """Copy the shipped data folder into `folder` and return it."""
    return shutil.copytree(ROOT / "data", folder / "data")


def rewrite(path, change):
    """Rewrite a table: `change` gets each row as a dict, and may alter it or return None."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns, rows = reader.fieldnames, list(reader)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            change(row)
            writer.writerow(row)
