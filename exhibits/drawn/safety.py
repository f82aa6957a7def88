"""Drawn: who has safety provision within reach, and which units have none."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pydeck as pdk

from data_access.language import say, say_in
from exhibits.basemap import RegionValue
from exhibits.drawn.units import in_colours_on_paper, units_in_colours
from exhibits.exhibit import FRAME, Drawing, LegendGroup, Paper
from exhibits.forms import names_and_numbers
from exhibits.theme import Theme

NONE, SOME = "none", "some"


def people_by_provision(palette: Theme, rows: tuple[str, ...], without: str) -> Drawing:
    """Of all people those whom each kind reaches, and in another colour those ``without`` any.

    Names and numbers stand above the bars, so that a narrow screen has room for both.
    """
    base = (
        alt.Chart(FRAME)
        .transform_filter(alt.FieldOneOfPredicate("row", list(rows)))
        .encode(y=alt.Y("row:N", sort=list(rows), axis=None, scale=alt.Scale(paddingInner=0.1)))
    )
    is_without = alt.FieldEqualPredicate(field="row", equal=without)
    colour = alt.condition(is_without, alt.value(palette.target), alt.value(palette.own))
    tooltip = [alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")]
    everybody = base.mark_bar(height=9, yOffset=8, color=palette.line).encode(x=_people("of"))
    reached = base.mark_bar(height=9, yOffset=8).encode(x=_people("value"), color=colour, tooltip=tooltip)
    return alt.layer(everybody, reached, *names_and_numbers(palette, base, dy=-8))


def _people(field: str) -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(zero=True, nice=False))


def units_by_reach(
    palette: Theme,
    frame: pd.DataFrame,
    width: int,
    height: int,
    regions: tuple[RegionValue, ...],
    countries: tuple[tuple[str, str], ...],
    units_of: tuple[tuple[str, int], ...],
) -> pdk.Deck:
    """Units with some provision within reach, and above them those without any.

    Those without any stand first in the frame, and what is drawn last lies on top. Where not all units are in
    the frame, ``units_of`` has how many each region has.
    """
    backwards, colours = frame.iloc[::-1], _colours(palette)
    return units_in_colours(
        palette, backwards, width, height, "reach", colours, regions, countries, units_of=units_of
    )


def reach_on_paper(
    palette: Theme,
    frame: pd.DataFrame,
    width: int,
    height: int,
    regions: tuple[RegionValue, ...],
    countries: tuple[tuple[str, str], ...],
    units_of: tuple[tuple[str, int], ...],
) -> Paper:
    """The same map on paper."""
    backwards, colours = frame.iloc[::-1], _colours(palette)
    return in_colours_on_paper(
        palette, backwards, width, height, "reach", colours, regions, countries, units_of=units_of
    )


def legend(palette: Theme) -> tuple[LegendGroup, ...]:
    """What the colours of the units say."""
    colours = _colours(palette)
    entries = (
        (colours[NONE], say_in("safety provision", "none")),
        (colours[SOME], say("one kind or more")),
    )
    return (LegendGroup(say("Safety provision within reach"), entries),)


def _colours(palette: Theme) -> dict[str, str]:
    return {NONE: palette.target, SOME: palette.own_soft}
