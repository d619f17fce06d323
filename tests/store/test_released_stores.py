"""The store of each released version opens in this one, with all it held; the old one is kept."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from released.make import PASSWORD, shown
from store_rows import in_files, publish_percent

from tvgeo import locale
from tvgeo.errors import StoreError
from tvgeo.services import passwords
from tvgeo.store import accounts, backup, keeping, migrating, opening, repository, schema

pytestmark = in_files

HERE = Path(__file__).resolve().parent
RELEASED = HERE / "released"
VERSIONS = sorted(migrating.known_versions())
OLDER = [version for version in VERSIONS if version != schema.VERSION]


@pytest.fixture
def put(tmp_path):
    """Return how to give a folder the store of a version, as `var/tvgeo.sqlite3`."""

    def place(version):
        (tmp_path / "var").mkdir(mode=0o700)
        target = tmp_path / "var" / "tvgeo.sqlite3"
        shutil.copyfile(RELEASED / f"{version}.sqlite3", target)
        return target

    return place


def version_of(path, how="mode=ro"):
    with closing(sqlite3.connect(f"file:{path}?{how}", uri=True)) as raw:
        return raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def tables_of(path):
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as raw:
        names = [
            n for (n,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {name: sorted(map(repr, raw.execute(f"SELECT * FROM {name}"))) for name in names}


def kept_in(folder):
    return sorted(folder.glob("*-before-upgrade-*"))


def opened(tmp_path):
    return opening.open_store(opening.default_url(tmp_path), folder=tmp_path)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_store_of_each_version_is_kept_as_it_was_made(version):
    """A new step of the tables needs `python tests/store/released/make.py` at its release."""
    # immutable: nothing is laid beside a file of the repository
    assert version_of(RELEASED / f"{version}.sqlite3", "immutable=1") == version


@pytest.mark.parametrize("version", VERSIONS)
def test_figures_history_accounts_and_audit_are_those_of_before(put, tmp_path, version):
    put(version)
    store = opened(tmp_path)
    before = json.loads((RELEASED / f"{version}.json").read_text(encoding="utf-8"))
    after = shown(store)
    # what a later version added to a revision is blank in those of before
    for old, new in zip(before["history"], after["history"], strict=True):
        assert {name for name in new if name not in old and new[name] is not None} == set()
        assert {name: new[name] for name in old} == old
    del before["history"], after["history"]
    before.setdefault("layers", {str(n): [] for n in range(1, 5)})
    assert after == before
    assert [row.physical_pct for row in repository.rows(store, 2)] == [62.5, 42.5, 0.0]
    entries, broken_at = shown(store)["audit_verified"]
    assert (entries >= 8, broken_at) == (True, None)
    with store.reading() as connection:
        stored = accounts.password_hash(connection, "lan")
    assert passwords.verify(stored, PASSWORD)
    store.close()
    assert version_of(store.path) == schema.VERSION


@pytest.mark.parametrize("version", VERSIONS)
def test_work_goes_on_after_the_upgrade(put, tmp_path, version):
    put(version)
    store = opened(tmp_path)
    before = repository.head_number(store)
    assert publish_percent(store, 90).revision == before + 1
    with (
        closing(sqlite3.connect(store.path)) as raw,
        pytest.raises(sqlite3.IntegrityError, match="is only added to"),
    ):
        raw.execute("UPDATE revisions SET author = 'x'")
    store.close()


@pytest.mark.parametrize("version", OLDER)
def test_the_store_of_before_is_kept_whole_beside_it(put, tmp_path, version):
    path = put(version)
    before = tables_of(path)
    opened(tmp_path).close()
    [kept] = kept_in(path.parent)
    assert kept.name == "tvgeo-before-upgrade-1.sqlite3"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert tables_of(kept) == before
    assert version_of(kept) == version
    opened(tmp_path).close()
    assert kept_in(path.parent) == [kept]


def test_a_store_of_this_version_is_not_copied(put, tmp_path):
    path = put(schema.VERSION)
    opened(tmp_path).close()
    assert kept_in(path.parent) == []


@pytest.mark.parametrize("version", OLDER)
def test_four_programs_that_open_it_at_once_upgrade_it_once(put, tmp_path, version):
    path = put(version)
    code = "import sys; from pathlib import Path; from tvgeo.store import opening;"
    code += "opening.open_store(sys.argv[1], folder=Path(sys.argv[2])).close()"
    command = [sys.executable, "-c", code, opening.default_url(tmp_path), str(tmp_path)]
    started = [
        subprocess.Popen(command, cwd=HERE.parents[1], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [each.communicate(timeout=60)[1] for each in started]
    assert [each.returncode for each in started] == [0, 0, 0, 0], said
    assert len(kept_in(path.parent)) == 1
    assert sum("before-upgrade" in each for each in said) == 1


@pytest.mark.parametrize("version", OLDER)
@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (OSError(28, "No space left on device"), "disk_full"),
        (sqlite3.DatabaseError("malformed"), "corrupt_store"),
    ],
)
def test_without_a_copy_nothing_is_upgraded(put, tmp_path, monkeypatch, version, fault, key):
    path = put(version)
    before = tables_of(path)

    def fails(*_):
        raise fault

    monkeypatch.setattr(keeping, "keep", fails)
    with pytest.raises(StoreError, match=key):
        opened(tmp_path)
    assert tables_of(path) == before


@pytest.mark.parametrize("version", OLDER)
def test_a_step_that_fails_leaves_the_store_of_before(put, tmp_path, monkeypatch, version):
    path = put(version)
    before = tables_of(path)

    def stopped(connection):
        connection.exec_driver_sql("DROP TABLE mappings")
        raise KeyboardInterrupt

    monkeypatch.setattr(migrating, "upgrade", stopped)
    with pytest.raises(KeyboardInterrupt):
        opened(tmp_path)
    assert tables_of(path) == before
    monkeypatch.undo()
    opened(tmp_path).close()
    assert version_of(path) == schema.VERSION


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", "thuộc phiên bản tvgeo mới hơn. Cập nhật tvgeo rồi mở lại."),
        ("en", "was made by a newer version of tvgeo. Update tvgeo, then open it again."),
    ],
)
def test_a_store_newer_than_the_program_is_refused_and_left_alone(put, tmp_path, lang, said):
    path = put(schema.VERSION)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0999'")
        raw.commit()
    before = tables_of(path)
    with pytest.raises(StoreError) as refused:
        opened(tmp_path)
    assert said in locale.get(lang).error(refused.value)
    assert tables_of(path) == before
    assert kept_in(path.parent) == []


def test_a_program_that_is_too_old_can_still_be_given_back_the_store_of_before(put, tmp_path):
    """Going back after an upgrade: the store is newer than the program that is to replace it."""
    path = put(schema.VERSION)
    kept = shutil.copyfile(path, tmp_path / "kept.sqlite3")
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0999'")
        raw.commit()
    aside = backup.restore(kept, opening.default_url(tmp_path), folder=tmp_path)
    store = opened(tmp_path)
    assert repository.head(store).revision == 5
    store.close()
    assert version_of(aside) == "0999"
