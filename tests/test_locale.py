"""Both catalogues say the same things, and numbers, dates and names are written as agreed."""

import ast
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from matplotlib import rcParams

import tvgeo
from tvgeo import errors, locale
from tvgeo.core import metrics, plan, progress
from tvgeo.core.features import CONTEXT_LAYERS, METHODS
from tvgeo.core.findings import Finding
from tvgeo.errors import ChainageError, UsageError
from tvgeo.locale import catalogue

PACKAGE = Path(tvgeo.__file__).parent
WORDING = Path(__file__).resolve().parents[2] / "shared" / "wording.md"
LANGUAGES = locale.LANGUAGES
NBSP = "\N{NO-BREAK SPACE}"
HOSTILE = (
    "{{7*7}}", "{x}", "${7*7}", "<img src=x onerror=alert(1)>", "%s %(x)s", "{0.__class__}",
    r"\g<0> \1", "</script>", "{", "}",
)  # fmt: skip
VIETNAMESE = re.compile(
    "[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹáàãéèíìĩóòõúùũý]"
)
# What English keeps in Vietnamese: names, citations, the reminder, the other language's name.
KEPT = ("Trà Vinh", "Hoàng Sa", "Trường Sa", "Quần đảo", "Việt Nam", "Biển Đông", "“ước”")
KEPT_KEYS = ("reminder.", "frame.language", "finding.no_citation.remedy")


@pytest.fixture(scope="module")
def vi() -> locale.Locale:
    return locale.get("vi")


@pytest.fixture(scope="module")
def en() -> locale.Locale:
    return locale.get("en")


def sentences() -> list[tuple[str, str, str]]:
    return [
        (language, key, sentence)
        for language in LANGUAGES
        for key, sentence in catalogue.read(language).items()
    ]


# The catalogues


def test_both_languages_have_the_same_keys_in_the_same_order(vi, en):
    assert list(vi.sentences) == list(en.sentences)


