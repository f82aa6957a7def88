"""What outsiders are told of figures, in the sentences that open a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data_access.disclosure.rules import NotForOutsiders
from data_access.disclosure.withholding import any_withheld
from data_access.figures import known_figure
from data_access.language import mark, plural, say
from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import withheld, words
from exhibits.told import Only
from exhibits.told_words import dated, number_of

# What is said of a figure's number: by its value, or by how that is written.
FACTS: dict[str, Callable[[float, str], str]] = {
    "production_units": lambda number, _: plural(
        "{number} production unit is enrolled", "{number} production units are enrolled", number
    ),
    "active_miners": lambda number, _: plural(
        "{number} miner is at work", "{number} miners are at work", number
    ),
    "training_coverage": lambda _, share: say(
        "{share} of the miners at work hold every required training", share=share
    ),
    "insured": lambda number, _: plural("{number} miner is insured", "{number} miners are insured", number),
    "people_trained": lambda number, _: plural(
        "{number} person was trained", "{number} people were trained", number
    ),
    "people_insured": lambda number, _: plural(
        "{number} person was insured at some time", "{number} people were insured at some time", number
    ),
    "gold_sold": lambda _, weight: say("{weight} of gold were sold", weight=weight),
    "gold_under_standard": lambda _, share: say("{share} of it under a standard", share=share),
    "gold_traceable": lambda _, share: say("{share} of it traceable to its units", share=share),
    "premium_due": lambda _, amount: say("{amount} of premium fell due", amount=amount),
    "premium_received": lambda _, amount: say("{amount} of premium were received", amount=amount),
    "premium_spent": lambda _, amount: say("{amount} of premium were spent", amount=amount),
    "mercury_avoided": lambda _, weight: say("{weight} of mercury were avoided", weight=weight),
    "mercury_reduction": lambda _, share: say("mercury was {share} below the baseline", share=share),
}


def told_in_a_sentence(read: Reader, selection: Selection, figures: tuple[tuple[str, Only], ...]) -> str:
    """What is told of figures, each narrowed by codes, to be read aloud: what happened with its year."""
    digits: Mapping[str, int] = read.fact(minor_digits)
    # One sentence for what was told of the same days: the first figure of them, and all facts.
    said: dict[tuple[bool, Selection], tuple[str, list[str]]] = {}
    withheld_any = False
    for name, only in figures:
        when = withheld.when_told(read, selection, name)
        try:
            rows = read.figure(name, when, (), dict(only))
        except NotForOutsiders:
            continue
        withheld_any |= any_withheld(rows)
        if name in FACTS and len(rows) and not rows["suppressed"].iloc[0] and rows["value"].iloc[0] > 0:
            row = rows.iloc[0]
            fact = FACTS[name](float(row["value"]), number_of(row, "value", known_figure(name), digits))
            of_a_year = withheld.each(read, name) == "year"
            said.setdefault((of_a_year, when), (name, []))[1].append(fact)
    if not said and withheld_any:
        return say("Of this selection no number can be told here without telling of few; widen it.")
    if not said:
        return say("Of this selection nothing was recorded; widen it.")
    return " ".join(
        dated(
            read,
            when,
            name,
            mark("In {year}, {facts}."),
            mark("On {day}, {facts}."),
            {"facts": words.listed(facts)},
        )
        for (_, when), (name, facts) in said.items()
    )
