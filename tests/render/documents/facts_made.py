"""Facts of a small briefing, made in code: for the tests of every form of document.

`made()` tells of four works in two sectors: a late bridge with an invented figure, a part of it,
a road that is finished and a data centre without figures. `made(field=value)` replaces fields
of `Facts`; `work(...)`, `task(...)` and `plate(...)` make single things; `hostile()` is the
same briefing with `HOSTILE` texts wherever texts come from data.
"""

from dataclasses import fields, replace
from datetime import UTC, date, datetime

from shapely import MultiPolygon, Point, box

from tvgeo.core.metrics import SEVERITY
from tvgeo.core.periods import Period
from tvgeo.core.plan import Office
from tvgeo.core.progress import STATUSES
from tvgeo.render.briefing.facts import (
    Count,
    Facts,
    Group,
    Mean,
    ReportFact,
    Scope,
    SourceFact,
    TargetFact,
    TaskFact,
)
from tvgeo.render.briefing.works import Value, WorkFact
from tvgeo.render.plates.plate import BaseMap, Key, Plate

DAY = date(2025, 12, 14)
MARK = "Số liệu minh họa"
NOTE = "Số liệu có dấu (*) là số liệu minh họa, không dùng để báo cáo."
MISSING = Value(None, "Chưa có số liệu")
DASH = Value(None, "–")
HOSTILE = (
    '=HYPERLINK("http://a.example","x")',
    "{{ 7*7 }} {x} ${y} %s",
    "<b>&amp;</b> <script>alert(1)</script>",
    "$x^2$ \\frac{1}{2}",
    "a\x00b\x08c\x1b[31m\ufffe\ud800",
    "\u202eevil\u2066 \u200bx",
    "dòng 1\ndòng 2\r\n\tdòng 3",
    "x" * 500,
    "Ghi chú rất dài. " * 236,
)
PERIOD = Period(
    code="2025",
    year=2025,
    half=2,
    start=date(2025, 6, 15),
    end=DAY,
    due=date(2025, 12, 15),
    consolidated=date(2025, 12, 25),
)
HALF = Period(
    code="2025-H1",
    year=2025,
    half=1,
    start=date(2024, 12, 15),
    end=date(2025, 6, 14),
    due=date(2025, 6, 15),
    consolidated=date(2025, 6, 25),
)


def of(cls, /, **changes):
    """Return a `cls` with the fields of `changes` that it has; other fields of text are ""."""
    known = {f.name for f in fields(cls)}
    blank = {f.name: "" for f in fields(cls) if f.type in {str, "str"}}
    return cls(**(blank | {k: v for k, v in changes.items() if k in known}))


def work(project_id="cau", **changes):
    """Return a work: a bridge that is late, with an invented figure."""
    return of(
        WorkFact,
        **{
            "project_id": project_id,
            "name": "Cầu Ven Sông",
            "sector": "transport",
            "kind": "bridge",
            "part_of": None,
            "health": "late",
            "state": "Chậm nhiều*",
            "status": "Đang thi công*",
            "status_code": "in_progress",
            "physical": Value(52.0, "52,0%*", illustrative=True),
            "planned": Value(64.5, "64,5%*", illustrative=True),
            "slippage": Value(-12.5, "−12,5*", illustrative=True),
            "disbursed": Value(58.3, "58,3%*", illustrative=True),
            "disbursed_basis": "kế hoạch vốn năm 2025",
            "difference": "chậm 12,5* điểm phần trăm so với kế hoạch",
            "result": (
                "Cầu Ven Sông: khối lượng thực hiện đạt 52,0%*, chậm 12,5* điểm phần trăm "
                "so với kế hoạch; giải ngân đạt 58,3%* kế hoạch vốn năm 2025."
            ),
            "as_of": date(2025, 12, 10),
            "due": date(2026, 6, 30),
            "place": "huyện Càng Long",
            "lead": "Sở Giao thông vận tải",
            "obstacle": "Còn 03 hộ chưa bàn giao mặt bằng.*",
            "proposal": "Đề nghị Ủy ban nhân dân tỉnh bố trí đủ vốn năm 2026.*",
            "note": "Khối lượng là số ước.",
            "reason": "Còn 03 hộ chưa bàn giao mặt bằng.*",
            "stretch": "Km0+000 - Km1+500",
            "source": "minh họa",
            "citation": "Phụ lục TT 1",
            "illustrative": True,
            "schematic": True,
            "no_location": "",
        }
        | changes,
    )