def test_both_languages_name_the_same_placeholders(vi, en):
    for key, sentence in vi.sentences.items():
        expected = catalogue.placeholders(sentence)
        assert catalogue.placeholders(en.sentences[key]) == expected, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_stands_once_in_its_file(language):
    text = "\n".join(p.read_text(encoding="utf-8") for p in catalogue.files(language))
    keys = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert len(keys) == len(set(keys))
    assert len(keys) == len(catalogue.read(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_are_the_same_in_both_files(language):
    heads = r"^# == .+$|^msgid .+$"

    def outline(path):
        return re.findall(heads, path.read_text(encoding="utf-8"), re.MULTILINE)

    both = zip(catalogue.files(language), catalogue.files("vi"), strict=True)
    for path, vietnamese in both:
        assert path.name.replace(f"{language}.po", "") == vietnamese.name.replace("vi.po", "")
        assert outline(path) == outline(vietnamese)


def test_every_sentence_is_whole_composed_and_clean():
    for language, key, sentence in sentences():
        where = f"{language} {key}"
        assert sentence.strip() == sentence, where
        assert sentence, where
        assert unicodedata.is_normalized("NFC", sentence), where
        assert not re.search(r"TODO|FIXME|XXX|\bnull\b|exception|HTTP", sentence), where
        assert "!" not in sentence, where
        assert "  " not in sentence, where
        assert not re.search(r"\{[^a-z_]|[^a-z_]\}|\{\}", sentence), where


def test_quotation_marks_are_curved_except_where_a_setting_is_quoted():
    for language, key, sentence in sentences():
        if key != "error.lan_refused":
            assert '"' not in sentence, f"{language} {key}"


def test_a_unit_follows_its_number_after_a_no_break_space():
    for language, key, sentence in sentences():
        assert not re.search(r"\} (km|m|ha|DWT|tỷ đồng)\b", sentence), f"{language} {key}"


def test_vietnamese_has_no_english_word(vi):
    words = re.compile(
        r"\b(the|of|and|or|file|error|data|page|map|list|click|user|update|upload|download|"
        r"deadline|sheet|plan|works?|late|report|filter|figures?|no|please|you|on|is)\b",
        re.IGNORECASE,
    )
    # names of files, settings, commands and codes stay as they are written
    technical = re.compile(
        r"data/\S+|--[a-z-]+|\S+\.(toml|csv|md)|\[access\].*|tvgeo [a-z]+( \S+)?|"
        r"plan_names_no_place|not_tied_to_place|no_source|no_location|no_break|\{\w+\}|"
        r"public_url|TVGEO_\w+|project_id|part_of|\b(note|source|bounds|layer|method)\b"
    )
    for key, sentence in vi.sentences.items():
        if key in {"frame.language", "frame.language_code"}:
            continue
        found = words.search(technical.sub("", sentence))
        assert found is None, f"{key}: {found and found[0]}"


def test_english_has_no_vietnamese_word(en):
    for key, sentence in en.sentences.items():
        if key.startswith(KEPT_KEYS):
            continue
        for name in KEPT:
            sentence = sentence.replace(name, "")  # noqa: PLW2901 - what is left is looked at
        assert not VIETNAMESE.search(sentence), key


@pytest.mark.parametrize(
    "word",
    ["tập tin", "tải xuống", "đẩy lên", "phát hành", "trễ", "giải tỏa", "trang sheet", "bạn "],
)
def test_one_concept_has_one_word(vi, word):
    for key, sentence in vi.sentences.items():
        assert word not in sentence.casefold(), key


def test_nobody_is_addressed_by_a_pronoun(en):
    for key, sentence in en.sentences.items():
        assert not re.search(r"\byour?\b", sentence, re.IGNORECASE), key


def test_tone_marks_stand_as_in_the_plan(vi):
    for key, sentence in vi.sentences.items():
        assert not re.search(
            r"(oà|oá|oả|uỷ|uỹ)\b|tỉ lệ|kĩ thuật|lí trình", sentence.casefold()
        ), key


# Codes of the core


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_core_has_its_word(language):
    t = locale.get(language)
    groups = {
        "health": metrics.HEALTHS,
        "health.legend": metrics.HEALTHS,
        "short.health": metrics.HEALTHS,
        "inline.health": metrics.HEALTHS,
        "sector": plan.SECTORS,
        "kind": sorted(plan.WORK_KINDS),
        "target_kind": plan.TARGET_KINDS,
        "no_location": plan.NO_LOCATION_REASONS,
        "quality": progress.QUALITIES,
        "basis.physical": progress.PHYSICAL_BASES,
        "basis.disbursed": progress.DISBURSED_BASES,
        "column": progress.COLUMNS,
        "method": METHODS,
        "layer": CONTEXT_LAYERS,
        "severity": ("error", "warning", "note"),
    }
    missing = [f"{g}.{c}" for g, codes in groups.items() for c in codes if f"{g}.{c}" not in t]
    assert missing == []
    assert all(f"column.{column}.help" in t for column in progress.COLUMNS)


def test_a_work_and_a_duty_have_different_words_for_the_same_status(vi, en):
    assert vi.status("not_started", "bridge") == "Chưa khởi công"
    assert vi.status("in_progress", "port") == "Đang thi công"
    assert vi.status("not_started", "programme") == "Chưa triển khai"
    assert vi.status("in_progress", None) == "Đang thực hiện"
    assert en.status("in_progress", "road") == "Under construction"
    assert en.status("in_progress", "policy") == "In progress"
    for code in progress.STATUSES:
        for kind in ("bridge", "policy"):
            assert vi.status(code, kind)
            assert en.status(code, kind)


def test_words_are_those_of_the_agreed_wording(vi, en):
    if not WORDING.exists():
        pytest.skip("the wording of the project is not beside this checkout")
    terms = WORDING.read_text(encoding="utf-8").split("## 2. Terms")[1].split("## 3.")[0]
    groups = {
        "status, works": "status.works", "status, rest": "status.rest", "health": "health",
        "flags": "flag", "sectors": "sector", "kinds, works": "kind", "kinds, rest": "kind",
        "target kinds": "target_kind", "layers": "layer", "quality": "quality", "roles": "role",
    }  # fmt: skip
    checked = 0
    for line in terms.splitlines():
        group, _, text = line.strip("| ").partition(" | ")
        if group not in groups:
            continue
        for code, vietnamese, english in re.findall(r"`(\w+)` ([^/`]+?) / ([^·`]+)", text):
            key = f"{groups[group]}.{code}"
            assert vi.sentences[key] == vietnamese, key
            assert en.sentences[key] == re.split(r"\. Works are", english)[0].strip(" |."), key
            checked += 1
    assert checked > 80


# Sentences


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_from_a_file_stays_literal(vi, value):
    assert vi("list.label", label=value, value=value) == f"{value}: {value}"
    assert vi("plan.original", quote=value) == f"Nguyên văn: “{value}”"


def test_a_value_that_looks_like_a_placeholder_is_not_filled(vi):
    assert vi("list.label", label="{value}", value="{label}") == "{value}: {label}"


def test_an_unknown_key_and_a_missing_value_are_refused(vi):
    with pytest.raises(KeyError, match=r"no\.such\.key"):
        vi("no.such.key")
    with pytest.raises(KeyError, match=r"empty\.work.*id"):
        vi("empty.work")
    with pytest.raises(TypeError, match="None"):
        vi("empty.work", id=None)
    assert "empty.work" in vi
    assert "no.such.key" not in vi


def test_values_are_written_as_the_language_writes_them(vi, en):
    day = date(2025, 6, 5)
    assert vi("banner.stale", date=day, closing=day) == (
        "Số liệu mới nhất của kỳ này đến ngày 05/06/2025; kỳ đã chốt ngày 05/06/2025."
    )
    assert "5 Jun 2025" in en("banner.stale", date=day, closing=day)
    assert vi("legend.slow", slow=5.0) == "Chậm từ 5"
    assert vi("legend.slow", slow=7.5) == "Chậm từ 7,5"
    assert vi("list.label", label="x", value=["a", 2025]) == "x: a, 2025"


def test_a_year_and_a_row_are_not_grouped(vi):
    assert vi("check.line.row", file="a.csv", row=12345, problem="p", remedy="r").startswith(
        "a.csv, dòng 12345: p. ⇒ r"
    )


def test_only_two_languages_are_spoken():
    with pytest.raises(UsageError):
        locale.Locale("fr")
    assert locale.get() is locale.get("vi")


# Numbers and dates (wording, section 1)


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (62.4, "62,4%", "62.4%"),
        (0, "0%", "0%"),
        (100, "100%", "100%"),
        (-0.0, "0%", "0%"),
        (99.99999999999999, "100%", "100%"),
        (99.97, "99,9%", "99.9%"),
        (0.02, "0,1%", "0.1%"),
        (12.25, "12,3%", "12.3%"),
        (52, "52,0%", "52.0%"),
        (1234.5, "1.234,5%", "1,234.5%"),
        (None, "Chưa có số liệu", "No data"),
    ],
)
def test_a_percentage_is_whole_only_at_0_and_100(vi, en, value, vietnamese, english):
    assert vi.percent(value) == vietnamese
    assert en.percent(value) == english


