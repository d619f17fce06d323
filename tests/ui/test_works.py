"""What the page and the map say of a work, for each of the 92, in every view of the plan."""

import re

import pytest

from tvgeo import locale
from tvgeo.render import node
from tvgeo.services import view as views
from tvgeo.services.base import open_base
from tvgeo.ui.blocks import curve, map_panel, strip, work, work_plan

CASES = [
    (language, code, sourced)
    for language in locale.LANGUAGES
    for code, sourced in (
        ("2022-H1", False),
        ("2024", True),
        ("2025", False),
        ("2026-H1", True),
    )
]
PROGRAM = re.compile(r"\b(None|nan|NaN|undefined|inf|True|False)\b|\d[.,]\d{5,}|\{\w+\}|<class")
QUOTED = re.compile(r"“[^”]*”|https?://\S+")
POINT = re.compile(r"(?<![\d./])\d+\.(?:\d{1,2}|\d{4,})(?![\d.])")


def blocks(t, view, item):
    """Return every block that a page shows of a work."""
    project_id = item.project.project_id
    found = [
        work.head(t, view, item),
        work.numbers(t, item),
        work.reason(t, view, item),
        curve.curve(t, view, item),
        strip.laid_straight(t, view, item),
        work.parts(t, view, item),
        work.history(t, view, view.rows.get(project_id, ()), item.project),
        work_plan.says(t, view, item),
        map_panel.detail(t, view, item),
    ]
    return [tree for tree in found if tree is not None]


@pytest.mark.parametrize(("language", "code", "sourced"), CASES)
def test_every_work_is_said_in_words_with_a_mark_where_it_is_invented(
    language, code, sourced, texts
):
    base, t = open_base(), locale.get(language)
    [period] = [p for p in views.period_choices(base) if p.code == code]
    view = views.view_of_period(base, period, sourced_only=sourced)
    for item in view.standings.values():
        said = [text for tree in blocks(t, view, item) for text in texts(tree)]
        assert item.project.name_vi in said or item.project.name_en in said
        assert [text for text in said if PROGRAM.search(text)] == []
        if language == "vi":
            assert [s for s in said if POINT.search(QUOTED.sub("", s))] == []
        works = (item.project, *view.registry.parts(item.project.project_id))
        rows = [row for one in works for row in view.rows.get(one.project_id, ())]
        if not any(row.quality == "illustrative" for row in rows):
            assert [text for text in said if "*" in text] == []


def test_a_missing_figure_is_said_and_never_a_zero():
    base, t = open_base(), locale.get("vi")
    [period] = [p for p in views.period_choices(base) if p.code == "2025"]
    view = views.view_of_period(base, period)
    silent = [s for s in view.standings.values() if s.health == "no_data"]
    assert len(silent) > 30
    for item in silent:
        said = node.text_of(work.numbers(t, item))
        assert re.findall(r"Chưa có số liệu|\d+(?:,\d)?%", said) == ["Chưa có số liệu"] * 3
