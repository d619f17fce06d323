"""The template of the deck, made from the one that python-pptx brings: own theme and layouts.

A master made in code is reviewed like code; what an office then changes in it is its own affair.
"""

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches

from tvgeo.locale import Locale
from tvgeo.render.documents.slides import paint, places
from tvgeo.render.documents.slides.places import Layout, Place

_EMU = 914_400
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
# Sizes of the five levels of text that the master knows, pt.
_LEVELS = (16, 14, 13, 12, 12)
# Parts of the model template that speak of another page and another program.
_OF_MASTER = frozenset({"dt", "ftr", "sldNum"})
_LEFT_OUT = frozenset({RELATIONSHIP_TYPE.PRINTER_SETTINGS})


def template(t: Locale) -> Any:
    """Return an empty presentation of 16:9 with the layouts of `places`, in that order."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(places.WIDTH), Inches(places.HEIGHT)
    size = deck.element.find(f"{_P}sldSz")
    size.attrib.pop("type", None)
    _theme(deck, t)
    master = deck.slide_master
    while len(master.slide_layouts) > len(places.LAYOUTS):
        master.slide_layouts.remove(master.slide_layouts[-1])
    _fill(master.element, places.MASTER, t, master=True)
    _text_styles(master.element)
    for layout, described in zip(master.slide_layouts, places.LAYOUTS, strict=True):
        _layout(layout.element, described, t)
    _trimmed(deck)
    return deck


def _emu(inches: float) -> int:
    return round(inches * _EMU)


def _theme(deck: Any, t: Locale) -> None:
    """Give the master our colours and one face, by editing the theme it has."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = parse_xml(part.blob)
    theme.set("name", t("slides.theme"))
    colours = theme.find(f".//{_A}clrScheme")
    colours.set("name", t("slides.theme"))
    for name, value in paint.THEME.items():
        entry = colours.find(f"{_A}{name}")
        for old in list(entry):
            entry.remove(old)
        said: Any = OxmlElement("a:srgbClr")
        said.set("val", value.removeprefix("#"))
        entry.append(said)
    fonts = theme.find(f".//{_A}fontScheme")
    fonts.set("name", paint.FACE)
    for kind in ("majorFont", "minorFont"):
        family = fonts.find(f"{_A}{kind}")
        family.find(f"{_A}latin").set("typeface", paint.FACE)
        for other in family.findall(f"{_A}font"):  # scripts that the deck does not write
            family.remove(other)
    part._blob = serialize_part_xml(theme)  # noqa: SLF001
    styles = next(
        p for p in deck.part.package.iter_parts() if p.partname == "/ppt/tableStyles.xml"
    )
    styles._blob = _table_styles(t).encode()  # noqa: SLF001


def _table_styles(t: Locale) -> str:
    """Return the one style of tables: a head on the surface colour, and hairlines only."""

    def edge(name: str, ink: str, pt: float) -> str:
        line = f'<a:ln w="{round(pt * 12_700)}" cmpd="sng">{paint.solid(ink)}</a:ln>'
        return f"<a:{name}>{line}</a:{name}>"

    none = "".join(f"<a:{n}><a:ln><a:noFill/></a:ln></a:{n}>" for n in ("left", "right"))
    body = (
        f'<a:wholeTbl><a:tcTxStyle><a:fontRef idx="minor"/><a:schemeClr val="tx1"/></a:tcTxStyle>'
        f"<a:tcStyle><a:tcBdr>{none}{edge('top', 'rule', 1)}{edge('bottom', 'line', 0.75)}"
        f"{edge('insideH', 'line', 0.75)}<a:insideV><a:ln><a:noFill/></a:ln></a:insideV></a:tcBdr>"
        "<a:fill><a:noFill/></a:fill></a:tcStyle></a:wholeTbl>"
    )
    head = (
        f'<a:firstRow><a:tcTxStyle b="on"><a:fontRef idx="minor"/><a:schemeClr val="tx1"/>'
        f"</a:tcTxStyle><a:tcStyle><a:tcBdr>{edge('bottom', 'rule', 1)}</a:tcBdr>"
        f"<a:fill>{paint.solid('surface')}</a:fill></a:tcStyle></a:firstRow>"
    )
    name = quoteattr(t("slides.table_style"))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:tblStyleLst {NAMESPACES} def="{paint.STYLE_ID}">'
        f'<a:tblStyle styleId="{paint.STYLE_ID}" styleName={name}>{body}{head}</a:tblStyle>'
        "</a:tblStyleLst>"
    )


def _fill(
    element: Any, described: tuple[Place, ...], t: Locale, *, master: bool = False
) -> None:
    """Replace everything that stands on a master or layout."""
    tree = element.find(f"{_P}cSld/{_P}spTree")
    for shape in list(tree)[2:]:
        tree.remove(shape)
    # the foot needs its rule once: what stands on the master shows on every layout
    if master:
        tree.append(parse_xml(_rule(2, t)))
    for number, place in enumerate(described, start=3):
        tree.append(parse_xml(_placeholder(place, number, t, master=master)))


