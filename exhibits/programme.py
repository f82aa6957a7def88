"""One programme: who leads and pays it, and what is claimed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from data_access.claims import claims
from data_access.disclosure.withholding import any_withheld
from data_access.figures import figures
from data_access.language import mark, plural, say
from data_access.names import minor_digits, names, stage_order
from data_access.programmes import agreements, phases, programme_runs
from data_access.reader import Reader
from data_access.selection import Selection, last_quarter_end, quarters
from data_access.spoken_names import said
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import Column, Exhibit
from exhibits.phases import days_of, run_of, where_in
from exhibits.sponsors import exact, records
from exhibits.withheld import note

HELD = {True: mark("holds"), False: mark("does not hold"), None: mark("not compared")}


def choices(read: Reader, selection: Selection) -> dict[str, str]:
    """Programmes that the selection is about, with their names: the one that began last first."""
    known = read.ask(names)["programme"]
    return {programme: known[programme] for programme in read.ask(programme_runs, selection)["programme"]}


def whole_run(read: Reader, selection: Selection, programme: str) -> Selection:
    """The selection for the days on which the programme has run so far; for outsiders, for the quarters
    that have ended."""
    run = run_of(read, programme)
    last = min(run["last_day"] or selection.data_date, selection.data_date)
    first = min(run["first_day"], last)
    if read.viewer.outsider:
        until = last_quarter_end(selection.data_date)
        spans = quarters(min(first, until), min(last, until)).values()
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return replace(selection, first_day=first, last_day=last)


def ladder_of(read: Reader, programme: str) -> str:
    """The ladder that the programme's units climb."""
    return str(run_of(read, programme)["ladder"])


def programme_card(read: Reader, selection: Selection, programme: str) -> Exhibit:
    """Who leads and pays the programme, when it runs, and which ladder its units climb."""
    known, run = read.ask(names), run_of(read, programme)
    chosen = selection.narrowed(programmes=(programme,))
    order = read.fact(stage_order)
    stages = order.loc[order["ladder"] == run["ladder"], "stage"].map(known["stage"])
    # All who pay are named, whoever looks.
    sponsors = read.ask(agreements, chosen.narrowed(sponsors=()))["sponsor"].map(known["sponsor"])
    payers = list(dict.fromkeys(sponsors))
    next_phases = read.ask(phases, programme).query("follows == @programme")["programme"]
    lead = known["organisation"][run["lead"]]
    at_work, why = _at_work(read, chosen)
    facts = [
        (say("Led by"), lead),
        (say("Paid by"), words.listed(payers) or say("nobody yet")),
        (say("Runs"), days_of(run)),
        *([(say("Follows"), known["programme"][run["follows"]])] if run["follows"] else []),
        *((say("Followed by"), known["programme"][phase]) for phase in next_phases),
        (say("Ladder"), known["ladder"][run["ladder"]]),
        (say("Its stages"), " → ".join(stages)),
        (say("On {day}", day=words.day(selection.as_of)), words.capitalised(at_work)),
    ]
    does = (said(run, "description") or known["programme"][programme]).rstrip(".")
    stands = {"where_in_its_run": where_in(run, selection.as_of), "units_and_miners": at_work}
    return Exhibit(
        name="programme_card",
        title=_who(lead, payers),
        sentence=f"{does}. {_paid_by(payers, stands)}",
        subtitle=say("Programme {code}", code=programme),
        figures=("funding", "production_units", "active_miners"),
        **asked(read, chosen),
        frame=pd.DataFrame(facts, columns=["fact", "value"]),
        columns={"fact": Column(say("Fact")), "value": Column(say("Value"))},
        suppressed=why,
    )


def _who(lead: str, payers: list[str]) -> str:
    if not payers:
        return say("Led by {organisation}, paid by nobody yet", organisation=lead)
    if payers == [lead]:
        return say("Led and paid by {organisation}", organisation=lead)
    return say("Led by {organisation}, paid by {sponsors}", organisation=lead, sponsors=words.listed(payers))


def _paid_by(payers: list[str], stands: dict[str, str]) -> str:
    if not payers:
        return say("Paid by nobody yet; {where_in_its_run}, with {units_and_miners}.", **stands)
    return say(
        "Paid by {sponsors}; {where_in_its_run}, with {units_and_miners}.",
        sponsors=words.listed(payers),
        **stands,
    )


