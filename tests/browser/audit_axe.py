"""axe-core on a page, its open shadow roots included: what it finds, and whose it is."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

GRAVE = ("critical", "serious")
# Rules of WCAG 2.2 at levels A and AA, and good practice, each with its own weight.
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
  return violations.flatMap(({ id, impact, help, nodes }) => nodes.map(
    ({ target, html, failureSummary, impact: own }) => ({ rule: id, impact: own ?? impact, help,
      target: target.flat(), ours: target.some((each) => Array.isArray(each))
        || Boolean(document.querySelector(target[0])?.matches("html, body, .tvs, .tvs *, .tvs-more *")),
      html: html.slice(0, 200), why: failureSummary ?? "" })));
}"""


@dataclass(frozen=True)
class Violation:
    """One element that breaks one rule.

    Ours is what lies in a shadow root, our forms, and the document as a whole.
    """

    rule: str
    impact: str
    help: str
    target: tuple[str, ...]
    ours: bool
    html: str
    why: str

    @property
    def grave(self):
        return self.impact in GRAVE

    @property
    def where(self):
        return " » ".join(self.target)


@cache
def source():
    """Return axe-core as the package ships it; nothing is fetched."""
    path = resources.files("axe_playwright_python") / "axe.min.js"
    return path.read_text(encoding="utf-8")


def version():
    """Return the version of axe-core, as its first line says it."""
    return source().split("\n", 1)[0].split("axe v")[1].strip()


def violations(page):
    """Return what axe finds on a page as it stands."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(source())
    found = page.evaluate(RUN)
    return [Violation(**{**each, "target": tuple(each["target"])}) for each in found]
