"""What holds for every exhibit, whatever the selection: it is complete, honest and can be drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from typing import Any

import altair as alt
import pandas as pd
import pytest

from data_access.figures import figures
from data_access.reader import Reader, Remembering
from data_access.tables import as_csv
from exhibits import words
from exhibits.exhibit import Chart, Exhibit
from exhibits.theme import DARK, LIGHT, Theme, stage_colours
from tests.exhibits.gallery import BUILDERS, SELECTIONS, Gallery

GRADES = {"counted", "reported", "estimated", "contested"}
NOT_A_WORD = re.compile(r"\b(nan|None|NaT|inf|NA)\b|Decimal\(|\{|\}")
# A figure is said plainly whether it is good or bad, and where somebody died nothing may be praised.
PRAISE = re.compile(
    r"\b(congratulat|celebrat|proud|excellent|outstanding|impressive|remarkabl|amazing|fantastic|great\b|"
    r"success|triumph|achiev|milestone|well done|good news|best\b|record (high|year|month)|never before|"
    r"(than|as) ever|than in any)|!",
    re.IGNORECASE,
)
# Where the fields of a specification stand in an expression.
EXPRESSIONS = {"calculate", "filter", "test"}


@pytest.fixture(params=BUILDERS)
def made(request: pytest.FixtureRequest, gallery: Gallery) -> list[Exhibit]:
    """What a builder makes of all selections, in all its variants."""
    return [shown for selection in SELECTIONS for shown in gallery.exhibits(request.param, selection)]


def said_by(exhibit: Exhibit) -> Iterator[str]:
    """All words of an exhibit but those of its frame that were typed in."""
    yield from (exhibit.title, exhibit.subtitle, exhibit.sentence, exhibit.selection)
    yield from (exhibit.missing, exhibit.suppressed, exhibit.evidence)
    yield from (column.title for column in exhibit.columns.values())
    if exhibit.headline is not None:
        yield from (part for part in astuple(exhibit.headline) if isinstance(part, str))
    if "label" in exhibit.frame:
        yield from exhibit.frame["label"]


def charts(made: list[Exhibit]) -> Iterator[tuple[Exhibit, Chart]]:
    for exhibit in made:
        if exhibit.chart is not None:
            yield exhibit, exhibit.chart


def walk(spec: object) -> Iterator[tuple[str, Any]]:
    """Every key of a specification with its value, at any depth."""
    if isinstance(spec, dict):
        for key, value in spec.items():
            yield key, value
            yield from walk(value)
    elif isinstance(spec, list):
        for part in spec:
            yield from walk(part)


def fields(spec: dict[str, Any]) -> set[str]:
    """The columns that a specification reads, without those that it computes itself."""
    found, computed = set(), set()
    for key, value in walk(spec):
        if key == "field" and isinstance(value, str):
            found.add(value)
        elif key in EXPRESSIONS and isinstance(value, str):
            found |= set(re.findall(r"datum\.(\w+)", value))
        elif key == "as":
            computed.add(value)
    return found - computed


def test_the_gallery_holds_the_exhibits_of_all_pages() -> None:
    rooms = {name.split(".")[0] for name in BUILDERS}
    assert rooms >= {"headlines", "overview", "stages", "training", "premium", "targets", "units"}
    assert "stages.units_over_time" in BUILDERS


def test_it_says_what_it_is(made: list[Exhibit]) -> None:
    for exhibit in made:
        for text in (exhibit.name, exhibit.title, exhibit.subtitle, exhibit.sentence, exhibit.selection):
            assert re.search(r"\w{2}", text), (exhibit.name, text)
        assert exhibit.title[0] == words.capitalised(exhibit.title)[0]
        assert exhibit.sentence.endswith(".")


def test_no_word_of_it_is_a_missing_value(made: list[Exhibit]) -> None:
    said = [text for exhibit in made for text in said_by(exhibit)]
    assert [text for text in said if NOT_A_WORD.search(text)] == []


def test_it_praises_nothing(made: list[Exhibit]) -> None:
    assert [text for exhibit in made for text in said_by(exhibit) if PRAISE.search(text)] == []


def test_its_name_can_be_part_of_a_key_and_of_a_file(made: list[Exhibit]) -> None:
    assert [exhibit.name for exhibit in made if not re.fullmatch(r"[a-z][a-z0-9_]*", exhibit.name)] == []


def test_its_figures_are_known(made: list[Exhibit]) -> None:
    assert {name for exhibit in made for name in exhibit.figures} <= set(figures())


def test_a_figure_that_is_shown_is_named(made: list[Exhibit]) -> None:
    # What others have published need be no figure of ours.
    assert all(exhibit.figures for exhibit in made if not exhibit.empty and exhibit.evidence == "counted")


def test_its_evidence_is_a_known_grade(made: list[Exhibit]) -> None:
    assert {grade for exhibit in made for grade in exhibit.evidence.split(", ")} <= GRADES


def test_it_names_every_grade_but_counted_that_its_figures_have(made: list[Exhibit]) -> None:
    for exhibit in made:
        uncounted = {figures()[name].evidence for name in exhibit.figures} - {"counted"}
        assert uncounted <= set(exhibit.evidence.split(", ")), exhibit.name


def test_it_knows_its_data_date(made: list[Exhibit], gallery: Gallery) -> None:
    until = SELECTIONS["everything"](gallery.read).data_date
    assert {exhibit.data_date for exhibit in made} == {until}


def test_its_table_has_a_heading_for_each_column(made: list[Exhibit]) -> None:
    for exhibit in made:
        assert set(exhibit.columns) <= set(exhibit.frame.columns), exhibit.name
        headings = list(exhibit.table().columns)
        assert len(set(headings)) == len(headings) > 0
        assert all(headings), exhibit.name
        assert len(exhibit.table()) == len(exhibit.frame)


def test_its_download_holds_plain_values(made: list[Exhibit]) -> None:
    for exhibit in made:
        lines = as_csv(exhibit.table()).decode("utf-8-sig").splitlines()
        assert len(lines) == len(exhibit.frame) + 1, exhibit.name
        assert [line for line in lines if NOT_A_WORD.search(line) or "00:00" in line] == []


def test_where_it_is_empty_it_says_so(made: list[Exhibit]) -> None:
    for exhibit in made:
        assert exhibit.empty == (len(exhibit.frame) == 0)
        assert exhibit.missing or not exhibit.empty, exhibit.name


@pytest.mark.parametrize("builder", BUILDERS)
def test_its_specification_is_valid(builder: str, gallery: Gallery) -> None:
    for _exhibit, chart in charts(gallery.exhibits(builder, "everything")):
        spec = {**chart.spec(DARK), "data": {"name": "frame"}}
        alt.Chart.from_dict(spec, validate=True)  # raises SchemaValidationError, with what is wrong


def test_it_can_be_drawn_of_any_selection(made: list[Exhibit]) -> None:
    # Altair checks each specification as it makes it; in the dark each is made once, and checked as a whole.
    assert all(chart.spec(LIGHT)["$schema"] for _exhibit, chart in charts(made))


def test_its_chart_reads_the_columns_it_is_sent_and_no_others(made: list[Exhibit]) -> None:
    for exhibit, chart in charts(made):
        assert set(chart.columns) <= set(exhibit.frame.columns), exhibit.name
        assert fields(chart.spec(LIGHT)) == set(chart.columns), exhibit.name


def test_each_line_of_a_tooltip_has_a_title_of_its_own(made: list[Exhibit]) -> None:
    # Of several that are called alike, or not at all, Vega shows one.
    for exhibit, chart in charts(made):
        for key, lines in walk(chart.spec(LIGHT)):
            if key == "tooltip" and isinstance(lines, list):
                titles = [line.get("title", line.get("field")) for line in lines]
                assert len(set(titles)) == len(titles), exhibit.name


def test_its_specification_holds_no_data(made: list[Exhibit]) -> None:
    carried = {"data", "datasets", "values", "url"}
    for exhibit, chart in charts(made):
        assert carried & {key for key, _ in walk(chart.spec(LIGHT))} == set(), exhibit.name


def test_its_specification_is_made_once_for_each_theme(made: list[Exhibit]) -> None:
    for _exhibit, chart in charts(made):
        again = Chart(chart.draw, chart.columns, chart.arguments)
        assert chart.spec(LIGHT) is again.spec(LIGHT)
        assert chart.spec(LIGHT) != chart.spec(DARK)


def test_a_theme_draws_in_its_own_colours(made: list[Exhibit]) -> None:
    for exhibit, chart in charts(made):
        for palette, other in ((LIGHT, DARK), (DARK, LIGHT)):
            used = set(re.findall(r"#[0-9A-F]{6}\b", str(chart.spec(palette))))
            assert used <= _colours(palette), exhibit.name
            assert used - _colours(other), exhibit.name


def _colours(palette: Theme) -> set[str]:
    return set(re.findall(r"#[0-9A-F]{6}\b", str(palette))) | _mixed(palette)


def _mixed(palette: Theme) -> set[str]:
    return {colour for stages in range(8) for colour in stage_colours(palette, stages)}


@pytest.mark.parametrize(
    "builder",
    [
        "overview.what_was_reached",
        "units.units_map",
        "unit_card.units_by_region",
        "stages.units_over_time",
        "training.people_trained",
        "premium.premium_flow",
    ],
)
def test_nothing_is_shown_of_a_programme_that_has_ended(builder: str, gallery: Gallery) -> None:
    assert all(exhibit.empty for exhibit in gallery.exhibits(builder, "ended"))


def test_one_unit_is_in_the_selection_of_one_unit(gallery: Gallery, read: Reader) -> None:
    (units, *_others) = gallery.exhibits("units.units_map", "lone_unit")
    assert len(units.frame) == 1
    assert units.title.startswith("1 production unit in ")
    assert len(SELECTIONS["lone_unit"](read).months()) == 1


@dataclass(frozen=True)
class Watching(Remembering):
    """Writes down each answer as it was when it was given."""

    given: list[tuple[str, Any, str]] = field(default_factory=list, compare=False)

    def ask(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().ask(query, *args, **kwargs)
        self.given.append((f"{query.__name__}{args}", answer, written(answer)))
        return answer


def written(answer: Any) -> str:
    return answer.to_csv() if isinstance(answer, pd.DataFrame) else repr(answer)


def test_no_exhibit_changes_what_others_are_made_of(read: Reader) -> None:
    watching = Watching(read.store, read.viewer)
    gallery = Gallery(watching)
    for builder in BUILDERS:
        gallery.exhibits(builder, "everything")
    assert len(watching.given) > len(BUILDERS)
    assert [asked for asked, answer, before in watching.given if written(answer) != before] == []
