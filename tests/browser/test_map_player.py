"""The periods played on the map: each step in place, by hand and by itself, to the end."""

import json
from urllib.parse import parse_qs, urlparse

import pytest
import test_map_component as made
from reader import PHONE
from test_map_component import Item

from tvgeo import locale
from tvgeo.render import map_columns, map_frames, style
from tvgeo.render.map_payload import Finished
from tvgeo.web import geometry

pytestmark = pytest.mark.browser
address, shown = made.address, made.shown
STRETCH = ((106.12, 9.70), (106.16, 9.70))
# Three works in three periods; under each label what can be read off here.
PERIODS = {
    "2023": [("road", "late", 10.0, -12.5), ("zone", "no_data", None, None), ("town", "slow", 80.0, -6.0)],
    "2024-H1": [("road", "slow", 30.0, -7.5), ("zone", "on_track", 20.0, 0.0), ("town", "completed", 100.0, 0.0)],
    "2024": [("road", "on_track", 52.0, 3.0), ("zone", "critical", 20.0, -20.0), ("town", "completed", 100.0, 0.0)],
}  # fmt: skip
LABELS = {
    "2023": {
        "road": "10,0%* · chậm 12,5",
        "zone": "chưa có số liệu",
        "town": "80,0%* · chậm 6,0",
    },
    "2024-H1": {"road": "30,0%* · chậm 7,5", "zone": "20,0%*", "town": "100%*"},
    "2024": {"road": "52,0%*", "zone": "20,0%* · chậm 20,0", "town": "100%*"},
}
VIEW = "[...__tvgeoMaps.values()].at(-1)"
PLAYER = "() => window.__tvgeoMap?.player"
# Writes down at which of the periods the player stands, one after another.
WATCH = """window.__places = [];
  const look = () => {
    const place = window.__tvgeoMap?.player?.index;
    if (place !== undefined && place !== window.__places.at(-1)) window.__places.push(place);
    requestAnimationFrame(look);
  };
  look();"""


def film(periods=PERIODS, *, period="2023", playing=False, hidden=(), states=(), mark=""):
    """Build a message that plays `periods`; the finished stretch is of the last one."""
    t = locale.get("vi")
    items = [Item(p, f"Tên {p}", "no_data") for p, *_ in next(iter(periods.values()))]
    plan = {"works": made.layer(*(
        made.feature(p, k, c, **q) for p, (k, c, q) in made.SHAPES.items() if p in {i.work.project_id for i in items}
    ))}  # fmt: skip
    message = made.payload(plan, items)
    for column in map_columns.columns([]):
        del message[column]
    frames = [
        map_frames.Frame(
            code, t.period(code), code, f"đến {code}{mark}", f"{code}.png", all(f[1] == "no_data" for f in figures),
            map_columns.columns([
                map_columns.Figures(health, pct, slip, illustrative=True)
                for _, health, pct, slip in figures
            ]),
            [Finished("road", (STRETCH,))] if code == list(periods)[-1] else [],
        )
        for code, figures in periods.items()
    ]  # fmt: skip
    raw = json.dumps(map_frames.document(frames)).encode()
    message["player"] = map_frames.player(
        t, map_id="main", frames=geometry.publish_frames(raw), period=period, playing=playing,
        projects=[i.work.project_id for i in items],
        kept={i.work.project_id for i in items} - set(hidden), states=states,
    )  # fmt: skip
    message["picture"] = {"title": "Tiến độ", "stamp": "", "file": ""}
    return message


@pytest.fixture
def player(shown):
    """Return a mounted map that plays, with what a reader does to it."""
    return Played(shown())


class Played:
    """A map that plays the three periods."""

    def __init__(self, view):
        self.view, self.page = view, view.page

    def held(self):
        """Let nothing go on by itself, from the first picture on."""
        self.page.evaluate(
            "() => { const own = setTimeout;"
            " window.setTimeout = (f, ms, ...a) => own(f, ms === 1500 ? 1e9 : ms, ...a) }"
        )
        return self

    def show(self, **options):
        self.view.show(film(**options))
        self.page.wait_for_function(f"() => ({PLAYER})() && {VIEW}.drawnFrom")
        return self

    def state(self):
        return self.page.evaluate(PLAYER)

    def slow(self):
        """Let it stay at each period until it is led on: a test takes the time it takes."""
        self.page.evaluate(f"() => {{ {VIEW}.player.pace = 1e6 }}")
        return self

    def at(self, period, *, playing=False):
        """Wait until the map has painted a period."""
        self.page.wait_for_function(
            f"([p, on]) => {{ const s = ({PLAYER})(); return s && s.period === p && s.playing === on"
            " && __tvgeoMap.ready }",
            arg=[period, playing],
        )
        return self

    def labels(self):
        """Return the second line under each name."""
        return {
            label["id"]: label["text"].split("\n", 1)[1]
            for label in self.view.state()["labels"]
            if label["kind"] == "project" and "\n" in label["text"]
        }

    def press(self, name):
        self.page.locator(f".tv-{name}").click()
        return self

    def tells(self, *periods):
        """Wait until the server has been told these at last; "" says that it plays."""
        self.page.wait_for_function(
            "(last) => { const said = told.filter(([name]) => name === 'period').map(([, v]) => v);"
            " return `${said.slice(-last.length)}` === `${last}` }",
            arg=list(periods),
        )

    def told(self):
        return self.page.evaluate(
            "() => told.filter(([name]) => name === 'period').map(([, v]) => v)"
        )

    def fast(self):
        """Play without waiting between the periods."""
        self.page.evaluate(f"() => {{ {VIEW}.player.pace = 1 }}")
        return self

    def shots(self):
        """Keep each period as it is painted, with the labels that then stand there."""
        self.page.evaluate(
            f"""() => {{ window.shots = []; const view = {VIEW}, paint = view.reframe;
            view.reframe = (data) => {{ paint.call(view, data); shots.push([view.player.code, data.finished.length,
              __tvgeoMap.labels.find(({{ id }}) => id === "road").text.split("\\n")[1], data.picture.stamp]) }} }}"""
        )
        return self