def part(**changes):
    """Return a part of the bridge."""
    return work(
        "cau-1",
        **{
            "name": "Cầu Ven Sông 1",
            "part_of": "cau",
            "health": "on_track",
            "state": "Đúng tiến độ*",
            "difference": "vượt 2,5* điểm phần trăm so với kế hoạch",
            "result": (
                "Cầu Ven Sông 1: khối lượng thực hiện đạt 31,0%*, vượt 2,5* điểm phần trăm "
                "so với kế hoạch."
            ),
            "physical": Value(31.0, "31,0%*", illustrative=True),
            "planned": Value(28.5, "28,5%*", illustrative=True),
            "slippage": Value(2.5, "+2,5*", illustrative=True),
            "disbursed": MISSING,
            "obstacle": "",
            "proposal": "",
            "reason": "",
        }
        | changes,
    )


def road(**changes):
    """Return a road that is finished, with a cited source."""
    return work(
        "duong",
        **{
            "name": "Đường ven biển",
            "kind": "road",
            "health": "completed",
            "state": "Hoàn thành",
            "status": "Hoàn thành",
            "status_code": "completed",
            "physical": Value(100.0, "100%"),
            "planned": Value(100.0, "100%"),
            "slippage": Value(0.0, "0,0"),
            "disbursed": Value(96.4, "96,4%"),
            "disbursed_basis": "tổng mức đầu tư",
            "difference": "đúng kế hoạch",
            "result": "Đường ven biển: đã hoàn thành; giải ngân đạt 96,4% tổng mức đầu tư.",
            "obstacle": "",
            "proposal": "",
            "note": "",
            "reason": "",
            "stretch": "",
            "source": "Báo cáo số 12/BC-SGTVT",
            "citation": "Phụ lục TT 2",
            "illustrative": False,
            "schematic": False,
        }
        | changes,
    )


def centre(**changes):
    """Return a data centre without any figure and without a place on a map."""
    return work(
        "trung-tam",
        **{
            "name": "Trung tâm dữ liệu tỉnh",
            "sector": "ict",
            "kind": "facility",
            "health": "no_data",
            "state": "Chưa có số liệu",
            "status": "–",
            "status_code": None,
            "physical": MISSING,
            "planned": DASH,
            "slippage": DASH,
            "disbursed": MISSING,
            "disbursed_basis": "",
            "difference": "chưa có kế hoạch để so sánh",
            "result": "Trung tâm dữ liệu tỉnh: chưa có số liệu báo cáo.",
            "as_of": None,
            "due": None,
            "place": "",
            "lead": "Sở Thông tin và Truyền thông",
            "obstacle": "",
            "proposal": "",
            "note": "",
            "reason": "",
            "stretch": "",
            "source": "",
            "citation": "Phụ lục TT 12",
            "illustrative": False,
            "schematic": False,
            "no_location": "Không gắn với một địa điểm",
            "report_missing": True,
        }
        | changes,
    )


def task(tt=1, **changes):
    """Return a task of the plan's appendix: the one that the bridge belongs to."""
    return of(
        TaskFact,
        **{
            "tt": tt,
            "sector": "transport",
            "title": "Đầu tư cầu Ven Sông và các cầu trên đường tỉnh",
            "lead": "Sở Giao thông vận tải",
            "result": work().result,
            "state": "0/1 hoàn thành · 1 chậm · 0 chưa có số liệu*",
            "obstacles": work().obstacle,
            "proposals": work().proposal,
            "note": work().note,
            "citation": "Phụ lục TT 1",
            "illustrative": True,
        }
        | changes,
    )


def target(target_id="so-cau", **changes):
    """Return a target with a figure that was invented."""
    return of(
        TargetFact,
        **{
            "target_id": target_id,
            "sector": "transport",
            "indicator": "Số cầu",
            "promised": "115 cầu",
            "year": 2025,
            "reached": Value(74.0, "74 cầu*", illustrative=True),
            "pct": Value(64.3, "64,3%*", illustrative=True),
            "state": "not_reached",
            "state_name": "chưa đạt*",
            "sentence": "Số cầu đạt 74 cầu*, bằng 64,3%* chỉ tiêu đến năm 2025.",
            "citation": "Mục III.1 gạch 2",
            "illustrative": True,
        }
        | changes,
    )