def funding_agreed(read: Reader, selection: Selection, programme: str) -> Exhibit:
    """Each agreement of funding, in its own currency; what was made up for illustration says so."""
    chosen = selection.narrowed(programmes=(programme,))
    known, digits = read.ask(names)["sponsor"], read.fact(minor_digits)
    found = read.ask(agreements, chosen)
    frame = found.assign(
        sponsor_name=found["sponsor"].map(known),
        amount=[
            currency + words.SPACE + exact(amount, digits[currency])
            for amount, currency in zip(found["amount_minor"], found["currency"], strict=True)
        ],
        agreed_said=[words.day(day) for day in found["agreed_on"]],
        kind=[say("illustrative") if made_up else say("as agreed") for made_up in found["illustrative"]],
    )
    totals = found.groupby("currency", sort=False)["amount_minor"].sum()
    sums = [words.money(total, currency, digits[currency]) for currency, total in totals.items()]
    title = say("No funding was agreed")
    if sums:
        title = say("{amounts} agreed", amounts=words.listed(sums))
    return Exhibit(
        name="funding_agreed",
        title=title,
        sentence=f"{title}.",
        subtitle=say("Amounts agreed by {day}, each in its own currency", day=words.day(selection.as_of)),
        figures=("funding",),
        **asked(read, chosen),
        frame=frame,
        columns={
            "sponsor_name": Column(say("Sponsor")),
            "agreed_said": Column(say("Agreed on")),
            "amount": Column(say("Amount"), "number_text"),
            "kind": Column(say("Amount is")),
        },
        suppressed=say("Illustrative amounts are made up") if found["illustrative"].any() else "",
        missing=say(
            "No funding of this programme was agreed by then: choose a later period, or any sponsor."
        ),
    )


def claims_of_programme(read: Reader, selection: Selection, programme: str) -> Exhibit:
    """What was published of the programme, beside what the rows say of the same."""
    digits, found = read.fact(minor_digits), read.ask(claims)
    about = [asks is not None and asks.selection.programmes == (programme,) for asks in found["question"]]
    found = found.loc[about].reset_index(drop=True)
    said = {
        column: [_amount(row, column, digits) for row in records(found)]
        for column in ("published", "recorded")
    }
    held = [
        holds if pd.isna(why) else None for holds, why in zip(found["holds"], found["not_told"], strict=True)
    ]
    frame = found.assign(
        **{f"{column}_said": texts for column, texts in said.items()}, held=[say(HELD[how]) for how in held]
    )
    title = _what_holds(held)
    return Exhibit(
        name="claims_of_programme",
        title=title,
        sentence=f"{title}.",
        subtitle=say("Published, beside what the rows of this store say of the same days"),
        figures=tuple(name for name in dict.fromkeys(found["figure"]) if name in figures()),
        **asked(read, selection.narrowed(programmes=(programme,))),
        frame=frame,
        columns={
            "claim": Column(say("Claim")),
            "publisher": Column(say("Published by")),
            "published_said": Column(say("Published"), "number_text"),
            "recorded_said": Column(say("Recorded"), "number_text"),
            "held": Column(say("The claim")),
        },
        missing=say("Nothing that was published of this programme stands in this store."),
    )


def _what_holds(held: list[bool | None]) -> str:
    compared = [how for how in held if how is not None]
    failed = compared.count(False)
    if not held:
        return say("No claim was published of it")
    if not compared:
        return say("No claim can be compared")
    if failed:
        return plural(
            "{number} of {claims} does not hold",
            "{number} of {claims} do not hold",
            failed,
            claims=words.count(len(compared), "claim", "claims"),
        )
    return plural("The one claim holds", "All {number} claims hold", len(compared))


def _amount(row: dict[str, Any], column: str, digits: Mapping[str, int]) -> str:
    if pd.notna(row[column]):
        return words.measured(row[column], row["unit"], row["currency"], digits)
    return say(row["not_told"]) if column == "recorded" and pd.notna(row["not_told"]) else "–"


def _at_work(read: Reader, chosen: Selection) -> tuple[str, str]:
    """The units and the miners at work, and why their number is withheld, if it is."""
    enrolled, at_work = (read.figure(name, chosen) for name in ("production_units", "active_miners"))
    units = int(enrolled["value"].sum())
    if not units:
        return say("no unit enrolled"), ""
    said = words.count(units, "production unit", "production units")
    if any_withheld(at_work):
        withheld = say("{units}, the number of miners withheld", units=said)
        return withheld, note(read, "active_miners", at_work)
    return words.listed([said, words.count(int(at_work["value"].sum()), "miner", "miners")]), ""
