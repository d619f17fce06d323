"""Which passwords are taken, and what looking at one costs."""

import statistics
import threading
import time
import unicodedata

import pytest
from argon2 import PasswordHasher

from tvgeo import locale
from tvgeo.errors import UsageError
from tvgeo.services import passwords

ABOUT = ("an.nguyen", "Trà Vinh", "Kế hoạch 16/KH-UBND · Hạ tầng Trà Vinh 2021–2025")


@pytest.mark.parametrize(
    "password",
    [
        "", "ngắn", "11-ky-tu-oi", "password1234", "Password1234", "p@ssw0rd1234", "123456789012",
        "aaaaaaaaaaaa", "abcabcabcabc", "qwertyuiop12", "qwertyqwerty", "adminadminadmin",
        "matkhau123456", "Matkhau@2025", "travinh123456", "TraVinh@2025", "Trà Vinh 2025",
        "an.nguyen.2026", "tvgeotvgeotvgeo", "vietnam12345", "anhyeuem1234", "x" * 1025,
    ],
)  # fmt: skip
def test_what_somebody_would_try_first_is_refused(password):
    with pytest.raises(UsageError) as refusal:
        passwords.check(password, ABOUT)
    assert locale.get().error(refusal.value) == (
        "Mật khẩu cần ít nhất 12 ký tự và không thuộc danh sách phổ biến."
    )


@pytest.mark.parametrize(
    "password",
    [
        "mưa rào trên sông Hậu", "correct horse battery staple", "Xe-đạp-cũ-màu-lục",
        "ghe-chai-27-nia", "x7#Kq!92mLp0", "mưa rào trên sông Hậu " * 40,
    ],
)  # fmt: skip
def test_a_sentence_is_a_good_password(password):
    passwords.check(password, ABOUT)


def test_the_same_letters_typed_on_another_keyboard_are_the_same_password():
    written = "mưa rào trên sông Hậu"
    encoded = passwords.hashed(unicodedata.normalize("NFD", written))
    assert passwords.verify(encoded, written)
    assert not passwords.verify(encoded, written + " ")


def test_two_hashes_of_a_password_differ_and_neither_holds_it():
    one, other = passwords.hashed("mưa rào trên sông"), passwords.hashed("mưa rào trên sông")
    assert one != other
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize("encoded", [None, "", "no hash at all", "$argon2id$v=19$broken"])
def test_nothing_is_right_without_a_hash(encoded):
    assert not passwords.verify(encoded, "whatever it is")


@pytest.mark.parametrize("password", ["\ud800" * 12, "x" * 1_000_000, "\0" * 12])
def test_no_password_breaks_the_check(password):
    assert not passwords.verify(passwords.hashed("mưa rào trên sông"), password)


def test_a_hash_of_weaker_days_is_told_apart():
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=64).hash("x"))
    assert not passwords.is_outdated(passwords.hashed("x"))


def test_no_more_than_a_few_are_verified_at_a_time(monkeypatch):
    running, most = [], []

    class Slow:
        def verify(self, *_):
            running.append(1)
            most.append(len(running))
            time.sleep(0.02)
            running.pop()
            return True

    monkeypatch.setattr(passwords, "_hasher", Slow())
    threads = [threading.Thread(target=passwords.verify, args=("h", "p")) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 12
    assert max(most) <= passwords.AT_A_TIME


@pytest.mark.slow
def test_an_unknown_name_takes_as_long_as_a_known_one():
    encoded = passwords.hashed("mưa rào trên sông")
    passwords.verify(None, "x")
    known, unknown = [], []
    for _ in range(100):
        for hash_, times in ((encoded, known), (None, unknown)):
            start = time.perf_counter()
            passwords.verify(hash_, "wrong password it is")
            times.append(time.perf_counter() - start)
    difference = abs(statistics.median(known) / statistics.median(unknown) - 1)
    assert difference < 0.1
