"""What Streamlit is spared in every run: its answers stay the same, and are given once."""

import pytest
from streamlit import config, string_util
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session

from tvgeo.web import remembered
from tvgeo.web.safe_settings import SAFE

SECTIONS = (
    "theme",
    "theme.light",
    "theme.dark",
    "theme.sidebar",
    "theme.light.sidebar",
    "theme.dark.sidebar",
)


@pytest.fixture
def our_theme():
    keys = [key for key in SAFE if key.startswith("theme.")]
    before = [(key, config.get_option(key), config.get_where_defined(key)) for key in keys]
    for key in keys:
        config.set_option(key, SAFE[key])
    remembered._section.cache_clear()
    yield
    for key, value, where in before:
        config.set_option(key, value, where)
    remembered._section.cache_clear()


@pytest.mark.parametrize("section", SECTIONS)
def test_the_theme_is_told_as_streamlit_tells_it(our_theme, section):
    theirs, ours = CustomThemeConfig(), CustomThemeConfig()
    remembered._read_theme(theirs, section)
    remembered.theme(ours, section)
    remembered.theme(again := CustomThemeConfig(), section)
    assert theirs == ours == again
    assert bool(ours.primary_color) == (section == "theme")


def test_a_section_that_sets_nothing_is_not_mentioned(our_theme):
    message = NewSession()
    remembered.theme(message.custom_theme)
    remembered.theme(message.custom_theme.dark, "theme.dark")
    assert message.HasField("custom_theme")
    assert not message.custom_theme.HasField("dark")


def test_the_settings_are_gone_through_once(our_theme, monkeypatch):
    read = []
    monkeypatch.setattr(
        remembered, "_read_theme", lambda message, section: read.append(section)
    )
    for _ in range(3):
        remembered.theme(CustomThemeConfig())
    assert read == ["theme"]


@pytest.mark.parametrize(
    "text", ["", "Giao thông", "Đô thị", "🚧 Đang làm", "Đang làm 🚧", ":material/map: Bản đồ"]
)
def test_an_icon_is_found_where_streamlit_finds_it(text):
    assert remembered.leading_emoji(text) == remembered._search_emoji(text)


def test_streamlit_is_told_to_remember(monkeypatch):
    monkeypatch.setattr(app_session, "_populate_theme_msg", remembered._read_theme)
    monkeypatch.setattr(string_util, "extract_leading_emoji", remembered._search_emoji)
    remembered.install()
    assert app_session._populate_theme_msg is remembered.theme
    assert string_util.extract_leading_icon("Đô thị") == ("", "Đô thị")
    assert string_util.extract_leading_emoji is remembered.leading_emoji
