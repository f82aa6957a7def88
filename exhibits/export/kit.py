"""The offline kit: a deck as one page to open from a stick, with live charts, that fetches nothing.

Vega's expressions are read by its interpreter, so that the page need not allow what runs text as a program.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from string import Template
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import vl_convert

from data_access.language import say, spoken
from exhibits.exhibit import FRAME, Exhibit, Rows
from exhibits.export import page
from exhibits.export.cells import legible
from exhibits.export.deck import Deck, Hears, unheard
from exhibits.export.pictures import VEGA_LITE, least_height, spec
from exhibits.lettering import FILES
from exhibits.theme import DARK, LIGHT, Theme

INDEX = "index.html"
HERE = Path(__file__).parent
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
# What a map is drawn for: a phone, a desk, and a wall.
PHONE, DESK, WALL = (340, 430), (760, 470), (640, 228)
WIDTH = 640
# How strictly browsers keep to this page: only what is written in it runs, and nothing is asked for.
POLICY = "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; font-src data:; {more}"
NOWHERE = "connect-src 'none'; base-uri 'none'; form-action 'none'"
NAMED = ("paper", "ink", "muted", "line", "own", "target")


def kit(deck: Deck, hears: Hears | None = None) -> bytes:
    """A ZIP with the page, in the language spoken; told of each exhibit that is done."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        file.writestr(INDEX, whole_page(deck, hears or unheard))
    return packed.getvalue()


def whole_page(deck: Deck, hears: Hears = unheard) -> str:
    """The page with all that it needs."""
    charts: dict[int, Any] = {}
    rows: dict[str, Rows] = {}
    articles = []
    for number, slide in enumerate(deck.slides, 1):
        hears(number - 1, len(deck.slides))
        if _is_drawn(slide.exhibit):
            charts[number] = _chart(slide.exhibit, number, rows)
        articles.append(page.exhibit(slide, number, deck, number in charts))
    parts = [page.opening(deck), page.contents(deck), *articles, page.sources(deck)]
    style = _style(deck)
    scripts = (_vega(), (HERE / "kit.js").read_text("utf-8"))
    whole = Template((HERE / "kit.html").read_text("utf-8")).substitute(
        _words(deck),
        language=spoken(),
        policy=POLICY.format(scripts=_hashes(scripts), styles=_hashes([style]), more=NOWHERE),
        style=style,
        body="\n".join(map(page.html, parts)),
        charts=_as_data({"charts": charts, "rows": rows}),
        vega=scripts[0],
        script=scripts[1],
    )
    hears(len(deck.slides), len(deck.slides))
    return whole


def _is_drawn(exhibit: Exhibit) -> bool:
    return not exhibit.empty and (exhibit.chart is not None or exhibit.map is not None)


def _chart(exhibit: Exhibit, number: int, rows: dict[str, Rows]) -> dict[str, Any]:
    """A chart in both themes, in the sizes that it can be shown in; its rows go to those of all charts."""
    own = ((WIDTH, exhibit.height),)
    read, wall = ((PHONE, DESK), (PHONE, WALL)) if exhibit.map else (own, own)
    sizes = {
        "read": [_drawn(exhibit, number, size, rows) for size in read],
        "wall": [_drawn(exhibit, number, size, rows) for size in wall],
    }
    return {"fixed": exhibit.map is not None, "least": least_height(exhibit), **sizes}


def _drawn(exhibit: Exhibit, number: int, size: tuple[int, int], rows: dict[str, Rows]) -> dict[str, Any]:
    themes = {palette.name: spec(exhibit, *size, palette) for palette in (LIGHT, DARK)}
    names: dict[str, str] = {}
    for drawn in themes.values():
        for name, found in drawn.pop("datasets").items():
            # Rows of exhibits are all called alike, others after what they are.
            names[name] = f"{name}-{number}" if name == FRAME.name else name
            rows[names[name]] = found
    return {
        "width": size[0],
        "height": size[1],
        "smallest": smallest_type(themes[LIGHT.name]),
        "rows": names,
    } | themes


def smallest_type(drawn: object) -> float:
    """The size of the smallest words in a specification."""
    return min(_sizes(drawn), default=13)


def _sizes(part: object) -> Iterable[float]:
    if isinstance(part, list):
        for each in part:
            yield from _sizes(each)
    elif isinstance(part, dict):
        for name, value in part.items():
            if not name.lower().endswith("fontsize"):
                yield from _sizes(value)
            elif isinstance(value, int | float):
                yield value
            elif isinstance(value, dict):
                # Of an expression that chooses between sizes, each.
                yield from map(float, re.findall(r"(?<=[?:] )\d+", value.get("expr", "")))


def _words(deck: Deck) -> dict[str, str]:
    said = {
        "title": deck.title,
        "present": say("Present"),
        "previous": say("Previous slide"),
        "next": say("Next slide"),
        "end": say("End the presentation"),
        "full": say("Full screen"),
        "controls": say("Presentation"),
        "unscripted": say("The charts need JavaScript; the tables are here without it."),
    }
    return {name: page.html(page.element("i", legible(text)))[3:-4] for name, text in said.items()}


def _style(deck: Deck) -> str:
    brand = {"primary": deck.brand.primary, "accent": deck.brand.accent}
    ours = {"primary": LIGHT.own, "accent": LIGHT.own_soft}
    colours = {name: value if COLOUR.fullmatch(value) else ours[name] for name, value in brand.items()}
    light, dark = _variables(LIGHT), _variables(DARK)
    return "\n".join(
        [
            *_fonts(),
            f":root {{ {_listed(colours)} {light} }}",
            f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}",
            (HERE / "kit.css").read_text("utf-8"),
            f"@media print {{ :root {{ {light} }} }}",
        ]
    )


def _variables(palette: Theme) -> str:
    return f"color-scheme: {palette.name}; {_listed({name: getattr(palette, name) for name in NAMED})}"


def _listed(values: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in values.items())


@cache
def _fonts() -> tuple[str, ...]:
    return tuple(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: block; '
        f"src: url(data:font/ttf;base64,{b64encode(file.read_bytes()).decode()}); }}"
        for (family, weight), file in FILES.items()
    )


@cache
def _vega() -> str:
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    if "</script" in bundle.lower() or "<!--" in bundle:
        raise ValueError("the bundle of Vega can't stand in a page as it is")
    return bundle


def _hashes(sources: Iterable[str]) -> str:
    """The sources by which a policy allows what is written in the page, and nothing else."""
    digests = (b64encode(sha256(source.encode()).digest()).decode() for source in sources)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def _as_data(value: object) -> str:
    """JSON that can stand in a script element: nothing in it ends the element, or begins another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
