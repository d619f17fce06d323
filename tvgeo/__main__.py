"""``python -m tvgeo``."""

from tvgeo.cli import main

main()
