"""Text that partners deliver, so that it stands among other text without disturbing it."""

from __future__ import annotations

import re

# An isolate: whatever is written in it, from right to left or left to right, the text around it stays.
ISOLATE, END = "\u2068", "\u2069"
OPENING = {"\u2066", "\u2067", ISOLATE}
# Characters that terminals and printers obey; lines and tabs are text. They are shown as pictures.
CONTROLS = re.compile(r"(?:\r\n)|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
PICTURES, DELETE = 0x2400, 0x7F
# Letters of scripts that run from right to left, and the marks that change a direction.
DIRECTED = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def isolated(text: str) -> str:
    """The text with its control characters made visible and, line by line, its direction kept to itself."""
    shown = CONTROLS.sub(lambda found: _picture(found.group()), text)
    if not DIRECTED.search(shown):
        return shown
    return "\n".join(_enclosed(line) if DIRECTED.search(line) else line for line in shown.split("\n"))


def bare(text: str) -> str:
    """The text without what ``isolated`` put around its lines: for files, where it stands alone."""
    if ISOLATE not in text:
        return text
    return "\n".join(_disclosed(line) for line in text.split("\n"))


def _picture(control: str) -> str:
    if control == "\r\n":
        return "\n"
    code = ord(control)
    return chr(PICTURES + code) if code < 0x20 else "\u2421" if code == DELETE else "\ufffd"


def _enclosed(line: str) -> str:
    """The line in an isolate that ends where it ends: what it leaves open is closed, and no more."""
    kept, depth = [], 0
    for character in line:
        if character == END and depth == 0:
            continue
        depth += (character in OPENING) - (character == END)
        kept.append(character)
    return f"{ISOLATE}{''.join(kept)}{END * (depth + 1)}"


def _disclosed(line: str) -> str:
    whole = line.startswith(ISOLATE) and line.endswith(END) and ISOLATE not in line[1:]
    return line[1:-1] if whole else line
