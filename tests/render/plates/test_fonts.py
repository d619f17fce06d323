"""Text of a plate: what is measured is what is drawn, and no letter is missing."""

import unicodedata

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from tvgeo.render.plates import fonts

_TONES = "\u0300\u0309\u0303\u0301\u0323"
_VOWELS = "aăâeêioôơuưy"
_LOWER = {
    *(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES),
    *"ăâđêôơư",
}
LETTERS = _LOWER | {letter.upper() for letter in _LOWER}
HOSTILE = (
    "$x^2$ $\\frac{1}{2}$",
    "a\x00b\x1b[31m",
    "\u202eevil\u2066",
    "<b>&amp;</b> {{ 7*7 }}",
    "line\nbreak\ttab",
    "e" + "\u0301" * 200,
    "😀🏴‍☠️",
    "日本語 العربية ไทย",
    "\ufffe\ud800",
    "",
)


def _axes(dpi):
    """Return an axes in mm of a page of 200 by 100 mm."""
    figure = Figure(figsize=(200 / 25.4, 100 / 25.4), dpi=dpi)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 200), ylim=(0, 100))
    axes.axis("off")
    return axes


def _ink(axes):
    """Return the box of the dark points drawn, in mm."""
    with rc_context({"text.hinting": "none"}):
        axes.figure.canvas.draw()
    dark = np.asarray(axes.figure.canvas.buffer_rgba())[:, :, 0] < 160
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    mm = 25.4 / axes.figure.dpi
    tall = dark.shape[0]
    return (
        columns[0] * mm, (tall - rows[-1] - 1) * mm, (columns[-1] + 1) * mm, (tall - rows[0]) * mm,
    )  # fmt: skip


def test_there_are_134_vietnamese_letters():
    assert len(LETTERS) == 134


@pytest.mark.parametrize("face", fonts.FACES)
def test_every_face_has_every_vietnamese_letter_and_sign(face):
    wanted = LETTERS | set("đ₫≥≤³²–…“”×±°′·%•½₀✓")
    missing = {
        letter for letter in wanted if ord(letter) not in fonts.letters(fonts.file(face))
    }
    assert missing <= {"✓", "₀"}
    assert all(ord(letter) in fonts.letters(fonts.fallback_file(face)) for letter in missing)


def test_a_decomposed_letter_is_the_composed_one():
    composed = "Cầu Đại Ngãi, Trường Long Hòa"
    decomposed = unicodedata.normalize("NFD", composed)
    assert fonts.printable(decomposed) == composed
    assert fonts.width(decomposed, "bold", 10) == fonts.width(composed, "bold", 10)


@pytest.mark.parametrize("dpi", [144, 300])
@pytest.mark.parametrize(
    "text", ["Hợp đồng số 16/KH-UBND, giai đoạn 2021–2025H", "HAVATAVAH", "HệfiH"]
)
@pytest.mark.parametrize("pt", [6.3, 11.0])
def test_a_drawn_text_is_as_wide_as_measured(dpi, text, pt):
    axes = _axes(dpi)
    box = fonts.draw_text(axes, 10, 50, text, "semibold", pt, "#000000")
    left, bottom, right, top = _ink(axes)
    side = 0.094 * pt * fonts.MM_PER_PT  # of the H at both ends
    pixel = 25.4 / dpi
    assert left == pytest.approx(box.left + side, abs=1.5 * pixel)
    assert right == pytest.approx(box.right - side, abs=1.5 * pixel)
    assert box.bottom - pixel <= bottom < top <= box.top + pixel


def test_letters_of_stacked_accents_stay_in_the_box():
    axes = _axes(300)
    box = fonts.draw_text(axes, 10, 50, "ẴỄỖẬỢgjpqỵ", "bold", 14, "#000000")
    _left, bottom, _right, top = _ink(axes)
    assert box.bottom - 0.1 <= bottom
    assert top <= box.top + 0.1


@pytest.mark.parametrize(("ha", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_alignment_moves_the_box(ha, share):
    wide = fonts.width("Trà Vinh", "regular", 10)
    box = fonts.draw_text(_axes(100), 50, 50, "Trà Vinh", "regular", 10, "#000000", ha=ha)
    assert box.left == pytest.approx(50 - share * wide)
    assert box.width == pytest.approx(wide)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_drawn_as_text(text):
    """Warnings are errors here: a letter without a glyph would raise."""
    axes = _axes(72)
    box = fonts.draw_text(
        axes, 10, 50, text, "italic", 9, "#000000", halo="#FFFFFF", spacing=0.1, rotation=30
    )
    fonts.draw_text(axes, 10, 50, text, "regular", 9, "#000000", ha="right", va="top")
    axes.figure.canvas.draw()
    assert box.width >= 0
    assert not any(artist.get_parse_math() for artist in axes.texts)
    assert not any("\u202e" in artist.get_text() for artist in axes.texts)


def test_mathematics_in_a_name_are_shown_as_written():
    axes = _axes(72)
    fonts.draw_text(axes, 10, 50, "$x^2$", "regular", 9, "#000000")
    assert [artist.get_text() for artist in axes.texts] == ["$x^2$"]


@pytest.mark.parametrize("text", ["Khu bến tổng hợp Định An", "x" * 4000, "ắ " * 2000, "W"])
@pytest.mark.parametrize("room", [0.5, 12.0, 40.0])
def test_a_shortened_line_fits(text, room):
    shown = fonts.shorten(text, "semibold", 9, room)
    assert shown == fonts.printable(text) or shown.endswith("…")
    assert shown == "…" or fonts.width(shown, "semibold", 9) <= room


def test_a_line_that_fits_is_left_alone():
    assert fonts.shorten("Trà Vinh", "regular", 9, 100) == "Trà Vinh"


def test_a_text_is_broken_at_words():
    lines = fonts.wrap("Cảng biển Trà Vinh và luồng tàu vào sông Hậu", "regular", 9, 30)
    assert " ".join(lines) == "Cảng biển Trà Vinh và luồng tàu vào sông Hậu"
    assert len(lines) > 1
    assert all(fonts.width(line, "regular", 9) <= 30 for line in lines)


def test_a_word_wider_than_a_line_is_broken_inside():
    lines = fonts.wrap("W" * 60, "regular", 9, 20)
    assert "".join(lines) == "W" * 60
    assert all(fonts.width(line, "regular", 9) <= 20 for line in lines)


def test_the_last_of_a_few_lines_is_shortened():
    lines = fonts.wrap(
        "một hai ba bốn năm sáu bảy tám chín mười " * 20, "regular", 9, 30, most=2
    )
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(fonts.width(line, "regular", 9) <= 30 for line in lines)


def test_nothing_is_one_empty_line():
    assert fonts.wrap("", "regular", 9, 30) == [""]


def test_a_size_shrinks_until_the_line_fits_but_not_below_the_smallest():
    text = "1 công trình chậm nghiêm trọng"
    pt = fonts.shrink(text, "bold", 14, 50, smallest=6)
    assert fonts.width(text, "bold", pt) == pytest.approx(50)
    assert fonts.shrink(text, "bold", 14, 5, smallest=6) == 6
    assert fonts.shrink(text, "bold", 14, 500, smallest=6) == 14
