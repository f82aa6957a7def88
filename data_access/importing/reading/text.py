"""Reads CSV files: in what they are encoded, what separates their cells, and their rows, one at a time."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from data_access.importing.problems import Problems
from data_access.importing.reading.files import SentFile
from data_access.importing.reading.sheets import Line, Merged, SheetBroken

# The csv module stops at 131,072 characters, and a picture in Base64 is longer. Frictionless lifts the limit
# for all when it loads its own reader, on which we do not count.
csv.field_size_limit(2**26)

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
# The header stands somewhere in so many rows.
HEAD = 16
_BLOCK = 2**20
_TOLD_EACH = 10_000
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ASCII = bytes(range(128))
# A letter beyond ASCII as UTF-8 writes it, which in other encodings is a rare combination of two or three.
_IN_UTF8 = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_NOT_UTF8 = "The file is not UTF-8 text"
_SAVE = "Save it as UTF-8 (spreadsheets call it CSV UTF-8)."


@dataclass(frozen=True)
class TextSheet:
    """A CSV file that can be read: its encoding and separator are known."""

    sent: SentFile
    encoding: str
    separator: str

    @property
    def name(self) -> str:
        return self.sent.stem

    @property
    def file(self) -> str:
        return self.sent.name

    @property
    def size(self) -> int:
        return self.sent.size

    @property
    def merged(self) -> list[Merged]:
        return []

    def rows(self, told: Callable[[int], None] = lambda _: None) -> Iterator[Line]:
        """Each row that is not empty, with the line on which it begins."""
        with self.sent.open() as binary, io.TextIOWrapper(binary, self.encoding, newline="") as text:
            lines = csv.reader(text, delimiter=self.separator, strict=True)
            begins = 1
            try:
                for number, cells in enumerate(lines, start=1):
                    # Spreadsheets end with rows of separators alone.
                    if any(cells):
                        yield begins, cells  # type: ignore[misc] # all cells of a text are texts
                    begins = lines.line_num + 1
                    if not number % _TOLD_EACH:
                        told(binary.tell())
            except csv.Error as error:
                reason = f"From here the file is no CSV ({error}). Check its quotation marks."
                raise SheetBroken(begins, reason) from error


def text_sheet(
    sent: SentFile, table: str, recognised: Callable[[list[str]], int], problems: Problems
) -> TextSheet | None:
    """A CSV file, or None if it can't be read as text; notes why, and what is not certain.

    ``recognised`` counts the cells of a row that are headers.
    """
    encoding = _encoding(sent, table, problems)
    if encoding is None:
        return None
    separator = _separator(sent, encoding, table, recognised, problems)
    return None if separator is None else TextSheet(sent, encoding, separator)


def _encoding(sent: SentFile, table: str, problems: Problems) -> str | None:
    with sent.open() as binary:
        start = binary.read(64)
    marked = next((encoding for mark, encoding in _MARKS.items() if start.startswith(mark)), None)
    if marked is None and b"\0" in start[:8]:
        problems.refuse_whole(table, 1, None, None, f"{_NOT_UTF8}, and does not say what it is. {_SAVE}")
        return None
    line = _first_line_that_fails(sent, marked or "utf-8")
    if line is None:
        return marked or "utf-8"
    if marked or _is_mostly_utf8(sent):
        reason = (
            f"{_NOT_UTF8} from here on" if marked != "utf-16" else "The file is not UTF-16 text from here on"
        )
        problems.refuse_whole(table, line, None, None, f"{reason}. {_SAVE}")
        return None
    encoding = "cp1252" if _first_line_that_fails(sent, "cp1252") is None else "latin-1"
    spelling = "Windows-1252" if encoding == "cp1252" else "Latin-1"
    with sent.open() as binary, io.TextIOWrapper(binary, encoding, newline="") as text:
        found = (word for read in text for word in re.findall(r"[^\s,;|\"]+", read) if not word.isascii())
        words = next(found, None)  # there is none if all that is not ASCII are spaces
    reason = f"{_NOT_UTF8}. It was read as {spelling}: see whether this is written as it should be."
    problems.doubt(table, line, None, words, reason)
    return encoding


def _first_line_that_fails(sent: SentFile, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with sent.open() as binary:
        while True:
            block = binary.read(_BLOCK)
            try:
                lines += decoder.decode(block, final=not block).count("\n")
            except UnicodeDecodeError as error:
                return lines + error.object.count(b"\n", 0, error.start)
            if not block:
                return None


def _is_mostly_utf8(sent: SentFile) -> bool:
    """Whether most letters beyond ASCII are written as UTF-8 does: then the file is that, and spoilt."""
    so_written = others = 0
    with sent.open() as binary:
        while block := binary.read(_BLOCK):
            so_written += sum(len(found) for found in _IN_UTF8.findall(block) if _is_utf8(found))
            others += len(block.translate(None, _ASCII))
    return 2 * so_written > others


def _is_utf8(found: bytes) -> bool:
    try:
        found.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _separator(
    sent: SentFile, encoding: str, table: str, recognised: Callable[[list[str]], int], problems: Problems
) -> str | None:
    """What separates the cells of the header: with it most are known, or else there are most of them."""
    scores = {separator: _score(sent, encoding, separator, recognised) for separator in SEPARATORS}
    best = max(scores.values())
    if best <= (1, 1):
        return ","
    found = [separator for separator, score in scores.items() if score == best]
    if len(found) > 1:
        names = " or ".join(f"{SEPARATORS[separator]}s" for separator in found)
        reason = f"It can't be seen whether {names} separate the cells of the header. Use commas alone."
        problems.refuse_whole(table, 1, None, None, reason)
        return None
    return found[0]


def _score(
    sent: SentFile, encoding: str, separator: str, recognised: Callable[[list[str]], int]
) -> tuple[int, int]:
    with sent.open() as binary, io.TextIOWrapper(binary, encoding, newline="") as text:
        # Not strict: this looks at files that may be broken, with separators that may be wrong.
        lines = csv.reader(islice(text, 4 * HEAD), delimiter=separator)
        try:
            rows = [cells for cells in islice(lines, HEAD) if any(cells)]
        except csv.Error:
            return 0, 0
        return max(((recognised(cells), len(cells)) for cells in rows), default=(0, 0))
