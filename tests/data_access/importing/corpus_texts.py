"""CSV files of all encodings and separators, with all kinds of headers, and with people's data."""

from __future__ import annotations

from data_access.importing.reading import Told
from tests.data_access.importing.corpus_case import Case, Expected, Rows, sent

ORGANISATIONS: Rows = {
    "organisation": [
        {"id": "ORG-2", "name": "Asociación Ñandú", "kind": "company", "country_id": "PE"},
        {"id": "ORG-3", "name": "Coopérative “Été”", "kind": "foundation", "country_id": "PE"},
    ]
}
MINERS: Rows = {
    "miner": [{"id": "N1", "sex": "female", "birth_year": "1980"}, {"id": "N2", "sex": "male"}],
}
ONE_MINER: Rows = {"miner": [{"id": "N1", "sex": "female", "birth_year": "1980"}]}
NOT_UTF8 = "The file is not UTF-8 text"


def refused(name: str, *refusals: Expected) -> Case:
    return Case(name.rpartition("/")[0], sent(name), None, list(refusals))


def read(name: str, rows: Rows, *refusals: Expected, doubts: list[Expected] | None = None) -> Case:
    return Case(name.rpartition("/")[0], sent(name), rows, list(refusals), doubts or [])


ENCODINGS = [
    read("utf-8/organisation.csv", ORGANISATIONS),
    read("utf-8-mark/organisation.csv", ORGANISATIONS),
    read("utf-16-little/organisation.csv", ORGANISATIONS),
    read("utf-16-big/organisation.csv", ORGANISATIONS),
    refused("utf-16-unmarked/organisation.csv", ("organisation", 1, None, f"{NOT_UTF8}, and does not say")),
    refused(
        "utf-16-cut/organisation.csv", ("organisation", 3, None, "The file is not UTF-16 text from here on")
    ),
    read(
        "windows-1252/organisation.csv",
        ORGANISATIONS,
        doubts=[("organisation", 2, None, f"{NOT_UTF8}. It was read as Windows-1252")],
    ),
    read(
        "latin-1/organisation.csv",
        {
            "organisation": [
                ORGANISATIONS["organisation"][0],
                ORGANISATIONS["organisation"][1] | {"name": "Coopérative \x81Été"},
            ]
        },
        doubts=[("organisation", 2, None, f"{NOT_UTF8}. It was read as Latin-1")],
    ),
    read(
        "french-quotes/organisation.csv",
        {
            "organisation": [
                {"id": "ORG-2", "name": "«BEAUTÉ» d’été à Nîmes", "kind": "company", "country_id": "PE"}
            ]
        },
        doubts=[("organisation", 2, None, f"{NOT_UTF8}. It was read as Windows-1252")],
    ),
    read(
        "spaces-beyond-ascii/gold_lot.csv",
        {
            "gold_lot": [
                {
                    "id": "L2",
                    "organisation_id": "ORG",
                    "buyer_id": "ORG",
                    "sold_on": "2024-04-17",
                    "fine_grams": "1234",
                    "destination_id": "PE",
                }
            ]
        },
        doubts=[("gold_lot", 2, None, f"{NOT_UTF8}. It was read as Windows-1252")],
    ),
    refused("two-encodings/organisation.csv", ("organisation", 2, None, f"{NOT_UTF8} from here on")),
]

SEPARATORS = [
    read("windows-lines/miner.csv", MINERS),
    read("mac-lines/miner.csv", MINERS),
    read("no-last-line-end/miner.csv", MINERS),
    read("empty-lines/miner.csv", MINERS),
    read("semicolons/miner.csv", MINERS),
    read("tabs/miner.tsv", MINERS),
    read("bars/miner.txt", MINERS),
    read(
        "semicolons-and-commas/cover.csv",
        {
            "cover": [
                {
                    "id": "C9",
                    "miner_id": "M3",
                    "product": "funeral",
                    "first_day": "2023-01-01",
                    "last_day": "2023-12-31",
                    "cost": "12.5",
                    "currency_id": "USD",
                    "payer": "miner",
                },
            ]
        },
    ),
    refused("two-separators/ladder.csv", ("ladder", 1, None, "It can't be seen whether commas or")),
    read(
        "quoted-lines/story.csv",
        {
            "story": [
                {
                    "id": "S9",
                    "language": "es",
                    "title": 'Primera "vez"',
                    "body": "Una línea,\ny otra; y\r\notra",
                },
                {"id": "S9", "language": "fr", "title": "Première", "body": "Une ligne"},
            ]
        },
    ),
    refused("open-quote/story.csv", ("story", 3, None, "From here the file is no CSV")),
    read(
        "uneven/miner.csv",
        ONE_MINER,
        ("miner", 3, None, "The header has 3 cells, this row 2."),
        ("miner", 4, None, "The header has 3 cells, this row 5."),
    ),
    refused("empty-file/miner.csv", ("miner", None, None, "The file has no header.")),
    read("no-rows/miner.csv", {"miner": []}),
]

