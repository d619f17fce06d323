"""An example office for the pictures: a store with a few revisions and accounts, and two files.

Everything in it is invented, and says so: the notes and the file name begin with "Ví dụ". The
store is made as a publication makes it, but by a clock that stands still, so that the pictures
change only when the pages or the data do.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

from openpyxl import Workbook

from tvgeo.core.access import Actor
from tvgeo.services import accounts, drafts, publishing, stores
from tvgeo.services.base import ensure_store, open_base

PASSWORD = "vi-du-song-hau-chay-ra-bien"
PLANNER, ADMIN = "so-gtvt", "quan-tri"
FILE = "vi-du-bao-cao-nam-2025.xlsx"
CLOSING = date(2025, 12, 14)
_FIRST = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
_OPERATOR = Actor(ADMIN, "admin", account=False)
HEADS = (
    "Mã dự án", "Số liệu đến ngày", "Khối lượng thực hiện (%)", "Tỷ lệ giải ngân (%)",
    "Tình trạng", "Giá trị đạt được", "Khó khăn, vướng mắc", "Chất lượng số liệu",
)  # fmt: skip
REPORT = (
    ("cau-dai-ngai", 51.4, 59.0, "Đang thi công", None,
     "Ví dụ: đường dẫn phía Sóc Trăng chậm bàn giao mặt bằng", None),
    ("cau-115-5179m", 67.0, 70.2, "Đang thực hiện", 77, None, None),
    ("duong-tinh-huyen-gtnt-381km", 85.6, 81.0, "Đang thực hiện", 326, None, "minh họa"),
    ("ql60-binh-phu-dai-ngai", 0.0, None, "dang thi cong", None, None, None),
)  # fmt: skip
WRONG = (("ql53-long-ho-ba-si", 140.0, 35.0, "Đang thi công", None, None, None),)


def report(*, wrong: bool = False) -> bytes:
    """Return an office's report as a workbook; a wrong one has a cell that refuses it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tổng hợp"
    sheet.append(HEADS)
    for work, *cells in (*REPORT, *(WRONG if wrong else ())):
        sheet.append([work, CLOSING, *cells])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def prepare() -> None:
    """Make the store of the data folder, which must have none, as of the days after the report."""
    with _clock() as later:
        store = ensure_store()
        for name, role, scope in (
            (ADMIN, "admin", None),
            (PLANNER, "planner", PLANNER),
            ("phong-tong-hop", "planner", None),
            ("lanh-dao", "viewer", None),
        ):
            accounts.create(store, name, PASSWORD, role=role, scope=scope, actor=_OPERATOR)
        later(days=7)
        _publish(PLANNER, "cau-dai-ngai", "50,6", "Ví dụ: báo cáo năm 2025, gửi lần đầu")
        later(days=1, hours=2)
        _publish("phong-tong-hop", "luong-song-hau-gd2", "90", "Ví dụ: bổ sung theo báo cáo")
        later(hours=1)
        publishing.rollback(2, _OPERATOR, note="Ví dụ: bổ sung nhầm công trình")


@contextmanager
def _clock() -> Iterator[object]:
    """Let the services' clock stand still, and give what sets it forward."""
    now = _FIRST

    def later(**by: int) -> None:
        nonlocal now
        now += timedelta(**by)

    with patch.object(stores, "now", lambda: now):
        yield later


def _publish(author: str, work: str, pct: str, note: str) -> None:
    text = f"project_id;as_of;physical_pct;disbursed_pct;status\n{work};{CLOSING};{pct};55;in_progress\n"
    actor = Actor(author, "planner", account=False)
    draft = drafts.preview(open_base(), text.encode(), "vi-du-bao-cao.csv", actor)
    publishing.publish(draft, actor, note=note, confirmed=True)
