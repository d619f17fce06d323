"""Text from data as a document can hold it."""

import unicodedata

import pytest

from tvgeo.render.briefing import plain


def test_what_is_hidden_is_seen():
    assert plain.clean("a\N{RIGHT-TO-LEFT OVERRIDE}b\x00\N{ZERO WIDTH SPACE}") == (
        "a[U+202E]b[U+0000][U+200B]"
    )


def test_many_empty_lines_are_one():
    assert plain.clean("a\n\nb\r\n\r\n" + "\n \t\n" * 2000 + "c") == "a\n\nb\n\nc"
    assert plain.clean("a\nb\nc") == "a\nb\nc"


def test_marks_do_not_pile_up_over_other_lines():
    piled = plain.clean("e" + "\N{COMBINING ACUTE ACCENT}" * 200)
    assert piled == "e" + "\N{COMBINING ACUTE ACCENT}" * 4 + "…"
    assert plain.clean(piled) == piled


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_stays_as_it_is(form):
    text = unicodedata.normalize(form, "Đường tỉnh – khởi công, thượng nguồn, ngữ nghĩa")
    assert plain.clean(text) == text
