"""Rights: whatever is asked, a viewer is answered as if nothing but their own were in the store."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, delete

import data_access
from data_access import schema as s
from data_access.audit import audit
from data_access.choosing import known_codes, selection_of
from data_access.claims import claims
from data_access.comparison import compared
from data_access.disclosure.rules import NotForOutsiders
from data_access.figures import figure, figures
from data_access.grants import Grant, grant, viewers
from data_access.grid import cell_of, larger
from data_access.names import names, unit_names
from data_access.questions import question_of
from data_access.reach import measured, whole_run
from data_access.rights import EVERYTHING, Rights, narrowed
from data_access.selection import Selection, UnknownCode
from data_access.store import writing_engine
from data_access.stories import photos
from data_access.viewer import (
    UNRESTRICTED,
    NotAdministrator,
    NotShared,
    Role,
    UnknownViewer,
    Viewer,
    viewer_of,
)
from tests.choice import DATABASES
from tests.conftest import PostgresDatabases, migrated
from tests.data_access.two_worlds import DATA_DATE, FOREIGN, OWN, fill_both

YEAR = Selection(date(2024, 1, 1), DATA_DATE, DATA_DATE)
TODAY = date(2026, 1, 15)
GRANTS = {
    "sponsor": Grant("sponsor@x.org", Role.sponsor, funder="OWN-organisation", first_day=TODAY),
    "coordinator": Grant("coordinator@x.org", Role.coordinator, regions=("OWN-region",), first_day=TODAY),
    "presenter": Grant("presenter@x.org", Role.presenter, programmes=("OWN-programme",), first_day=TODAY),
}
# What everybody may know of a store, and what says who may know anything.
FACTS = {
    *("pin_parts", "untranslated"),
    *("data_date", "data_version", "latest_import", "minor_digits", "stage_order", "practice_notes"),
    *(
        "support_services",
        "frame_of",
        "viewer_of",
        "schema_problem",
        "record",
        "grant_sample",
        "grant",
        "keep_key",
        "place_key",
        "update_places",
        "rebuild_places",
        "forget_sample",
    ),
    "revoke",
    "rights_of",
    # Who may see what is found before there is a viewer.
    *("admitted", "begin", "end", "granted", "look_as", "least_people", "only_sample", "data_of"),
}
# Lists that name units and organisations, which outsiders never get.
NAMING = {
    *("units_that_moved", "cover_that_lapsed"),
    *("actions_overdue", "gold_trace", "last_craft_reports", "lots", "premium_trace", "spending_items"),
    *("unit_places", "unit_stages", "unpaid_by_month", "units_lacking_first", "provision_of_units"),
}
# Of these, outsiders are refused a selection that they could not ask a figure of.
CHOSEN_LIKE_FIGURES = {"moved_places", "last_enrolled_day", "unit_clusters", "placed_units"}
# What reads figures that outsiders can't ask: tests/data_access/disclosure has them.
READING_FIGURES = {"targets", "headline_target"}
OWN_ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "lots": ("COMMON-currency",),
    "unpaid_by_month": ("COMMON-currency",),
    "gold_trace": ("COMMON-currency",),
    "headline_target": ("people_trained",),
    "unit_clusters": (1,),
    "units_lacking_first": (1000,),
    # Both worlds have their units at one place.
    "placed_units": ((larger(cell_of(5.0, 5.0), 0),),),
}


@pytest.fixture(scope="module", params=DATABASES)
def stores(
    request: pytest.FixtureRequest,
    migrated_sqlite_file: Path,
    postgres_databases: PostgresDatabases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Engine, Engine]]:
    """A store with both worlds, and the same without the foreign one; only read."""
    folder, urls, engines = tmp_path_factory.mktemp("rights"), list[str](), list[Engine]()
    for name in ("both", "own"):
        if request.param == "sqlite":
            urls.append(f"sqlite:///{shutil.copyfile(migrated_sqlite_file, folder / name)}")
        else:
            urls.append(postgres_databases.create())
            migrated(urls[-1])
        engines.append(writing_engine(urls[-1]))
        fill_both(engines[-1], OWN, FOREIGN)
        with engines[-1].begin() as connection:
            for given in GRANTS.values():
                grant(connection, UNRESTRICTED, given)
    both, own = engines
    _remove_foreign(own)
    yield both, own
    for url, engine in zip(urls, engines, strict=True):
        engine.dispose()
        if request.param == "postgres":
            postgres_databases.drop(url)


@pytest.fixture
def both(stores: tuple[Engine, Engine]) -> Engine:
    """A store with both worlds."""
    return stores[0]


@pytest.fixture(params=GRANTS)
def viewer(request: pytest.FixtureRequest, both: Engine) -> Viewer:
    """Each viewer with limits, as the store's own grants make them."""
    with both.connect() as connection:
        return viewer_of(connection, GRANTS[request.param].viewer, TODAY)


