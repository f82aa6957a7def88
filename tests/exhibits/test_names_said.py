"""Exhibits call topics, stages and levers what the language spoken calls them, in all they show."""

from __future__ import annotations

from typing import Any

import pytest

from data_access.language import speaking
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import budget, conditions, finance, phases, programme, stages, training
from exhibits.exhibit import Exhibit
from exhibits.theme import LIGHT
from exhibits.words import name_of
from tests.exhibits.test_every_exhibit import said_by, walk

# What is shown, and a name in it in English and in Spanish.
SHOWN = [
    (training.hours_by_topic, (), "First aid", "Primeros auxilios"),
    (training.coverage_by_topic_and_region, (), "First aid", "Primeros auxilios"),
    (stages.units_over_time, ("SMP",), "Wake up", "Despertar"),
    (budget.spent_of_budget, ("INS",), "social protection", "protección social"),
    (finance.why_refused, (), "No credit history", "Sin historial crediticio"),
    (conditions.work_before_and_after, ("WORK-2025",), "Has a written contract", "Tiene contrato escrito"),
    (phases.phases_over_time, ("INS",), "Insurance initiative", "Iniciativa de seguros"),
    (programme.programme_card, ("SMP-GH",), "Wake up → Compliance", "Despertar → Cumplir"),
    (programme.programme_card, ("SMP-GH",), "small-scale miners of Ghana", "pequeña escala de Ghana"),
]


def all_words(exhibit: Exhibit) -> str:
    said = [*said_by(exhibit), exhibit.table().to_csv()]
    if exhibit.chart is not None:
        said += [str(each) for _, each in walk(exhibit.chart.spec(LIGHT))]
    return "\n".join(said)


@pytest.mark.parametrize(("build", "others", "english", "spanish"), SHOWN)
def test_a_name_is_said_in_the_language_spoken(
    build: Any, others: tuple[str, ...], english: str, spanish: str, read: Reader, chosen: Selection
) -> None:
    # The reader remembers what it was answered: the languages take turns.
    for language, there, not_there in (("es", spanish, english), ("en", english, spanish)):
        with speaking(language):
            shown = all_words(build(read, chosen, *others))
        assert there in shown
        assert not_there not in shown


def test_programmes_are_offered_by_the_names_said(read: Reader, chosen: Selection) -> None:
    with speaking("fr"):
        assert programme.choices(read, chosen)["FIN"] == "Accès au financement"


def test_levers_stand_at_the_head_of_a_line(read: Reader) -> None:
    with speaking("es"):
        known = read.ask(names)
        assert name_of(known, "lever", "safety provision") == "Dotación de seguridad"
        assert name_of(known, "lever", "unheard_of") == "Unheard of"
