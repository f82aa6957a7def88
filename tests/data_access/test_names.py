"""Names of codes, the order of stages, and what the filters offer."""

from __future__ import annotations

from sqlalchemy import Engine

from data_access.language import speaking
from data_access.names import filter_options, names, stage_order, unit_names
from data_access.reader import Remembering
from data_access.schema import Country, Ladder, Organisation, Region, Stage, Topic
from data_access.store import open_store, writing_engine
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import fill, world


def test_names_of_every_dimension_with_codes_in_the_store(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            Stage(id="L-1", ladder_id="L", position=1, name="Foot"),
            Topic(id="first_aid", name="First aid", required=True),
        ],
    )
    with engine.connect() as connection:
        found = names(connection, UNRESTRICTED)
        units = unit_names(connection, UNRESTRICTED, ("U1", "U3", "U9"))
    assert found["programme"] == {"P1": "First", "P2": "Second"}
    assert found["country"]["PE"] == "Peru"
    assert found["region"]["CO-ANT"] == "Antioquia"
    assert found["organisation"]["A1"] == "Asociación Uno"
    assert units == {"U1": "Unit 1", "U3": "Unit 3"}
    assert found["ladder"] == {"L": "Ladder"}
    assert found["stage"] == {"L-1": "Foot"}
    assert found["topic"] == {"first_aid": "First aid"}
    assert found["standard"] == {"FM": "Fairmined", "FT": "Fairtrade"}
    assert found["currency"]["PEN"] == "Peruvian sol"
    assert found["sponsor"]["S2"] == "Sponsor Two"
    assert found["buyer"]["B1"] == "Buyer One"
    assert found["destination"]["CH"] == "Switzerland"


def test_countries_and_currencies_are_called_what_the_language_spoken_calls_them(
    sqlite_store_url: str,
) -> None:
    engine = writing_engine(sqlite_store_url)
    fill(engine, world(), [Country(id="CI", name="Côte d'Ivoire"), Country(id="GH", name="Gold Coast")])
    engine.dispose()
    store = open_store(sqlite_store_url)
    read = Remembering(store, UNRESTRICTED)
    said = {}
    for language in ("es", "fr", "en"):
        with speaking(language):
            # What is remembered of one language is said in the next one all the same.
            known = read.ask(names)
            assert known["destination"]["CH"] == known["country"]["CH"]
            said[language] = dict(known["country"]) | dict(known["currency"])
            assert known["region"]["CO-ANT"] == "Antioquia"
    store.close()
    assert [said[language]["PE"] for language in ("en", "es", "fr")] == ["Peru", "Perú", "Pérou"]
    assert [said[language]["PEN"] for language in ("en", "es", "fr")] == [
        *("Peruvian sol", "Sol peruano", "Sol péruvien"),
    ]
    # One that the store calls by another name than Babel's English one keeps it.
    assert {called["GH"] for called in said.values()} == {"Gold Coast"}
    assert [said[language]["CI"] for language in ("en", "fr")] == ["Côte d'Ivoire", "Côte d’Ivoire"]
    assert "XX" not in known["country"] and known["country"].get("XX") is None


def test_stages_stand_in_the_order_of_their_ladder(engine: Engine) -> None:
    fill(
        engine,
        [
            Ladder(id="L2", name="Second", owner="Owner"),
            Ladder(id="L1", name="First", owner="Owner"),
            Stage(id="A", ladder_id="L2", position=2, name="Top"),
            Stage(id="B", ladder_id="L2", position=1, name="Foot"),
            Stage(id="C", ladder_id="L1", position=1, name="Only"),
        ],
    )
    with engine.connect() as connection:
        order = stage_order(connection)
    assert order.to_dict("split", index=False)["data"] == [
        ["L1", "C", 1],
        ["L2", "B", 1],
        ["L2", "A", 2],
    ]
    assert list(order.columns) == ["ladder", "stage", "position"]


def test_filters_offer_only_what_exists(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            # A region that only a sponsor has is nothing to filter by.
            Region(id="CH-ZH", country_id="CH", name="Zürich"),
            Organisation(id="S3", name="Never paid", kind="foundation", country_id="CH", region_id="CH-ZH"),
        ],
    )
    with engine.connect() as connection:
        options = filter_options(connection, UNRESTRICTED)
    offered = options.groupby("filter")["code"].agg(list).to_dict()
    assert offered == {
        "programme": ["P1", "P2"],
        "sponsor": ["S1", "S2"],
        "country": ["CO", "PE"],
        "region": ["CO-ANT", "PE-ARE", "CO-CAU", "PE-PUN"],
        "organisation": ["A4", "A2", "A3", "A1"],
    }
    third = options[options["code"] == "A3"].iloc[0]
    assert (third["name"], third["country"], third["region"]) == ("Asociación Tres", "CO", "CO-ANT")
    region = options[options["code"] == "CO-CAU"].iloc[0]
    assert (region["country"], region["region"]) == ("CO", "CO-CAU")
    assert options.loc[options["filter"] == "programme", ["country", "region"]].isna().all(axis=None)


def test_an_empty_store_offers_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        assert filter_options(connection, UNRESTRICTED).empty
        assert stage_order(connection).empty
        assert set(map(len, names(connection, UNRESTRICTED).values())) == {0}
