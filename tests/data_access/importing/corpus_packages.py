"""Folders and zips: what belongs to a package, what is left alone, and what bursts or breaks."""

from __future__ import annotations

import io
import zipfile

from tests.data_access.importing.corpus_case import CORPUS, Case, Rows, sent, written, zipped
from tests.data_access.importing.corpus_texts import MINERS

FOLDER: Rows = MINERS | {
    "gold_lot": [
        {
            "id": "L2",
            "organisation_id": "ORG",
            "buyer_id": "ORG",
            "sold_on": "2024-04-17",
            "fine_grams": "12.5",
            "destination_id": "PE",
        }
    ]
}
OF_A_MAC = {"__MACOSX/top/._miner.csv": b"\0\5\26", "top/.DS_Store": b"\0"}


def _zip(*members: tuple[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in members:
            archive.writestr(name, inside)
    return content.getvalue()


def _locked() -> bytes:
    """A zip that says of its member that it is locked: a bit before, and a bit after it."""
    content = bytearray(_zip(("miner.csv", b"id,sex\nN1,female\n")))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def _spoilt() -> bytes:
    """A zip of a member of which some bytes are others than they were."""
    content = bytearray(_zip(("miner.csv", (CORPUS / "semicolons" / "miner.csv").read_bytes() * 50)))
    place = content.index(b"miner.csv") + 12
    content[place : place + 4] = b"\xff\xff\xff\xff"
    return bytes(content)


CASES = [
    Case("folder", sent("folder"), FOLDER),
    Case("notes-beside", sent("notes-beside"), MINERS),
    Case("zip", zipped("folder"), FOLDER),
    Case("zip with a top folder, of a Mac", zipped("folder", "top/", OF_A_MAC), FOLDER),
    Case(
        "zip with a table in a deeper folder",
        zipped("folder", "top/", {"top/old/cover.csv": b"id\n"}),
        None,
        [("sent.zip", None, None, "top/old/cover.csv lies in a folder of the zip.")],
    ),
    Case(
        "table-twice",
        sent("table-twice"),
        None,
        [("miner", None, None, "This table is there twice, as Mineros.csv and as miner.csv.")],
    ),
    Case(
        "unknown-table",
        sent("unknown-table"),
        None,
        [("asistentes", None, None, "The store has no table of this name.")],
    ),
    Case("nothing", sent("nothing"), None, [("datapackage.json", None, None, "")]),
    Case(
        "zip that is none",
        written("sent.zip", b"PK\3\4 and then nothing"),
        None,
        [("sent.zip", None, None, "The zip is broken")],
    ),
    Case(
        "zip cut short",
        written("sent.zip", _zip(("miner.csv", b"id,sex\nN1,female\n"))[:-30]),
        None,
        [("sent.zip", None, None, "The zip is broken")],
    ),
    Case(
        "zip spoilt",
        written("sent.zip", _spoilt()),
        None,
        [("miner.csv", None, None, "The file can't be read")],
    ),
    Case(
        "zip locked",
        written("sent.zip", _locked()),
        None,
        [("sent.zip", None, None, "The file is locked with")],
    ),
    Case(
        "zip that bursts",
        written("sent.zip", _zip(("miner.csv", b"0" * 40_000_000))),
        None,
        [
            (
                "sent.zip",
                None,
                None,
                "Unpacked, it would have 1 files and 40,000,000 bytes, which is too much.",
            )
        ],
    ),
    Case(
        "zip of very many files",
        written("sent.zip", _zip(*((f"{number}.txt", b"") for number in range(10_001)))),
        None,
        [("sent.zip", None, None, "Unpacked, it would have 10,001 files")],
    ),
    Case(
        "zip with two files of one name",
        written("sent.zip", _zip(("miner.csv", b"id,sex\nN1,male\n"), ("./miner.csv", b"id,sex\nN2,male\n"))),
        None,
        [("sent.zip", None, None, "The zip has two files of one name. Keep one.")],
    ),
    Case(
        "no package",
        written("package.pdf", b"%PDF"),
        None,
        [("datapackage.json", None, None, "")],
    ),
]
