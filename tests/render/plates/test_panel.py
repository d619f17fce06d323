"""The panel says everything that must be said, and stays on the page whatever there is to say."""

from dataclasses import replace

import places
import pytest

from tvgeo import locale
from tvgeo.render.briefing.works import Value
from tvgeo.render.plates import fonts, panel, papers
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.pieces import Block, Chip, Rule, Sample, Words, boxes
from tvgeo.render.plates.plate import PAPERS, Key

T = locale.get("vi")
STATES = (
    ("completed", "Hoàn thành", ""), ("on_track", "Đúng tiến độ", "chậm dưới 5 điểm %"),
    ("slow", "Chậm", "chậm 5 – dưới 10 điểm %"), ("late", "Chậm nhiều", "chậm 10 – dưới 15 điểm %"),
    ("critical", "Chậm nghiêm trọng", "chậm từ 15 điểm %"), ("past_due", "Quá hạn hoàn thành", ""),
    ("prep", "Chuẩn bị đầu tư (chưa khởi công)", ""), ("no_data", "Chưa có số liệu", ""),
)  # fmt: skip
LONG = "Nâng cấp, mở rộng đường tỉnh và các cầu trên tuyến, giai đoạn 2 " * 60
HOSTILE = ("{{7*7}}", "<b>đậm</b>", "$x^2$", "a\x00b\u202ec\nd", "=HYPERLINK(1)", LONG)


def work(name, number=None, planned=None, **options):
    one = places.work(name, number, **options)
    fact = replace(one.fact, planned=Value(planned, f"{planned}"), status="Chuẩn bị đầu tư")
    return replace(one, fact=fact)


def unplaced(name, number=None, health="no_data"):
    return places.fact(name, number, health=health)


def shown(works=(), **changes):
    keys = tuple(Key(code, name, threshold, 1) for code, name, threshold in STATES)
    kept = {
        "message": "1 công trình chậm nghiêm trọng, 1 chậm nhiều; 3 chưa khởi công.",
        "table_title": "Khối lượng thực hiện và kế hoạch đến kỳ",
        "note": "minh họa",
        "keys": keys,
    }
    return replace(places.plate(works), **(kept | changes))


def laid(plate, paper="16x9", **options):
    layout = papers.lay(plate, paper)
    return panel.lay(plate, layout, T, **options), layout


def texts(found):
    return [piece.text for piece in found.pieces if isinstance(piece, Words)]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("count", [0, 1, 12, 25, 60, 300])
def test_whatever_the_number_of_works_all_stands_in_the_panel(paper, count):
    works = [
        work(f"{name} {i}", 40.0 + i % 50, 60.0)
        for i, name in zip(range(count), HOSTILE * 50, strict=False)
    ]
    plate = shown(works, elsewhere=tuple(unplaced(f"Nhiệm vụ {i}") for i in range(count)))
    found, layout = laid(plate, paper)
    room = layout.panel.grown(0.3)
    assert all(box.inside(room) for box in boxes(found.pieces))
    assert found.bottom >= layout.panel.bottom
    said = texts(found)
    assert all(name in said for _, name, _ in STATES)
    left_out = 2 * count - found.rows
    if left_out:
        assert any(text.startswith(f"và {left_out} công trình, nhiệm vụ khác") for text in said)


@pytest.mark.parametrize("paper", PAPERS)
def test_no_text_is_smaller_than_the_paper_allows(paper):
    works = [work(f"Công trình số {i}", 50.0, 60.0) for i in range(100)]
    found, _ = laid(shown(works), paper)
    sizes = [piece.pt for piece in found.pieces if isinstance(piece, Words)]
    assert min(sizes) >= papers.PAPER[paper].least_pt


def test_texts_do_not_overlap():
    works = [work(f"{name} {i}", 50.0, 60.0) for i, name in enumerate(HOSTILE * 2)]
    found, _ = laid(shown(works, message=LONG))
    # accents may reach into the empty line above: what is compared is what stands on the line
    known = [
        box._replace(top=box.top - 0.25 * box.height, bottom=box.bottom + 0.2 * box.height)
        for box in boxes(found.pieces)
    ]
    pairs = [(a, b) for i, a in enumerate(known) for b in known[i + 1 :] if a.meets(b)]
    assert pairs == []


def test_the_worst_stands_first_and_a_part_after_its_whole():
    works = [
        work("chưa khởi công", health="no_plan"),
        work("đúng", 90.0, health="on_track"),
        work("cầu", 60.0, health="slow"),
        work("cầu 1", 30.0, health="critical", part_of="cầu"),
        work("cảng", 18.0, health="critical"),
    ]
    prep = replace(works[0], fact=replace(works[0].fact, status_code="preparation"))
    found, _ = laid(shown([prep, *works[1:]]))
    names = [text for text in texts(found) if text in {one.label for one in works}]
    assert names == ["cảng", "cầu", "cầu 1", "đúng", "chưa khởi công"]
    said = {piece.text: piece for piece in found.pieces if isinstance(piece, Words)}
    assert said["cầu 1"].x > said["cầu"].x
    assert "chuẩn bị đầu tư" in said
    assert T("plate.parts") in " ".join(texts(found))


