"""What an account may be called."""

import unicodedata

import pytest

from tvgeo.core import account_names


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Lan", "lan"),
        ("  lan ", "lan"),
        (unicodedata.normalize("NFD", "Nguyễn.Đạt"), "nguyễn.đạt"),
        ("LAN@so-gtvt", "lan@so-gtvt"),
    ],
)
def test_a_name_has_one_spelling(written, kept):
    assert account_names.fold(written) == kept
    assert account_names.is_valid(kept)


@pytest.mark.parametrize(
    "name",
    [
        "", ".lan", "la n", "lan\n", "lаn", "l\u200ban", "ｌan", "lan;", "<b>", "x" * 65,
        "ß", "ñ", "l\u0338an", "\u0301lan", "lan\u202e", "đ̈", "٧",
    ],
)  # fmt: skip
def test_what_looks_like_another_name_or_none_is_refused(name):
    assert not account_names.is_valid(name)


def test_a_name_of_sixty_four_letters_is_the_longest():
    assert account_names.is_valid("ệ" * 64)
