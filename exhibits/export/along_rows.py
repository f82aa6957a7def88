"""Charts whose bars lie in rows, as an office program draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from data_access.language import say
from exhibits import words
from exhibits.export.series import Drawn, Native, NoNativeForm, Number, Series
from exhibits.theme import LIGHT

TOWARDS_THE_END = (LIGHT.target, LIGHT.categories[1], LIGHT.own_soft)
# A target that is reached so many times over is said, and its bar cut off.
FURTHEST = 1.6


def bars(of: Drawn, value: str = "value", column: str = "row") -> Native:
    """A bar for each row, with its label at its end."""
    rows, value = of.of(of.given["rows"], column), of.listed(value)
    colour = getattr(LIGHT, of.given.get("colour", "own"))
    bar = Series(of.called(value), rows.values(value), colour, rows.texts())
    return Native("bars", rows.texts(column), (bar,))


def told_by(of: Drawn) -> Native:
    """The same of numbers as outsiders are told them."""
    return bars(of, "drawn", "bar")


def shares_of_all(of: Drawn) -> Native:
    """Shares, each before a quiet bar of all."""
    return _part_of_whole(of, "value", "all", LIGHT.line, say("All"))


def shares_of_one(of: Drawn) -> Native:
    """The same under other names."""
    return _part_of_whole(of, "share", "one", LIGHT.line, say("All"))


def people_by_provision(of: Drawn) -> Native:
    """Those reached of all; the row of those whom nothing reaches in the colour of shortfalls."""
    found = _part_of_whole(of, "value", "of", LIGHT.line)
    track, bar = found.series
    without = of.given["without"]
    colours = tuple(LIGHT.target if row == without else LIGHT.own for row in found.categories)
    return replace(found, series=(track, replace(bar, colours=colours)))


def done_of_planned(of: Drawn) -> Native:
    """What is done before a soft bar of what was planned."""
    return _part_of_whole(of, "done", "planned", LIGHT.own_soft)


def bullets(of: Drawn) -> Native:
    """What was reached, as a share of its target, before a quiet bar of the target."""
    rows = of.of(of.given["rows"])
    reached, whole = rows.values("reached"), rows.values("one")
    beyond = [part > all_ for part, all_ in _pairs(reached, whole)]
    colours = tuple(LIGHT.own if met == "met" else LIGHT.own_soft for met in rows.texts("met"))
    track = Series(say("Target"), whole, LIGHT.line, _only(rows.texts(), [not far for far in beyond]))
    bar = Series(
        say("Reached"),
        reached,
        LIGHT.own,
        _only(rows.texts(), beyond),
        inside=tuple(LIGHT.on_accent for _ in reached),
        colours=colours,
    )
    furthest = max((part for part, _ in _pairs(reached, whole)), default=0)
    most = FURTHEST if furthest > FURTHEST else None
    return Native("bars", rows.texts("row"), (track, bar), "before", most=most)


def beside_before(of: Drawn) -> Native:
    """Bars with a tick where each stood before."""
    rows = of.of(of.given["rows"])
    now, before = rows.values("drawn"), rows.values("drawn_before", gaps=True)
    tick = Series(of.called("before_said"), before, LIGHT.muted, mark="tick")
    return _with_ticks(rows, (Series(of.called("value_said"), now, LIGHT.own),), tick)


def mercury_used(of: Drawn) -> Native:
    """What was used, with a tick at the baseline."""
    rows = of.of(of.given["rows"])
    tick = Series(of.called("usual"), rows.values("usual"), LIGHT.ink, mark="tick")
    return _with_ticks(rows, by_way(rows, "used", "usual"), tick)


def mercury_change(of: Drawn) -> Native:
    """Less to the left of the line, more to its right."""
    rows = of.of(of.given["rows"])
    parted = [
        replace(each, labels=_only(rows.texts(), [value is not None for value in each.values]))
        for each in by_way(rows, "change", "zero")
    ]
    return Native("bars", rows.texts("row"), tuple(parted), "before")


def before_and_after(of: Drawn) -> Native:
    """Two rounds of a survey, answer by answer."""
    rounds = of.given["rounds"]
    return _beside(of, "row", of.given["rows"], "round", rounds, (LIGHT.muted, LIGHT.own)[-len(rounds) :])


def statuses(of: Drawn) -> Native:
    """How each row parts into groups, as parts of a whole."""
    rows, groups = of.given["rows"], of.given["groups"]
    spread = of.spread("row", rows, "group", [name for name, _ in groups])
    series = []
    for name, fill in groups:
        ink = LIGHT.on_accent if fill in ("own", "target") else LIGHT.ink
        group = spread[name]
        values, labels = group.values("value", gaps=True), _only(group.texts(), group.values("value", True))
        inside = tuple(ink for _ in values)
        series.append(Series(name, values, getattr(LIGHT, fill), labels, inside, outline=LIGHT.muted))
    return Native("bars", tuple(rows), tuple(series), "whole")


def injury_rate(of: Drawn) -> Native:
    """Two periods, severity by severity."""
    rows, groups = of.given["rows"], of.given["groups"]
    return _beside(of, "row", rows, "group", groups, (LIGHT.target, LIGHT.muted), "drawn")


def by_relation_and_sex(of: Drawn) -> Native:
    """People of each sex, relation by relation."""
    rows = sorted(set(of.texts("row")))
    return _beside(of, "row", rows, "group", of.given["groups"], LIGHT.categories)


def lapsing_by_topic(of: Drawn) -> Native:
    """Whose training ends within three spans of days, topic by topic."""
    topics, spans = of.given["topics"], of.given["spans"]
    return _beside(of, "topic_name", topics, "within", spans, TOWARDS_THE_END)


def lapsing_by_region(of: Drawn) -> Native:
    """Whose cover ends in which of three spans of days, one after the other."""
    rows, spans = of.given["rows"], of.given["spans"]
    spread = of.spread("row", rows, "span", spans)
    inks = (LIGHT.on_accent, LIGHT.ink, LIGHT.ink)
    series = []
    for span, colour, ink in zip(spans, TOWARDS_THE_END, inks, strict=True):
        values = spread[span].values("more", gaps=True)
        labels = tuple(words.number(value) if value else "" for value in values)
        series.append(Series(span, values, colour, labels, tuple(ink for _ in values)))
    return Native("bars", tuple(rows), tuple(series), "stacked")


def by_way(of: Drawn, value: str, usual: str) -> tuple[Series, ...]:
    """Values up to the usual in one colour, those above it in that of shortfalls; each named as the chart
    does."""
    values, edges = of.values(value, gaps=True), of.values(usual, gaps=True)
    more = [a is not None and b is not None and a > b for a, b in zip(values, edges, strict=True)]
    found = []
    for is_more, colour in ((False, LIGHT.own), (True, LIGHT.target)):
        own = [way == is_more and cell is not None for way, cell in zip(more, values, strict=True)]
        if any(own):
            name = next(text for text, mine in zip(of.texts("way"), own, strict=True) if mine)
            kept = tuple(cell if mine else None for cell, mine in zip(values, own, strict=True))
            found.append(Series(name, kept, colour))
    return tuple(found)


def _part_of_whole(of: Drawn, part: str, whole: str, quiet: str, called: str = "") -> Native:
    rows = of.of(of.given["rows"])
    track = Series(called or of.called(whole), rows.values(whole), quiet, rows.texts())
    bar = Series(of.called(part), rows.values(part), LIGHT.own)
    return Native("bars", rows.texts("row"), (track, bar), "before")


def _beside(
    of: Drawn,
    along: str,
    rows: Sequence[str],
    group: str,
    groups: Sequence[str],
    colours: Iterable[str],
    value: str = "value",
) -> Native:
    """Bars of each group beside each other, row by row."""
    spread = of.spread(along, rows, group, groups)
    series = tuple(
        Series(name, spread[name].values(value, gaps=True), colour, spread[name].texts())
        for name, colour in zip(groups, colours, strict=False)
    )
    return Native("bars", tuple(rows), series)


def _with_ticks(rows: Drawn, drawn: tuple[Series, ...], tick: Series) -> Native:
    """Bars and ticks; a label stands at the end of whichever reaches further."""
    further = [True] * len(tick.values)
    labelled = []
    for each in drawn:
        own = [
            bar is not None and (at is None or bar >= at)
            for bar, at in zip(each.values, tick.values, strict=True)
        ]
        further = [still and not mine for still, mine in zip(further, own, strict=True)]
        labelled.append(replace(each, labels=_only(rows.texts(), own)))
    last = replace(tick, labels=_only(rows.texts(), further))
    return Native("bars", rows.texts("row"), (*labelled, last), "before")


def _only(labels: Sequence[str], kept: Sequence[Any]) -> tuple[str, ...]:
    return tuple(label if keep else "" for label, keep in zip(labels, kept, strict=True))


def _pairs(one: Sequence[Number | None], other: Sequence[Number | None]) -> list[tuple[Number, Number]]:
    if None in one or None in other:
        raise NoNativeForm
    return [(a or 0, b or 0) for a, b in zip(one, other, strict=True)]
