"""The slide master of a house: its colours and fonts in the theme, its logo, the places on its slides."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu

from exhibits.export.cells import legible
from exhibits.export.deck import Brand
from exhibits.export.markup import no_line, solid, tag, valued
from exhibits.export.places import (
    HEAD,
    HEIGHT,
    LAYOUTS,
    LOGO_HEIGHT,
    LOGO_WIDTH,
    MARGIN,
    SENTENCE_SIZE,
    STRIP,
    SUBTITLE_SIZE,
    TITLE_SIZE,
    WIDTH,
    Box,
    Place,
)
from exhibits.theme import LIGHT

# Both are where office programs are, and have figures of one height; free fonts of the same widths stand in.
SERIF, SANS = "Cambria", "Calibri"
SLIDE_NUMBER = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
DECORATIVE = (
    '<adec:decorative val="1" xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/>'
)
DECORATION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"


def presentation(brand: Brand) -> Any:
    """An empty presentation of the house: one layout for each kind of slide."""
    made = Presentation()
    made.slide_width, made.slide_height = Emu(12_192_000), Emu(6_858_000)
    master = made.slide_master
    # The library's own template brings a picture of itself.
    package = made.part.package
    pictured = [name for name, part in package._rels.items() if part.reltype == RELATIONSHIP_TYPE.THUMBNAIL]
    for name in pictured:
        package.drop_rel(name)
    _set_theme(master, brand)
    for layout in list(made.slide_layouts)[len(LAYOUTS) :]:
        made.slide_layouts.remove(layout)
    _fill(master, "", _furniture(master, brand), HEAD)
    master._element.replace(master._element.find(qn("p:txStyles")), _text_styles())
    for layout, (name, places) in zip(made.slide_layouts, LAYOUTS.items(), strict=True):
        opens = name == "opening"
        _fill(layout, name.capitalize(), _cover(layout, brand) if opens else [], places)
        layout._element.set("showMasterSp", "0" if opens else "1")
        layout._element.set("type", "title" if opens else "cust")
    return made


def page_number() -> Any:
    """The number of the slide, kept by the office program."""
    return tag("a:fld", {"id": SLIDE_NUMBER, "type": "slidenum"}, tag("a:rPr"), tag("a:t", "‹#›"))


def logo_size(logo: bytes) -> tuple[float, float]:
    """Width and height of a logo in inches, as large as there is room for it."""
    width, height = Image.open(BytesIO(logo)).size
    scale = min(LOGO_WIDTH / width, LOGO_HEIGHT / height)
    return width * scale, height * scale


def _set_theme(master: Any, brand: Brand) -> None:
    """The brand's colours and our fonts become those of the theme, so that whatever is added has them."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme: Any = parse_xml(part.blob)
    colours = {
        "dk1": LIGHT.ink,
        "lt1": LIGHT.paper,
        "dk2": LIGHT.muted,
        "lt2": LIGHT.line,
        "accent1": brand.primary,
        "accent2": brand.accent,
        "accent3": LIGHT.own,
        "accent4": LIGHT.target,
        "accent5": LIGHT.categories[1],
        "accent6": LIGHT.categories[2],
        "hlink": brand.primary,
        "folHlink": LIGHT.muted,
    }
    theme.set("name", legible(brand.name))
    for name, colour in colours.items():
        slot = theme.find(f".//{qn('a:clrScheme')}/{qn(f'a:{name}')}")
        slot.clear()
        slot.append(valued("a:srgbClr", colour.removeprefix("#").upper()))
    for kind, font in (("majorFont", SERIF), ("minorFont", SANS)):
        theme.find(f".//{qn(f'a:{kind}')}/{qn('a:latin')}").set("typeface", font)
    part._blob = serialize_part_xml(theme)


def _furniture(master: Any, brand: Brand) -> list[Any]:
    """What stands on every slide: a strip in the colours of the house, and its logo or its name."""
    strip = _block(Box(0, 0, WIDTH, STRIP), "accent1"), _block(Box(WIDTH - 2.2, 0, 2.2, STRIP), "accent2")
    if brand.logo is None:
        return [*strip, _words(brand.name, Box(WIDTH - MARGIN - LOGO_WIDTH, 0.42, LOGO_WIDTH, 0.6), 14)]
    width, height = logo_size(brand.logo)
    return [*strip, _logo(master, brand, Box(WIDTH - MARGIN - width, 0.32, width, height))]


def _cover(layout: Any, brand: Brand) -> list[Any]:
    """What stands on the opening slide alone."""
    sides = _block(Box(0, 0, 0.42, HEIGHT), "accent1"), _block(Box(0.42, 0, 0.09, HEIGHT), "accent2")
    rule = _block(Box(1.1, 5.1, 1.6, 0.05), "accent2")
    if brand.logo is None:
        return [*sides, rule]
    width, height = logo_size(brand.logo)
    return [*sides, rule, _logo(layout, brand, Box(1.1, 0.75, width * 1.5, height * 1.5))]


