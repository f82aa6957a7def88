"""Charts over months and years, as an office program draws them: what is missing is a gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from data_access.language import say
from data_access.selection import CALENDAR
from exhibits import words
from exhibits.drawn.gold import COLOURS
from exhibits.export.along_rows import by_way
from exhibits.export.series import COUNTED, MEASURED, SHARES, Drawn, Native, Number, Placing, Series
from exhibits.theme import LIGHT, stage_colours

# Below it, whole numbers along an axis would say the same twice.
FEW = 10
SPANS: dict[str, Callable[[str], str]] = {"month": words.month, "quarter": words.quarter, "year": str}
SIGNLESS = "#,##0;#,##0"


def line(of: Drawn) -> Native:
    """One way through the months, its end marked with its label."""
    column = of.listed("value")
    # Of what outsiders are told, amounts stand in whole units where charts are drawn of them.
    if "drawn" in of.frame and of.frame["value"].notna().all():
        column = "drawn"
    months = _along(of, of.given["months"])
    values = months.values(column, gaps=True)
    labels = _at_the_end(months.texts()) if "label" in of.frame else ()
    axis = SHARES if of.are_shares(column) else _axis(values)
    return Native(
        "lines",
        _named(of.given["months"]),
        (Series(of.called(column), values, LIGHT.own, labels),),
        axis=axis,
    )


def share_line(of: Drawn) -> Native:
    """The same of shares, on a scale of all."""
    return replace(line(of), axis=SHARES, most=1)


def insured(of: Drawn) -> Native:
    """The same, with a target as a line across."""
    found = line(of)
    if (target := of.given["target"]) is None:
        return found
    name = say("target {number}", number=words.number(target))
    aim = Series(name, tuple(target for _ in found.categories), LIGHT.target, mark="dashed")
    return replace(found, series=(*found.series, aim), most=of.given["most"])


def lines(of: Drawn) -> Native:
    """A line for each group; one alone stands over a dashed one of the months compared with."""
    months, names, alone = of.given["months"], of.given["groups"], of.given["alone"]
    spread = of.spread("month", months, "group", names)
    series = [
        Series(name, spread[name].values("drawn", gaps=True), colour, _at_the_end(spread[name].texts()))
        for name, colour in zip(names, [LIGHT.own] if alone else LIGHT.categories, strict=False)
    ]
    if alone and names:
        then = spread[names[0]].values("drawn_before", gaps=True)
        series.insert(0, Series(of.called("before_said"), then, LIGHT.muted, mark="dashed"))
    axis = SHARES if of.given["is_share"] else _axis(value for each in series for value in each.values)
    return Native("lines", _named(months), tuple(series), axis=axis)


def shares_of_gold(of: Drawn) -> Native:
    """A line for each share, from none to all."""
    times, names = of.given["times"], of.given["groups"]
    spread = of.spread("time", times, "group", names)
    series = tuple(
        Series(name, spread[name].values("value", gaps=True), colour, _at_the_end(spread[name].texts()))
        for name, colour in zip(names, (LIGHT.categories[1], LIGHT.own), strict=False)
    )
    return Native("lines", _named(times, of.given["monthly"]), series, axis=SHARES, most=1)


def gold_by_standard(of: Drawn) -> Native:
    """Gold stacked by standard; what has none stands on top."""
    given = of.given
    names = [*given["groups"], *([given["without"]] if given["without"] else [])]
    colours = [*(LIGHT.categories[COLOURS[place % len(COLOURS)]] for place in given["places"]), LIGHT.line]
    series = _stacked(of, "time", given["times"], names, colours, LIGHT.muted)
    return Native("columns", _named(given["times"], given["monthly"]), series, "stacked", MEASURED)


def units_at_stages(of: Drawn) -> Native:
    """Units at each stage, the highest at the foot, those not yet assessed on top."""
    names = of.given["stages"]
    return _stack(of, names, [*stage_colours(LIGHT, len(names) - 1), LIGHT.not_assessed], names[-1])


def stack(of: Drawn) -> Native:
    """The same of any groups."""
    return _stack(of, of.given["groups"], of.given["colours"], of.given["outlined"])


def cost_by_payer(of: Drawn) -> Native:
    """What was paid, stacked by who did; as amounts, or as parts of each month's cost."""
    months, colours = of.given["months"], (LIGHT.own, LIGHT.own_soft, LIGHT.categories[1])
    series = _stacked(of, "month", months, of.given["payers"], colours, LIGHT.paper)
    placing: Placing = "whole" if of.given["of_each_month"] else "stacked"
    return Native("columns", _named(months), series, placing, SHARES if placing == "whole" else COUNTED)