def _layout(element: Any, described: Layout, t: Locale) -> None:
    element.attrib.pop("type", None)
    element.set("userDrawn", "1")
    element.find(f"{_P}cSld").set("name", t(described.key))
    _fill(element, described.places, t)
    if described in {places.COVER, places.MAP}:
        element.set("showMasterSp", "0")
    if described is places.COVER:
        tree = element.find(f"{_P}cSld/{_P}spTree")
        tree.insert(2, parse_xml(_bar(90, t)))


def _rule(number: int, t: Locale) -> str:
    box = places.CONTENT
    return (
        f"<p:cxnSp {NAMESPACES}><p:nvCxnSpPr>"
        f'<p:cNvPr id="{number}" name={quoteattr(t("slides.place.rule"))}/><p:cNvCxnSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvCxnSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{_emu(box.left)}" y="{_emu(places.RULE_TOP)}"/>'
        f'<a:ext cx="{_emu(box.width)}" cy="0"/></a:xfrm>'
        f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525">{paint.solid("line")}'
        "</a:ln></p:spPr></p:cxnSp>"
    )


def _bar(number: int, t: Locale) -> str:
    return (
        f"<p:sp {NAMESPACES}><p:nvSpPr>"
        f'<p:cNvPr id="{number}" name={quoteattr(t("slides.place.bar"))}/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{_emu(0.45)}" cy="{_emu(places.HEIGHT)}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{paint.solid("accent")}'
        "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody>"
        "</p:sp>"
    )


def _placeholder(place: Place, number: int, t: Locale, *, master: bool) -> str:
    index = "" if place.kind == "title" else f' idx="{place.idx}"'
    box = place.box
    inset = _emu(place.margin)
    words = escape(t(f"{place.key}.prompt"))
    text = f"<a:r><a:rPr/><a:t>{words}</a:t></a:r>"
    if place.kind == "sldNum":
        text = (
            '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr/>'
            "<a:t>‹#›</a:t></a:fld>"
        )
    prompt = "" if master or place.kind == "sldNum" else ' hasCustomPrompt="1"'
    # a colour that the layout takes from the master is not said twice: LibreOffice would then
    # change it twice
    ink = paint.solid(place.ink) if master or place.kind not in _OF_MASTER else ""
    level = (
        f'<a:lvl1pPr marL="0" indent="0" algn="{place.align}"><a:buNone/>'
        f'<a:defRPr sz="{round(place.size * 100)}" b="{int(place.bold)}">'
        f"{ink}</a:defRPr></a:lvl1pPr>"
    )
    ground = paint.solid(place.fill) if place.fill else ""
    return (
        f"<p:sp {NAMESPACES}><p:nvSpPr>"
        f'<p:cNvPr id="{number}" name={quoteattr(t(place.key))}/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{place.kind}"{index}{prompt}/></p:nvPr></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{_emu(box.left)}" y="{_emu(box.top)}"/>'
        f'<a:ext cx="{_emu(box.width)}" cy="{_emu(box.height)}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ground}</p:spPr><p:txBody>'
        f'<a:bodyPr vert="horz" wrap="square" lIns="{inset}" tIns="0" rIns="{inset}" bIns="0" '
        f'rtlCol="0" anchor="{place.anchor}"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle>{level}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def _text_styles(element: Any) -> None:
    """Let titles and texts of the master begin at the left, in our sizes."""
    styles = element.find(f"{_P}txStyles")
    title = styles.find(f"{_P}titleStyle/{_A}lvl1pPr")
    title.set("algn", "l")
    title.find(f"{_A}defRPr").set("sz", "2600")
    title.find(f"{_A}defRPr").set("b", "1")
    for level, size in enumerate(_LEVELS, start=1):
        found = styles.find(f"{_P}bodyStyle/{_A}lvl{level}pPr")
        found.find(f"{_A}defRPr").set("sz", str(size * 100))


def _trimmed(deck: Any) -> None:
    """Drop what the model template brings along of the program and the page it was made for."""
    package = deck.part.package
    for owner in (package, deck.part):
        for key, rel in list(_relationships(owner).items()):
            kept = rel.reltype not in _LEFT_OUT and not rel.reltype.endswith("/thumbnail")
            if not kept:
                _relationships(owner).pop(key)
    for part in package.iter_parts():
        if part.partname == "/docProps/app.xml":
            text = part.blob.decode()
            text = re.sub(r"<PresentationFormat>.*?</PresentationFormat>", "", text)
            text = re.sub(
                r"<Application>.*?</Application>", "<Application>tvgeo</Application>", text
            )
            text = re.sub(r"<(HeadingPairs|TitlesOfParts)>.*?</\1>", "", text, flags=re.DOTALL)
            part._blob = text.encode()  # noqa: SLF001


def _relationships(owner: Any) -> Any:
    return owner._rels  # noqa: SLF001 - there is no public way to drop one
