"""The pages without a browser: Streamlit's own test runner, and the trees that pages show."""

import json
import zlib

import pytest
from streamlit.testing.v1 import AppTest

from tvgeo.ui import pages
from tvgeo.web.app import SHELL

VIEWS = {address: file for address, (file, _) in pages.PAGES.items()}


class Page:
    """The session of one reader."""

    def __init__(self, **choices):
        self.app = AppTest.from_file(SHELL, default_timeout=30)
        for name, value in choices.items():
            self.app.query_params[name] = value
        self.app.run()

    def open(self, address):
        self.app.switch_page(VIEWS[address]).run()
        return self

    @property
    def address(self):
        """What the address says, one value a name."""
        return address_of(self.app)

    @property
    def told(self):
        """What every component on the page was told, by key."""
        return {
            # an id ends with the hash of its component and the key
            element.proto.id.split("-", 2)[-1]: said(element.proto)
            for element in _elements(self.app.main)
            if element.type == "bidi_component"
        }

    @property
    def trees(self):
        """The trees of the blocks on the page, by key."""
        return {key: data.get("tree", data) for key, data in self.told.items()}

    @property
    def pickers(self):
        """The widgets of the page that choose among options, as the browser is told of them."""
        kinds = {"selectbox", "button_group", "segmented_control", "pills"}
        return [each.proto for each in _elements(self.app.main) if each.type in kinds]

    @property
    def texts(self):
        """Every text of the blocks on the page."""
        return [
            t for tree in self.trees.values() if isinstance(tree, list) for t in texts(tree)
        ]

    @property
    def failed(self):
        return bool(self.app.exception) or "error" in self.trees


def said(proto):
    """Return what a component was told; what is long comes packed."""
    if proto.WhichOneof("data") != "bytes":
        return json.loads(proto.json or "{}")
    return json.loads(zlib.decompress(proto.bytes))


def address_of(app):
    """Return what the address of a session says; one value a name."""
    values = app.query_params.items()
    return {name: value if isinstance(value, str) else value[-1] for name, value in values}


def _elements(block):
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from _elements(child)


def texts(tree):
    """Return every text of a tree, spoken ones too, each on its own."""
    if isinstance(tree, str):
        return [tree]
    _, attributes, *children = tree
    names = ("aria-label", "title", "copy")
    found = [str(attributes[name]) for name in names if attributes.get(name)]
    return found + [text for child in children for text in texts(child)]


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-02-10")


@pytest.fixture
def page():
    """Return the class: a test starts as many sessions as it has readers."""
    return Page


@pytest.fixture
def address():
    return address_of


@pytest.fixture(name="texts")
def _texts():
    return texts
