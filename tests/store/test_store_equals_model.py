"""Any sequence of publications and rollbacks equals a list of dictionaries (R11)."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_rows import DAY, ROWS, a_row, publish

from tvgeo.core.progress import Row
from tvgeo.store import repository, verifying


def random_row(chance):
    row = a_row(f"ct-{chance.randrange(8)}", chance.choice([None, 0.0, chance.random() * 100]))
    return replace(
        row, as_of=DAY + timedelta(days=chance.randrange(4)),
        note=chance.choice([None, "", "x", "Ghi chú ậ 🚧"]),
    )  # fmt: skip


@pytest.mark.parametrize("steps", [80, pytest.param(1_000, marks=pytest.mark.slow)])
def test_random_publications_and_rollbacks_equal_a_model(store, steps):
    chance = random.Random(steps)
    model = [{row.key: row for row in ROWS}]
    for _ in range(steps):
        before = repository.revisions(store)
        if chance.random() < 0.3:
            to = chance.randrange(len(model))
            after = model[to]
            publish(store, repository.rows(store, to + 1), kind="rollback", restores=to + 1)
        else:
            after = dict(model[-1])
            for _ in range(chance.randrange(4)):
                row = random_row(chance)
                after[row.key] = row
            for key in chance.sample(sorted(after), min(len(after), chance.randrange(3))):
                del after[key]
            publish(store, tuple(after.values()))
        if after != model[-1]:
            model.append(after)
        head = repository.head(store)
        assert head.revision == len(model)
        assert repository.revisions(store)[-len(before) :] == before  # it only grows
        assert {row.key: row for row in repository.rows(store, head.revision)} == model[-1]
        some = chance.randrange(len(model))
        assert {row.key: row for row in repository.rows(store, some + 1)} == model[some]
    with store.reading() as connection:
        assert verifying.fault(connection) is None


numbers = st.none() | st.floats(0, 100, allow_nan=False)
texts = st.none() | st.text(max_size=30)
any_row = st.builds(
    Row, project_id=st.sampled_from(["a", "b", "ế"]),
    as_of=st.dates(DAY, DAY + timedelta(days=2)), physical_pct=numbers, disbursed_pct=numbers,
    actual_value=st.none() | st.floats(allow_nan=False, allow_infinity=False), note=texts,
    status=st.sampled_from([None, "paused"]), quality=st.sampled_from(["official", "public"]),
)  # fmt: skip
any_rows = st.lists(any_row, max_size=5, unique_by=lambda row: row.key)


@given(
    sent=st.lists(any_rows, min_size=1, max_size=4), choice=st.randoms(use_true_random=False)
)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_rows_come_back_and_any_rollback_gives_them_again(store, sent, choice):
    numbers_of = [publish(store, rows).revision for rows in sent]
    kept = [repository.rows(store, n) for n in numbers_of]
    for rows, stored in zip(sent, kept, strict=True):
        assert {row.key for row in rows} == {row.key for row in stored}
        by_key = {row.key: row for row in rows}
        assert all(row.physical_pct == by_key[row.key].physical_pct for row in stored)
    to = choice.randrange(len(kept))
    publish(store, kept[to], kind="rollback", restores=numbers_of[to])
    assert repository.rows(store, repository.head(store).revision) == kept[to]