def report(agency="Sở Giao thông vận tải", **changes):
    """Return what an agency owes: two works, both received."""
    return of(
        ReportFact,
        **{
            "agency": agency,
            "owed": 2,
            "received": 2,
            "missing": (),
            "state": "complete",
            "state_name": "đã gửi đủ",
        }
        | changes,
    )


def counts(**n):
    """Return the counts by state, zeros included, in order of severity."""
    names = {"late": "Chậm nhiều", "completed": "Hoàn thành", "no_data": "Chưa có số liệu"}
    return tuple(Count(code, names.get(code, code), n.get(code, 0)) for code in SEVERITY)


def statuses(**n):
    """Return the counts by what is being done, zeros included."""
    names = {"in_progress": "Đang thực hiện", "completed": "Hoàn thành"}
    codes = (*STATUSES, "no_data")
    return tuple(Count(code, names.get(code, code), n.get(code, 0)) for code in codes)


def group(code="transport", name="Giao thông", **changes):
    """Return a group of works: the two of transport and the part of one."""
    return of(
        Group,
        **{
            "code": code,
            "name": name,
            "heading": "Phát triển kết cấu hạ tầng giao thông",
            "counts": counts(late=1, completed=1),
            "means": (
                Mean(
                    "theo chiều dài",
                    Value(62.4, "62,4%*", illustrative=True),
                    "2/2 công trình, nhiệm vụ có số liệu",
                ),
            ),
            "works": (work(), part(), road()),
        }
        | changes,
    )


def plate(code="plan", **changes):
    """Return a plate with nothing on it but the outline of a province."""
    land = MultiPolygon([box(560_000, 1_060_000, 620_000, 1_110_000)])
    return of(
        Plate,
        **{
            "code": code,
            "title": "Tiến độ thực hiện Kế hoạch 16/KH-UBND",
            "message": "1 công trình, nhiệm vụ chậm hoặc quá hạn: Cầu Ven Sông*",
            "date_line": "Số liệu đến ngày 14/12/2025 · phiên bản số liệu số 3",
            "mark": MARK,
            "note": NOTE,
            "table_title": "Công trình, nhiệm vụ",
            "works": (),
            "elsewhere": (centre(),),
            "keys": (Key("late", "Chậm nhiều", "chậm từ 10 đến dưới 15 điểm %", 1),),
            "base": BaseMap(
                province=land,
                province_name="Trà Vinh",
                neighbours=(),
                districts=(),
                water=Point(0, 0).buffer(1),
                rivers=(),
                canals=(),
                seas=(),
                roads=(),
                towns=(),
            ),
            "window": (555_000.0, 1_055_000.0, 625_000.0, 1_115_000.0),
            "epsg": 9209,
            "inset": None,
            "source": "Nền: gis.chinhphu.vn",
            "link": "",
            "alt": "Bản đồ tiến độ: 1 công trình chậm nhiều, 1 hoàn thành.",
            "language": "vi",
        }
        | changes,
    )


OFFICE = of(
    Office,
    parent_agency="ỦY BAN NHÂN DÂN TỈNH TRÀ VINH",
    issuer="SỞ KẾ HOẠCH VÀ ĐẦU TƯ",
    agency="Sở Kế hoạch và Đầu tư",
    symbol="SKHĐT",
    place="Trà Vinh",
    signs_for="KT. GIÁM ĐỐC",
    post="PHÓ GIÁM ĐỐC",
    signer="Nguyễn Văn An",
    recipient="Ủy ban nhân dân tỉnh",
    recipients=("Ủy ban nhân dân tỉnh", "Ban Thường vụ Tỉnh ủy"),
    drafting_unit="TH",
    plan="Kế hoạch số 16/KH-UBND ngày 24/02/2022 của Ủy ban nhân dân tỉnh Trà Vinh",
    plan_short="Kế hoạch số 16/KH-UBND",
    programme="triển khai thực hiện Chương trình số 19-CTr/TU ngày 23/9/2021",
)


