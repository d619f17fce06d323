"""Formula-like text: harmless in a spreadsheet, unchanged when it comes back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvgeo.core import formula

# the same cases on every machine, however busy
few = settings(derandomize=True, database=None, deadline=None)
SIGNS = "=+-@\t\r\0＝＋－＠"
texts = st.text(alphabet=st.sampled_from("'" + SIGNS + "a 1")) | st.text()


@pytest.mark.parametrize("sign", SIGNS)
def test_text_that_a_spreadsheet_may_run_gets_exactly_one_apostrophe(sign):
    assert formula.guard(sign + "1+1") == "'" + sign + "1+1"


def test_a_guarded_text_gets_one_more_so_that_it_comes_back_guarded():
    assert formula.guard("'=1") == "''=1"
    assert formula.unguard("''=1") == "'=1"


@pytest.mark.parametrize("text", ["", "'", "'quoted'", "a=b", "Km0+000", "1-5", "5"])
def test_ordinary_text_is_left_alone(text):
    assert formula.guard(text) == text
    assert formula.unguard(text) == text


@few
@given(texts)
def test_every_text_comes_back_unchanged(text):
    assert formula.unguard(formula.guard(text)) == text


@few
@given(texts, texts)
def test_no_two_texts_are_exported_alike(one, other):
    assert (formula.guard(one) == formula.guard(other)) == (one == other)


@few
@given(texts)
def test_no_exported_text_opens_with_a_dangerous_sign(text):
    assert not formula.guard(text).startswith(tuple(SIGNS))
