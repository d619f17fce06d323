"""A revision is published while somebody plays the periods: first the old ones, then the new."""

import json

import pytest
from reader import Reader
from steady import BRIDGE, dashboard, looks_again, says

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Notes, as often as the page is painted, what stands on it: the period, the revision that the
# line under the map names, the figure at the bridge.
NOTES = r"""(id) => {
  window.noted = [];
  const roots = () => [...document.querySelectorAll("*")].flatMap((node) => node.shadowRoot ?? []);
  const note = () => {
    const found = roots();
    const period = found.map((root) => root.querySelector(".tv-player-period")).find(Boolean);
    const line = found.map((root) => root.textContent).join(" ");
    const label = window.__tvgeoMap.labels.find((one) => one.id === id)?.text ?? "";
    const now = JSON.stringify([period?.textContent ?? "",
      Number(line.match(/phiên bản số liệu số (\d+)/)?.[1]), label.split("\n").pop()]);
    if (window.noted.at(-1) !== now) window.noted.push(now);
    requestAnimationFrame(note);
  };
  note();
}"""
IS_AT = "(revision) => JSON.parse(window.noted.at(-1))[1] === revision"
FIGURE = {1: "52,0%*", 2: "54,2%"}


@pytest.fixture
def office(tmp_path):
    with dashboard(tmp_path) as running:
        yield running


@pytest.fixture
def page(chromium_page, office):
    """Return a page with the player at the full year 2023, before it plays."""
    reader = Reader(chromium_page, office.base_url)
    reader.open("map", lang="vi", time="play", period="2023", project=BRIDGE).settle()
    reader.waits("() => Boolean(window.__tvgeoMap?.labels?.length)")
    chromium_page.evaluate(NOTES, BRIDGE)
    return chromium_page


def noted(page):
    """Return period, revision and figure of every picture that was painted."""
    found = [json.loads(each) for each in page.evaluate("() => window.noted")]
    return [(period.split(": ", 1)[-1], revision, figure) for period, revision, figure in found]


def never_mixed(pictures):
    """Check that each picture of the year that was changed is all of one revision."""
    ends = [each for each in pictures if each[0] in {"Cả năm 2025", "6 tháng đầu năm 2026"}]
    for _, revision, figure in ends:
        assert figure.startswith(FIGURE[revision])
    return {revision for _, revision, _ in ends}


def test_what_plays_is_of_one_revision_to_its_end_and_then_all_is_of_the_newer(page, office):
    player = "[...__tvgeoMaps.values()].at(-1).player"
    page.evaluate(
        f"() => {{ {player}.pace = 1e6 }}"
    )  # it plays until there is a newer revision
    page.locator(".tv-toggle").click()
    office.publish("54,2")
    page.evaluate(f"() => {{ {player}.pace = 200; {player}.wait(1) }}")
    page.wait_for_function(IS_AT, arg=2)
    page.wait_for_timeout(500)
    pictures = noted(page)
    before = [period for period, revision, _ in pictures if revision == 1]
    assert list(dict.fromkeys(before))[-3:] == [
        "6 tháng đầu năm 2025", "Cả năm 2025", "6 tháng đầu năm 2026"
    ]  # fmt: skip
    assert never_mixed(pictures) == {1, 2}


def test_who_stands_at_a_period_is_told_and_gets_the_newer_figures_whole(page, office):
    for _ in range(4):
        page.locator(".tv-forward").click()
    page.wait_for_function("(figure) => window.noted.at(-1).includes(figure)", arg=FIGURE[1])
    office.publish("54,2")
    looks_again(page)
    says(page, "Đã có phiên bản số liệu số 2")
    page.get_by_role("button", name="Xem số liệu mới").click()
    page.wait_for_function(IS_AT, arg=2)
    page.wait_for_function("(figure) => window.noted.at(-1).includes(figure)", arg=FIGURE[2])
    says(page, "")
    assert never_mixed(noted(page)) == {1, 2}
