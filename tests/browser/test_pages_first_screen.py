"""Ten seconds: what stands on the first screen; and nothing is cut, at either size."""

import re

import pytest
from reader import ALL, LAPTOP, PAGES, PHONE

pytestmark = pytest.mark.browser
SIZES = {"laptop": LAPTOP, "phone": PHONE}
STATES = {
    "Chậm nghiêm trọng": "3", "Chậm nhiều": "5", "Chậm": "7", "Hoàn thành": "7",
    "Đúng tiến độ": "17", "Chưa có kế hoạch": "7", "Tạm dừng": "1", "Chưa có số liệu": "36",
}  # fmt: skip
# name, place and lead, the beginning of the reason, points behind
WORST = (
    ("Cầu Đại Ngãi", "Tiểu Cần · Sở GTVT → Sở Xây dựng tỉnh Vĩnh Long", "Gói 15-XL", "−45,9*"),
    (
        "115 cầu trên mạng lưới đường địa phương",
        "Toàn tỉnh · Sở GTVT → Sở Xây dựng tỉnh Vĩnh Long",
        "Còn 41 cầu",
        "−27,7*",
    ),
    (
        "Cống thu gom nước thải cấp 1 TP Trà Vinh: mở rộng",
        "TP Trà Vinh · Sở Xây dựng → Sở Xây dựng tỉnh Vĩnh Long",
        "Vướng mặt bằng",
        "−22,0*",
    ),
)
# What a program says when it has nothing to say, or has not been asked to say it well.
SPILT = re.compile(
    r"\b(None|nan|NaN|undefined|null|Infinity|Traceback|Exception|object Object)\b"
    r"|\d[.,]\d{6,}|\{\w+\}|<class"
)
# A decimal point in Vietnamese; thousands have three digits behind their point.
POINT = re.compile(r"(?<![\d./])\d+\.(?:\d{1,2}|\d{4,})(?![\d.])")
# What others wrote stays as they wrote it: quotations, addresses, versions.
WRITTEN_SO = re.compile(r"“[^”]*”|https?://\S+|\d+\.\d+\.\d+|CC BY \d\.\d")


@pytest.fixture(params=SIZES, scope="module")
def size(request):
    return SIZES[request.param]


def standing(seen, size, words):
    """Return the texts that hold `words` and lie wholly on the first screen."""
    width, height = size
    return [
        text
        for text in seen.texts
        if words in text.text
        and not text.spoken
        and text.x >= 0
        and text.y >= 0
        and text.right <= width
        and text.bottom <= height
    ]


def test_date_and_revision_stand_on_the_first_screen(look, size):
    seen = look("overview", size)
    [stamp] = standing(seen, size, "14/12/2025")
    assert "phiên bản số liệu số 1" in stamp.text
    assert stamp.bottom < 140


@pytest.mark.parametrize("state", STATES)
def test_every_state_with_works_stands_on_the_first_screen_with_its_count(look, size, state):
    seen = look("overview", size)
    words = [text for text in standing(seen, size, state) if text.text == state]
    assert words
    word = words[0]
    beside = [
        text.text
        for text in standing(seen, size, STATES[state])
        if abs(text.y - word.y) < 6 and 0 < text.x - word.x < 300
    ]
    assert STATES[state] in beside


@pytest.mark.parametrize("one", WORST, ids=lambda one: one[0][:12])
def test_the_three_worst_stand_on_the_first_screen_whole(look, size, one):
    seen = look("overview", size)
    name, place, reason, points = one
    [title] = [text for text in standing(seen, size, name) if text.bottom - text.y < 60]
    below = [text for text in seen.texts if title.y - 4 <= text.y < title.y + 110]
    for words in (place, reason, points):
        [found] = [text for text in standing(seen, size, words) if text in below]
        assert found.excess <= 0


def test_the_finding_of_the_overview_is_its_title(look, size):
    seen = look("overview", size)
    [title] = standing(seen, size, "15 trong 47 việc có số liệu đang chậm so với kế hoạch*")
    assert title.bottom < 150


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ALL)
def test_nothing_is_wider_than_the_window_and_no_text_is_cut(look, size, name, language):
    seen = look(name, size, lang=language)
    assert seen.width <= size[0]
    assert seen.broken == 0
    cut = [(text.text[:60], round(text.excess)) for text in seen.texts if text.excess > 1]
    assert cut == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ALL)
def test_no_page_shows_what_only_a_program_understands(look, size, name, language):
    seen = look(name, size, lang=language)
    assert [text for text in seen.everything() if SPILT.search(text)] == []
    if language == "vi":
        own = [WRITTEN_SO.sub("", text) for text in seen.everything()]
        assert [text for text in own if POINT.search(text)] == []


@pytest.mark.parametrize("name", [*PAGES, "briefing"])
def test_date_and_revision_stand_high_on_every_page(look, size, name):
    seen = look(name, size, lang="vi")
    found = [text for text in seen.texts if re.search(r"phiên bản số liệu số 1", text.text)]
    # on the map page the map comes first and the stamp directly under it
    assert min(text.bottom for text in found) < (size[1] if name == "map" else 260)
    assert any("14/12/2025" in text.text for text in seen.texts)


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", r"Thêm \d trang"), ("en", r"\d more")],
)
def test_what_the_navigation_has_no_room_for_is_named_in_the_readers_language(
    reader, language, said
):
    reader.sized((768, 1024)).open("plan", lang=language)
    named = [
        t.text for t in reader.seen().texts if t.y < 60 and re.search(r"\bmore\b|Thêm", t.text)
    ]
    assert len(named) == 1
    assert re.fullmatch(said, named[0])


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_parts_of_the_plan_stand_to_be_chosen(reader, size):
    page = reader.sized(size).open("plan", lang="vi").page
    for part in ("Nhiệm vụ (23)", "Chỉ tiêu (45)", "Lịch (17)", "Chỗ khác nhau (19)"):
        assert page.get_by_role("radio", name=part).is_visible(), part
