"""Text from a data folder stays text, wherever it appears: nothing of it runs, loads or links."""

import json
import re

import pytest
from folders import copy_of_data, rewrite
from reader import LAPTOP, PAGES, Look
from server import TODAY, started

# a server and a folder of its own: a long round
pytestmark = [pytest.mark.browser, pytest.mark.slow]
EVIL = (
    "{{7*7}}", "${7*7}", "<img src=x onerror=window.__pwned=1>",
    "</script><script>window.__pwned=1</script>", "javascript:window.__pwned=1",
    '" onmouseover="window.__pwned=1', "![p](https://evil.test/p.png)",
    "[k](https://evil.test/k) **đậm** :red[đỏ] $x^2$", "&lt;b&gt; \\u003cb\\u003e",
)  # fmt: skip
# Columns whose text a page shows, by table; the name of a thing is hostile from end to end.
TEXTS = {
    "plan/projects.csv": ("name_vi", "name_en", "districts", "owner", "note", "citation"),
    "plan/agencies.csv": ("name_vi", "name_en", "short_vi", "short_en"),
    "plan/tasks.csv": ("title_vi", "title_en", "citation"),
    "plan/targets.csv": ("indicator_vi", "indicator_en", "citation", "note"),
    "plan/calendar.csv": ("title_vi", "title_en", "citation"),
    "plan/contradictions.csv": ("text_vi", "text_en", "citation"),
    "plan/facts.csv": ("label_vi", "value_vi", "publisher"),
    "progress.csv": ("obstacle", "proposal", "note", "source"),
}
PROPERTIES = ("name_vi", "name_en", "source", "official_note", "from_label_vi", "to_label_vi")
# Every element of the page that could run, load or lead somewhere because of such a text.
DANGEROUS = """() => {
  const found = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot);
      const markup = node.cloneNode(false).outerHTML;
      if (/^(javascript|data:text)/i.test(node.href ?? "") || /evil\\\\.test/.test(node.href ?? "")
          || (["IMG", "SCRIPT", "IFRAME", "OBJECT", "EMBED"].includes(node.tagName)
              && /evil|pwned|src="?x"?/.test(markup + node.textContent))
          || [...node.attributes].some(({ name }) => name.startsWith("on"))) found.push(markup);
    }
  };
  walk(document);
  return [found, window.__pwned ?? null];
}"""


def poison(folder):
    for name, columns in TEXTS.items():
        place = iter(range(10_000))

        def change(row, columns=columns, place=place):
            number = next(place)
            for column in columns:
                row[column] = row[column] and f"{EVIL[number % len(EVIL)]} {number}"

        rewrite(folder / name, change)
    for path in (folder / "geojson").glob("*.geojson"):
        layer = json.loads(path.read_text(encoding="utf-8"))
        for number, feature in enumerate(layer["features"]):
            for name in PROPERTIES:
                if feature["properties"].get(name):
                    feature["properties"][name] = f"{EVIL[number % len(EVIL)]} {number}"
        path.write_text(json.dumps(layer, ensure_ascii=False), encoding="utf-8")
    settings = folder / "tvgeo.toml"
    text = settings.read_text(encoding="utf-8")
    text = re.sub(r'^title = ".*"$', f"title = '{EVIL[2]}'", text, flags=re.MULTILINE)
    text = re.sub(r'^province = ".*"$', f"province = '{EVIL[0]}'", text, flags=re.MULTILINE)
    text = re.sub(
        r'^(short_vi|name_vi) = ".*"$', rf"\1 = '{EVIL[6]}'", text, flags=re.MULTILINE
    )
    settings.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def asked():
    return []


