"""Gold: what was sold, under which standard, to whom, where it went, and what is open for it."""

from __future__ import annotations

from itertools import chain

import pandas as pd

from data_access.gold import MILLIGRAMS_IN_GRAM, lots
from data_access.names import minor_digits, names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked, of_every_number, with_units
from exhibits.drawn import gold as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT, bars

WITHOUT, NOTHING = "Without a standard", "No gold was sold"
GRAMS_IN_KILOGRAM = 1000
# A longer period is told year by year.
MOST_MONTHS = 24
LISTED_LOTS = 200
MISSING = "No gold was sold in this period: choose a longer one, or widen the region or the programme."
SHARES = {"gold_under_standard": "Under a standard", "gold_traceable": "Traceable to its units"}


def gold_by_standard(read: Reader, selection: Selection) -> Exhibit:
    """Gold sold under each standard and under none, month by month, or year by year."""
    known = read.ask(names)["standard"]
    time, times = _times(selection)
    frame = read.figure("gold_sold", selection, ["standard", time])
    without = frame["standard"].isna()
    total, under = float(frame["value"].sum()), float(frame.loc[~without, "value"].sum())
    frame = frame.assign(
        time=frame[time],
        group=[WITHOUT if pd.isna(code) else known[code] for code in frame["standard"]],
        label=[words.weight(grams) for grams in frame["value"]],
        value=frame["value"] / GRAMS_IN_KILOGRAM,
    )
    title, sentence = NOTHING, f"{NOTHING}."
    if total:
        part = f"{words.share(under / total)} of it under a standard"
        title, sentence = (f"{words.weight(total)} {verb}, {part}" for verb in ("sold", "of gold was sold"))
        sentence = f"{sentence}."
    groups = tuple(name for name in known.values() if name in set(frame["group"]))
    colours = tuple(list(known.values()).index(name) for name in groups)
    return Exhibit(
        name="gold_by_standard",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=f"Fine kilograms sold in each {time} of {_period(selection)}, by standard",
        figures=("gold_sold",),
        columns={
            "time": Column(words.capitalised(time)),
            "group": Column("Standard"),
            "value": Column("Fine kilograms", "decimal"),
        },
        chart=Chart(
            drawn.gold_by_standard,
            ("time", "group", "value", "label"),
            (groups, colours, WITHOUT if without.any() else None, times, time == "month"),
        ),
        missing=MISSING,
        height=300,
    )


def shares_of_gold(read: Reader, selection: Selection) -> Exhibit:
    """The shares of gold sold under a standard, and of gold whose units are known, over time."""
    time, times = _times(selection)
    parts = [read.figure(name, selection, [time]).assign(group=group) for name, group in SHARES.items()]
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.assign(
        time=frame[time],
        label=[words.share(share) for share in frame["value"]],
        of=frame["of"] / GRAMS_IN_KILOGRAM,
    )
    said = [
        f"{words.share(float(read.figure(name, selection)['value'].iloc[0]))} {group.lower()}"
        for name, group in SHARES.items()
        if len(frame)
    ]
    title = f"Of the gold sold, {words.listed(said)}" if said else NOTHING
    return Exhibit(
        name="shares_of_gold",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle=f"Share of the fine grams sold in each {time} of {_period(selection)}",
        figures=tuple(SHARES),
        columns={
            "time": Column(words.capitalised(time)),
            "group": Column("Gold"),
            "value": Column("Share", "share"),
            "of": Column("Of fine kilograms sold", "decimal"),
        },
        chart=Chart(
            drawn.shares_of_gold,
            ("time", "group", "value", "label", "of"),
            (tuple(SHARES.values()), times, time == "month"),
        ),
        missing=MISSING,
        height=300,
    )


def gold_by_destination(read: Reader, selection: Selection) -> Exhibit:
    """Gold sold by the country it went to."""
    of_every_number(read)
    return _gold_by(read, selection, "destination", "Country", "took in", "by the country it went to")


def gold_by_buyer(read: Reader, selection: Selection) -> Exhibit:
    """Gold sold by who bought it."""
    return _gold_by(read, selection, "buyer", "Buyer", "bought", "by who bought it")


