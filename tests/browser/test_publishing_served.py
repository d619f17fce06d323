"""A planner's whole day in Chromium: sign in, template, findings, publish, conflict, undo."""

import csv
import io
import os
import re
import subprocess
import sys

import openpyxl
import pytest
from playwright.sync_api import expect
from server import ROOT, TODAY, started

pytestmark = pytest.mark.browser

PASSWORD = "song-hau-chay-ra-bien-1"
BRIDGE = "cau-dai-ngai"
HEAD = "Mã dự án;Số liệu đến ngày;Khối lượng thực hiện (%);Tỷ lệ giải ngân (%);Tình trạng\n"
FILE = "input[type=file]"


def command(store, *arguments, typed=""):
    ended = subprocess.run(
        [sys.executable, "-m", "tvgeo", *arguments],
        cwd=ROOT, input=typed, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "TVGEO_DATABASE_URL": store, "TVGEO_TODAY": TODAY},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture
def office(tmp_path):
    """Start a dashboard of its own, with two planners and an administrator."""
    store = f"sqlite:///{tmp_path / 'store' / 'tvgeo.sqlite3'}"
    for name, role in (("lan", "planner"), ("minh", "planner"), ("an", "admin")):
        command(store, "admin", "create", name, "--role", role, typed=PASSWORD + "\n")
    with started(tmp_path, TVGEO_TODAY=TODAY, TVGEO_DATABASE_URL=store) as running:
        running_store = store
        yield running, running_store


@pytest.fixture
def signed_in(chromium, office):
    """Return a function that signs a person in, in a browser of their own."""
    running, _ = office
    contexts = []

    def open_page(name):
        context = chromium.new_context(
            viewport={"width": 1366, "height": 768}, locale="vi-VN", accept_downloads=True
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(f"{running.base_url}/cap-nhat")
        page.get_by_label("Tên đăng nhập").fill(name)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        page.locator(FILE).wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()


def report(pct, work=BRIDGE, day="14/12/2025"):
    return f"{HEAD}{work};{day};{pct};30;Đang thi công\n".encode()


def send(page, content, name="bao-cao.csv"):
    page.locator(FILE).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đọc được")


def send_another(page, content, name="bao-cao.csv"):
    page.get_by_role("button", name="Tải lại tệp khác").click()
    page.locator(FILE).wait_for(state="attached")
    send(page, content, name)


def publish(page, revision):
    button = page.get_by_role("button", name=f"Công bố phiên bản số {revision}")
    button.wait_for()  # it is drawn after what must be confirmed
    confirm = page.get_by_text("Đã xem và xác nhận")
    if confirm.count():
        confirm.first.click()
    button.click()


def done(page, revision):
    expect(
        page.get_by_text(f"Đã công bố phiên bản số liệu số {revision}").first
    ).to_be_visible()


def physical_on_the_page(page, running):
    page.goto(f"{running.base_url}/cong-trinh?project={BRIDGE}")
    page.get_by_role("heading", level=1).first.wait_for()
    return page.locator("body")


def test_from_the_template_to_the_map_and_back(signed_in, office):
    running, store = office
    page = signed_in("lan")
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp mẫu (.csv)").click()
    template = download.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(template)))
    assert BRIDGE in {row["project_id"] for row in rows}

    filled = [row for row in rows if row["project_id"] == BRIDGE]
    for row in filled:
        row |= {"physical_pct": "151,4", "disbursed_pct": "30", "status": "in_progress"}

    def written():
        stream = io.StringIO()
        table = csv.DictWriter(stream, rows[0].keys())
        table.writeheader()
        table.writerows(filled)
        return stream.getvalue().encode("utf-8-sig")

    send(page, written())
    expect(page.get_by_text("151,4").first).to_be_visible()
    expect(page.get_by_text("nằm ngoài khoảng cho phép").first).to_be_visible()
    expect(page.get_by_role("button", name="Công bố phiên bản số 2")).to_be_disabled()

    for row in filled:
        row["physical_pct"] = "54,2"
    send_another(page, written())
    expect(page.get_by_text("54,2%").first).to_be_visible()
    publish(page, 2)
    done(page, 2)

    shown = physical_on_the_page(page, running)
    expect(shown).to_contain_text("54,2%")
    page.goto(f"{running.base_url}/ban-do?project={BRIDGE}")
    expect(page.locator("body")).to_contain_text("54,2%")
    expect(page.locator("body")).to_contain_text("phiên bản số liệu số 2")

    page.goto(f"{running.base_url}/lich-su")
    expect(page.locator("body")).to_contain_text("lan")
    expect(page.locator("body")).to_contain_text("bao-cao.csv")
    command(store, "rollback", "1", "--author", "an")
    expect(physical_on_the_page(page, running)).to_contain_text("52,0%*")
    assert [
        u for u in page.requests if not u.startswith((running.base_url, "data:", "blob:"))
    ] == []


