"""Every exhibit as a sponsor and a presenter are shown it: finished, or refused in words, and never a
number that is withheld."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from data_access.disclosure.rules import NotForOutsiders
from data_access.names import names
from data_access.reader import Reader, Remembering
from data_access.rights import Rights
from data_access.schema import Membership, Miner, Organisation, ProductionUnit
from data_access.selection import Selection, data_date, default_period, last_quarter_end
from data_access.store import open_store, writing_engine
from data_access.tables import as_csv
from data_access.viewer import NotShared, Role, Viewer, viewer_of
from exhibits.exhibit import Exhibit
from exhibits.theme import LIGHT
from tests.exhibits.gallery import BUILDERS, variants
from tests.exhibits.test_every_exhibit import NOT_A_WORD, said_by

# Of fewer people than so many nobody is told: every number of people is withheld.
ALL_PEOPLE = 1_000_000
CANARY = "Canary"
# Builder and variant → what it makes, or why that is not shown.
Made = dict[tuple[str, str], Exhibit | str]


def last_year(read: Reader) -> Selection:
    """The four quarters that have ended last."""
    until = read.fact(data_date)
    return Selection(*default_period(last_quarter_end(until)), until)


def calendar_year(read: Reader) -> Selection:
    return Selection(date(2025, 1, 1), date(2025, 12, 31), read.fact(data_date))


def before_all_data(read: Reader) -> Selection:
    return Selection(date(2001, 1, 1), date(2001, 3, 31), read.fact(data_date))


SELECTIONS = {"last_year": last_year, "calendar_year": calendar_year, "before_all_data": before_all_data}


@pytest.fixture(scope="session")
def sponsor(read: Reader) -> Reader:
    with read.store.reading() as connection:
        return Remembering(read.store, viewer_of(connection, "sponsor@example.org", date.today()))


@pytest.fixture(scope="session")
def presenter(read: Reader) -> Reader:
    """A presenter of two programmes: of all, the sample store would take a minute."""
    rights = Rights(("FIN", "HSE-2"))
    return Remembering(read.store, Viewer("presenter@example.org", Role.presenter, rights))


def shown_to(read: Reader, insider: Reader, chosen: Selection, name: str) -> Made:
    """What a builder makes of a selection in all its variants, or why it is not shown."""
    found: Made = {}
    builder, own = BUILDERS[name], read.ask(names)["programme"]
    parameters = [each for each in inspect.signature(builder).parameters if each not in ("read", "selection")]
    for others in variants(insider, builder, chosen):
        if "programme" in parameters and others[parameters.index("programme")] not in own:
            continue
        try:
            found[name, str(others)] = builder(read, chosen, *others)
        except (NotForOutsiders, NotShared) as refused:
            found[name, str(others)] = str(refused)
    return found


def exhibits_of(made: Made) -> list[Exhibit]:
    return [shown for shown in made.values() if isinstance(shown, Exhibit)]


@pytest.mark.parametrize("name", BUILDERS)
def test_it_is_finished_or_refused_in_words(
    name: str, read: Reader, sponsor: Reader, presenter: Reader
) -> None:
    for outsider in (sponsor, presenter):
        for choose in SELECTIONS.values():
            made = shown_to(outsider, read, choose(read), name)
            refused = [why for why in made.values() if isinstance(why, str)]
            assert all(why.endswith((".", ". ")) and why[0].isupper() for why in refused), refused
            for exhibit in exhibits_of(made):
                said = [*said_by(exhibit), *as_csv(exhibit.table()).decode("utf-8-sig").splitlines()]
                assert [text for text in said if NOT_A_WORD.search(text)] == [], exhibit.name
                assert exhibit.sentence.endswith(".")
                assert exhibit.missing or not exhibit.empty
                if exhibit.chart is not None:
                    assert set(exhibit.chart.columns) <= set(exhibit.frame.columns)
                    assert exhibit.chart.spec(LIGHT)["$schema"]


@pytest.fixture(scope="session")
def told_of_nobody(
    read: Reader, copied_sample: Callable[[Path], Path], tmp_path_factory: Any
) -> Iterator[tuple[Reader, Reader]]:
    """A viewer from whom every number of people is withheld, in the sample store and in one like it with
    other people at work, and units of other names."""
    copy = copied_sample(tmp_path_factory.mktemp("other"))
    engine = writing_engine(f"sqlite:///{copy}")
    with engine.begin() as connection:
        connection.execute(delete(Membership).where(Membership.id.like("%3")))
        connection.execute(update(Membership).values(relation="selector"))
        connection.execute(update(Miner).values(sex="female"))
        connection.execute(update(ProductionUnit).values(name=CANARY))
        connection.execute(update(Organisation).values(place=CANARY))
    engine.dispose()
    opened = open_store(f"sqlite:///{copy}")
    viewer = Viewer("sponsor@example.org", Role.sponsor, Rights(("FIN", "HSE-2")), ALL_PEOPLE)
    yield Remembering(read.store, viewer), Remembering(opened, viewer)
    opened.close()


@pytest.mark.parametrize("name", BUILDERS)
def test_nothing_of_it_depends_on_a_number_that_is_withheld(
    name: str, read: Reader, told_of_nobody: tuple[Reader, Reader]
) -> None:
    """Where every number of people is withheld, everything is the same whoever is at work."""
    chosen = calendar_year(read)
    here, there = (shown_to(viewer, read, chosen, name) for viewer in told_of_nobody)
    assert list(here) == list(there)
    for key, shown in here.items():
        assert said(shown) == said(there[key]), key
        assert CANARY not in said(there[key])


def said(shown: Exhibit | str) -> str:
    """All that is sent of an exhibit: its words, its table, and what its chart is drawn of."""
    if isinstance(shown, str):
        return shown
    charted = list(shown.chart.columns) if shown.chart else []
    sent = shown.frame[list(dict.fromkeys((*shown.columns, *charted)))]
    arguments = shown.chart.arguments if shown.chart else shown.map.arguments if shown.map else ()
    return "\n".join([*said_by(shown), shown.name, str(arguments), sent.to_csv()])
