"""Where things stand on a slide: the master and its layouts as boxes, in inches.

Every box is a placeholder, so that an office can restyle the deck in one place: move the box,
change its face or colour in the master, and every slide follows.
"""

from dataclasses import dataclass

WIDTH, HEIGHT = 40 / 3, 7.5
# What python-pptx and the presentation programs call the placeholders of a slide.
TITLE, STAMP, FOOT, NUMBER = 0, 10, 11, 12
TEXT, SIDE, CHART, TABLE, PICTURE = 13, 14, 15, 16, 17
MARK, NOTE, CAPTION = 20, 21, 22


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the slide, in inches from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder of a layout.

    `kind` is the type that the format knows; `key` its name in the catalogue (and, with
    ".prompt", what it says while it is empty); `size` of its text in pt. `ink` and `fill` are
    names of `paint.INKS`; `margin` is the space around the text, in inches.
    """

    idx: int
    kind: str
    key: str
    box: Box
    size: float = 18.0
    bold: bool = False
    ink: str = "ink"
    fill: str = ""
    align: str = "l"
    anchor: str = "t"
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout of the master: its name in the catalogue and its placeholders."""

    key: str
    places: tuple[Place, ...]

    def place(self, idx: int) -> Place:
        """Return a placeholder by its index.

        Raises
        ------
        StopIteration
            If the layout has none of that index.
        """
        return next(place for place in self.places if place.idx == idx)


_LEFT, _WIDE = 0.5, 12.333
_TITLE = Place(
    TITLE,
    "title",
    "slides.place.title",
    Box(_LEFT, 0.22, _WIDE, 0.86),
    26,
    bold=True,
    anchor="b",
)
_STAMP = Place(
    STAMP, "dt", "slides.place.stamp", Box(_LEFT, 1.15, 4.8, 0.3), 12, ink="muted", anchor="ctr"
)
_MARK = Place(
    MARK, "body", "slides.place.mark", Box(5.4, 1.15, 2.0, 0.3), 11,
    bold=True, ink="paper", fill="mark", align="ctr", anchor="ctr",
)  # fmt: skip
_NOTE = Place(
    NOTE, "body", "slides.place.note", Box(7.4, 1.15, 5.433, 0.3), 11,
    bold=True, ink="mark", fill="mark_ground", anchor="ctr", margin=0.09,
)  # fmt: skip
_FOOT = Place(
    FOOT,
    "ftr",
    "slides.place.foot",
    Box(_LEFT, 7.06, 10.8, 0.28),
    10,
    ink="faint",
    anchor="ctr",
)
_NUMBER = Place(
    NUMBER, "sldNum", "slides.place.number", Box(11.833, 7.06, 1.0, 0.28), 10,
    ink="faint", align="r", anchor="ctr",
)  # fmt: skip
_HEAD = (_TITLE, _STAMP, _MARK, _NOTE)
_END = (_FOOT, _NUMBER)
CONTENT = Box(_LEFT, 1.62, _WIDE, 4.92)
_CAPTION = Place(
    CAPTION, "body", "slides.place.caption", Box(_LEFT, 6.6, _WIDE, 0.4), 11,
    ink="muted", anchor="ctr",
)  # fmt: skip
# The rule over the foot of every slide, inches from the top.
RULE_TOP = 7.03


def _cut(box: Box, left: float, width: float) -> Box:
    return Box(box.left + left, box.top, width, box.height)


def _cover_place(place: Place, box: Box, size: float) -> Place:
    return Place(
        place.idx, place.kind, place.key, box, size, place.bold, place.ink, place.fill,
        place.align, place.anchor, place.margin,
    )  # fmt: skip


COVER = Layout(
    "slides.layout.cover",
    (
        Place(
            TITLE, "title", "slides.place.title", Box(1.1, 1.5, 11.2, 1.75), 38,
            bold=True, anchor="b",
        ),
        Place(
            SIDE, "body", "slides.place.office", Box(1.1, 0.7, 11.2, 0.4), 14,
            bold=True, ink="rule", anchor="ctr",
        ),
        Place(TEXT, "body", "slides.place.message", Box(1.1, 3.5, 11.2, 1.25), 22, ink="muted"),
        _cover_place(_STAMP, Box(1.1, 4.95, 11.2, 0.36), 15),
        _cover_place(_MARK, Box(1.1, 5.6, 2.4, 0.38), 13),
        _cover_place(_NOTE, Box(3.5, 5.6, 6.1, 0.38), 12.5),
        _cover_place(_FOOT, Box(1.1, 7.06, 11.2, 0.28), 10),
    ),
)  # fmt: skip
SUMMARY = Layout(
    "slides.layout.summary",
    (
        *_HEAD,
        Place(TABLE, "tbl", "slides.place.table", _cut(CONTENT, 0, 4.1)),
        Place(CHART, "chart", "slides.place.chart", _cut(CONTENT, 4.4, 7.933)),
        _CAPTION,
        *_END,
    ),
)
CHART_ONLY = Layout(
    "slides.layout.chart",
    (*_HEAD, Place(CHART, "chart", "slides.place.chart", CONTENT), _CAPTION, *_END),
)
TABLE_ONLY = Layout(
    "slides.layout.table",
    (*_HEAD, Place(TABLE, "tbl", "slides.place.table", CONTENT), _CAPTION, *_END),
)
TEXT_ONLY = Layout(
    "slides.layout.text",
    (*_HEAD, Place(TEXT, "body", "slides.place.text", CONTENT, 16), _CAPTION, *_END),
)
# A plate fills the slide and says its title itself; the title of the slide, for the outline and
# for readers who hear it, stands above the edge. Mark and number have a strip below the plate:
# LibreOffice draws what stands in a foot under everything else.
_STRIP = 0.26
_PLATE = Box(WIDTH * _STRIP / HEIGHT / 2, 0, WIDTH * (1 - _STRIP / HEIGHT), HEIGHT - _STRIP)
MAP = Layout(
    "slides.layout.map",
    (
        Place(
            TITLE, "title", "slides.place.title", Box(_LEFT, -0.75, _WIDE, 0.6), 18,
            bold=True, anchor="b",
        ),
        Place(PICTURE, "pic", "slides.place.picture", _PLATE),
        Place(
            FOOT, "ftr", "slides.place.foot", Box(0.53, 7.25, 10.8, 0.2), 9,
            ink="faint", anchor="ctr",
        ),
        Place(
            NUMBER, "sldNum", "slides.place.number", Box(11.803, 7.25, 1.0, 0.2), 9,
            ink="faint", align="r", anchor="ctr",
        ),
    ),
)  # fmt: skip
LAYOUTS = (COVER, SUMMARY, CHART_ONLY, TABLE_ONLY, TEXT_ONLY, MAP)
# The master has the five kinds that every format knows; layouts place them anew.
MASTER = (
    _TITLE,
    Place(1, "body", "slides.place.text", CONTENT, 16),
    _STAMP,
    _FOOT,
    _NUMBER,
)
