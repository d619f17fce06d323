"""Bytes that anyone may send become a plain grid of cells, in a process of its own.

`child` is run by its path, with limits; the other modules here are what it needs. They import
nothing of tvgeo outside this package and never open a file or a connection.
"""