@pytest.mark.slow
def test_the_second_planner_is_told_and_goes_on_without_sending_again(signed_in, office):
    running, _ = office
    first, second = signed_in("lan"), signed_in("minh")
    send(first, report("54,2"))
    send(second, report("55,5"))
    publish(first, 2)
    done(first, 2)
    publish(second, 2)
    expect(
        second.get_by_text(re.compile("lan đã công bố phiên bản số 2")).first
    ).to_be_visible()
    second.get_by_role("button", name="Xem lại trên phiên bản mới").click()
    expect(second.get_by_role("button", name="Công bố phiên bản số 3")).to_be_visible()
    publish(second, 3)
    done(second, 3)
    second.get_by_role("button", name="Hoàn tác").click()
    expect(second.get_by_text("Đã hoàn tác").first).to_be_visible()
    expect(physical_on_the_page(second, running)).to_contain_text("54,2%")
    second.goto(f"{running.base_url}/lich-su")
    for name in ("lan", "minh"):
        expect(second.locator("body")).to_contain_text(name)
    # whoever looks sees the new revision at the next interaction
    expect(physical_on_the_page(first, running)).to_contain_text("phiên bản số liệu số 4")


@pytest.mark.slow
def test_an_offices_own_name_is_mapped_once(signed_in, office):
    page = signed_in("lan")
    own = report("54,2", work="Dự án cầu lớn ven sông Hậu")
    send(page, own)
    expect(
        page.get_by_text("Tên, mã trong tệp chưa có trong danh mục: 1").first
    ).to_be_visible()
    page.get_by_role("combobox").filter(visible=True).first.click()
    page.get_by_role("option", name="Cầu Đại Ngãi").first.click()
    page.get_by_role("button", name=re.compile("Xác nhận")).first.click()
    expect(page.get_by_role("button", name="Công bố phiên bản số 2")).to_be_enabled()
    publish(page, 2)
    done(page, 2)
    page.goto(f"{office[0].base_url}/cap-nhat")
    page.locator(FILE).wait_for(state="attached")
    send(page, own.replace(b"54,2", b"55,0"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("0 lỗi")
    expect(page.get_by_role("button", name="Công bố phiên bản số 3")).to_be_visible()


@pytest.mark.slow
def test_the_marked_file_is_the_planners_own_with_the_cell_coloured(signed_in, tmp_path):
    page = signed_in("lan")
    send(page, report("151,4"))
    page.get_by_role("button", name="Tải về").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp đã đánh dấu lỗi").click()
    path = tmp_path / "marked.xlsx"
    download.value.save_as(path)
    cell = openpyxl.load_workbook(path).worksheets[0]["C2"]
    assert cell.comment is not None
    assert "0–100" in cell.comment.text
    assert cell.fill.fill_type == "solid"


@pytest.mark.slow
def test_a_double_click_publishes_once(signed_in, office):
    page = signed_in("lan")
    send(page, report("54,2"))
    confirm = page.get_by_text("Đã xem và xác nhận")
    if confirm.count():
        confirm.first.click()
    page.get_by_role("button", name="Công bố phiên bản số 2").dblclick()
    done(page, 2)
    listed = command(office[1], "history")
    assert [line.split(" ")[0] for line in listed.splitlines()] == ["2", "1"]


@pytest.mark.slow
def test_a_page_left_open_publishes_nothing_after_signing_out_elsewhere(signed_in, office):
    running, store = office
    page = signed_in("lan")
    send(page, report("54,2"))
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "tvgeo_session")
    running.ask("POST", "/session/logout", body="", Cookie=f"tvgeo_session={token}")
    publish(page, 2)
    expect(page.get_by_text("Phiên đăng nhập đã hết hạn").first).to_be_visible()
    assert len(command(store, "history").splitlines()) == 1