def insider(viewer: Viewer) -> Viewer:
    """Somebody with the same rights to whom numbers are told as they are."""
    return replace(viewer, role=Role.coordinator)


def queries() -> Iterator[Callable[..., Any]]:
    """Every function that asks the store something."""
    for file in sorted(Path(data_access.__path__[0]).glob("[a-z]*.py")):
        module = import_module(f"data_access.{file.stem}")
        for name, found in inspect.getmembers(module, inspect.isfunction):
            parameters = list(inspect.signature(found).parameters)
            asks = parameters[:1] == ["connection"] and name[0] != "_" and file.stem != "temporary"
            if found.__module__ == module.__name__ and asks:
                yield found


def selections() -> Iterator[Selection]:
    """Everything, and every filter with an own, a foreign and both codes."""
    yield YEAR
    for kind, table in (
        ("programmes", "programme"),
        ("sponsors", "organisation"),
        ("countries", "country"),
        ("regions", "region"),
        ("organisations", "organisation"),
    ):
        own, foreign = f"{OWN}-{table}", f"{FOREIGN}-{table}"
        for codes in ((foreign,), (own, foreign)):
            yield YEAR.narrowed(**{kind: codes})


def told(answer: Any) -> str:
    """All that an answer says."""
    if isinstance(answer, pd.DataFrame):
        return str(answer.to_dict("records"))
    if hasattr(answer, "__dataclass_fields__"):
        return " ".join(told(getattr(answer, name)) for name in answer.__dataclass_fields__)
    return str(answer)


def test_every_query_knows_who_asks() -> None:
    asking = {query.__name__: list(inspect.signature(query).parameters)[1:2] for query in queries()}
    assert {name for name, second in asking.items() if second != ["viewer"]} <= FACTS
    assert len(asking) > 30


def test_no_list_says_anything_foreign(both: Engine, viewer: Viewer) -> None:
    asked = 0
    with both.connect() as connection:
        for query in queries():
            parameters = inspect.signature(query).parameters
            if query.__name__ in FACTS or "selection" not in parameters or "name" in list(parameters)[2:3]:
                continue
            for selection in selections():
                if query is measured or query is whole_run:
                    continue
                more = OWN_ARGUMENTS.get(query.__name__, ())
                if viewer.outsider and query.__name__ in NAMING:
                    with pytest.raises(NotShared):
                        query(connection, viewer, selection, *more)
                    continue
                if viewer.outsider and query.__name__ in READING_FIGURES:
                    continue
                try:
                    answer = told(query(connection, viewer, selection, *more))
                except NotForOutsiders:
                    assert viewer.outsider and query.__name__ in CHOSEN_LIKE_FIGURES
                    continue
                assert FOREIGN not in answer, query.__name__
                asked += 1
        assert FOREIGN not in told(names(connection, viewer))
        assert FOREIGN not in told(claims(connection, insider(viewer)))
        assert photos(connection, viewer, f"{FOREIGN}-story").empty
        assert len(photos(connection, viewer, f"{OWN}-story")) == 1
    assert asked > 80


def test_the_own_is_there(both: Engine, viewer: Viewer) -> None:
    with both.connect() as connection:
        known_names = names(connection, viewer)
        known_units = unit_names(connection, viewer, ("OWN-production_unit", f"{FOREIGN}-production_unit"))
        assert known_names["programme"] == {"OWN-programme": "OWN-programme-name"}
        assert list(known_units) == ([] if viewer.outsider else ["OWN-production_unit"])
        assert "OWN-organisation" in known_names["organisation"]
        assert list(claims(connection, insider(viewer))["id"]) == ["OWN-claim"]
        assert figure(connection, insider(viewer), "active_miners", YEAR)["value"].tolist() == [1]


@pytest.mark.parametrize("place", range(len(figures())), ids=list(figures()))
def test_a_figure_is_that_of_a_store_without_the_foreign(stores: tuple[Engine, Engine], place: int) -> None:
    """Every figure in every dimension, and under filters in turn, with both worlds and with one.

    On one database as a sponsor, on the other as a coordinator.
    """
    both, own = stores
    wanted = list(figures().values())[place]
    role = ("sponsor", "coordinator")[(place + (both.dialect.name == "sqlite")) % 2]
    asked: list[tuple[tuple[str, ...], Selection]] = [((), YEAR)]
    asked += [((name,), YEAR) for name in wanted.dimensions]
    asked += [((), selection) for selection in list(selections())[place % 3 :: 3]]
    with both.connect() as connection:
        viewer = insider(viewer_of(connection, GRANTS[role].viewer, TODAY))
        within = [told(figure(connection, viewer, wanted.name, selection, by)) for by, selection in asked]
    with own.connect() as connection:
        for (by, selection), answer in zip(asked, within, strict=True):
            assert FOREIGN not in answer, (role, by, selection)
            alone = told(figure(connection, viewer, wanted.name, selection, by))
            assert answer == alone, (role, by, selection)


