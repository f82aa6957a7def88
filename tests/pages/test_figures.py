"""All figures: each of them opens, by its link, in its dimensions, with what it means."""

from __future__ import annotations

import pytest

from data_access.figures import figures
from tests.pages.conftest import Open, parameters, titles


@pytest.mark.parametrize("name", sorted(figures()))
def test_every_figure_opens_by_its_link(name: str, open_page: Open) -> None:
    app = open_page("figures", figure=name)
    assert not app.exception and not app.error and not app.info
    assert app.selectbox(key="figure").value == name
    assert any(title.replace("\\", "").startswith(figures()[name].title) for title in titles(app))
    assert f"What it means\n{figures()[name].definition}" in "\n".join(text.value for text in app.markdown)
    assert parameters(app)["figure"] == [name]


def test_a_link_chooses_the_breakdown_and_the_filters(open_page: Open) -> None:
    app = open_page("figures", figure="people_trained", by="topic", country="PE", against="last_year")
    assert "People trained by topic" in titles(app)
    assert app.code[0].value == "python -m data_access figure people_trained --country PE --against last_year"
    assert parameters(app) == {
        "figure": ["people_trained"], "by": ["topic"], "country": ["PE"], "against": ["last_year"],
    }  # fmt: skip


def test_a_breakdown_that_the_figure_lacks_gives_way(open_page: Open) -> None:
    app = open_page("figures", figure="people_trained", by="topic")
    app.selectbox(key="figure").set_value("premium_spent").run()
    assert app.selectbox(key="by").value in figures()["premium_spent"].dimensions
    assert not app.exception


def test_an_unknown_figure_is_said(open_page: Open) -> None:
    app = open_page("figures", figure="happiness")
    assert "There is no such figure" in app.info[0].value and "happiness" in app.info[0].value
    assert not app.exception


def test_the_injury_rate_is_never_shown_without_the_people_hurt(open_page: Open) -> None:
    app = open_page("figures", figure="injury_rate", by="sponsor")
    said = [title.replace("\\", "") for title in titles(app)]
    (title,) = (title for title in said if title.startswith("Injury rate: "))
    assert title.endswith(" people)")
    captions = "\n".join(caption.value for caption in app.caption)
    assert "whole under each sponsor, not to be added" in captions


def test_targets_stand_in_the_unit_of_their_figure_and_for_all_regions(open_page: Open) -> None:
    (table,) = (frame.value for frame in open_page("figures", figure="target").dataframe)
    rows = dict(zip(table["Group"], table["Value"].str.replace("\u202f", " "), strict=True))
    assert rows["Mobile plant for women selectors · Training coverage · all regions"] == "70 %"
    assert rows["Access to finance · Premium spent · all regions · US dollar"] == "USD 800K"
    assert not [row for row in rows if "ot recorded" in row]