def _fill(slide: Any, name: str, furniture: list[Any], places: tuple[Place, ...]) -> None:
    """Gives the master, which has no name, or a layout its shapes, in place of those that it had."""
    paper = tag("p:bg", tag("p:bgPr", solid("bg1"), tag("a:effectLst")))
    group = tag("p:nvGrpSpPr", tag("p:cNvPr", {"id": 0, "name": ""}), tag("p:cNvGrpSpPr"), tag("p:nvPr"))
    shapes = [*furniture, *(_placeholder(place, on_master=not name) for place in places)]
    tree = tag("p:spTree", group, tag("p:grpSpPr"), shapes)
    for number, drawn in enumerate(tree.iter(qn("p:cNvPr")), 1):
        drawn.set("id", str(number))
    filled = tag("p:cSld", {"name": name} if name else None, None if name else paper, tree)
    slide._element.replace(slide._element.find(qn("p:cSld")), filled)


def _placeholder(place: Place, on_master: bool) -> Any:
    kind = {"type": place.kind}
    number = {"body": 1, "title": 0}.get(place.kind, place.number) if on_master else place.number
    said = tag("a:p", tag("a:r", tag("a:rPr"), tag("a:t", place.name)))
    if place.kind == "sldNum":
        said = tag("a:p", tag("a:pPr", {"algn": "r"}), page_number())
    size = tag("a:lvl1pPr", tag("a:defRPr", {"sz": place.size * 100})) if place.size else None
    return tag(
        "p:sp",
        tag(
            "p:nvSpPr",
            tag("p:cNvPr", {"id": 0, "name": place.name}),
            tag("p:cNvSpPr", tag("a:spLocks", {"noGrp": 1})),
            tag("p:nvPr", tag("p:ph", kind | ({"idx": number} if number else {}))),
        ),
        tag("p:spPr", _at(place.box)),
        tag("p:txBody", _body(place.anchor), tag("a:lstStyle", size), said),
    )


def _block(box: Box, colour: str) -> Any:
    """A decoration, which is passed over by whoever listens."""
    silent = tag("a:extLst", tag("a:ext", {"uri": DECORATION}, parse_xml(DECORATIVE)))
    return tag(
        "p:sp",
        tag("p:nvSpPr", tag("p:cNvPr", {"id": 0, "name": ""}, silent), tag("p:cNvSpPr"), _drawn_by_us()),
        tag("p:spPr", _at(box), _square(), solid(colour), no_line()),
    )


def _words(text: str, box: Box, size: int) -> Any:
    run = tag("a:r", tag("a:rPr", {"sz": size * 100}, solid("tx2")), tag("a:t", text))
    return tag(
        "p:sp",
        tag(
            "p:nvSpPr",
            tag("p:cNvPr", {"id": 0, "name": text}),
            tag("p:cNvSpPr", {"txBox": 1}),
            _drawn_by_us(),
        ),
        tag("p:spPr", _at(box), _square(), tag("a:noFill")),
        tag("p:txBody", _body("t"), tag("a:lstStyle"), tag("a:p", tag("a:pPr", {"algn": "r"}), run)),
    )


def _logo(slide: Any, brand: Brand, box: Box) -> Any:
    _, related = slide.part.get_or_add_image_part(BytesIO(brand.logo or b""))
    return tag(
        "p:pic",
        tag(
            "p:nvPicPr",
            tag("p:cNvPr", {"id": 0, "name": "Logo", "descr": brand.name}),
            tag("p:cNvPicPr", tag("a:picLocks", {"noChangeAspect": 1})),
            _drawn_by_us(),
        ),
        tag("p:blipFill", tag("a:blip", {"r:embed": related}), tag("a:stretch", tag("a:fillRect"))),
        tag("p:spPr", _at(box), _square()),
    )


def _at(box: Box) -> Any:
    left, top, width, height = box.emu()
    return tag("a:xfrm", tag("a:off", {"x": left, "y": top}), tag("a:ext", {"cx": width, "cy": height}))


def _square() -> Any:
    return tag("a:prstGeom", {"prst": "rect"}, tag("a:avLst"))


def _body(anchor: str) -> Any:
    edges = {f"{side}Ins": 0 for side in "ltrb"}
    return tag("a:bodyPr", edges | {"wrap": "square", "anchor": anchor}, tag("a:normAutofit"))


def _drawn_by_us() -> Any:
    return tag("p:nvPr", {"userDrawn": 1})


def _text_styles() -> Any:
    """The type of titles and texts: a sentence on the first level, quieter what stands below it."""

    def style(level: int, size: int, font: str, colour: str) -> Any:
        return tag(
            f"a:lvl{level}pPr",
            {"marL": 0, "indent": 0, "algn": "l"},
            tag("a:lnSpc", valued("a:spcPct", 95_000)),
            tag("a:spcBef", valued("a:spcPts", 300)),
            tag("a:buNone"),
            tag(
                "a:defRPr",
                {"sz": size * 100, "kern": 1200},
                solid(colour),
                [tag(f"a:{kind}", {"typeface": f"+{font}-{face}"}) for kind, face in FACES],
            ),
        )

    quiet = [style(level, SUBTITLE_SIZE, "mn", "tx2") for level in range(2, 10)]
    return tag(
        "p:txStyles",
        tag("p:titleStyle", style(1, TITLE_SIZE, "mj", "tx1")),
        tag("p:bodyStyle", style(1, SENTENCE_SIZE, "mn", "tx1"), quiet),
        tag("p:otherStyle", style(1, SUBTITLE_SIZE, "mn", "tx2")),
    )


FACES = (("latin", "lt"), ("ea", "ea"), ("cs", "cs"))
