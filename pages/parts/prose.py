"""Texts that partners deliver in Markdown: emphasis and lists work, nothing else does."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from exhibits.searching import Part
from exhibits.stories import Quote
from pages.parts.text import plain

# What ``plain`` has escaped, and may stand after all.
EMPHASIS = re.compile(r"\\(\*)")
BULLET = re.compile(r"^( *)\\([-+])(?= )", re.MULTILINE)
# What would make a block of code of a line, or a heading of the one above.
INDENT = re.compile(r"^[ \t]*\t[ \t]*|^ {4,}", re.MULTILINE)
UNDERLINE = re.compile(r"^( *)(?==+ *$)", re.MULTILINE)
QUOTE = re.compile(r"\\\[\\\[(\d+)\\\]\\\]")


def prose(body: str, quotes: tuple[Quote, ...] = ()) -> str:
    """A delivered text as Markdown that can do no harm; ``[[0]]`` … become links to the live figures."""
    safe = BULLET.sub(r"\1\2", EMPHASIS.sub(r"\1", plain(INDENT.sub("   ", body))))
    safe = UNDERLINE.sub(r"\1\\", safe)
    return QUOTE.sub(lambda found: _link(quotes[int(found[1])]), safe)


def marked(parts: tuple[Part, ...]) -> str:
    """The pieces of a text, with the words found in bold."""
    return "".join(f"**{plain(part.text)}**" if part.found else plain(part.text) for part in parts)


def _link(quote: Quote) -> str:
    if not quote.link:
        return f"({plain(quote.said)})"
    return f"[{plain(quote.said)}](figures?{urlencode(quote.link)})"
