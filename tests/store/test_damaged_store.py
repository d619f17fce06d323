"""A damaged file gives the right figures or says so: never others, never a traceback (R6)."""

import random
import shutil
import sqlite3
from contextlib import closing

import pytest
from store_rows import ROWS, a_row, in_files, make, publish, publish_percent

from tvgeo import locale
from tvgeo.errors import StoreError
from tvgeo.store import audit, backup, engines, mappings, opening, repository, schema, verifying

pytestmark = in_files

REVISIONS = 8
REST_OF_A_CHANGE = ", ".join(c.name for c in schema.changes.c if c.name != "project_id")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return a closed store with a few revisions, and everything that can be read from it."""
    folder = tmp_path_factory.mktemp("whole")
    rows = [a_row(f"ct-{n:03}", n % 90, note=f"Ghi chú số {n} " * 3) for n in range(150)]
    store = make(folder, rows, content=random.Random(1).randbytes(20_000))
    for n in range(2, REVISIONS + 1):
        publish(
            store, [a_row(r.project_id, n + r.physical_pct / 10, note=r.note) for r in rows[n:]],
            note=f"Đợt {n}", file_name=f"{n}.csv", content=random.Random(n).randbytes(3_000),
        )  # fmt: skip
    answers = [read(store) for read in READINGS]
    store.close()
    return store.path, answers


def _reading(act, *arguments):
    return lambda store: act(store, *arguments)


def opened(path):
    return opening.open_store(f"sqlite:///{path}", folder=None)


READINGS = [
    repository.head,
    repository.revisions,
    *(_reading(repository.rows, n) for n in range(1, REVISIONS + 1)),
    *(_reading(repository.revision, n) for n in (1, REVISIONS)),
    *(_reading(repository.original, n) for n in range(1, REVISIONS + 1)),
    *(_reading(repository.history_of, f"ct-{n:03}") for n in (0, 7, 149)),
]


def outcome(act, *arguments):
    """Return what `act` gives, or the refusal; any other exception fails the test."""
    try:
        return act(*arguments)
    except StoreError as error:
        return error


def is_told(answer, path):
    """Whether it is a refusal, which must then name the store in both languages."""
    if not isinstance(answer, StoreError):
        return False
    assert str(path) in locale.get("vi").error(answer)
    assert str(path) in locale.get("en").error(answer)
    return True


def use(path, answers):
    """Read and write all there is; return how many readings were refused."""
    store = outcome(opened, path)
    if is_told(store, path):
        return len(answers)
    found = [outcome(read, store) for read in READINGS]
    told = [is_told(answer, path) for answer in found]
    others = [
        answer
        for answer, expected, refused in zip(found, answers, told, strict=True)
        if not refused and answer != expected
    ]
    assert others == []
    for act in (
        audit.entries, audit.verify, _reading(mappings.remembered, ""),
        lambda s: backup.backup(s, path.with_name("copy")), lambda s: publish(s, ROWS),
    ):  # fmt: skip
        is_told(outcome(act, store), path)
    store.close()
    return sum(told)


def damaged(path, tmp_path, change):
    copy = tmp_path / "damaged.sqlite3"
    for ending in ("", "-wal", "-shm"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    content = bytearray(path.read_bytes())
    copy.write_bytes(change(content) or bytes(content))
    return copy


def test_a_whole_store_answers_everything(whole, tmp_path):
    path, answers = whole
    assert use(damaged(path, tmp_path, lambda _: None), answers) == 0


@pytest.mark.parametrize("rounds", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_overwritten_bytes_never_give_other_figures(whole, tmp_path, rounds):
    path, answers = whole
    chance = random.Random(rounds)

    def overwrite(content):
        at = chance.randrange(len(content) - 512)
        content[at : at + 512] = chance.randbytes(512)

    told = sum(use(damaged(path, tmp_path, overwrite), answers) > 0 for _ in range(rounds))
    assert told > rounds / 2  # the rest hit pages that nothing is read from


@pytest.mark.parametrize("rounds", [6, pytest.param(250, marks=pytest.mark.slow)])
def test_a_single_wrong_bit_never_gives_other_figures(whole, tmp_path, rounds):
    path, answers = whole
    chance = random.Random(rounds)

    def flip(content):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)

    told = sum(use(damaged(path, tmp_path, flip), answers) > 0 for _ in range(rounds))
    assert told > 0


def test_damage_that_no_message_can_repeat_is_told(whole, tmp_path):
    """SQLite quotes the statement of a table, in which a byte is no text any more."""
    path, answers = whole

    def spoil(content):
        content[content.index(b"CREATE TABLE revisions") + 2] ^= 0x80

    assert use(damaged(path, tmp_path, spoil), answers) == len(answers)


@pytest.mark.parametrize("rounds", [10, pytest.param(40, marks=pytest.mark.slow)])
def test_a_file_cut_short_never_gives_other_figures(whole, tmp_path, rounds):
    path, answers = whole
    chance = random.Random(rounds)
    for _ in range(rounds):
        copy = damaged(path, tmp_path, lambda c: c[: chance.randrange(1, len(c) - 4096)])
        assert use(copy, answers) > 0


def test_pages_of_zeros_never_give_other_figures(whole, tmp_path):
    path, answers = whole
    pages = path.stat().st_size // 4096

    for page in random.Random(0).sample(range(pages), 15):

        def clear(content, at=page * 4096):
            content[at : at + 4096] = bytes(4096)

        use(damaged(path, tmp_path, clear), answers)


@pytest.mark.parametrize(
    "content", [b"", b"project_id,as_of\n", b"SQLite format 3\0", b"SQLite format 3\0" * 300]
)
def test_a_file_that_is_no_database_is_told_and_left_alone(whole, tmp_path, content):
    _, answers = whole
    copy = tmp_path / "none.sqlite3"
    copy.write_bytes(content)
    assert use(copy, answers) == len(answers)
    with pytest.raises(StoreError, match="corrupt_store"):
        opening.open_store(f"sqlite:///{copy}", folder=None)
    assert copy.read_bytes() == content


def test_a_folder_in_the_place_of_the_store_is_told(tmp_path):
    with pytest.raises(StoreError):
        opening.open_store(f"sqlite:///{tmp_path}", folder=None)


def test_a_file_without_its_journal_still_has_the_last_publication(store, tmp_path):
    publish_percent(store, 64)
    shutil.copyfile(store.path, tmp_path / "alone.sqlite3")
    alone = opening.open_store(f"sqlite:///{tmp_path / 'alone.sqlite3'}", folder=tmp_path)
    assert repository.rows(alone, repository.head(alone).revision)[0].physical_pct == 64.0
    alone.close()


@pytest.mark.parametrize("rounds", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_a_damaged_journal_never_gives_other_figures(whole, tmp_path, rounds):
    """Of a server killed while a reader held the journal open."""
    path, _ = whole
    chance = random.Random(rounds)
    live = tmp_path / "live.sqlite3"
    shutil.copyfile(path, live)
    store = opening.open_store(f"sqlite:///{live}", folder=None)
    with store.reading() as reader:
        repository.head(reader)  # nothing can be brought into the file now
        for pct in (20, 30, 40):
            publish(store, [a_row("ct-000", pct)])
        after = [repository.rows(store, n) for n in range(1, REVISIONS + 4)]
        copy = tmp_path / "killed.sqlite3"
        journal = live.with_name("live.sqlite3-wal").read_bytes()
        for _ in range(rounds):
            shutil.copyfile(live, copy)
            copy.with_name("killed.sqlite3-shm").unlink(missing_ok=True)
            wrong = bytearray(journal)
            at = chance.randrange(len(wrong) - 512)
            wrong[at : at + 512] = chance.randbytes(512)
            copy.with_name("killed.sqlite3-wal").write_bytes(wrong)
            killed = opened(copy)
            head = repository.head(killed).revision
            assert [repository.rows(killed, n) for n in range(1, head + 1)] == after[:head]
            assert audit.verify(killed).broken_at is None
            killed.close()
    store.close()


def altered(store, statement):
    store.close()
    with closing(sqlite3.connect(store.path)) as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute(statement)
        raw.commit()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE changes SET physical_pct = 11 WHERE project_id = 'cau-moi'",
        "UPDATE changes SET physical_pct = 'a' WHERE project_id = 'cau-moi'",
        "UPDATE changes SET as_of = '2025-13-45'",
        "UPDATE changes SET as_of = 5",
        "UPDATE changes SET removed = 1 WHERE project_id = 'cau-moi'",
        "UPDATE changes SET removed = 7 WHERE project_id = 'cau-moi'",
        "UPDATE changes SET note = CAST(x'ff' AS TEXT)",
        "UPDATE changes SET project_id = 'ke-moi' WHERE project_id = 'cau-moi'",
        "DELETE FROM changes WHERE project_id = 'cau-moi'",
        f"INSERT INTO changes SELECT 'x', {REST_OF_A_CHANGE} FROM changes LIMIT 1",
        "UPDATE revisions SET rows_sha256 = 'x'",
        "UPDATE revisions SET author = 'x'",
        "UPDATE revisions SET created_at = 'x'",
        "UPDATE revisions SET findings = '['",
    ],
)
def test_an_altered_figure_is_not_shown(store, statement):
    altered(store, statement)
    with pytest.raises(StoreError, match="corrupt_store"):
        repository.rows(store, 1)
    with pytest.raises(StoreError, match="corrupt_store"):
        publish_percent(store, 20)


def test_an_altered_figure_is_not_shown_in_the_history_of_its_project(store):
    altered(store, "UPDATE changes SET physical_pct = 11 WHERE project_id = 'cau-moi'")
    with pytest.raises(StoreError, match="changes cau-moi"):
        repository.history_of(store, "cau-moi")
    assert len(repository.history_of(store, "ke-song")) == 1


def test_an_altered_file_is_not_given_out(store):
    altered(store, "UPDATE files SET content = x'00'")
    with pytest.raises(StoreError, match="files 1"):
        repository.original(store, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE head SET revision = 1", "DELETE FROM head", "DELETE FROM about",
        "UPDATE about SET value = '{' WHERE name = 'folder'", "DROP TABLE changes",
        "UPDATE about SET value = '7' WHERE name = 'folder'", "DROP TABLE revisions",
    ],
)  # fmt: skip
def test_a_store_that_does_not_fit_together_is_not_opened(store, tmp_path, statement):
    publish_percent(store, 20)
    altered(store, statement)
    with pytest.raises(StoreError, match="corrupt_store") as told:
        opening.open_store(store.url, folder=tmp_path)
    assert "is damaged at" in locale.get("en").error(told.value)


def test_damage_while_the_store_is_open_is_told(store, tmp_path):
    """No restart is needed to notice; the newest backup beside it is named."""
    backup.backup(store, store.path.with_name("tvgeo-backup-1.sqlite3"))
    with closing(engines.plain(store.path, "rw")) as raw:
        raw.execute("DROP TRIGGER changes_no_update")
        raw.execute("UPDATE changes SET physical_pct = 12")
    with pytest.raises(StoreError) as told:
        repository.rows(store, 1)
    proposal = store.path.with_name("tvgeo-backup-1.sqlite3")
    assert locale.get("en").error(told.value).endswith(f"Restore: tvgeo restore {proposal}")
    backup.restore(proposal, store.url, folder=tmp_path)
    assert repository.rows(store, 1) == ROWS
    assert verifying.fault_of_file(proposal) is None