def made(**changes):
    """Return the facts of a small briefing about the whole plan, with fields replaced."""
    facts = of(
        Facts,
        language="vi",
        scope=Scope("plan", "", "toàn bộ công trình, nhiệm vụ"),
        title="Tiến độ thực hiện Kế hoạch 16/KH-UBND – toàn bộ công trình, nhiệm vụ",
        plan_name="Kế hoạch 16/KH-UBND",
        message="1 công trình, nhiệm vụ chậm hoặc quá hạn: Cầu Ven Sông*",
        delays="1/2 công trình, nhiệm vụ có số liệu đang chậm hoặc quá hạn*",
        stamp="Số liệu đến ngày 14/12/2025 · phiên bản số liệu số 3",
        day=DAY,
        revision=3,
        published=datetime(2025, 12, 15, 7, 5, tzinfo=UTC),
        period=PERIOD,
        period_words="năm 2025",
        in_calendar=True,
        sourced_only=False,
        mark=MARK,
        note=NOTE,
        honesty=(NOTE, "2/3 công trình, nhiệm vụ có số liệu."),
        thresholds="Chậm: từ 5 điểm %; chậm nhiều: từ 10; chậm nghiêm trọng: từ 15.",
        total=3,
        parts=1,
        with_data=2,
        counts=counts(late=1, completed=1, no_data=1),
        statuses=statuses(in_progress=1, completed=1, no_data=1),
        sectors=(
            group(),
            group(
                "ict",
                "Thông tin và truyền thông",
                heading="Phát triển hạ tầng thông tin và truyền thông",
                counts=counts(no_data=1),
                means=(),
                works=(centre(),),
            ),
        ),
        agencies=(
            group(
                "so-gtvt",
                "Sở Giao thông vận tải",
                heading="Sở Giao thông vận tải",
                means=(),
                works=(work(), road()),
            ),
            group(
                "so-tttt",
                "Sở Thông tin và Truyền thông",
                heading="Sở Thông tin và Truyền thông",
                counts=counts(no_data=1),
                means=(),
                works=(centre(),),
            ),
        ),
        works=(work(), part(), road(), centre()),
        behind=(work(),),
        tasks=(
            task(),
            task(
                2,
                title="Hoàn thành đường ven biển",
                result=road().result,
                state="1/1 hoàn thành · 0 chậm · 0 chưa có số liệu",
                obstacles="",
                proposals="",
                note="",
                citation="Phụ lục TT 2",
                illustrative=False,
            ),
        ),
        targets=(
            target(),
            target(
                "do-thi-hoa",
                sector="ict",
                indicator="Phổ cập dịch vụ mạng di động 5G",
                promised="phổ cập",
                year=None,
                reached=MISSING,
                pct=DASH,
                state="not_quantified",
                state_name="không định lượng",
                sentence="",
                citation="Mục II.2 gạch 4",
                illustrative=False,
            ),
        ),
        reports=(
            report(),
            report(
                "Sở Thông tin và Truyền thông",
                owed=1,
                received=0,
                missing=("Trung tâm dữ liệu tỉnh",),
                state="missing",
                state_name="chưa gửi",
            ),
        ),
        sources=(
            SourceFact("Báo cáo số 12/BC-SGTVT", "official", "Chính thức – cơ quan báo cáo", 1),
            SourceFact("minh họa", "illustrative", "Minh họa – không dùng để báo cáo", 1),
        ),
        credit="Nền: gis.chinhphu.vn · chỉ để tham khảo, không phải ranh giới pháp lý",
        link="",
        office=OFFICE,
        messages={
            "transport": "Giao thông: 1 công trình, nhiệm vụ chậm hoặc quá hạn: Cầu Ven Sông*",
            "ict": "Thông tin và truyền thông: Chưa có số liệu để đánh giá tiến độ",
        },
        plates=(),
    )
    return replace(facts, **changes)


