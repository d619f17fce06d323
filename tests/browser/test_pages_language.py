"""Each language stands alone: no word of the interface in the other one.

Words are compared, not sentences: each must be in the catalogue of the page's language. What
comes from the data folder stays in the language it was written in, and is taken out first.
"""

import csv
import json
import re
import tomllib
from dataclasses import replace

import pytest
from reader import ALL, LAPTOP, PHONE
from server import ROOT

from tvgeo.locale import catalogue

# every word of every page in both languages takes a minute: a long round
pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Words of Streamlit itself, in English only, that no setting reaches; none of them is seen.
BUILT_IN = {
    "Skip to main content": "link that keyboards meet first, drawn only when focused",
    "App pages": "spoken name of the navigation",
    "Navigate to home page": "spoken name of the link around the logo",
    "Logo": "spoken name of the logo",
    "Choose an option": "placeholder behind the value of a select box",
    "Open": "spoken name of the arrow in a select box",
    "Sidebar": "spoken name of the menu of pages on a phone",
    "Expand sidebar": "spoken name of the button that opens that menu",
    "expand_more": "drawn as an arrow: the name of a sign in the icon font",
    "keyboard_double_arrow_right": "drawn as two arrows",
    "keyboard_arrow_right": "drawn as an arrow",
    "keyboard_arrow_down": "drawn as an arrow",
    "Upload": "button of the uploader, which lies unseen over a zone in the page's language",
    "upload": "sign on that button",
    "file upload": "spoken name of the uploader's list",
    "20MB per file": "how much may be sent, in the same unseen uploader",
}
WORD = re.compile(r"[^\W\d_]{4,}")
CODE = re.compile(r"[a-z0-9_-]+")
NAMES_OF_BOTH = {"GeoNames", "GSHHG", "tvgeo", "English", "Tiếng", "Việt"}


def vocabulary(language):
    """Return the words longer than three letters in one language's catalogue."""
    sentences = catalogue.read(language).values()
    texts = (catalogue.PLACEHOLDER.sub(" ", sentence) for sentence in sentences)
    return {word.casefold() for text in texts for word in WORD.findall(text)}


def strings(value):
    """Return every string in nested settings."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [one for part in value for one in strings(part)] if isinstance(value, list) else []


@pytest.fixture(scope="module")
def data_strings():
    """Return every string of the data folder, the longest first."""
    found = set()
    for path in (ROOT / "data").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                for cell in row.values():
                    found |= {cell, *(part.strip() for part in cell.split(";"))}
    for path in (ROOT / "data").rglob("*.geojson"):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            found |= {v for v in feature["properties"].values() if isinstance(v, str)}
    settings = tomllib.loads((ROOT / "data" / "tvgeo.toml").read_text(encoding="utf-8"))
    found |= set(strings(settings))
    # codes of the tables are no words, and would cut words of ours in two
    names = (one for one in found if len(one) > 3 and not CODE.fullmatch(one))
    return sorted(names, key=len, reverse=True)


def own_words(seen, data_strings, language):
    """Return what a page says of its own, by text: without data and without built-in words.

    What names its own language (the reminder is a Vietnamese letter) is left out too.
    """
    texts = [text.text for text in seen.texts if text.lang in {"", language}]
    drawn = [line for label in seen.labels for line in label["text"].split("\n")]
    for text in {*texts, *seen.names, *drawn, seen.title} - BUILT_IN.keys():
        rest = text
        for one in data_strings:
            if one in rest:
                rest = rest.replace(one, " ")
        words = [word for word in WORD.findall(rest) if word not in NAMES_OF_BOTH]
        yield text, [word.casefold() for word in words]


def foreign(seen, data_strings, language):
    """Return the texts with words that the language's own catalogue does not have."""
    known = vocabulary(language)
    texts = own_words(seen, data_strings, language)
    return {text: set(words) - known for text, words in texts if set(words) - known}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ALL)
def test_every_word_of_the_interface_is_of_its_language(look, data_strings, name, language):
    for size in (PHONE, LAPTOP):
        assert foreign(look(name, size, lang=language), data_strings, language) == {}


@pytest.mark.parametrize("view", ["targets", "calendar", "contradictions"])
def test_the_other_views_of_the_plan_are_whole_in_english_too(look, data_strings, view):
    assert foreign(look("plan", view=view, lang="en"), data_strings, "en") == {}


@pytest.mark.parametrize(("language", "other"), [("vi", "en"), ("en", "vi")])
def test_a_page_of_the_other_language_would_be_noticed(look, data_strings, language, other):
    seen = look("overview", lang=language)
    texts = [replace(text, lang=other if text.lang == language else "") for text in seen.texts]
    assert len(foreign(replace(seen, texts=texts), data_strings, other)) > 20


def test_the_page_tells_browsers_and_screen_readers_its_language(reader):
    for language in ("en", "vi"):
        reader.open("overview", lang=language)
        assert reader.page.evaluate("document.documentElement.lang") == language


def test_the_language_is_changed_in_the_header_and_stays_on_every_page(reader):
    reader.open("reports", lang="vi").page.get_by_text("EN", exact=True).click()
    reader.page.wait_for_url("**lang=en**")
    reader.page.locator("h1", has_text="7 of 15 agencies").wait_for()
    reader.page.get_by_role("link", name="Overview").first.click()
    reader.page.locator("h1", has_text="15 of 47 items").wait_for()
    reader.page.wait_for_url("**lang=en**")