def test_every_step_shows_the_figures_of_its_period_in_place_and_asks_for_nothing(player):
    player.show()
    player.page.evaluate(
        "() => { window.sheets = root.querySelectorAll('canvas.tv-scene, canvas.tv-labels') }"
    )
    asked = len(player.view.requests)
    for period in PERIODS:
        if period != "2023":
            player.press("forward")
        assert player.at(period).labels() == LABELS[period]
    same = "() => [...sheets].every((c, i) => c === root.querySelectorAll('canvas.tv-scene, canvas.tv-labels')[i])"
    assert player.page.evaluate(same)
    assert player.view.requests[asked:] == []
    # a step counts once it is painted, a frame after the labels
    player.page.wait_for_function(f"() => ({PLAYER})().steps.length === 2")
    assert [step["period"] for step in player.state()["steps"]] == ["2024-H1", "2024"]


def test_colours_and_finished_stretches_are_those_of_the_period(player):
    player.show()
    assert style.health_colour("late") in player.view.colours(106.14, 9.70)
    player.press("forward").press("forward").at("2024")
    assert style.health_colour("completed") in player.view.colours(106.14, 9.70)
    assert style.health_colour("on_track") in player.view.colours(106.25, 9.70, reach=1)


def test_playing_leaves_out_no_period_and_stops_at_the_last(player):
    player.show().fast().shots().press("toggle").at("2024")
    seen = player.page.evaluate("() => shots")
    assert [(code, line) for code, _, line, _ in seen] == [
        ("2024-H1", LABELS["2024-H1"]["road"]), ("2024", LABELS["2024"]["road"]),
    ]  # fmt: skip
    player.tells("", "2024")
    assert player.told() == ["", "2024"]
    # from the last period it begins again at the first
    player.page.evaluate("() => { shots.length = 0 }")
    player.press("toggle").at("2024")
    assert [shot[0] for shot in player.page.evaluate("() => shots")] == list(PERIODS)


def test_the_keyboard_steps_plays_and_goes_to_both_ends(player):
    player.show().slow()
    slider = player.page.locator(".tv-slide input")
    slider.focus()
    for key, period in (
        ("End", "2024"),
        ("ArrowLeft", "2024-H1"),
        ("Home", "2023"),
        ("ArrowRight", "2024-H1"),
    ):
        player.page.keyboard.press(key)
        player.at(period)
        assert slider.get_attribute("aria-valuetext") == locale.get("vi").period(period)
    player.page.keyboard.press("Space")
    player.at("2024-H1", playing=True)
    player.page.keyboard.press("Space")
    player.at("2024-H1")
    player.page.locator(".tv-back").focus()
    player.page.keyboard.press("ArrowRight")
    player.at("2024")
    player.tells("2024")


def test_the_period_is_said_in_words_and_by_itself(player):
    player.show().slow()
    words = player.page.locator(".tv-player-period")
    assert words.inner_text() == "Kỳ đang xem: Cả năm 2023"
    assert words.get_attribute("aria-live") == "polite"
    player.press("toggle").at("2023", playing=True)
    assert words.inner_text() == "Phát theo kỳ: Cả năm 2023"
    player.press("forward").at("2024-H1")
    assert words.inner_text() == "Kỳ đang xem: 6 tháng đầu năm 2024"
    assert "6 tháng đầu năm 2024" in player.page.locator(".tv-canvas").get_attribute(
        "aria-label"
    )
    picture = player.page.evaluate(f"() => {VIEW}.data.picture")
    assert picture["stamp"] == "6 tháng đầu năm 2024 · đến 2024-H1"
    assert picture["file"] == "2024-H1.png"


def test_a_period_without_any_figure_says_so(player):
    nothing = [(p, "no_data", None, None) for p, *_ in PERIODS["2023"]]
    player.show(periods={"2022": nothing, **PERIODS}, period="2022")
    assert player.page.locator(".tv-player-period").inner_text().endswith("Chưa có số liệu")
    player.press("forward").at("2023")
    assert "Chưa có số liệu" not in player.page.locator(".tv-player-period").inner_text()