def test_a_percentage_that_is_not_quite_100_never_reads_as_100(vi):
    assert vi.percent(99.6, 0) == "99%"
    assert vi.percent(0.4, 0) == "1%"
    assert vi.percent(100.04) == "100,1%"


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (-12.5, "chậm 12,5 điểm %", "12.5 pts behind"),
        (3, "vượt 3,0 điểm %", "3.0 pts ahead"),
        (0, "đúng kế hoạch", "on plan"),
        (-0.04, "đúng kế hoạch", "on plan"),
        (52.0 - 97.9, "chậm 45,9 điểm %", "45.9 pts behind"),
    ],
)
def test_words_carry_the_sign_of_a_slippage(vi, en, value, vietnamese, english):
    assert vi.points(value) == vietnamese
    assert en.points(value) == english


@pytest.mark.parametrize(
    ("value", "text"),
    [(-12.5, "−12,5"), (3, "+3,0"), (0, "0,0"), (-0.04, "0,0"), (-1234.5, "−1.234,5")],
)
def test_a_table_has_a_true_minus(vi, value, text):
    assert vi.signed(value) == text


def test_numbers_have_vietnamese_marks(vi, en):
    assert vi.number(1234.5) == "1.234,5"
    assert en.number(1234.5) == "1,234.5"
    assert vi.number(15.14) == "15,14"
    assert vi.number(15.10) == "15,1"
    assert vi.number(41.0) == "41"
    assert vi.number(41, 1) == "41,0"
    assert vi.number(-0.5) == "−0,5"
    assert vi.number(None) == "Chưa có số liệu"
    with pytest.raises(ValueError, match="nan"):
        vi.number(float("nan"))


