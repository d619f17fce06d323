"""tvgeo.toml: what is wrong is said, and the pages still start."""

from datetime import date

import pytest

from tvgeo.core.plan import SignIn
from tvgeo.io import settings_file

SOUND = """
title = "T"
province = "P"
period = ["2023-01-01", "2027-12-31"]
crs = 9210
timezone = "Asia/Ho_Chi_Minh"
"""


def faults(text: str) -> list[tuple]:
    findings = settings_file.read(text.encode())[1]
    return [(f.severity, f.code, f.column, f.value) for f in findings]


def test_the_first_five_keys_are_enough():
    settings, findings = settings_file.read(SOUND.encode())
    assert findings == ()
    assert settings.period == (date(2023, 1, 1), date(2027, 12, 31))
    assert (settings.crs, settings.slow, settings.closing) == (9210, 5.0, ("06-14", "12-14"))


def test_every_key_is_read():
    settings, findings = settings_file.read(
        (SOUND + 'language = "en"\nbounds = [106, 9.8, 106.8, 10.4]\n'
        "[slippage]\nslow = 1\nlate = 2.5\ncritical = 4\n"
        '[reporting]\nclosing = ["05-31", "11-30"]\ndue = ["06-01", "12-01"]\n'
        'consolidated = ["06-10", "12-10"]\nsuccession = "2025-07-01"\n'
        '[access]\nview = "login"\npublic_url = "https://tvgeo.example"\n'
        '[briefing]\nplace = "Trà Vinh"\n').encode()
    )  # fmt: skip
    assert findings == ()
    assert settings.bounds == (106.0, 9.8, 106.8, 10.4)
    assert (settings.slow, settings.late, settings.critical) == (1.0, 2.5, 4.0)
    assert settings.closing == ("05-31", "11-30")
    assert (settings.view, settings.view_is_written) == ("login", True)
    assert settings.succession == date(2025, 7, 1)


def test_open_data_have_a_prefix_that_says_nobody_registered_one():
    settings, _ = settings_file.read(SOUND.encode())
    assert settings.open_data.prefix == "tvgeo-unregistered"
    written = '[opendata]\nprefix = "oc4ids-a1b2c3"\nlicence = "https://x.example/"\n'
    settings, findings = settings_file.read((SOUND + written).encode())
    assert findings == ()
    assert (settings.open_data.prefix, settings.open_data.licence) == (
        "oc4ids-a1b2c3", "https://x.example/",
    )  # fmt: skip


@pytest.mark.parametrize("prefix", ["oc4ids-A1B2C3", "oc4ids-1", "vn", "oc4ids-a1b2c3-x"])
def test_a_prefix_that_nobody_can_have_registered_is_refused(prefix):
    settings, findings = settings_file.read(
        (SOUND + f'[opendata]\nprefix = "{prefix}"\n').encode()
    )
    assert [(f.code, f.column) for f in findings] == [("bad_setting", "opendata.prefix")]
    assert settings.open_data.prefix == "tvgeo-unregistered"


