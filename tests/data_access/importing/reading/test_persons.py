"""Headers and codes that tell who people are, and those that do not."""

from __future__ import annotations

import pytest

from data_access.importing.descriptor import delivered_columns, record_tables
from data_access.importing.reading.persons import masked, personal_pseudonym, why_never, why_personal
from data_access.importing.vocabulary import column_label
from data_access.language import LANGUAGES


@pytest.mark.parametrize(
    "header",
    [
        "Nombre",
        "Nombres y apellidos",
        "NOMBRE COMPLETO",
        "Apellido paterno",
        "Nom",
        "Prénom",
        "First name",
        "Surname",
        "DNI",
        "N° de DNI",
        "Cédula",
        "C.I.",
        "Pasaporte",
        "Passport No",
        "ID number",
        "CURP",
        "RUC persona",
        "Carte d'identité",
        "Teléfono",
        "Celular",
        "phone",
        "Tél.",
        "E-mail",
        "Correo electrónico",
        "Dirección",
        "Adresse",
        "Date of birth",
        "Fecha de nacimiento",
        "Date de naissance",
        "Foto",
        "Photo",
        "Firma",
        "Signature",
    ],
)
def test_headers_that_tell_who_people_are(header: str) -> None:
    reason = why_personal(header)
    assert reason is not None
    assert "pseudonym, the sex and the year of birth" in reason


@pytest.mark.parametrize(
    "header",
    [
        "Código",
        "Sexo",
        "Año de nacimiento",
        "Unidad",
        "Nombre de la unidad",
        "Nom de l'unité",
        "Unit name",
        "Cargo",
        "Documentos entregados",
        "Observaciones",
        "Cinco",
        "Namen",
        "Telemetría",
    ],
)
def test_headers_that_do_not(header: str) -> None:
    assert why_personal(header) is None


def test_no_header_of_our_own_tables_is_a_persons() -> None:
    """A mapping may take each of our own columns, under our own headers."""
    for table in record_tables().values():
        for column in delivered_columns(table):
            name = str(column.info.get("field", column.name))
            for language in LANGUAGES:
                assert why_never(column_label(table.name, name, language), column) is None


@pytest.mark.parametrize(
    ("codes", "first"),
    [
        (["45678912", "1234567", "M1"], "45678912"),
        (["12.345.678-K", "V-12345678", "0801-1990-12345"], "12.345.678-K"),
        (["GOMA800101MDFXXX01"], "GOMA800101MDFXXX01"),
        (["María Quispe", "JOSÉ DE LA CRUZ HUAMÁN", "M1"], "María Quispe"),
        (["ana@example.org"], "ana@example.org"),
        (["M1", "M2", "M3", "12345678", "1234567"], None),
        (["M1", "M1", "M1", "12345678"], None),
        (["123456", "M-00012345", "2024-0001", "Maria", "minero uno", "A B C D E F"], None),
        ([""], None),
        (["Maria", "José"], None),
    ],
)
def test_codes_that_tell_who_people_are(codes: list[str], first: str | None) -> None:
    found = personal_pseudonym(((line, [code]) for line, code in enumerate(codes, 2)), 0)
    assert (found and found[:2]) == (first and (2, masked(first)))


def test_of_such_a_code_little_is_shown() -> None:
    assert masked("45678912") == "4••••••2"