@pytest.mark.parametrize("value", [1e23, 1e300, 1.7976931348623157e308])
def test_a_slip_of_the_keys_is_a_long_number_and_no_failure(vi, en, value):
    said = vi.number(value)
    assert float(said.replace(".", "")) == value
    assert en.number(-value).startswith("−")


def test_units_follow_a_no_break_space(vi, en):
    assert vi.quantity(41, "km") == f"41{NBSP}km"
    assert vi.quantity(305.0, "ha") == f"305{NBSP}ha"
    assert vi.quantity(18_000, "m3/ngày đêm") == f"18.000{NBSP}m³/ngày đêm"
    assert vi.quantity(50_000, "DWT") == f"50.000{NBSP}DWT"
    assert vi.quantity(7_962, "tỷ đồng") == f"7.962{NBSP}tỷ đồng"
    assert en.quantity(7_962, "tỷ đồng") == f"VND{NBSP}7,962{NBSP}billion"
    assert vi.quantity(100, "%") == "100%"
    assert vi.quantity(3, "{x}") == f"3{NBSP}{{x}}"
    assert vi.quantity(3, "") == "3"
    assert vi.quantity(None, "km") == "Chưa có số liệu"


def test_dates_put_the_day_first(vi, en):
    day = date(2025, 6, 15)
    assert vi.date(day) == "15/06/2025"
    assert en.date(day) == "15 Jun 2025"
    assert en.date(date(2025, 9, 5)) == "5 Sep 2025"
    assert vi.day_month(day) == "15/06"
    assert en.day_month(day) == "15 Jun"
    assert vi.month(date(2024, 12, 1)) == "12/2024"
    assert en.month(date(2024, 12, 1)) == "Dec 2024"


def test_a_stamp_is_in_vietnam_time(vi, en):
    evening = datetime(2025, 12, 31, 17, 5, tzinfo=UTC)
    assert vi.stamp(evening) == "00:05, 01/01/2026"
    assert en.stamp(evening) == "00:05, 1 Jan 2026"
    with pytest.raises(ValueError, match="zone"):
        vi.stamp(datetime(2025, 6, 15, 7, 5))  # noqa: DTZ001 - the fault under test


def test_periods_are_said_as_people_say_them(vi, en):
    assert vi.period("2025-H1") == "6 tháng đầu năm 2025"
    assert vi.period("2025") == "Cả năm 2025"
    assert vi.period("2025", "inline") == "cả năm 2025"
    assert vi.period("2025", "document") == "năm 2025"
    assert en.period("2025-H1") == "First half of 2025"
    assert en.period("2025") == "Full year 2025"
    assert vi.period_short("2025-H1") == "6 th. 2025"