def lots_and_premium(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Every lot for which premium is due, with what is paid and open: those with most open first."""
    found, digits = read.ask(lots, selection, currency, LISTED_LOTS), read.fact(minor_digits)[currency]
    known = with_units(read, chain.from_iterable(found["units"]))
    frame = found.assign(
        standing=[_standing(row.due, row.paid, row.other_receipts) for row in found.itertuples()],
        grams=[milligrams / MILLIGRAMS_IN_GRAM for milligrams in found["fine_milligrams"]],
        days=[(selection.as_of - day).days for day in found["sold_on"]],
        from_units=[
            words.listed([known["unit"][unit] for unit in units]) or "not named" for units in found["units"]
        ],
        **{
            f"{code}_name": [known[code][key] for key in found[code]]
            for code in ("organisation", "buyer", "destination", "standard")
        },
        **{
            f"{amount}_exact": [words.major(minor, digits) for minor in found[amount]]
            for amount in ("due", "paid", "open")
        },
    )  # fmt: skip
    waiting = found[found["open"] > 0]
    still_open = words.money_short(int(waiting["open"].sum()), currency, digits)
    # What is open comes first: all of it is listed, unless it fills the list.
    at_least = "At least " if len(waiting) == LISTED_LOTS else ""
    title = (
        f"{at_least}{words.count(len(waiting), 'lot is', 'lots are')} not paid in full: {still_open} open"
        if len(waiting)
        else "Every lot is paid in full"
    )
    return Exhibit(
        name="lots_and_premium",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title if len(found) else "No lot with premium due",
        sentence=f"{title} on {words.day(selection.as_of)}.",
        subtitle=f"Lots sold in {_period(selection)} with premium due in {currency}, most open first; "
        f"at most {LISTED_LOTS}",
        figures=("gold_sold", "premium_due", "premium_received"),
        columns={
            "standing": Column("Premium"),
            "open_exact": Column(f"Open ({currency})", "money"),
            "sold_on": Column("Sold", "day"),
            "organisation_name": Column("Organisation"),
            "due_exact": Column("Due", "money"),
            "paid_exact": Column("Paid", "money"),
            "days": Column("Days since the sale", "count"),
            "grams": Column("Fine grams", "decimal"),
            "standard_name": Column("Standard"),
            "buyer_name": Column("Buyer"),
            "destination_name": Column("Went to"),
            "from_units": Column("From the units"),
        },
        missing="No lot of this selection brings premium in this currency: choose a longer period.",
        height=420,
    )


def _gold_by(read: Reader, selection: Selection, code: str, heading: str, verb: str, how: str) -> Exhibit:
    known = read.ask(names)[code]
    frame = read.figure("gold_sold", selection, [code])
    frame = frame.sort_values("value", ascending=False, ignore_index=True)
    total = float(frame["value"].sum())
    frame = frame.assign(
        row=[known[key] for key in frame[code]],
        label=[f"{words.weight(grams)} · {words.share(grams / total)}" for grams in frame["value"]],
    )
    title = f"Gold sold, {how}"
    if len(frame):
        part = words.fraction(frame["value"].iloc[0], total)
        title = f"{frame['row'].iloc[0]} {verb} {words.inside(part)} of the gold"
    return Exhibit(
        name=f"gold_by_{code}",
        frame=frame.assign(value=frame["value"] / GRAMS_IN_KILOGRAM),
        **asked(read, selection),
        title=title,
        sentence=f"{title}, of {words.weight(total)} sold.",
        subtitle=f"Fine gold sold in {_period(selection)}, {how}",
        figures=("gold_sold",),
        columns={"row": Column(heading), "value": Column("Fine kilograms", "decimal")},
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"]),)),
        missing=MISSING,
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def _times(selection: Selection) -> tuple[str, tuple[str, ...]]:
    """The dimension that tells a period best, and its values in order."""
    months = tuple(month for month, _ in selection.months())
    if len(months) <= MOST_MONTHS:
        return "month", months
    return "year", tuple(dict.fromkeys(month[:4] for month in months))


def _period(selection: Selection) -> str:
    return words.period(selection.first_day, max(selection.first_day, selection.as_of))


def _standing(due: int, paid: int, other_receipts: int) -> str:
    """How a lot's premium stands, in words."""
    if not paid and other_receipts:
        return "Not paid in this currency"
    if not paid and due:
        return "Not paid"
    if paid < due:
        return "Paid in part"
    return "Paid" if paid == due else "Paid beyond the due"