def test_a_comparison_is_within_the_rights(both: Engine, viewer: Viewer) -> None:
    with both.connect() as connection:
        frame = compared(connection, viewer, "production_units", YEAR, ["programme"])
    assert list(frame["programme"]) == ["OWN-programme"]


@pytest.mark.parametrize("kind", ["programme", "sponsor", "organisation", "region"])
def test_the_foreign_is_refused_like_what_is_not_there(both: Engine, viewer: Viewer, kind: str) -> None:
    asked = f"{FOREIGN}-{'organisation' if kind == 'sponsor' else kind}"
    with both.connect() as connection:
        with pytest.raises(UnknownCode) as foreign:
            selection_of(connection, viewer, **{kind: [asked]})  # type: ignore[arg-type]
        with pytest.raises(UnknownCode) as nowhere:
            selection_of(connection, viewer, **{kind: ["NOWHERE"]})  # type: ignore[arg-type]
    hints = {str(refused.value).partition(".")[2] for refused in (foreign, nowhere)}
    assert not any(FOREIGN in hint for hint in hints)
    assert str(foreign.value).startswith(f"There is no {kind} '{asked}' in the store.")


def test_only_the_own_regions_can_be_named(both: Engine, viewer: Viewer) -> None:
    with both.connect() as connection:
        assert known_codes(connection, viewer, "region") == {"OWN-region"}


def test_reach_is_not_reckoned_for_a_foreign_programme(both: Engine, viewer: Viewer) -> None:
    with both.connect() as connection:
        assert measured(connection, insider(viewer), YEAR, "OWN-programme").units == 1
        with pytest.raises(UnknownCode):
            measured(connection, viewer, YEAR, "FOREIGN-programme")


def test_a_question_can_not_name_the_foreign(both: Engine, viewer: Viewer) -> None:
    with both.connect() as connection, pytest.raises(ValueError, match="no programme"):
        question_of(connection, viewer, "programme=FOREIGN-programme")


def test_only_administrators_see_grants_and_the_audit(both: Engine, viewer: Viewer) -> None:
    with both.connect() as connection:
        with pytest.raises(NotAdministrator):
            viewers(connection, viewer, TODAY)
        with pytest.raises(NotAdministrator):
            audit(connection, viewer)
        with pytest.raises(NotAdministrator):
            grant(connection, viewer, Grant("me@x.org", Role.administrator, first_day=TODAY))


def test_a_programme_without_funder_region_or_unit_is_nobodys(engine: Engine) -> None:
    fill_both(engine, OWN)
    with engine.begin() as connection:
        grant(connection, UNRESTRICTED, GRANTS["coordinator"])
        connection.execute(delete(s.Enrolment))
        limited = viewer_of(connection, "Coordinator@x.org", TODAY)
        assert limited.rights == Rights((), ("OWN-region",))
        assert figure(connection, limited, "production_units", YEAR)["value"].tolist() == [0]
        assert figure(connection, limited, "funding", YEAR).empty


def test_nobody_has_a_grant_that_was_not_given(both: Engine) -> None:
    with both.connect() as connection, pytest.raises(UnknownViewer, match=r"nobody@x\.org"):
        viewer_of(connection, "nobody@x.org", TODAY)


@pytest.mark.parametrize(
    ("chosen", "allowed", "left"),
    [
        ((), None, ()),
        (("A",), None, ("A",)),
        ((), ("A", "B"), ("A", "B")),
        (("A", "C"), ("A", "B"), ("A",)),
        (("C",), ("A", "B"), ("",)),
        ((), (), ("",)),
    ],
)
def test_a_filter_never_widens(
    chosen: tuple[str, ...], allowed: tuple[str, ...] | None, left: tuple[str, ...]
) -> None:
    assert narrowed(chosen, allowed) == left


def test_who_may_see_everything_is_not_limited() -> None:
    assert not EVERYTHING.limited
    assert Rights(programmes=()).limited
    assert Rights(regions=("PE-ARE",)).limited


def _remove_foreign(engine: Engine) -> None:
    """The same store as it would be without the foreign world."""
    with engine.begin() as connection:
        for table in reversed(s.Base.metadata.sorted_tables):
            for column in table.primary_key.columns:
                if isinstance(column.type, type(s.Miner.__table__.c.id.type)):
                    connection.execute(delete(table).where(column.like(f"{FOREIGN}%")))
