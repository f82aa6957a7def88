"""Premium: what gold earned, what was paid, what it bought, and what is left."""

from __future__ import annotations

import altair as alt
import pandas as pd

from data_access.names import minor_digits, names
from data_access.premium import premium_trace, spending_items
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import FRAME, Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT, bars, month_axis
from exhibits.theme import Theme

STEPS = ("Balance before", "Received", "Spent", "Balance after")
LISTED_ITEMS = 60


def currencies(read: Reader, selection: Selection) -> list[str]:
    """Currencies in which the organisations of the selection hold premium, the fullest first."""
    trace = read.ask(premium_trace, selection)
    moved = trace.groupby("currency")[["opening", "received", "spent"]].sum().sum(axis=1)
    return [str(currency) for currency in moved[moved > 0].sort_values(ascending=False).index]


def premium_flow(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Opening balance, received, spent, closing balance: a trace that adds up."""
    trace = _trace(read, selection, currency)
    digits = read.ask(minor_digits)[currency]
    opening, due, received, spent, closing = (
        int(trace[c].sum()) for c in ("opening", "due", "received", "spent", "closing")
    )
    ends = {"Balance before": (0, opening), "Received": (opening, opening + received),
            "Spent": (opening + received - spent, opening + received), "Balance after": (0, closing)}  # fmt: skip
    amounts = dict(zip(STEPS, (opening, received, -spent, closing), strict=True))
    frame = pd.DataFrame(
        [
            {"row": step, "start": float(words.major(ends[step][0], digits)), "end": float(words.major(ends[step][1], digits)),
             "amount": words.major(amounts[step], digits), "label": _signed_money(amounts[step], currency, digits, step)}
            for step in STEPS
        ]
    )  # fmt: skip
    part = f"{words.share(spent / received)} of what was received" if received else "nothing was received"
    title = (
        f"{words.money_short(spent, currency, digits)} spent in the period, against "
        f"{words.money_short(received, currency, digits)} received"
    )
    return Exhibit(
        name="premium_flow",
        frame=frame.iloc[:0] if trace.empty else frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"{title} ({part}); {words.money(due, currency, digits)} fell due for the gold sold in it.",
        subtitle=f"{currency}, {words.period(selection.first_day, selection.as_of)}; premium due on the lots sold in it: "
        f"{words.money(due, currency, digits)}",
        figures=("premium_due", "premium_received", "premium_spent", "premium_balance"),
        columns={"row": Column("Step"), "amount": Column(f"Amount ({currency})", "money")},
        chart=Chart(_waterfall, ("row", "start", "end", "label")),
        missing="No organisation of the selection holds premium: widen the region or the programme.",
        height=BAR_HEIGHT * 4 + 40,
    )


def spending_by_category(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Premium spent in the period, by what it was for."""
    digits = read.ask(minor_digits)[currency]
    frame = read.figure("premium_spent", selection, ["category"], only={"currency": currency})
    frame = frame.sort_values("value", ascending=False, ignore_index=True)
    total = int(frame["value"].sum())
    frame = frame.assign(
        row=[words.code(category) for category in frame["category"]],
        amount=[words.major(value, digits) for value in frame["value"]],
        label=[
            f"{words.money_short(v, currency, digits)} · {words.share(v / total)}" for v in frame["value"]
        ],
        value=frame["value"].astype(float),
    )
    top = frame["row"].iloc[0] if len(frame) else ""
    title = (
        f"{words.fraction(frame['value'].iloc[0], total)} of spending went into {words.inside(top)}"
        if top
        else "Nothing was spent"
    )
    return Exhibit(
        name="spending_by_category",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"Of {words.money(total, currency, digits)} spent, {words.inside(title)}.",
        subtitle=f"Premium spent by category, {words.period(selection.first_day, selection.as_of)}",
        figures=("premium_spent",),
        columns={"row": Column("Category"), "amount": Column(f"Spent ({currency})", "money")},
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"]), "own", 220)),
        missing="No premium was spent in this period: choose a longer one.",
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def received_and_spent_by_year(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Premium due, received and spent in each year of the period."""
    digits = read.ask(minor_digits)[currency]
    parts = []
    for name, said in (("premium_due", "due"), ("premium_received", "received"), ("premium_spent", "spent")):
        part = read.figure(name, selection, ["year"], only={"currency": currency})
        parts.append(part.assign(group=said))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.assign(
        amount=[words.major(value, digits) for value in frame["value"]],
        label=[words.money_short(v, currency, digits).split(words.SPACE)[-1] for v in frame["value"]],
        value=[float(words.major(v, digits)) for v in frame["value"]],
    )
    spent = {group: float(rows["value"].sum()) for group, rows in frame.groupby("group")}
    below = spent.get("spent", 0) <= spent.get("received", 0)
    title = "Spending stayed below what was received" if below else "More was spent than was received"
    return Exhibit(
        name="received_and_spent_by_year",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"{title}.",
        subtitle=f"Premium due, received and spent, {currency}, by year of the sale or payment",
        figures=("premium_due", "premium_received", "premium_spent"),
        columns={
            "year": Column("Year"),
            "group": Column("Step"),
            "amount": Column(f"Amount ({currency})", "money"),
        },
        chart=Chart(_by_year, ("year", "group", "value", "label")),
        missing="No premium fell due, was paid or was spent in this period: choose a longer one.",
        height=280,
    )


def balance_by_month(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Premium received and not yet spent, at the end of every month."""
    digits = read.ask(minor_digits)[currency]
    frame = read.figure("premium_balance", selection, ["month"], only={"currency": currency})
    frame = frame.assign(
        amount=[words.major(value, digits) for value in frame["value"]],
        label=[words.money_short(value, currency, digits) for value in frame["value"]],
        value=[float(words.major(value, digits)) for value in frame["value"]],
    )
    title = "Nothing is held"
    if len(frame):
        first, last = frame.iloc[0], frame.iloc[-1]
        way = (
            "grew to"
            if last["value"] > first["value"]
            else "fell to"
            if last["value"] < first["value"]
            else "stayed at"
        )
        title = f"The unspent balance {way} {last['label']}"
    return Exhibit(
        name="balance_by_month",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"{title}.",
        subtitle=f"Premium received and not yet spent at the end of every month, {currency}",
        figures=("premium_balance",),
        columns={"month": Column("Month"), "amount": Column(f"Balance ({currency})", "money")},
        chart=Chart(
            _balance, ("month", "value", "label"), (tuple(month for month, _ in selection.months()),)
        ),
        missing="No organisation of the selection holds premium: widen the region or the programme.",
        height=230,
    )


def premium_by_organisation(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Each organisation's balance before, due, received, spent and balance after."""
    known = read.ask(names)
    digits = read.ask(minor_digits)[currency]
    trace = _trace(read, selection, currency)
    trace = trace.sort_values(["received", "spent", "closing"], ascending=False, ignore_index=True)
    frame = trace.assign(
        organisation_name=trace["organisation"].map(known["organisation"]),
        **{
            step: [words.major(value, digits) for value in trace[step]]
            for step in ("opening", "due", "received", "spent", "closing")
        },
    )
    holding = int((trace["closing"] > 0).sum())
    title = f"{words.count(holding, 'organisation holds', 'organisations hold')} premium not yet spent"
    return Exhibit(
        name="premium_by_organisation",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"{title}, of {words.count(len(frame), 'organisation', 'organisations')} with premium.",
        subtitle=f"{currency}; balance before + received − spent = balance on {words.day(selection.as_of)}",
        figures=("premium_due", "premium_received", "premium_spent", "premium_balance"),
        columns={"organisation_name": Column("Organisation"), "due": Column(f"Due ({currency})", "money"),
                 "opening": Column("Balance before", "money"), "received": Column("Received", "money"),
                 "spent": Column("Spent", "money"), "closing": Column("Balance after", "money")},
        missing="No organisation of the selection holds premium: widen the region or the programme.",
        height=360,
    )  # fmt: skip


def what_bought_what(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """The latest things that premium bought, by whom and for how much."""
    known = read.ask(names)
    digits = read.ask(minor_digits)[currency]
    items = read.ask(spending_items, selection)
    items = items[items["currency"] == currency].head(LISTED_ITEMS).reset_index(drop=True)
    frame = items.assign(
        organisation_name=items["organisation"].map(known["organisation"]),
        category_name=[words.code(category) for category in items["category"]],
        amount=[words.major(value, digits) for value in items["amount_minor"]],
        spent_on=pd.to_datetime(items["spent_on"]),
    )
    latest = frame["description"].iloc[0] if len(frame) else ""
    return Exhibit(
        name="what_bought_what",
        frame=frame,
        **asked(read, selection, about=currency),
        title=f"Last bought: {words.inside(latest)}" if latest else "Nothing was bought",
        sentence=f"The latest things that premium bought; last: {latest}." if latest else "Nothing was bought.",
        subtitle=f"The latest {LISTED_ITEMS} payments of the period at most, newest first",
        figures=("premium_spent",),
        columns={"spent_on": Column("Day", "day"), "description": Column("What it bought"),
                 "category_name": Column("Category"), "organisation_name": Column("Organisation"),
                 "amount": Column(f"Amount ({currency})", "money")},
        missing="No premium was spent in this period: choose a longer one.",
        height=420,
    )  # fmt: skip


def _trace(read: Reader, selection: Selection, currency: str) -> pd.DataFrame:
    trace = read.ask(premium_trace, selection)
    return trace[trace["currency"] == currency]


def _signed_money(minor: int, currency: str, digits: int, step: str) -> str:
    said = words.money(abs(minor), currency, digits)
    return {"Received": f"+ {said}", "Spent": f"− {said}"}.get(step, said)


def _waterfall(palette: Theme) -> alt.LayerChart:
    base = alt.Chart(FRAME).encode(
        y=alt.Y("row:N", sort=list(STEPS), axis=alt.Axis(title=None, labelColor=palette.ink, labelLimit=160)),
        x=alt.X("start:Q", axis=None, scale=alt.Scale(zero=True, nice=False, padding=4)),
        x2="end:Q",
    )
    colours = [palette.muted, palette.own, palette.categories[1], palette.muted]
    drawn = base.mark_bar(height={"band": 0.6}).encode(
        color=alt.Color("row:N", legend=None, scale=alt.Scale(domain=list(STEPS), range=colours)),
        tooltip=[alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")],
    )
    numbers = (
        alt.Chart(FRAME)
        .transform_calculate(edge="max(datum.start, datum.end)")
        .mark_text(align="left", dx=6, color=palette.ink)
        .encode(y=alt.Y("row:N", sort=list(STEPS)), x="edge:Q", text="label:N")
    )
    return alt.layer(drawn, numbers)


def _by_year(palette: Theme) -> alt.LayerChart:
    groups = ["due", "received", "spent"]
    base = alt.Chart(FRAME).encode(
        x=alt.X("year:O", axis=alt.Axis(title=None, labelAngle=0)),
        xOffset=alt.XOffset("group:N", sort=groups),
        y=alt.Y("value:Q", axis=alt.Axis(title=None, format="~s"), scale=alt.Scale(zero=True)),
    )
    drawn = base.mark_bar(width={"band": 0.9}).encode(
        color=alt.Color("group:N", scale=alt.Scale(domain=groups, range=[palette.line, palette.own, palette.categories[1]]),
                        legend=alt.Legend(symbolStrokeColor=palette.muted)),
        tooltip=[alt.Tooltip("year:N", title="Year"), alt.Tooltip("group:N", title="Step"), alt.Tooltip("label:N", title="Amount")],
    )  # fmt: skip
    return alt.layer(drawn, base.mark_text(dy=-7, fontSize=11, color=palette.ink).encode(text="label:N"))


def _balance(palette: Theme, months: tuple[str, ...]) -> alt.LayerChart:
    base = alt.Chart(FRAME).encode(x=month_axis().scale(domain=list(months)))
    amount = alt.Y("value:Q", axis=alt.Axis(title=None, format="~s"), scale=alt.Scale(zero=True))
    area = base.mark_area(color=palette.own, opacity=0.18).encode(y=amount)
    line = base.mark_line(color=palette.own, point=alt.OverlayMarkDef(color=palette.own, size=36)).encode(
        y=amount, tooltip=[alt.Tooltip("month:N", title="Month"), alt.Tooltip("label:N", title="Balance")]
    )
    last = (
        base.transform_filter(alt.datum.month == months[-1])
        .mark_text(dy=-12, fontWeight="bold", align="right", color=palette.own)
        .encode(y=amount, text="label:N")
    )
    return alt.layer(area, line, last)
