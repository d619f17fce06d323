"""What a reader of the dashboard sees: pages opened in Chromium, and everything said on them."""

from dataclasses import dataclass
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

PAGES = {
    "overview": "/",
    "map": "/ban-do",
    "work": "/cong-trinh",
    "plan": "/ke-hoach",
    "reports": "/bao-cao",
}
# Pages that take figures along; they say the same things in other places.
BRIEFINGS = {"briefing": "/trinh-bay", "slideshow": "/trinh-chieu"}
ALL = PAGES | BRIEFINGS
# What was opened last in a tab, and the address it then had.
OPENED = WeakKeyDictionary()
LAPTOP, PHONE = (1366, 768), (390, 844)
# The script has run, every block holds something, and a map that is shown has all its layers, its
# last message, its letters and the size of its place. It stays so for a moment and several frames:
# components come in one by one after the script has ended.
READY = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  const roots = [...document.querySelectorAll("*")].flatMap((node) => node.shadowRoot ?? []);
  const views = [...(window.__tvgeoMaps?.values() ?? [])];
  const drawn = roots.every((root) => {
    const map = root.querySelector(".tv-map");
    const view = map && views.find(({ frame }) => map.contains(frame));
    if (map?.clientWidth) return Boolean(window.__tvgeoMap?.ready && view?.drawnFrom && view.sized);
    return root.querySelector(".tvb, .tvs, .tvg")?.childElementCount !== 0;
  });
  const done = app?.dataset.testScriptState === "notRunning" && roots.length > 0 && drawn
    && document.fonts.status === "loaded" && !document.querySelector("[data-testid=stSkeleton]");
  if (!done || window.__seen?.parts !== roots.length) {
    window.__seen = { parts: done ? roots.length : -1, since: performance.now(), frames: 0 };
    return false;
  }
  window.__seen.frames += 1;
  return performance.now() - window.__seen.since > 120 && window.__seen.frames > 6;
}"""
# Every visible text with its box and how far it reaches past what clips it; shadow roots too.
# A text that only a screen reader gets (a box of no width, beside the window) is a name.
TEXTS = """() => {
  const texts = [], names = [];
  const above = (node) => node.parentElement ?? node.getRootNode().host ?? null;
  const excess = (element, box) => {
    for (let node = element; node; node = above(node)) {
      const { overflowX } = getComputedStyle(node);
      if (overflowX === "auto" || overflowX === "scroll") return 0;
      if (overflowX !== "visible") {
        const { right, width } = node.getBoundingClientRect();
        if (width <= 2) return null;
        if (box.right > right + 1) return box.right - right;
      }
    }
    return box.right - innerWidth;
  };
  const walk = (node, spoken) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        const text = child.data.trim();
        if (!text) continue;
        const range = document.createRange();
        range.selectNodeContents(child);
        const box = range.getBoundingClientRect();
        if (!box.width) continue;
        const cut = spoken ? 0 : excess(child.parentElement, box);
        if (cut === null || box.right <= 0) names.push(text);
        else texts.push({ text, x: box.x, y: box.y, right: box.right, bottom: box.bottom,
                          excess: cut, spoken, lang: child.parentElement.closest("[lang]")?.lang ?? "" });
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        if (["STYLE", "SCRIPT", "NOSCRIPT"].includes(child.localName.toUpperCase())) continue;
        const style = getComputedStyle(child);
        if (style.display === "none" || style.visibility === "hidden") continue;
        if (node.localName === "details" && !node.open && child.localName !== "summary") continue;
        for (const name of ["aria-label", "title", "alt", "placeholder"])
          if (child.getAttribute(name)) names.push(child.getAttribute(name));
        if (child.localName === "input" && child.value && child.type !== "checkbox") names.push(child.value);
        walk(child.shadowRoot ?? child, spoken || child.classList.contains("tv-list"));
      }
    }
  };
  walk(document.body, false);
  const { labels = [], glyphs = [] } = window.__tvgeoMap ?? {};
  return { texts, names, labels, glyphs, url: location.href, title: document.title,
           width: document.documentElement.scrollWidth,
           broken: document.querySelectorAll("[data-testid=stException]").length };
}"""


@dataclass(frozen=True)
class Text:
    """A piece of visible text and its box; `excess` px of it are cut at the right.

    `spoken` is the map's own list for keyboards; `lang` is said by an element around the text.
    """

    text: str
    x: float
    y: float
    right: float
    bottom: float
    excess: float
    spoken: bool
    lang: str


@dataclass(frozen=True)
class Seen:
    """One page as it stood: its texts, spoken names, labels of the map, address."""

    texts: list[Text]
    names: list[str]
    labels: list[dict]
    glyphs: list[dict]
    url: str
    title: str
    width: int
    broken: int

    def everything(self):
        """Return every string of the page: seen, spoken, drawn on the map."""
        drawn = [line for label in self.labels for line in label["text"].split("\n")]
        return [t.text for t in self.texts] + self.names + drawn + [self.title]

    def holds(self, words):
        """Say whether some string of the page holds `words`."""
        return any(words in text for text in self.everything())


class Reader:
    """A tab of Chromium on one dashboard."""

    def __init__(self, page, base_url):
        self.page = page
        self.base_url = base_url

    def open(self, name, **choices):
        """Open a page by name with what its address says, and wait until it is drawn.

        A tab that still shows just this is left as it is: loading costs a second.
        """
        query = f"?{urlencode(choices)}" if choices else ""
        address = f"{self.base_url}{ALL.get(name, name)}{query}"
        if OPENED.get(self.page) != (address, self.page.url):
            self.page.goto(address, wait_until="commit")
            self.settle()
            OPENED[self.page] = (address, self.page.url)
        return self

    def forget(self):
        """Load anew whatever is opened next: the page no longer stands as it was opened."""
        OPENED.pop(self.page, None)
        return self

    def settle(self):
        self.page.evaluate("delete window.__seen")  # what was still before says nothing of now
        self.page.wait_for_function(READY)
        return self

    def sized(self, size):
        width, height = size
        if self.page.viewport_size != {"width": width, "height": height}:
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(150)
        return self

    def seen(self):
        found = self.page.evaluate(TEXTS)
        found["texts"] = [Text(**text) for text in found["texts"]]
        return Seen(**found)

    def waits(self, script, argument=None):
        """Wait until a condition holds in the page."""
        self.page.wait_for_function(script, arg=argument)
        return self

    def glyph(self, project_id):
        """Return where the glyph of a project stands on the page, in CSS pixels."""
        return self.page.evaluate(
            """(id) => { const { glyphs, map } = window.__tvgeoMap;
                const { x, y } = glyphs.find((glyph) => glyph.id === id);
                const box = map.getContainer().getBoundingClientRect();
                return [box.x + x, box.y + y] }""",
            project_id,
        )

    def rows(self, selector):
        """Return the cells of every row found, as read: a picture counts as its spoken name."""
        return self.page.locator(selector).evaluate_all(
            """rows => rows.map((row) => [...row.children].map((cell) =>
                (cell.innerText ?? "").replace(/\\s+/g, " ").trim()
                || cell.querySelector("[aria-label]")?.getAttribute("aria-label") || ""))"""
        )

    def keys(self, selector):
        """Return what each row found is about."""
        return self.page.locator(selector).evaluate_all(
            "rows => rows.map((r) => r.dataset.key)"
        )

    def texts_of(self, selector):
        """Return the text of every element found, each on one line."""
        return [" ".join(t.split()) for t in self.page.locator(selector).all_inner_texts()]

    def line_of(self, selector):
        """Return the text of the one element found, on one line."""
        return " ".join(self.page.locator(selector).inner_text().split())


class Look:
    """What the pages of one dashboard show; each page and choice is opened only once.

    A page is opened at the first of the `sizes`; at the others the window is drawn wider.
    """

    def __init__(self, page, base_url, sizes=(LAPTOP,)):
        self.reader = Reader(page, base_url)
        self.sizes = sizes
        self.known = {}

    def __call__(self, name, size=LAPTOP, **choices):
        key = (name, *choices.items())
        if (size, *key) not in self.known:
            first, *others = self.sizes
            self.known[first, *key] = self.reader.sized(first).open(name, **choices).seen()
            for other in others:
                self.known[other, *key] = self.reader.sized(other).settle().seen()
        return self.known[size, *key]
