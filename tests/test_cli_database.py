"""`tvgeo db`: a store moves to PostgreSQL and proves it, is looked at, and gives out its rights."""

import json
import shutil
from pathlib import Path

import pytest

from tvgeo.services import signing_in, stores

TINY = Path(__file__).parent / "tiny_province"
PASSWORD = "song-hau-chay-ra-bien-1"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    copy = Path(shutil.copytree(TINY, tmp_path / "data"))
    monkeypatch.setenv("TVGEO_DATA_DIR", str(copy))
    return copy


@pytest.fixture
def target(cluster, postgis_database, tmp_path):
    return cluster.url(postgis_database, f"cli_{abs(hash(tmp_path)) % 10**12}")


def test_a_store_moves_with_history_and_accounts_and_its_people_sign_in_there(
    tvgeo, target, monkeypatch
):
    assert tvgeo("admin", "create", "lan", "--role", "planner", typed=PASSWORD + "\n")[0] == 0
    code, out, err = tvgeo("db", "copy", "--to", target.replace("postgresql", "postgres"))
    assert (code, err) == (0, "")
    assert out.startswith("Đã chép sang postgresql://127.0.0.1:")
    assert "1 phiên bản, 2 thay đổi, 1 tệp gốc, 1 tài khoản, 2 mục nhật ký" in out
    history = json.loads(tvgeo("history", "--json")[1])
    monkeypatch.setenv(stores.DATABASE_URL, target)
    assert json.loads(tvgeo("history", "--json")[1]) == history
    assert tvgeo("audit", "verify")[1].strip() == "Nhật ký nguyên vẹn: 2 mục."
    assert signing_in.sign_in("lan", PASSWORD, address="10.0.0.7").actor.role == "planner"


def test_nothing_is_copied_over_a_store_that_is_there(tvgeo, target):
    tvgeo("admin", "create", "lan", "--role", "planner", typed=PASSWORD + "\n")
    assert tvgeo("db", "copy", "--to", target, "--json")[0] == 0
    code, out, err = tvgeo("--lang", "en", "db", "copy", "--to", target)
    assert (code, out) == (1, "")
    assert err.startswith("The target postgresql://127.0.0.1:")
    assert err.count("\n") == 1


def test_an_address_that_is_none_is_refused_without_its_password(tvgeo):
    tvgeo("admin", "create", "lan", "--role", "planner", typed=PASSWORD + "\n")
    for address in ("mysql://u:bi-mat@h/d", "postgresql://u:bi-mat@h", "x"):
        code, out, err = tvgeo("db", "copy", "--to", address)
        assert (code, out) == (2, "")
        assert "bi-mat" not in err


def test_a_look_makes_what_is_missing_and_says_what_qgis_reads(tvgeo, target, monkeypatch):
    monkeypatch.setenv(stores.DATABASE_URL, target)
    code, out, _ = tvgeo("db", "check")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].endswith(": phiên bản số liệu số 1.")
    assert lines[1] == "Nhật ký nguyên vẹn: 1 mục."
    assert (
        lines[2]
        == "Khung nhìn works_as_of cho QGIS: sẵn sàng, khớp với danh mục và lớp bản đồ."
    )
    told = json.loads(tvgeo("db", "check", "--json")[1])
    assert (told["ok"], told["revision"], told["view"]) == (True, 1, "ready")


def test_a_look_at_a_file_says_that_the_view_needs_postgresql(tvgeo):
    code, out, _ = tvgeo("--lang", "en", "db", "check")
    assert code == 0
    assert (
        out.splitlines()[2]
        == "View works_as_of for QGIS: only where the store is in PostgreSQL."
    )


def test_rights_are_given_to_accounts_of_the_database(
    tvgeo, cluster, postgis_database, target, monkeypatch
):
    monkeypatch.setenv(stores.DATABASE_URL, target)
    role = f"qgis_{abs(hash(target)) % 10**9}"
    cluster.sql(f"CREATE ROLE {role} LOGIN", database=postgis_database)
    tvgeo("admin", "create", "lan", "--role", "planner", typed=PASSWORD + "\n")
    code, _, err = tvgeo("db", "grant", role, "--duty", "reader")
    assert code == 1
    assert "tvgeo db check" in err
    tvgeo("db", "check")
    for duty, said in (("reader", "chỉ đọc được khung nhìn"), ("app", "chạy được tvgeo")):
        code, out, _ = tvgeo("db", "grant", role, "--duty", duty)
        assert code == 0
        assert f"Tài khoản {role} {said}" in out


def test_a_file_has_no_accounts_to_give_rights_to(tvgeo):
    tvgeo("admin", "create", "lan", "--role", "planner", typed=PASSWORD + "\n")
    code, _, err = tvgeo("--lang", "en", "db", "grant", "qgis", "--duty", "reader")
    assert code == 1
    assert "is a file and has no database accounts" in err


def test_a_database_that_is_away_is_one_line_in_a_moment(tvgeo, monkeypatch):
    monkeypatch.setenv(stores.DATABASE_URL, "postgresql://tvgeo:bi-mat@127.0.0.1:9/tvgeo")
    for command in (["history"], ["status"], ["db", "check"], ["audit", "verify"]):
        code, out, err = tvgeo(*command)
        assert (code, out) == (1, "")
        assert err.startswith(
            "Không kết nối được cơ sở dữ liệu postgresql://127.0.0.1:9/tvgeo?"
        )
        assert err.count("\n") == 1
        assert "bi-mat" not in err