# Names


def agency(**more: object) -> plan.Agency:
    return plan.Agency("so-gtvt", "Sở Giao thông vận tải", kind="department", **more)


def test_a_name_is_english_only_where_it_exists(vi, en):
    named = agency(name_en="Department of Transport", short_vi="Sở GTVT")
    assert vi.name(named) == "Sở Giao thông vận tải"
    assert en.name(named) == "Department of Transport"
    assert en.name(agency(name_en=None)) == "Sở Giao thông vận tải"
    assert vi.short_name(named) == "Sở GTVT"
    assert en.short_name(named) == "Department of Transport"


def test_a_task_a_target_and_a_fact_have_names_too(vi, en):
    task = plan.Task(1, "transport", "Đầu tư", "Invest", (), (), (), "Phụ lục TT 1")
    target = plan.Target("T01", (), "transport", "quantitative", "Số cầu", None, "=", "115", "cầu", 2025, "", None)  # fmt: skip
    fact = plan.Fact("a", "m", "Dài", "Length", "15,14 km", "15.14 km", "2024", "SGGP", "")
    assert (vi.name(task), en.name(task)) == ("Đầu tư", "Invest")
    assert en.name(target) == "Số cầu"
    assert (en.name(fact), en.name(fact, "value")) == ("Length", "15.14 km")


# Errors and findings


def test_an_error_says_what_where_and_what_to_do(vi, en):
    error = ChainageError("chainage.form", label="Km12+35")
    assert vi.error(error).startswith("“Km12+35” không phải là lý trình hợp lệ. Ghi dạng")
    assert en.error(error).startswith("“Km12+35” is not a valid chainage.")


def test_a_finding_is_one_line_with_place_problem_and_remedy(vi, en):
    found = Finding("error", "out_of_range", "progress.csv", 7, "physical_pct", "140", {"limit": "0–100"})  # fmt: skip
    assert vi.line(found) == (
        "progress.csv, dòng 7, cột physical_pct: “140” nằm ngoài khoảng cho phép (0–100). ⇒ "
        "Kiểm tra dấu thập phân và đơn vị, ghi lại trong khoảng 0–100."
    )
    assert en.line(found).startswith(
        "progress.csv, row 7, column physical_pct: “140” is outside"
    )
    assert vi.line(Finding("note", "missing_file", "plan/tasks.csv")).startswith(
        "plan/tasks.csv: không có tệp này"
    )
    assert "cột access.view:" in vi.line(
        Finding(
            "error", "bad_setting", "tvgeo.toml", None, "access.view", "?", {"allowed": "a"}
        )
    )


