"""One programme: who leads and pays it, its units, and what is claimed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from data_access.claims import claims
from data_access.disclosure.withholding import any_withheld
from data_access.figures import figures
from data_access.names import minor_digits, names, stage_order
from data_access.programmes import agreements, phases, programme_runs
from data_access.reader import Reader
from data_access.selection import Selection, last_quarter_end, quarters
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import Column, Exhibit
from exhibits.phases import days_of, run_of, where_in
from exhibits.sponsors import exact, records
from exhibits.units import clustered, units_map
from exhibits.withheld import WITHHELD, note

HELD = {True: "holds", False: "does not hold", None: "not compared"}


def choices(read: Reader, selection: Selection) -> dict[str, str]:
    """Programmes that the selection is about, with their names: the one that began last first."""
    runs = read.ask(programme_runs, selection)
    return dict(zip(runs["programme"], runs["name"], strict=True))


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
    stages = read.fact(stage_order)
    # All who pay are named, whoever looks.
    sponsors = read.ask(agreements, chosen.narrowed(sponsors=()))["sponsor"].map(known["sponsor"])
    payers = words.listed(list(dict.fromkeys(sponsors))) or "nobody yet"
    next_phases = read.ask(phases, programme).query("follows == @programme")["name"]
    lead = known["organisation"][run["lead"]]
    at_work, why = _at_work(read, chosen)
    where = where_in(run, selection.as_of)
    facts = [
        ("Led by", lead),
        ("Paid by", payers),
        ("Runs", days_of(run)),
        *([("Follows", known["programme"][run["follows"]])] if run["follows"] else []),
        *(("Followed by", name) for name in next_phases),
        ("Ladder", known["ladder"][run["ladder"]]),
        ("Its stages", " → ".join(stages.loc[stages["ladder"] == run["ladder"], "name"])),
        (f"On {words.day(selection.as_of)}", words.capitalised(at_work)),
    ]
    does = (run["description"] or run["name"]).rstrip(".")
    return Exhibit(
        name="programme_card",
        title=f"Led and paid by {payers}" if payers == lead else f"Led by {lead}, paid by {payers}",
        sentence=f"{does}. Paid by {payers}; {where}, with {at_work}.",
        subtitle=f"Programme {programme}",
        figures=("funding", "production_units", "active_miners"),
        **asked(read, chosen),
        frame=pd.DataFrame(facts, columns=["fact", "value"]),
        columns={"fact": Column("Fact"), "value": Column("Value")},
        suppressed=why,
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
        kind=["illustrative" if made_up else "as agreed" for made_up in found["illustrative"]],
    )
    totals = found.groupby("currency", sort=False)["amount_minor"].sum()
    sums = [words.money(total, currency, digits[currency]) for currency, total in totals.items()]
    title = f"{words.listed(sums)} agreed" if sums else "No funding was agreed"
    return Exhibit(
        name="funding_agreed",
        title=title,
        sentence=f"{title}.",
        subtitle=f"Amounts agreed by {words.day(selection.as_of)}, each in its own currency",
        figures=("funding",),
        **asked(read, chosen),
        frame=frame,
        columns={
            "sponsor_name": Column("Sponsor"),
            "agreed_said": Column("Agreed on"),
            "amount": Column("Amount", "number_text"),
            "kind": Column("Amount is"),
        },
        suppressed="Illustrative amounts are made up" if found["illustrative"].any() else "",
        missing="No funding of this programme was agreed by then: choose a later period, or any sponsor.",
    )


def units_of_programme(read: Reader, selection: Selection, programme: str) -> Exhibit:
    """The programme's production units: the list behind their map; for outsiders, how many at each stage
    in each region."""
    chosen = selection.narrowed(programmes=(programme,))
    on_day = words.day(selection.as_of)
    missing = "No unit was enrolled in this programme on that day: choose its whole run."
    if read.viewer.outsider:
        return _stages_by_region(read, chosen, missing)
    mapped = units_map(read, chosen)
    title = mapped.title if len(mapped.frame) else f"No unit was enrolled on {on_day}"
    return replace(
        mapped,
        name="units_of_programme",
        title=title,
        subtitle=f"Units by region and stage on {on_day}; the file has each of them"
        if clustered(mapped)
        else f"Each unit with its stage and its miners on {on_day}",
        sentence=f"{title}.",
        map=None,
        suppressed="",
        missing=missing,
    )


def _stages_by_region(read: Reader, chosen: Selection, missing: str) -> Exhibit:
    known, places = read.ask(names), read.fact(stage_order)
    order = {stage: place for place, stage in enumerate(places["stage"])}
    found = read.figure("units_by_stage", chosen, ["region"])
    found = found[found["value"] > 0].assign(
        region_name=lambda rows: rows["region"].map(known["region"]),
        stage_name=lambda rows: [words.name_of(known, "stage", code) for code in rows["stage"]],
        place=lambda rows: rows["stage"].map(order).fillna(-1),
    )
    frame = found.sort_values(["region_name", "place"], ignore_index=True)
    regions = words.count(frame["region"].nunique(), "region", "regions")
    units = words.count(int(frame["value"].sum()), "production unit", "production units")
    on_day = words.day(chosen.as_of)
    title = f"{units} in {regions}" if len(frame) else f"No unit was enrolled on {on_day}"
    return Exhibit(
        name="units_of_programme",
        title=title,
        subtitle=f"Units by region and stage on {on_day}",
        sentence=f"{title}.",
        figures=("units_by_stage", "production_units"),
        **asked(read, chosen),
        frame=frame,
        columns={
            "region_name": Column("Region"),
            "stage_name": Column("Stage"),
            "value": Column("Units", "count"),
        },
        missing=missing,
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
    frame = found.assign(
        **{f"{column}_said": texts for column, texts in said.items()},
        held=[
            HELD[holds] if pd.isna(why) else "not compared"
            for holds, why in zip(found["holds"], found["not_told"], strict=True)
        ],
    )
    title = _what_holds(frame)
    return Exhibit(
        name="claims_of_programme",
        title=title,
        sentence=f"{title}.",
        subtitle="Published, beside what the rows of this store say of the same days",
        figures=tuple(name for name in dict.fromkeys(found["figure"]) if name in figures()),
        **asked(read, selection.narrowed(programmes=(programme,))),
        frame=frame,
        columns={
            "claim": Column("Claim"),
            "publisher": Column("Published by"),
            "published_said": Column("Published", "number_text"),
            "recorded_said": Column("Recorded", "number_text"),
            "held": Column("The claim"),
        },
        missing="Nothing that was published of this programme stands in this store.",
    )


def _what_holds(frame: pd.DataFrame) -> str:
    compared = frame[frame["held"] != HELD[None]]
    failed = int((compared["held"] == HELD[False]).sum())
    if frame.empty:
        return "No claim was published of it"
    if compared.empty:
        return "No claim can be compared"
    if failed:
        of = words.count(len(compared), "claim", "claims")
        return f"{words.number(failed)} of {of} {'does' if failed == 1 else 'do'} not hold"
    return "The one claim holds" if len(compared) == 1 else f"All {words.number(len(compared))} claims hold"


def _amount(row: dict[str, Any], column: str, digits: Mapping[str, int]) -> str:
    if pd.notna(row[column]):
        return words.measured(row[column], row["unit"], row["currency"], digits)
    return row["not_told"] if column == "recorded" and pd.notna(row["not_told"]) else "–"


def _at_work(read: Reader, chosen: Selection) -> tuple[str, str]:
    """The units and the miners at work, and why their number is withheld, if it is."""
    enrolled, at_work = (read.figure(name, chosen) for name in ("production_units", "active_miners"))
    units = int(enrolled["value"].sum())
    if not units:
        return "no unit enrolled", ""
    said = words.count(units, "production unit", "production units")
    if any_withheld(at_work):
        return f"{said}, the number of miners {WITHHELD}", note(read, "active_miners", at_work)
    return f"{said} and {words.count(int(at_work['value'].sum()), 'miner', 'miners')}", ""
