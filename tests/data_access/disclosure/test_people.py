"""What the answers about people at work begin with."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.disclosure.question import Question
from data_access.disclosure.sources import first_enrolment
from data_access.figures import known_figure
from data_access.rights import EVERYTHING, Rights
from data_access.viewer import Role, Viewer
from tests.data_access.gold_world import fill
from tests.data_access.people_world import YEAR_2024, enrolled, world


@pytest.mark.parametrize(
    ("rights", "first"),
    [
        (EVERYTHING, date(2020, 1, 1)),
        (Rights(("P1", "P2")), date(2021, 1, 1)),
        (Rights(("P2",)), date(2023, 1, 1)),
        (Rights(("P1", "P2"), ("PE-PUN",)), date(2022, 1, 1)),
        (Rights(("P2",), ("CO-CAU",)), YEAR_2024.data_date),
    ],
)
def test_a_history_begins_with_the_first_unit_that_the_viewer_may_see(
    engine: Engine, rights: Rights, first: date
) -> None:
    """Be it that the database would show them the others or not: answers are alike on both."""
    fill(
        engine,
        world(),
        [
            enrolled("U3", "Q", date(2020, 1, 1)),
            enrolled("U1", "P1", date(2021, 1, 1)),
            enrolled("U2", "P1", date(2022, 1, 1)),
            enrolled("U1", "P2", date(2023, 1, 1)),
        ],
    )
    viewer = Viewer("sponsor@x.org", Role.sponsor, rights)
    with engine.connect() as connection:
        question = Question(
            connection,
            viewer,
            known_figure("active_miners"),
            YEAR_2024,
            (),
            {},
            lambda *_: pd.DataFrame(),
            "",
        )
        assert first_enrolment(question) == first