def test_who_wants_no_motion_sets_it_going_himself(player):
    player.page.emulate_media(reduced_motion="reduce")
    player.show(playing=True, period="2024").at("2024")
    player.tells("2024")
    assert player.told() == ["2024"]


def test_asked_to_play_it_begins_by_itself(player):
    player.held().show(playing=True, period="2024").at("2023", playing=True)
    assert player.told() == []


def test_filters_hold_in_every_period(player):
    player.show(hidden={"town"}, states=["late", "critical"])
    assert set(player.labels()) == {"road"}
    player.press("forward").at("2024-H1")
    assert player.labels() == {}
    player.press("forward").at("2024")
    assert set(player.labels()) == {"zone"}


def test_names_stand_still_while_the_periods_change(player):
    player.show()
    place = "() => __tvgeoMap.glyphs.map(({ id, x, y }) => [id, x, y]).sort()"
    before = player.page.evaluate(place)
    player.press("forward").at("2024-H1").press("forward").at("2024")
    assert player.page.evaluate(place) == before


def test_newer_figures_stop_what_plays_and_are_taken_whole(player):
    player.show().slow().press("toggle").at("2023", playing=True)
    newer = {
        code: [("road", "critical", 1.0, -50.0), *rest[1:]] for code, rest in PERIODS.items()
    }
    player.show(periods=newer, playing=True, mark=" mới").at("2023")
    player.tells("", "2023")
    assert player.told() == ["", "2023"]
    assert player.labels()["road"] == "1,0%* · chậm 50,0"
    for period in ("2024-H1", "2024"):
        player.press("forward").at(period)
        assert player.labels()["road"] == "1,0%* · chậm 50,0"


def test_an_answer_to_an_earlier_step_does_not_turn_the_map_back(player):
    player.show().press("forward").press("forward").at("2024")
    player.tells("2024")
    player.show(period="2024-H1").at("2024")
    player.show(period="2024").at("2024")
    player.show(period="2023").at("2023")


def test_in_another_language_it_goes_on_where_it_was(player):
    player.show().slow().press("toggle").at("2023", playing=True)
    player.page.evaluate(f"() => {{ window.old = {VIEW}; old.player.paint(1) }}")
    player.at("2024-H1", playing=True)
    other = film(playing=True) | {"mapId": "main-en"}
    player.view.show(other)
    player.page.wait_for_function("() => !old.frame.isConnected")
    player.at("2024-H1", playing=True)
    assert not player.page.evaluate("() => old.player.playing")


# On the page


@pytest.mark.slow
def test_where_the_map_stops_there_are_address_and_table(reader):
    reader.forget().open("map", time="play", period="2023")
    reader.waits(f"() => ({PLAYER})()?.period === '2023'")
    row = reader.page.locator("[data-key=course] tr.chosen")
    assert row.get_attribute("data-key") == "2023"
    reader.page.locator(".tv-forward").click()
    reader.page.wait_for_url("**period=2024-H1**")
    reader.page.locator("[data-key=course] tr.chosen[data-key='2024-H1']").wait_for()
    # a row of the table leads the map
    reader.page.locator("[data-key=course] tr[data-key='2025']").click()
    reader.waits(f"() => ({PLAYER})()?.period === '2025'")
    reader.page.wait_for_url("**period=2025**")
    reader.forget()


@pytest.mark.slow
def test_choosing_to_play_plays_from_the_first_period_and_a_link_does_not(reader):
    reader.forget().open("map", period="2025")
    reader.page.evaluate(f"() => {{ {WATCH} }}")
    reader.page.get_by_role("radio", name="Phát theo kỳ").click()
    reader.waits("() => window.__places.length >= 3")
    reader.page.evaluate(f"() => {{ {VIEW}.player.pace = 1e6 }}")
    assert reader.page.evaluate("window.__places.slice(0, 3)") == [0, 1, 2]
    reader.page.locator(".tv-toggle").click()
    reader.waits(f"() => ({PLAYER})()?.playing === false")
    reader.page.wait_for_url("**time=play**")
    period = reader.page.evaluate(PLAYER)["period"]
    reader.page.wait_for_url(f"**period={period}**")
    link = parse_qs(urlparse(reader.page.url).query)
    reader.page.goto(reader.page.url)
    reader.settle()
    reader.waits(
        f"(p) => ({PLAYER})()?.period === p && !({PLAYER})().playing", link["period"][0]
    )
    reader.forget()


@pytest.mark.slow
def test_on_a_phone_the_player_fits_below_the_map(reader):
    reader.sized(PHONE).open("map", time="play", period="2024")
    reader.waits(f"() => ({PLAYER})()?.period === '2024'")
    box = reader.page.locator(".tv-player").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]
    assert box["y"] + box["height"] <= PHONE[1]
    for name in ("toggle", "back", "forward"):
        assert reader.page.locator(f".tv-{name}").bounding_box()["height"] >= 40