def test_hidden_characters_of_a_value_are_shown_as_codes_and_long_ones_cut(vi):
    right_to_left = "\N{RIGHT-TO-LEFT OVERRIDE}"
    found = Finding("error", "bad_number", "a.csv", 2, "b", f"1{right_to_left}2\n")
    assert "“1[U+202E]2[U+000A]”" in vi.problem(found)
    long = Finding("error", "bad_number", "a.csv", 2, "b", "9" * 500)
    assert "9" * 60 + "…" in vi.problem(long)
    assert "9" * 61 not in vi.problem(long)
    assert "(trống)" in vi.problem(Finding("error", "bad_number", "a.csv", 2, "b"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_a_problem_without_a_full_stop_and_a_remedy_with_one(language):
    t = locale.get(language)
    codes = {key.split(".")[1] for key in t.sentences if key.startswith("finding.")}
    for code in codes:
        assert not t.sentences[f"finding.{code}.problem"].endswith("."), code
        assert t.sentences[f"finding.{code}.remedy"].endswith("."), code


# What the code asks of the catalogue


def calls() -> list[tuple[str, ast.Call]]:
    return [
        (f"{place}:{node.lineno}", node)
        for place, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    ]


def constant(node: ast.expr) -> str | None:
    return (
        node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
    )


def asked() -> list[tuple[str, str, set[str] | None]]:
    """Return place, key and the names of the values (`None` = not known) of every literal key."""
    speakers = {"t", *(name for name in vars(errors) if name.endswith("Error"))}
    found = []
    for place, call in calls():
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        name = call.func.attr if isinstance(call.func, ast.Attribute) else name
        key = constant(call.args[0]) if call.args else None
        dotted = key is not None and re.fullmatch(r"[a-z_]+(\.[\w-]+)*", key)
        if dotted and name in speakers:
            names = {keyword.arg for keyword in call.keywords}
            found.append((place, key, None if None in names else {n for n in names if n}))
    return found


def test_every_sentence_that_the_code_asks_for_exists_and_gets_its_values(vi):
    wanting = []
    for place, key, given in asked():
        if key not in vi:
            wanting.append(f"{place}: {key}")
        elif given is not None and (
            lacking := catalogue.placeholders(vi.sentences[key]) - given
        ):
            wanting.append(f"{place}: {key} needs {sorted(lacking)}")
    assert wanting == []


def trees() -> list[tuple[str, ast.Module]]:
    return [
        (path.relative_to(PACKAGE.parent).as_posix(), ast.parse(path.read_text("utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    ]


def test_every_key_that_pages_and_drawings_pass_around_exists(vi):
    groups = {key.split(".")[0] for key in vi.sentences}
    wanting = []
    for place, tree in trees():
        if not place.startswith(("tvgeo/ui/", "tvgeo/render/")):
            continue
        composed = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in node.values
        }
        for node in ast.walk(tree):
            text = constant(node) if isinstance(node, ast.expr) else None
            if text is None or id(node) in composed:
                continue
            dotted = re.fullmatch(r"[a-z_]+(\.[a-z_]+)+(?<!\.js)(?<!\.css)", text)
            ours = text not in rcParams  # matplotlib names its settings in the same way
            if dotted and ours and text.split(".")[0] in groups and text not in vi:
                wanting.append(f"{place}:{node.lineno}: {text}")
    assert wanting == []


def test_every_key_that_is_composed_has_at_least_one_sentence(vi):
    wanting = []
    for place, call in calls():
        first = call.args[0] if call.args else None
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name == "t" and isinstance(first, ast.JoinedStr):
            parts = [re.escape(constant(part) or "") or r"[\w.%-]*" for part in first.values]
            if not any(re.fullmatch("".join(parts), key) for key in vi.sentences):
                wanting.append(f"{place}: {ast.unparse(first)}")
    assert wanting == []


def findings_made() -> list[tuple[str, str, set[str] | None]]:
    """Return place, code and names of further values of every literal finding."""
    found = []
    for place, call in calls():
        severity = constant(call.args[0]) if call.args else None
        if severity not in {"error", "warning", "note"} or len(call.args) < 2:
            continue
        code = constant(call.args[1])
        given: set[str] | None = {k.arg for k in call.keywords if k.arg not in {None, "values"}}
        for extra in [*call.args[6:7], *(k.value for k in call.keywords if k.arg == "values")]:
            literal = isinstance(extra, ast.Dict)
            given = given | {constant(k) for k in extra.keys if k} if literal and given is not None else None  # fmt: skip
        if any(k.arg is None for k in call.keywords):
            given = None
        if code is not None:
            found.append((place, code, given))
    return found


def test_every_finding_that_the_code_makes_can_be_said(vi):
    own = {"file", "row", "column", "value"}
    wanting = []
    for place, code, given in findings_made():
        for part in ("problem", "remedy"):
            key = f"finding.{code}.{part}"
            if key not in vi:
                wanting.append(f"{place}: {key}")
            elif given is not None:
                lacking = catalogue.placeholders(vi.sentences[key]) - given - own
                wanting += [f"{place}: {key} needs {sorted(lacking)}"] if lacking else []
    assert wanting == []
