"""A province that lets only account holders read: nothing but the sign-in form is shown."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from tvgeo.core.access import Actor
from tvgeo.services.signing_in import Looked
from tvgeo.ui import session
from tvgeo.ui.pages import PAGES

TINY = Path(__file__).resolve().parents[1] / "tiny_province"


@pytest.fixture
def closed(tmp_path, monkeypatch):
    """Use a copy of the tiny province that is closed to the public."""
    folder = tmp_path / "data"
    shutil.copytree(TINY, folder)
    settings = folder / "tvgeo.toml"
    text = settings.read_text(encoding="utf-8").replace('"public"', '"login"')
    settings.write_text(text, encoding="utf-8")
    monkeypatch.setenv("TVGEO_DATA_DIR", str(folder))
    return monkeypatch


@pytest.mark.parametrize("address", PAGES)
def test_without_a_session_every_page_is_the_sign_in_form(closed, page, address):
    reader = page(lang="vi").open(address)
    assert not reader.failed
    assert "Đăng nhập để xem số liệu" in reader.texts
    assert not any("%" in text or "Sông Thử" in text for text in reader.texts)
    assert set(reader.trees) <= {"connection", "head", "no-account", "sign-in"}
    assert reader.trees["connection"]["revision"] is None


def test_a_viewer_reads_and_publishes_nothing(closed, page):
    closed.setattr(session, "_looked", lambda: Looked(Actor("khach", "viewer")))
    reader = page(lang="vi")
    assert not reader.failed
    assert "Đăng nhập để xem số liệu" not in reader.texts
    assert not reader.open("cap-nhat").app.get("file_uploader")


def test_the_header_names_who_is_signed_in(page, monkeypatch):
    found = Actor("lan", "planner", scope="so-gtvt")
    monkeypatch.setattr(session, "_looked", lambda: Looked(found))
    reader = page(lang="vi")
    assert "Người cập nhật · phạm vi: cơ quan Sở GTVT" in reader.texts


def test_the_administration_is_listed_for_administrators_only(monkeypatch):
    from tvgeo import locale
    from tvgeo.ui import pages

    t = locale.get("vi")
    monkeypatch.setattr(pages.st, "Page", lambda _, **said: SimpleNamespace(**said))

    def listed(actor):
        found = pages.navigation(t, actor)
        return {page.url_path for page in found if page.visibility == "visible"}

    assert {"cap-nhat", "lich-su"} <= listed(None)
    assert "quan-tri" not in listed(None) | listed(Actor("a", "planner"))
    assert "quan-tri" in listed(Actor("a", "admin"))
