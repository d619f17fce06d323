"""Which files a briefing is made of, in which order, and that the dashboard's child makes them.

What is in a file is asked where it is laid out; here drawing and laying out are replaced by
what can be told apart.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tvgeo import locale
from tvgeo.errors import DataError, TvgeoError, UsageError
from tvgeo.render.briefing.facts import Scope
from tvgeo.services import briefing, making, packs
from tvgeo.services.base import open_base
from tvgeo.services.packs import File, Step
from tvgeo.services.view import view_as_of

TINY = Path(__file__).parents[1] / "tiny_province"
DAY = date(2024, 12, 31)


@pytest.fixture
def view(tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-31")
    return view_as_of(open_base(shutil.copytree(TINY, tmp_path / "data")), DAY)


@pytest.fixture
def vi():
    return locale.get("vi")


@pytest.fixture
def road(view, vi):
    return briefing.scope_of(view, vi, "work", "duong-ven-song")


@pytest.fixture
def said(monkeypatch):
    """Let every document be its kind and the plates that went into it."""

    def document(kind, _view, _t, _facts, pictures):
        return f"{kind}: {', '.join(sorted(pictures))}".encode()

    monkeypatch.setattr(packs, "document", document)


def files(steps):
    return {step.file.name: step.file for step in steps if step.file is not None}


def test_documents_without_pictures_need_no_drawing(view, vi, said):
    made = files(packs.make(view, vi, formats=("xlsx", "docx", "html")))
    assert list(made) == [f"tvgeo-2024-12-31.{kind}" for kind in ("docx", "xlsx", "html")]
    assert made["tvgeo-2024-12-31.docx"].data == b"docx: "


def test_each_file_is_announced_before_it_is_made(view, vi, said):
    steps = list(packs.make(view, vi, formats=("docx", "xlsx")))
    assert [(s.i, s.n, s.file is not None) for s in steps] == [
        (1, 2, False), (1, 2, True), (2, 2, False), (2, 2, True),
    ]  # fmt: skip


def test_names_say_scope_day_and_that_only_sourced_figures_are_in(view, vi, road):
    assert packs.stem(view, briefing.facts(view, vi).scope) == "tvgeo-2024-12-31"
    assert packs.stem(view, road) == "tvgeo-duong-ven-song-2024-12-31"
    sourced = view_as_of(view.base, DAY, sourced_only=True)
    assert packs.stem(sourced, road) == "tvgeo-duong-ven-song-co-nguon-2024-12-31"


@pytest.mark.parametrize(
    "project_id",
    ["../../evil", "a/b", "a\\b", "a:b", "<b>", "..", "x" * 300, "đ" * 300, "=1 | 2"],
)
def test_any_id_of_the_plan_makes_a_name_of_one_file(view, project_id):
    stem = packs.stem(view, Scope("work", project_id, "Công trình"))
    assert stem.startswith("tvgeo-")
    assert stem.endswith("-2024-12-31")
    assert not set(stem) & set('/\\:*?"<>| =')
    assert ".." not in stem
    assert len(stem.encode()) < 150


def test_ids_that_a_name_cannot_hold_stay_apart(view):
    stems = {packs.stem(view, Scope("work", code, "")) for code in ("a/b", "a:b", "a-b", "a b")}
    assert len(stems) == 4


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    step = Step("a.pdf", 1, 1, File("a.pdf", b"%PDF", "application/pdf"))
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(DataError):
        packs.save(step, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_what_is_half_written_by_another_is_left_alone(tmp_path):
    step = Step("a.pdf", 1, 1, File("a.pdf", b"%PDF", "application/pdf"))
    other = tmp_path / "a.pdf.part"
    other.write_bytes(b"half")
    packs.save(step, tmp_path)
    assert other.read_bytes() == b"half"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "a.pdf.part"]


def test_a_folder_that_cannot_be_written_to_is_refused_at_once(tmp_path):
    packs.try_folder(tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        packs.try_folder(tmp_path / "taken" / "sub")
    assert refused.value.key == "error.cannot_write"


def test_a_file_is_written_whole_or_refused_with_its_name(tmp_path):
    step = Step("a.pdf", 1, 1, File("a.pdf", b"%PDF", "application/pdf"))
    assert packs.save(step, tmp_path / "new").read_bytes() == b"%PDF"
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        packs.save(step, tmp_path / "taken")
    assert refused.value.key == "error.cannot_write"


def test_the_pictures_of_every_paper_are_drawn(view, vi, said):
    made = files(packs.make(view, vi, formats=("png", "pdf", "pptx")))
    [code] = {plate.code for plate in briefing.facts(view, vi).plates}
    begin = f"tvgeo-2024-12-31-{code}"
    assert list(made) == [
        f"{begin}-16x9.png", "tvgeo-2024-12-31.pptx", f"{begin}-16x9-2x.png",
        f"{begin}-a4.png", f"{begin}-a4.pdf", "tvgeo-2024-12-31.pdf",
        f"{begin}-a3.png", f"{begin}-a3.pdf",
    ]  # fmt: skip
    assert made["tvgeo-2024-12-31.pdf"].data == f"pdf: {code}".encode()
    assert made["tvgeo-2024-12-31.pptx"].data == f"pptx: {code}".encode()
    assert made[f"{begin}-16x9.png"].data.startswith(b"\x89PNG")
    assert made[f"{begin}-a3.pdf"].data.startswith(b"%PDF")


def test_the_dashboards_child_makes_the_same_file_and_keeps_it(view, vi, road):
    steps = list(making.make(view, vi, road, ("xlsx",)))
    assert [(s.i, s.n) for s in steps] == [(1, 1), (1, 1)]
    file = steps[-1].file
    assert (
        file.data == files(packs.make(view, vi, scope=road, formats=("xlsx",)))[file.name].data
    )
    assert making.kept(view, vi, road, ("xlsx",)) == (file,)
    assert making.kept(view, vi, road, ("docx",)) is None


def test_data_that_changed_since_they_were_shown_make_no_file_under_their_name(view, vi, road):
    progress = view.base.folder.folder / "progress.csv"
    progress.write_text(progress.read_text(encoding="utf-8").replace("32.5", "99"), "utf-8")
    with pytest.raises(TvgeoError) as refused:
        list(making.make(view, vi, road, ("xlsx",)))
    assert vi.error(refused.value) == "Dữ liệu vừa thay đổi. Tải lại trang rồi tạo lại."
    assert making.kept(view, vi, road, ("xlsx",)) is None


def test_what_the_system_refuses_is_said_in_one_sentence(view, vi, road, monkeypatch):
    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making.tempfile, "TemporaryDirectory", full)
    with pytest.raises(UsageError) as refused:
        list(making.make(view, vi, road, ("xlsx",)))
    assert refused.value.key == "error.briefing_failed"