def sourced(**changes):
    """Return the same briefing with nothing invented in it: the road alone has figures."""
    blank = {
        "health": "no_data",
        "state": "Chưa có số liệu",
        "status": "–",
        "status_code": None,
        "physical": MISSING,
        "planned": DASH,
        "slippage": DASH,
        "disbursed": MISSING,
        "disbursed_basis": "",
        "difference": "chưa có kế hoạch để so sánh",
        "as_of": None,
        "obstacle": "",
        "proposal": "",
        "note": "",
        "reason": "",
        "stretch": "",
        "source": "",
        "illustrative": False,
    }
    bridge = work(**blank, result="Cầu Ven Sông: chưa có số liệu báo cáo.")
    piece = part(**blank, result="Cầu Ven Sông 1: chưa có số liệu báo cáo.")
    whole = made()
    return made(
        **{
            "sourced_only": True,
            "mark": "",
            "note": "",
            "honesty": (
                "Báo cáo chỉ dùng số liệu có nguồn: 1/3 công trình, nhiệm vụ có số liệu.",
            ),
            "message": "Không có công trình, nhiệm vụ chậm hoặc quá hạn",
            "delays": "0/1 công trình, nhiệm vụ có số liệu đang chậm hoặc quá hạn",
            "with_data": 1,
            "counts": counts(completed=1, no_data=2),
            "statuses": statuses(completed=1, no_data=2),
            "sectors": (
                group(
                    counts=counts(completed=1, no_data=1),
                    means=(),
                    works=(bridge, piece, road()),
                ),
                whole.sectors[1],
            ),
            "agencies": (
                group(
                    "so-gtvt",
                    "Sở Giao thông vận tải",
                    heading="Sở Giao thông vận tải",
                    counts=counts(completed=1, no_data=1),
                    means=(),
                    works=(bridge, road()),
                ),
                whole.agencies[1],
            ),
            "works": (bridge, piece, road(), centre()),
            "behind": (),
            "tasks": (
                task(
                    result=bridge.result,
                    state="0/1 hoàn thành · 0 chậm · 1 chưa có số liệu",
                    obstacles="",
                    proposals="",
                    note="",
                    illustrative=False,
                ),
                whole.tasks[1],
            ),
            "targets": (
                target(
                    reached=MISSING,
                    pct=DASH,
                    state="no_data",
                    state_name="chưa có số liệu",
                    sentence="",
                    illustrative=False,
                ),
                whole.targets[1],
            ),
            "sources": whole.sources[:1],
            "messages": {
                "transport": "Giao thông: Không có công trình, nhiệm vụ chậm hoặc quá hạn",
                "ict": whole.messages["ict"],
            },
        }
        | changes
    )


def empty(**changes):
    """Return a briefing without a single figure."""
    return sourced(
        **{
            "honesty": ("0/1 công trình, nhiệm vụ có số liệu.",),
            "message": "Chưa có số liệu để đánh giá tiến độ",
            "total": 1,
            "parts": 0,
            "with_data": 0,
            "counts": counts(no_data=1),
            "statuses": statuses(no_data=1),
            "sectors": made().sectors[1:],
            "agencies": made().agencies[1:],
            "works": (centre(),),
            "tasks": (),
            "targets": (),
            "reports": (),
            "in_calendar": False,
            "sources": (),
            "published": None,
            "messages": {"ict": made().messages["ict"]},
        }
        | changes
    )


def hostile(text=None, **changes):
    """Return the briefing with `text`, by default all of `HOSTILE`, wherever data has texts."""
    said = "\n".join(HOSTILE) if text is None else text
    bad = work(
        name=said,
        result=f"{said}: chưa có số liệu báo cáo.",
        lead=said,
        place=said,
        obstacle=said,
        proposal=said,
        note=said,
        reason=said,
        stretch=said,
        source=said,
        citation=said,
        no_location=said,
    )
    office = {
        f.name: said for f in fields(Office) if f.type in {str, "str"} and f.name != "symbol"
    }
    return made(
        **{
            "title": said,
            "plan_name": said,
            "message": said,
            "sectors": (group(works=(bad,)),),
            "agencies": (group(said, said, heading=said, works=(bad,)),),
            "works": (bad,),
            "behind": (bad,),
            "tasks": (
                task(
                    title=said,
                    lead=said,
                    result=said,
                    obstacles=said,
                    proposals=said,
                    note=said,
                ),
            ),
            "targets": (target(indicator=said, promised=said, sentence=said, citation=said),),
            "reports": (report(said, received=0, missing=(said,), state="missing"),),
            "sources": (SourceFact(said, "public", "Công khai – có dẫn nguồn", 1),),
            "credit": said,
            "office": of(Office, **office, recipients=(said,)),
            "messages": {"transport": said},
        }
        | changes
    )