@pytest.fixture(scope="module")
def shown(chromium, tmp_path_factory, asked):
    folder = copy_of_data(tmp_path_factory.mktemp("hostile"))
    poison(folder)
    context = chromium.new_context(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    page = context.new_page()
    context.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    page.on("console", lambda m: "Content Security" in m.text and asked.append(m.text))
    with started(folder.parent, TVGEO_TODAY=TODAY, TVGEO_DATA_DIR=str(folder)) as running:
        yield Look(page, running.base_url)
    context.close()


def harmless(shown, asked):
    found, ran = shown.reader.page.evaluate(DANGEROUS)
    assert found == []
    assert ran is None
    own = (shown.reader.base_url, "blob:", "data:")
    assert [url for url in asked if not url.startswith(own)] == []
    return True


def literal(seen):
    """Return which of the hostile texts stand on a page, letter for letter."""
    return {evil for evil in EVIL if seen.holds(evil)}


VIEWS = [
    *(({"name": name}) for name in PAGES),
    *({"name": "plan", "view": view} for view in ("targets", "calendar", "contradictions")),
    {"name": "work", "project": "kkt-dinh-an", "lang": "en"},
    {"name": "map", "list": "unlocated", "project": "cau-115-5179m"},
    {"name": "briefing", "scope": "work", "of": "cau-dai-ngai"},
    *({"name": "slideshow", "slide": slide} for slide in ("1", "2", "7", "8", "99")),
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "-".join(view.values()))
def test_hostile_texts_are_shown_letter_for_letter_and_do_nothing(shown, asked, view):
    seen = shown(**view)
    assert seen.broken == 0
    assert len(literal(seen)) >= (2 if view["name"] == "briefing" else 4)
    assert harmless(shown, asked)


def test_between_them_the_pages_show_every_hostile_text(shown):
    found = set().union(*(literal(shown(**view)) for view in VIEWS))
    assert found == set(EVIL)


def test_names_in_menus_are_neither_pictures_nor_links_nor_formulas(shown, asked):
    reader = shown.reader.forget().open("map", lang="vi")
    for menu in ("Cơ quan", "Địa bàn"):
        reader.page.get_by_role("button", name=menu).click()
        pills = reader.page.get_by_test_id("stPopoverBody").get_by_role("button")
        pills.first.wait_for()
        texts = [" ".join(text.split()) for text in pills.all_inner_texts()]
        for evil in EVIL[:7]:
            assert any(evil in text for text in texts), (menu, evil, texts)
        assert any(EVIL[7] in text for text in texts), (menu, texts)
        assert harmless(shown, asked)
        reader.page.keyboard.press("Escape")
        reader.page.get_by_test_id("stPopoverBody").wait_for(state="detached")


def test_the_picker_of_works_lists_hostile_names_as_they_are(shown, asked):
    reader = shown.reader.forget().open("work", lang="vi")
    reader.page.get_by_role("combobox").first.click()
    options = reader.page.get_by_role("option")
    options.first.wait_for()
    texts = options.all_inner_texts()
    assert texts
    assert all(any(evil in text for evil in EVIL) for text in texts)
    assert harmless(shown, asked)


def test_labels_and_tooltips_of_the_map_keep_hostile_names(shown, asked):
    reader = shown.reader.forget().open("map", lang="vi", project="ql53-long-ho-ba-si")
    seen = reader.seen()
    drawn = [label["text"] for label in seen.labels if label["kind"] == "project"]
    assert any(evil in text for evil in EVIL for text in drawn)
    for glyph in seen.glyphs[:9]:
        reader.page.mouse.move(*reader.glyph(glyph["id"]))
        tip = reader.page.locator(".tv-tip")
        tip.wait_for()
        assert any(evil in tip.inner_text() for evil in EVIL)
    assert harmless(shown, asked)
    reader.forget()


def test_the_table_of_the_map_and_the_reminder_keep_hostile_names(shown, asked):
    reader = shown.reader.forget().open("map", lang="vi")
    reader.page.get_by_test_id("stExpander").locator("summary").click()
    reader.page.locator(".scroll tbody tr").last.wait_for()
    names = [cells[0] for cells in reader.rows(".scroll tbody tr")]
    assert all(any(evil in name for evil in EVIL) for name in names)
    reminder = reader.open("reports", lang="vi").page.locator(".note-box").inner_text()
    assert any(evil in reminder for evil in EVIL)
    assert harmless(shown, asked)