HEADERS = [
    read(
        "spanish/Padrón de mineros.csv",
        {"miner": [*MINERS["miner"], {"id": "N3", "sex": "not_stated", "birth_year": "1990"}]},
    ),
    read("french/Mineurs et mineuses.csv", MINERS),
    read("shouting/MINERS.CSV", ONE_MINER),
    read("titles/miner.csv", ONE_MINER),
    read("separator-named/miner.csv", ONE_MINER),
    read("quoted-header/miner.csv", ONE_MINER),
    read("tags-below/miner.csv", ONE_MINER),
    read("tags-alone/miner.csv", ONE_MINER),
    read("tags-under-own-words/miner.csv", ONE_MINER),
    refused(
        "tag-against-header/miner.csv",
        ("miner", 1, "Sex", "This header means sex, and its tag #date+birth means birth_year."),
    ),
    refused(
        "two-headers-one-column/miner.csv",
        ("miner", 1, "sex", "Several columns mean this one: Sexo, Género. Keep one."),
    ),
    refused("header-twice/miner.csv", ("miner", 1, "sex", "This column is there 2 times. Keep one.")),
    refused(
        "unknown-header/miner.csv",
        ("miner", 1, "sexx", "The table has no column of this name. Perhaps sex?"),
        ("miner", 1, "sex", "This column is missing."),
    ),
    read("empty-columns/miner.csv", {"miner": [{"id": "N1", "sex": "female"}, {"id": "N2", "sex": "male"}]}),
    refused(
        "unnamed-column/miner.csv", ("miner", 3, None, "Something stands here in column 3, which has no")
    ),
    refused("second-header/miner.csv", ("miner", 1, "Code", "This looks like a header, and so does row 2.")),
    read("headers-on-two-lines/miner.csv", ONE_MINER),
    read(
        "continued/story.csv",
        {"story": [{"id": "S9", "language": "es", "title": "Primera", "body": "Una línea larga"}]},
    ),
    refused("continued-with-gap/story.csv", ("story", 1, "body", "Parts of this text are missing.")),
    refused(
        "unknown-name/datos.csv", ("datos.csv", None, None, "Which table is this? Its name does not say.")
    ),
    Case(
        "unknown name, table told in Spanish",
        sent("unknown-name/datos.csv"),
        {"miner": [{"id": "N1", "sex": "female"}]},
        told=Told(table="Mineros"),
    ),
    Case(
        "unknown name, unknown table told",
        sent("unknown-name/datos.csv"),
        None,
        [("minero x", None, None, "The store has no table of this name. Perhaps miner?")],
        told=Told(table="minero x"),
    ),
]

PERSONS = [
    refused(
        "names-of-people/miner.csv", ("miner", 1, "Nombres y apellidos", "This looks like people's names.")
    ),
    refused(
        "identity-numbers/miner.csv",
        ("miner", 1, "N° DNI", "This looks like identity numbers. The store keeps no people's data but"),
        ("miner", 1, "Teléfono celular", "This looks like telephone numbers."),
        ("miner", 1, "Fecha de nacimiento", "This looks like days of birth."),
        ("miner", 1, "Firma", "This looks like signatures."),
    ),
    refused(
        "identity-numbers-as-codes/miner.csv", ("miner", 3, "id", "Most codes here look like identity num")
    ),
    refused(
        "names-as-codes/attendance.csv", ("attendance", 2, "miner_id", "Most codes here look like people's")
    ),
    read(
        "some-long-codes/miner.csv",
        {
            "miner": [
                {"id": "N1", "sex": "female"},
                {"id": "45678912", "sex": "female"},
                {"id": "N3", "sex": "male"},
                {"id": "2024-0001", "sex": "male"},
            ]
        },
    ),
    refused(
        "name-of-an-organisation/organisation.csv",
        ("organisation", 1, "Nombre", "The table has no column of this name."),
    ),
    refused("contacts-by-tag/miner.csv", ("miner", 1, "Quien", "This looks like people's names.")),
]

CASES = [*ENCODINGS, *SEPARATORS, *HEADERS, *PERSONS]
