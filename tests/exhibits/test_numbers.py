"""Numbers in titles, sentences and tables of the sample store, computed again from figures and frames."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import headlines, overview, premium, premium_lists, stages, training, units, words
from exhibits.exhibit import Exhibit
from exhibits.unit_card import unit_card
from tests.exhibits.gallery import Gallery

LADDERS = ("SBG", "SMP")


def numbers(text: str) -> list[int]:
    """The whole numbers in a text; days and percentages among them."""
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


def value(read: Reader, name: str, selection: Selection) -> float:
    return float(read.figure(name, selection)["value"].iloc[0])


def test_the_opening_sentence_of_the_overview(read: Reader, chosen: Selection) -> None:
    shown = overview.what_was_reached(read, chosen)
    units_, miners = value(read, "production_units", chosen), value(read, "active_miners", chosen)
    programmes = read.figure("production_units", chosen, ["programme"])["programme"].nunique()
    countries = read.figure("production_units", chosen, ["country"])["country"].nunique()
    bold = re.findall(r"\*\*(.+?)\*\*", shown.sentence)
    assert bold == [
        words.count(int(miners), "miner", "miners"),
        words.count(int(units_), "production unit", "production units"),
        words.share(value(read, "training_coverage", chosen)),
        words.share(value(read, "insured", chosen) / miners),
    ]
    assert f"{programmes} programmes worked with" in shown.sentence
    assert f"of {countries} countries;" in shown.sentence
    assert list(shown.frame["value"]) == [programmes, units_, miners]


def test_the_map_holds_each_unit_and_each_miner_once(read: Reader, chosen: Selection) -> None:
    shown = units.units_map(read, chosen)
    regions = shown.frame["region"].value_counts()
    assert numbers(shown.title)[:2] == [len(shown.frame), len(regions)]
    assert len(shown.frame) == shown.frame["unit"].nunique() == value(read, "production_units", chosen)
    assert shown.frame["miners"].sum() == value(read, "active_miners", chosen)
    assert numbers(shown.sentence)[-1] == regions.max()


@pytest.mark.parametrize("ladder", LADDERS)
def test_units_at_each_stage_add_up_to_the_units_of_the_ladder(
    ladder: str, read: Reader, chosen: Selection
) -> None:
    shown = stages.units_over_time(read, chosen, ladder)
    on_ladder = read.figure("production_units", chosen, only={"ladder": ladder})["value"].iloc[0]
    last = shown.frame[shown.frame["month"] == shown.frame["month"].max()]
    assert numbers(shown.sentence)[0] == last["value"].sum() == on_ladder
    assert set(last["of"]) == {on_ladder}
    for row in last[last["value"] > 0].itertuples():
        assert (
            f"{words.number(row.value)} {'not yet' if row.stage == 'not_assessed' else f'at {row.group}'}"
            in (shown.sentence)
        )


@pytest.mark.parametrize("ladder", LADDERS)
def test_moves_up_and_down(ladder: str, read: Reader, chosen: Selection) -> None:
    frame = (shown := stages.moves(read, chosen, ladder)).frame
    up, down = (frame.loc[frame["direction"] == way, "value"].sum() for way in ("up", "down"))
    assert numbers(shown.title) == [up, down]
    assert frame["signed"].sum() == up - down


@pytest.mark.parametrize("ladder", LADDERS)
def test_overdue_units(ladder: str, read: Reader, chosen: Selection) -> None:
    shown = stages.overdue(read, chosen, ladder)
    whole = read.figure("overdue_assessments", chosen, only={"ladder": ladder}).iloc[0]
    assert (
        numbers(shown.sentence) == [whole["value"], whole["of"]] == [shown.frame["value"].sum(), whole["of"]]
    )
    assert list(shown.frame["value"]) == sorted(shown.frame["value"], reverse=True)


def test_the_weakest_cell_of_the_coverage(read: Reader, chosen: Selection) -> None:
    shown = training.coverage_by_topic_and_region(read, chosen)
    weakest = shown.frame.sort_values("value").iloc[0]
    assert shown.title.startswith(words.share(value(read, "training_coverage", chosen)))
    assert f"{weakest['topic_name']} in {weakest['region_name']} with {weakest['label']}" in shown.sentence
    assert shown.frame["value"].between(0, 1).all()
    assert shown.chart is not None
    topics, regions = shown.chart.arguments
    assert set(topics) >= set(shown.frame["topic_name"])
    assert set(regions) == set(shown.frame["region_name"])


def test_people_trained_are_people_and_not_the_sum_of_groups(read: Reader, chosen: Selection) -> None:
    shown = training.people_trained(read, chosen)
    people = int(value(read, "people_trained", chosen))
    by_sex = read.figure("people_trained", chosen, ["sex"]).set_index("sex")["value"]
    assert numbers(shown.title)[0] == people <= shown.frame["value"].sum()
    assert words.share(by_sex["female"] / people) in shown.title
    assert shown.chart is not None
    assert set(shown.chart.arguments[0]) == set(shown.frame["group"])


def test_hours_are_the_same_by_month_and_by_topic(read: Reader, chosen: Selection) -> None:
    by_month, by_topic = training.trained_by_month(read, chosen), training.hours_by_topic(read, chosen)
    total = value(read, "training_hours", chosen)
    assert numbers(by_month.title)[0] == round(total)
    assert by_month.frame["hours"].sum() == pytest.approx(total) == by_topic.frame["value"].sum()
    best = by_month.frame.sort_values("value").iloc[-1]
    assert by_month.title.endswith(words.month(best["month"]))


def test_what_lapses_is_cumulative(read: Reader, chosen: Selection) -> None:
    shown = training.lapsing_by_topic(read, chosen)
    people = read.figure("training_lapsing", chosen).astype({"days": str}).set_index("days")["value"]
    assert numbers(shown.sentence) == [people["90"], 90, people["30"], 30]
    wide = shown.frame.pivot(index="topic", columns="days", values="value")
    assert (wide["30"] <= wide["60"]).all() and (wide["60"] <= wide["90"]).all()


@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_the_premiums_way_is_the_sum_of_its_organisations(
    currency: str, read: Reader, chosen: Selection
) -> None:
    table = premium_lists.premium_by_organisation(read, chosen, currency).frame
    assert (table["opening"] + table["received"] - table["spent"] == table["closing"]).all()
    flow = premium.premium_flow(read, chosen, currency).frame.set_index("row")["amount"]
    sums = table[["opening", "received", "spent", "closing"]].map(Decimal).sum()
    assert list(flow) == [sums["opening"], sums["received"], -sums["spent"], sums["closing"]]
    held = premium_lists.premium_by_organisation(read, chosen, currency)
    assert numbers(held.title)[0] == (table["closing"] > 0).sum()


@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_premium_spent_is_the_same_wherever_it_is_shown(
    currency: str, read: Reader, chosen: Selection
) -> None:
    spent = -premium.premium_flow(read, chosen, currency).frame.set_index("row")["amount"]["Spent"]
    by_category = premium.spending_by_category(read, chosen, currency)
    by_year = premium.received_and_spent_by_year(read, chosen, currency).frame
    assert by_category.frame["amount"].sum() == spent
    assert by_year.loc[by_year["kind"] == "spent", "amount"].sum() == spent
    assert by_category.sentence.startswith(f"Of {currency} {words.number(float(spent))} spent")
    items = premium_lists.what_bought_what(read, chosen, currency).frame
    assert items["spent_on"].is_monotonic_decreasing
    assert len(items) == premium_lists.LISTED_ITEMS or items["amount"].sum() == spent


def test_the_balance_ends_where_the_premiums_way_ends(read: Reader, chosen: Selection) -> None:
    closing = premium.premium_flow(read, chosen, "USD").frame.set_index("row")["amount"]["Balance after"]
    months = premium.balance_by_month(read, chosen, "USD").frame
    assert months["amount"].iloc[-1] == closing
    assert list(months["month"]) == [month for month, _ in chosen.months()]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("Production units", "production_units"),
        ("Active miners", "active_miners"),
        ("People trained", "people_trained"),
        ("Insured miners", "insured"),
    ],
)
def test_what_moved_since_the_period_before(row: str, name: str, read: Reader, chosen: Selection) -> None:
    found = overview.what_moved(read, chosen).frame.set_index("row").loc[row]
    now, then = value(read, name, chosen), value(read, name, chosen.compared())
    assert (found["before"], found["now"]) == (words.number(then), words.number(now))
    assert found["change"] == words.signed(now - then)


def test_moves_since_the_period_before_stand_ladder_by_ladder(read: Reader, chosen: Selection) -> None:
    """Both ladders are called in short: a unit that moved twice is two moves, and nothing is added up."""
    shown = overview.what_moved(read, chosen)
    found = shown.frame.set_index("row")
    called = {"SBG": "Swiss Better Gold …", "SMP": "Sustainable Mines Program"}
    assert [row for row in found.index if row.startswith("Moves")] == [
        f"Moves {way}, {name}" for name in called.values() for way in ("up", "down")
    ]
    for ladder, name in called.items():
        monthly = stages.moves(read, chosen, ladder)
        up, down = numbers(monthly.title)
        assert f"{name}: {monthly.title}" in shown.sentence
        assert list(found.loc[[f"Moves up, {name}", f"Moves down, {name}"], "now"]) == [str(up), str(down)]
    assert len(shown.frame) <= 10
    assert "unit" not in shown.title + shown.sentence


@pytest.mark.parametrize(
    ("build", "name"),
    [(headlines.production_units, "production_units"), (headlines.training_coverage, "training_coverage")],
)
def test_numbers_at_the_head_of_the_page(
    build: Callable[[Reader, Selection], Exhibit], name: str, read: Reader, chosen: Selection
) -> None:
    shown = build(read, chosen)
    assert shown.headline is not None
    now, then = value(read, name, chosen), value(read, name, chosen.compared())
    said = words.number(now) if name == "production_units" else words.share(now)
    assert shown.headline.value == said
    assert shown.headline.difference == pytest.approx(now - then)
    assert shown.frame["value"].iloc[-1] == pytest.approx(now)


def test_a_target_is_told_only_where_it_is_for_exactly_the_selection(read: Reader, chosen: Selection) -> None:
    of_programme = headlines.training_coverage(read, chosen.narrowed(programmes=("HSE-2",)))
    of_all = headlines.training_coverage(read, chosen)
    assert of_programme.headline is not None and of_all.headline is not None
    assert of_programme.headline.note == "target 75 % by 31 Dec 2026"
    assert of_all.headline.note == "in every required topic"


def test_targets_are_counted_and_the_furthest_behind_comes_first(gallery: Gallery) -> None:
    shown, *_others = gallery.exhibits("targets.targets_of", "everything")
    reached = shown.frame["actual"] / shown.frame["target"]
    assert numbers(shown.title) == [(reached >= 1).sum(), len(reached)]
    assert reached.is_monotonic_increasing
    assert shown.chart is not None
    assert list(shown.chart.arguments[0]) == list(shown.frame["row"][:9])


def test_a_card_says_of_its_unit_what_the_figures_say(read: Reader, chosen: Selection) -> None:
    places = units.units_map(read, chosen).frame
    unit = places[places["miners"] > 3].iloc[0]
    facts = unit_card(read, chosen, unit["unit"]).frame.set_index("fact")["value"]
    assert facts["Organisation"] == unit["organisation_name"]
    assert facts["Place"].endswith(unit["region_name"])
    assert numbers(facts["Active miners"]) == [unit["miners"], unit["women"]]
    insured = read.figure("insured", chosen, only={"unit": unit["unit"]})["value"].sum()
    assert numbers(facts["Insured"]) == [insured, unit["miners"]]
