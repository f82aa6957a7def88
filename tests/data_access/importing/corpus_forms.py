"""Exports of forms, and partners' own sheets, each with the mapping that says what is what."""

from __future__ import annotations

from datetime import datetime

from data_access.importing.reading import Told
from tests.data_access.importing.corpus_case import CORPUS, Case, Rows, sent
from tests.data_access.importing.corpus_workbooks import Cells, workbook

TRAINING: Cells = [
    [
        "start",
        "username",
        "grupo_fecha/Fecha de la capacitación",
        "Tema de la capacitación",
        "Duración (horas)",
        "Nombre completo del facilitador",
        "Observaciones",
        "_id",
        "_uuid",
        "_submission_time",
        "_index",
    ],
    [
        datetime(2024, 4, 17, 8),
        "maria",
        "17/04/2024",
        "Explosivos",
        1.5,
        "A B",
        "",
        11,
        "T-a",
        datetime(2024, 4, 17, 12),
        1,
    ],
    [
        datetime(2024, 4, 18, 8),
        "maria",
        "03/04/2024",
        "Derechos",
        "2",
        "A B",
        "nada",
        12,
        "T-b",
        datetime(2024, 4, 18, 12),
        2,
    ],
    [
        datetime(2024, 4, 18, 8),
        "maria",
        "03/04/2024",
        "Primeros",
        "2",
        "A B",
        "nada",
        12,
        "T-c",
        datetime(2024, 4, 18, 12),
        3,
    ],
]
ATTENDING: Cells = [
    ["participantes/Código", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"],
    ["M1", 1, "Capacitación", 1, "T-a"],
    ["M2", 2, "Capacitación", 1, "T-a"],
    ["M3", 3, "Capacitación", 2, "T-b"],
    ["M3", 4, "Capacitación", 9, "T-x"],
]
RISKS: Cells = [
    [
        "unidad",
        "fecha",
        "mineros",
        "peligros",
        "peligros/Gas",
        "peligros/Caída de rocas",
        "peligros/Otro",
        "_uuid",
    ],
    ["U1", "2024-04-17", 5, "Gas Caída de rocas", 1, "1", 0, "R-a"],
    ["U2", "2024-04-18", 4, "Otro", 0, "", True, "R-b"],
    ["U2", "2024-04-19", 4, "Gas", "TRUE", False, 0, "R-c"],
]
FORM = {"Capacitación": TRAINING, "participantes": ATTENDING, "Riesgos": RISKS}
READ_FORM: Rows = {
    "training_session": [
        {
            "id": "T-a",
            "programme_id": "HSE-1",
            "topic_id": "EXPLOSIVES",
            "held_on": "2024-04-17",
            "minutes": "90",
        },
        {
            "id": "T-b",
            "programme_id": "HSE-1",
            "topic_id": "RIGHTS",
            "held_on": "2024-04-03",
            "minutes": "120",
        },
    ],
    "attendance": [
        {"session_id": "T-a", "miner_id": "M1"},
        {"session_id": "T-a", "miner_id": "M2"},
        {"session_id": "T-b", "miner_id": "M3"},
    ],
    "risk_assessment": [
        {"id": code, "programme_id": "HSE-1", "unit_id": unit, "assessed_on": day, "miners_covered": miners}
        for code, unit, day, miners in (
            ("R-a", "U1", "2024-04-17", "5"),
            ("R-b", "U2", "2024-04-18", "4"),
            ("R-c", "U2", "2024-04-19", "4"),
        )
    ],
    "risk_assessment_danger": [
        {"risk_assessment_id": code, "danger": danger, "level": "high"}
        for code, danger in (("R-a", "gas"), ("R-a", "rockfall"), ("R-c", "gas"))
    ],
}


def told(name: str) -> Told:
    return Told(mapping=CORPUS / name)


def changed(sheet: str, *columns: tuple[int, str], more: Cells | None = None) -> dict[str, Cells]:
    """The form with other headers, or with another sheet of this name."""
    if more is not None:
        return FORM | {sheet: more}
    header = list(FORM[sheet][0])
    for place, label in columns:
        header[place] = label
    return FORM | {sheet: [header, *FORM[sheet][1:]]}


CASES = [
    Case(
        "export of a form",
        workbook(FORM),
        READ_FORM,
        [
            ("training_session", 4, "topic_id", "The mapping has no code for this."),
            ("attendance", 5, "session_id", "The sheet Capacitación has no row with this index."),
        ],
        told=told("kobo.toml"),
        keeps_persons=True,
    ),
    Case(
        "export of a form with a question that is not mapped",
        workbook(changed("Riesgos", (7, "Clima"))),
        None,
        [
            ("Riesgos", 1, "_uuid", "The mapping names this column, and the sheet has none of this name."),
            ("Riesgos", 1, "_uuid", "The mapping names this column, and the sheet has none of this name."),
            ("Riesgos", 1, "Clima", "kobo.toml does not say what this column is."),
        ],
        told=told("kobo.toml"),
        keeps_persons=True,
    ),
    Case(
        "export of a form with people's names",
        workbook(changed("Capacitación", (6, "Apellidos de los asistentes"))),
        None,
        [("Capacitación", 1, "Apellidos de los asistentes", "This looks like people's names.")],
        told=told("kobo.toml"),
    ),
    Case(
        "export of a form with a sheet that is not mapped",
        workbook(changed("herramientas", more=[["x"], ["y"]])),
        None,
        [("herramientas", None, None, "kobo.toml does not say what this sheet is.")],
        told=told("kobo.toml"),
    ),
    Case(
        "own-sheet",
        sent("own-sheet/lista.csv"),
        {"miner": [{"id": "N1", "sex": "female", "birth_year": "1980"}, {"id": "N2", "sex": "male"}]},
        [("miner", 5, "sex", "The mapping has no code for this.")],
        told=told("own-sheet.toml"),
    ),
    Case(
        "own-sheet-with-more",
        sent("own-sheet-with-more/lista.csv"),
        None,
        [
            ("lista", 1, "Cargo", "own-sheet.toml does not say what this column is."),
            ("lista", 1, "Celular", "This looks like telephone numbers."),
        ],
        told=told("own-sheet.toml"),
    ),
    Case(
        "own-sheet-with-less",
        sent("own-sheet-with-less/lista.csv"),
        None,
        [("lista", 1, "Año", "The mapping names this column, and the sheet has none of this name.")],
        told=told("own-sheet.toml"),
    ),
    Case(
        "spaced-answers",
        sent("spaced-answers/riesgos.csv"),
        {
            "risk_assessment": [
                {
                    "id": code,
                    "programme_id": "HSE-1",
                    "unit_id": "U1",
                    "assessed_on": "2023-05-01",
                    "miners_covered": "3",
                }
                for code in ("RA1", "RA2", "RA3")
            ],
            "risk_assessment_danger": [
                {"risk_assessment_id": "RA1", "danger": "dust", "level": "high"},
                {"risk_assessment_id": "RA1", "danger": "gas", "level": "high"},
                {"risk_assessment_id": "RA3", "danger": "dust", "level": "medium"},
            ],
        },
        told=told("spaced-answers.toml"),
    ),
    Case(
        "group",
        sent("group/formulario.csv"),
        None,
        [
            ("formulario", 1, "code", "Several columns of the sheet have this name."),
        ],
        told=told("group.toml"),
    ),
    Case(
        "group-named",
        sent("group/formulario.csv"),
        {"ladder": [{"id": "A", "name": "B", "owner": "ARM"}]},
        told=told("group-named.toml"),
    ),
    Case(
        "uneven-form",
        sent("uneven-form/formulario.csv"),
        {"ladder": [{"id": "A", "name": "Uno", "owner": "ARM"}]},
        [
            ("ladder", 3, "id", "The header has 2 cells, this row 1."),
            ("ladder", 4, "id", "The header has 2 cells, this row 3."),
        ],
        told=told("uneven-form.toml"),
    ),
    Case(
        "numbers-as-pseudonyms",
        sent("numbers-as-pseudonyms/lista.csv"),
        None,
        [("lista", 1, "DNI", "This looks like identity numbers.")],
        told=told("numbers-as-pseudonyms.toml"),
    ),
    Case(
        "never-taken",
        sent("never-taken/lista.csv"),
        {"miner": [{"id": "N1", "sex": "female"}]},
        told=told("never-taken.toml"),
        keeps_persons=True,
    ),
    Case(
        "skipped-person",
        sent("skipped-person/lista.csv"),
        None,
        [
            ("lista", 1, "Nombre", "This looks like people's names."),
            ("lista", 1, "DNI", "This looks like identity numbers."),
        ],
        told=told("skipped-person.toml"),
    ),
    Case(
        "a mapping that is none",
        sent("own-sheet/lista.csv"),
        None,
        [("broken.toml", None, None, "The mapping is not TOML")],
        told=told("broken.toml"),
    ),
    Case(
        "a mapping that is not there",
        sent("own-sheet/lista.csv"),
        None,
        [("none.toml", None, None, "The mapping can't be read: No such file")],
        told=told("none.toml"),
    ),
    Case(
        "a mapping with mistakes",
        sent("own-sheet/lista.csv"),
        None,
        [
            ("wrong.toml", None, "package.dates", "Write day-first or month-first here."),
            ("wrong.toml", None, "tables.xyz", "The store has no table of this name."),
            ("wrong.toml", None, "tables.miner.source", "A table comes from one sheet."),
            ("wrong.toml", None, "tables.miner.columns.name", "The table has no column of this name."),
            ("wrong.toml", None, "tables.miner.columns.sex", "Write exactly one of from, always"),
        ],
        told=told("wrong.toml"),
    ),
]