def test_works_without_a_place_stand_under_a_heading_of_their_own():
    plate = shown([work("có", 10.0)], elsewhere=(unplaced("không", 5.0, "critical"),))
    said = texts(laid(plate)[0])
    assert said.index("có") < said.index(T("plate.no_place")) < said.index("không")


def test_a_bar_is_as_long_as_its_figure_and_the_plan_is_a_tick():
    found, layout = laid(shown([work("cầu", 62.4, 80.0)], keys=()))
    track, bar = [piece.box for piece in found.pieces if isinstance(piece, Block)]
    assert bar.width / track.width == pytest.approx(0.624)
    ticks = [p.x0 for p in found.pieces if isinstance(p, Rule) and p.x0 == p.x1]
    assert (ticks[0] - track.left) / track.width == pytest.approx(0.8)
    assert track.right < layout.panel.right


def test_a_missing_figure_is_said_and_never_a_bar():
    found, _ = laid(shown([work("cầu", None, 80.0, health="no_data")]))
    assert "chưa có số liệu" in texts(found)
    assert not any(isinstance(piece, Block) for piece in found.pieces)


def test_a_work_under_way_without_a_figure_says_its_status():
    found, _ = laid(shown([work("cầu", None, health="no_plan")]))
    assert "chuẩn bị đầu tư" in texts(found)


def test_zero_is_a_figure():
    found, _ = laid(shown([work("cầu", 0.0, 80.0)]))
    assert len([piece for piece in found.pieces if isinstance(piece, Block)]) == 1
    assert "0,0%*" in texts(found)


def test_invented_figures_are_italic_and_sourced_ones_upright():
    sourced = work("cảng", 18.0)
    fact = replace(sourced.fact, physical=Value(18.0, "18,0%"))
    found, _ = laid(shown([work("cầu", 62.4), replace(sourced, fact=fact)]))
    face = {piece.text: piece.face for piece in found.pieces if isinstance(piece, Words)}
    assert (face["62,4%*"], face["18,0%"]) == ("bold_italic", "bold")


def test_counts_of_the_legend_say_parts_and_fade_when_zero():
    keys = (
        Key("late", "Chậm nhiều", "chậm 10 – dưới 15 điểm %", 1, 2),
        Key("slow", "Chậm", "", 0),
    )
    found, _ = laid(shown(keys=keys))
    said = {piece.text: piece for piece in found.pieces if isinstance(piece, Words)}
    assert said["1 + 2 phần"].face == "bold"
    assert said["0"].colour != said["1 + 2 phần"].colour
    assert "chậm 10 – dưới 15 điểm %" in said
    assert [piece.style for piece in found.pieces if isinstance(piece, Chip)] == [
        "late",
        "slow",
    ]


def test_the_legend_of_symbols_has_only_what_is_on_the_map():
    road = work("đường", 10.0, shapes=[places.line((560_000, 1_070_000), (600_000, 1_080_000))])
    found, _ = laid(shown([road]))
    assert [piece.kind for piece in found.pieces if isinstance(piece, Sample)] == ["line"]
    assert T("plate.symbol.finished") not in texts(found)
    found, _ = laid(shown())
    assert T("plate.symbols").upper() not in texts(found)


def test_names_without_room_on_the_map_are_said_in_the_panel():
    found, layout = laid(shown(), lost=("Cầu Đại Ngãi", LONG))
    assert "Cầu Đại Ngãi" in " ".join(texts(found))
    assert all(box.inside(layout.panel.grown(0.3)) for box in boxes(found.pieces))


def test_the_answer_takes_two_lines_where_it_can():
    found, layout = laid(shown())
    first = [piece for piece in found.pieces if isinstance(piece, Words)][:2]
    assert [piece.face for piece in first] == ["bold", "bold"]
    assert first[0].pt == pytest.approx(1.4 * layout.fs, rel=0.3)
    assert all(fonts.width(p.text, "bold", p.pt) <= layout.panel.width for p in first)


def test_beside_an_inset_in_the_panel_stands_what_has_no_place():
    inset = places.plate([]).base.province
    fact = replace(unplaced("Cảng nước sâu"), no_location="nguồn không nêu địa điểm")
    plate = replace(shown(elsewhere=(fact,)), inset=inset)
    found, layout = laid(plate, "a3")
    box = papers.inset_box(plate, layout)
    assert "nguồn không nêu địa điểm" in " ".join(texts(found))
    beside = Box(box.left, box.bottom, layout.panel.right, box.top)
    assert not any(known.meets(box) for known in boxes(found.pieces))
    assert sum(known.meets(beside) for known in boxes(found.pieces)) >= 3
