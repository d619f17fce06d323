"""tvgeo: how far the infrastructure works of a provincial plan have come, on a map."""

__version__ = "0.1.0"
