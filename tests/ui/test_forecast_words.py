"""What the work's page says of the forecast, on half-years that can be reckoned by hand."""

from datetime import date

import pytest

from tvgeo import locale
from tvgeo.core import forecast, metrics
from tvgeo.core.plan import Project, Settings
from tvgeo.core.progress import Row
from tvgeo.ui.blocks import forecast as block

SETTINGS = Settings("Kế hoạch", "Tỉnh", (date(2021, 1, 1), date(2025, 12, 31)))
CLOSING = [date(2024, 6, 14), date(2024, 12, 14), date(2025, 6, 14), date(2025, 12, 14)]
TODAY = date(2025, 12, 31)
RANGE = "Theo nhịp độ các kỳ gần nhất, đạt 100% trong khoảng 07/2027 đến 12/2027."


def found(*pcts, due=None, day=TODAY, quality="official", status=None):
    """Return the standing and the forecast of a work with these reports, the last ones first."""
    days = CLOSING[-len(pcts) :] if pcts else []
    rows = [
        Row("cau", on, pct, status=status, quality=quality)
        for on, pct in zip(days, pcts, strict=True)
    ]
    work = Project("cau", "Cầu", "transport", due_date=due)
    reports = [forecast.Report(row.as_of, row.physical_pct, "total", quality) for row in rows]
    return metrics.standing(work, rows, day, SETTINGS), forecast.forecast(reports, day, due)


def words(*pcts, language="vi", **options):
    return block.words(locale.get(language), *found(*pcts, **options))


# From 12, 24, 39 and 52 % the fastest pace is 15 points in 182 days, 2.5 a month, and reaches
# 100 % in July 2027; the slowest is 12 points in 183 days and reaches it in December 2027.
@pytest.mark.parametrize(
    ("due", "said"),
    [
        (None, RANGE),
        # 48 points in 929 days are 1.6 a month
        (date(2028, 6, 30), f"{RANGE} Để kịp hạn 30/06/2028 cần 1,6 điểm % mỗi tháng."),
        # 48 points in 382 days are 3.8 a month
        (
            date(2026, 12, 31),
            (
                f"{RANGE} Để kịp hạn 31/12/2026 cần 3,8 điểm % mỗi tháng; nhịp nhanh nhất đã báo cáo "
                "là 2,5 nên không kịp hạn."
            ),
        ),
        (
            date(2026, 1, 17),
            (
                f"{RANGE} Hạn 17/01/2026 còn 17 ngày, còn thiếu 48,0 điểm %: không kịp ở bất kỳ nhịp "
                "độ nào đã báo cáo."
            ),
        ),
        (date(2025, 12, 31), f"{RANGE} Hạn 31/12/2025 đã qua."),
    ],
)
def test_the_range_is_said_and_what_the_due_date_needs(due, said):
    assert words(12, 24, 39, 52, due=due) == said


def test_a_few_days_before_a_due_date_that_can_be_met_it_is_said_what_is_missing():
    # 10 points a half-year: the last two points need 36 days from 14/12/2025
    said = words(68, 78, 88, 98, due=date(2026, 1, 25))
    assert said.endswith("Hạn 25/01/2026 còn 25 ngày, còn thiếu 2,0 điểm %.")


def test_both_languages_say_the_same():
    assert words(12, 24, 39, 52, due=date(2028, 6, 30), language="en") == (
        "At the pace of recent periods 100% falls between Jul 2027 and Dec 2027. "
        "Meeting 30 Jun 2028 needs 1.6 pts a month."
    )


def test_an_invented_report_marks_the_range_and_the_needed_pace():
    said = words(12, 24, 39, 52, due=date(2028, 6, 30), quality="illustrative")
    assert said == f"{RANGE}* Để kịp hạn 30/06/2028 cần 1,6 điểm % mỗi tháng.*"


@pytest.mark.parametrize(
    ("pcts", "said"),
    [
        ((39, 52), "Cần ít nhất 3 kỳ báo cáo cùng cơ sở tính để dự báo; hiện có 2."),
        ((52, 52, 52), "Khối lượng không tăng trong các kỳ gần nhất nên chưa dự báo được."),
    ],
)
def test_without_a_forecast_its_reason_and_the_needed_pace_are_said(pcts, said):
    needed = "Để kịp hạn 30/06/2028 cần 1,6 điểm % mỗi tháng."
    assert words(*pcts) == said
    assert words(*pcts, due=date(2028, 6, 30)) == f"{said} {needed}"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("completed", "Đã hoàn thành, không cần dự báo."),
        ("paused", "Đang tạm dừng nên không dự báo."),
        ("cancelled", "Đã dừng thực hiện nên không dự báo."),
    ],
)
def test_what_has_ended_or_rests_is_not_forecast(status, said):
    item, ahead = found(12, 24, 39, 52, due=date(2028, 6, 30), status=status)
    t = locale.get("vi")
    assert block.words(t, item, ahead) == said
    assert block.needed_line(t, item, ahead) is None
    assert list(block.rows(t, item, ahead)) == []


def test_the_table_says_what_the_curve_draws_beyond_the_reports():
    item, ahead = found(12, 24, 39, 52, due=date(2028, 6, 30))
    assert list(block.rows(locale.get("vi"), item, ahead)) == [
        (date(2027, 7, 20), "100%: nhịp nhanh nhất"),
        (date(2027, 12, 16), "100%: nhịp chậm nhất"),
        (date(2028, 6, 30), "100%: để kịp hạn, 1,6 điểm %/tháng"),
    ]