def test_all_missing_keys_are_said_at_once_and_a_missing_crs_is_9209():
    settings, findings = settings_file.read(b"")
    assert [(f.code, f.column) for f in findings] == [
        ("blank_required", key) for key in ("title", "province", "period", "crs", "timezone")
    ]
    assert settings.crs == 9209
    assert settings.period == settings_file.UNKNOWN_PERIOD


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ('crs = "9209"', "crs"),
        ("crs = true", "crs"),
        ("crs = 32648", "crs"),
        ("crs = 999999", "crs"),
        ('period = ["2025-12-31", "2021-01-01"]', "period"),
        ('period = ["2021-02-30", "2025-12-31"]', "period"),
        ('period = "2021"', "period"),
        ('timezone = "Asia/Tra_Vinh"', "timezone"),
        ('timezone = "../../etc/passwd"', "timezone"),
        ("title = 5", "title"),
        ('title = " "', "title"),
        ('province = ["P"]', "province"),
        ('language = "fr"', "language"),
        ("bounds = [106, 9]", "bounds"),
        ("bounds = [106.8, 9.8, 106, 10.4]", "bounds"),
        ("bounds = [9.8, 106, 10.4, 106.8]", "bounds"),
        ("bounds = [nan, 9.8, 106, 10.4]", "bounds"),
        ('slippage.slow = "5"', "slippage.slow"),
        ("slippage.slow = 0", "slippage.slow"),
        ("slippage.late = 5", "slippage.late"),
        ("slippage.critical = 1", "slippage.critical"),
        ('reporting.closing = ["06-14"]', "reporting.closing"),
        ('reporting.closing = ["14-06", "14-12"]', "reporting.closing"),
        ('reporting.closing = ["12-14", "06-14"]', "reporting.closing"),
        ('reporting.due = ["12-15", "30-06"]', "reporting.due"),
        ('period = ["0001-01-01", "2025-12-31"]', "period"),
        ('period = ["2021-01-01", "9999-12-31"]', "period"),
        ('reporting.consolidated = ["02-29", "12-25"]', "reporting.consolidated"),
        ('access.view = "publc"', "access.view"),
        ('access.public_url = "javascript:alert(1)"', "access.public_url"),
    ],
)
def test_a_bad_value_is_named_and_a_default_takes_its_place(line, column):
    key = line.split(" =")[0]
    kept = [each for each in SOUND.splitlines() if not each.startswith(f"{key} =")]
    text = "\n".join([*kept, line])
    assert [fault[:3] for fault in faults(text)] == [("error", "bad_setting", column)]


def test_a_misspelt_view_closes_the_pages():
    settings, _ = settings_file.read((SOUND + 'access.view = "pubic"').encode())
    assert settings.view == "login"


def test_broken_toml_closes_the_pages_and_names_the_line():
    settings, findings = settings_file.read(b'title = "T"\nprovince = \n')
    assert [(f.code, f.row) for f in findings] == [("bad_toml", 2)]
    assert (settings.view, settings.view_is_written) == ("login", False)


def test_a_key_that_means_nothing_is_a_warning():
    assert faults(SOUND + "slipage.slow = 5") == [
        ("warning", "unknown_setting", "slipage.slow", "5")
    ]


def test_bytes_that_are_not_utf8_are_a_finding():
    findings = settings_file.read('title = "Đ"'.encode("cp1258"))[1]
    assert [(f.code, f.row) for f in findings] == [("bad_encoding", 1)]


def test_a_report_may_be_due_in_the_next_year():
    text = SOUND + '[reporting]\nclosing = ["06-30", "12-31"]\ndue = ["07-05", "01-05"]\n'
    settings, findings = settings_file.read(text.encode())
    assert findings == ()
    assert settings.due == ("07-05", "01-05")


def test_the_ways_of_signing_in_are_read_and_local_is_the_default():
    assert settings_file.read(SOUND.encode())[0].sign_in == SignIn()
    text = (
        SOUND + '[access]\nauth = "proxy"\nproxy_header = "X-Remote-User"\noidc_claim = "sub"\n'
    )
    settings, findings = settings_file.read(text.encode())
    assert findings == ()
    assert settings.sign_in == SignIn("proxy", "X-Remote-User", "sub")


@pytest.mark.parametrize(
    ("line", "column", "kept"),
    [
        ('auth = "sso"', "access.auth", SignIn()),
        ('proxy_header = "X Remote"', "access.proxy_header", SignIn(proxy_header="")),
        ('proxy_header = "Cookie"', "access.proxy_header", SignIn(proxy_header="")),
        ('oidc_claim = "name"', "access.oidc_claim", SignIn()),
    ],
)
def test_a_bad_way_of_signing_in_is_told_and_opens_nothing(line, column, kept):
    settings, findings = settings_file.read(f"{SOUND}[access]\n{line}\n".encode())
    assert [(f.code, f.column) for f in findings] == [("bad_setting", column)]
    assert settings.sign_in == kept