def moves(of: Drawn) -> Native:
    """Moves up above the line, moves down below it."""
    months, rising = of.given["months"], of.frame.groupby("direction")["signed"].sum() >= 0
    directions = sorted(rising.index, key=lambda name: not rising[name])
    spread = of.spread("month", months, "direction", directions)
    series = tuple(
        Series(name, spread[name].values("signed", gaps=True), LIGHT.own if rising[name] else LIGHT.target)
        for name in directions
    )
    return Native("columns", _named(months), series, "stacked", SIGNLESS)


def by_year(of: Drawn) -> Native:
    """Amounts side by side, year by year."""
    years = sorted(set(of.texts("year")))
    spread = of.spread("year", years, "group", of.given["groups"])
    series = tuple(
        Series(name, spread[name].values("value", True), colour, spread[name].texts(), outline=LIGHT.muted)
        for name, colour in zip(
            of.given["groups"], (LIGHT.line, LIGHT.own, LIGHT.categories[1]), strict=False
        )
    )
    return Native("columns", tuple(years), series, axis=COUNTED)


def people_by_month(of: Drawn) -> Native:
    """People in each month."""
    months = _along(of, of.given["months"])
    column = Series(of.called("value"), months.values("value", gaps=True), LIGHT.own)
    return Native("columns", _named(of.given["months"]), (column,), axis=COUNTED)


def done_of_planned(of: Drawn) -> Native:
    """What is done before a soft column of what was planned."""
    months = _along(of, of.given["months"])
    planned = months.values("planned", gaps=True)
    quiet = Series(of.called("planned"), planned, LIGHT.own_soft, _at_the_end(months.texts()))
    done = Series(of.called("done"), months.values("done", gaps=True), LIGHT.own)
    return Native("columns", _named(of.given["months"]), (quiet, done), "before", COUNTED)


def mercury_used(of: Drawn) -> Native:
    """Kilograms used, with a tick at each baseline."""
    months = _along(of, of.given["months"])
    usual = months.values("usual", gaps=True)
    tick = Series(of.called("usual"), usual, LIGHT.ink, mark="tick")
    columns = by_way(months, "used", "usual")
    return Native("columns", _named(of.given["months"]), (*columns, tick), "before", _axis(usual))


def told(of: Drawn) -> Native:
    """A column for each month, quarter or year, with its number."""
    times, each = of.given["months"], of.given["each"]
    rows = _along(of, times)
    values = rows.values("drawn", gaps=True)
    column = Series(of.called("label"), values, LIGHT.own, rows.texts())
    named = tuple(SPANS[each](CALENDAR[each](month)) for month in times)
    return Native("columns", named, (column,))


def _stack(of: Drawn, names: Sequence[str], colours: Sequence[str], outlined: str | None) -> Native:
    months = sorted(set(of.texts("month")))
    fills = dict(zip(names, colours, strict=True))
    ordered = [name for name in reversed(names) if name != outlined] + ([outlined] if outlined else [])
    series = _stacked(of, "month", months, ordered, [fills[name] for name in ordered], LIGHT.paper)
    framed = tuple(replace(each, outline=LIGHT.muted) if each.name == outlined else each for each in series)
    return Native("columns", _named(months), framed, "stacked", COUNTED)


def _stacked(
    of: Drawn, along: str, times: Sequence[str], names: Sequence[str], colours: Iterable[str], outline: str
) -> tuple[Series, ...]:
    spread = of.spread(along, times, "group", names)
    return tuple(
        Series(name, spread[name].values("value", gaps=True), colour, outline=outline)
        for name, colour in zip(names, colours, strict=False)
    )


def _along(of: Drawn, months: Sequence[str]) -> Drawn:
    """A row for each month; where there was none, its cells are missing."""
    return of.spread("month", months)[""]


def _named(times: Iterable[str], monthly: bool = True) -> tuple[str, ...]:
    return tuple(words.month(time) if monthly else str(time) for time in times)


def _axis(values: Iterable[Number | None]) -> str:
    return (
        COUNTED if max((abs(value) for value in values if value is not None), default=0) >= FEW else MEASURED
    )


def _at_the_end(labels: Sequence[str]) -> tuple[str, ...]:
    """Of the labels the last alone, where the last month has one."""
    return tuple("" for _ in labels[:-1]) + tuple(labels[-1:])
