"""How miners work: what they answered when asked, before the work and after it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from data_access.conditions import AWARENESS, CONDITIONS, survey_rounds
from data_access.indicators import until_as_of
from data_access.language import mark, plural, say
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.drawn import conditions as drawn
from exhibits.exhibit import Chart, Column, Exhibit

ROW_HEIGHT = 52
SAID = {
    "contract": mark("{share} have a written contract"),
    "health_insurance": mark("{share} have health insurance"),
    "pension": mark("{share} pay into a pension"),
    "aware_of_risks": mark("{share} know the dangers of their work"),
    "aware_of_cover": mark("{share} know which cover there is"),
}
# Between answers of a few hundred people, smaller differences come about by chance alone.
STANDARD_ERRORS = 2


def compared_rounds(read: Reader, selection: Selection) -> list[str]:
    """The newest round of each series asked before and after the work, the newest first."""
    rounds = read.ask(survey_rounds, selection)
    return list(rounds[rounds["moment"].notna()].drop_duplicates("programme")["survey"])


def other_surveys(read: Reader, selection: Selection) -> list[str]:
    """Surveys that stand by themselves, the newest first."""
    rounds = read.ask(survey_rounds, selection)
    return list(rounds[rounds["moment"].isna()]["survey"])


def work_before_and_after(read: Reader, selection: Selection, survey: str) -> Exhibit:
    """Contract, health insurance and pension in a round and in the one before it."""
    return _before_and_after(read, selection, survey, "work_before_and_after", CONDITIONS)


def awareness_before_and_after(read: Reader, selection: Selection, survey: str) -> Exhibit:
    """Awareness of the dangers and of cover in a round and in the one before it."""
    return _before_and_after(read, selection, survey, "awareness_before_and_after", AWARENESS)


def answers_of_survey(read: Reader, selection: Selection, survey: str) -> Exhibit:
    """What those asked in one survey answered."""
    frame = read.figure("survey_answers", until_as_of(selection), only={"survey": survey})
    frame = frame.dropna(subset=["value"]).sort_values("value", ascending=False, ignore_index=True)
    known, rounds = read.ask(names), _rounds(read, selection, survey, 1)
    frame = frame.assign(
        row=frame["indicator"].map(known["indicator"]),
        label=[words.share(value) for value in frame["value"]],
        all=1.0,
        first=True,
    )
    title, about = say("No such survey was held here"), say("Share of those asked")
    if len(frame) and len(rounds):
        title = say("{share} answered “{answer}”", share=frame["label"].iloc[0], answer=frame["row"].iloc[0])
        about = say(
            "{survey}: {people_asked}, {months}",
            survey=known["survey"].get(survey, survey),
            people_asked=_asked_in_words(frame),
            months=_span(rounds.iloc[0]),
        )
    answers = words.listed([f"{words.inside(row.row)} {row.label}" for row in frame.itertuples()])
    return Exhibit(
        name="answers_of_survey",
        frame=frame,
        **asked(read, selection),
        title=words.capitalised(title),
        sentence=f"{about}. {words.capitalised(answers)}." if answers else f"{title}.",
        subtitle=about,
        figures=("survey_answers",),
        columns={
            "row": Column(say("Answer")),
            "value": Column(say("Share"), "share"),
            "of": Column(say("People asked"), "count"),
        },
        chart=Chart(drawn.shares, ("row", "value", "label", "all", "first"), (tuple(frame["row"]),)),
        missing=say(
            "No survey of this selection has answers up to this day: widen the region or the programme."
        ),
        height=ROW_HEIGHT * max(2, len(frame)),
    )


def _before_and_after(
    read: Reader, selection: Selection, survey: str, name: str, indicators: Sequence[str]
) -> Exhibit:
    """Shares in a round and in the one before it of the same series, whatever the period's first day."""
    known, rounds = read.ask(names)["indicator"], _rounds(read, selection, survey, 2)
    spans = {row["survey"]: _span(row) for _, row in rounds.iterrows()}
    frame = read.figure("working_conditions", until_as_of(selection))
    frame = frame[frame["survey"].isin(spans) & frame["indicator"].isin(indicators)].dropna(subset=["value"])
    frame = frame.assign(
        row=frame["indicator"].map(known),
        round=frame["survey"].map(spans),
        label=[words.share(value) for value in frame["value"]],
        place=frame["indicator"].map({code: place for place, code in enumerate(indicators)}),
        later=frame["survey"] == survey,
    ).sort_values(["place", "later"], ignore_index=True)
    frame = frame.assign(
        side=["lower" if lower else "higher" for lower in _is_lower(frame)],
        first=~frame["row"].duplicated(),
    )
    order, labels = tuple(frame["row"].unique()), tuple(dict.fromkeys(spans.values()))
    labels = tuple(label for label in labels if label in set(frame["round"]))
    people = [f"{span} ({_asked_in_words(frame[frame['round'] == span])})" for span in labels]
    title, sentence = _in_words(frame)
    return Exhibit(
        name=name,
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say("Share of the miners asked: {rounds}", rounds=words.listed(people))
        if len(frame)
        else say("Share of those asked"),
        figures=("working_conditions",),
        columns={
            "row": Column(say("Answer")),
            "round": Column(say("Asked")),
            "value": Column(say("Share"), "share"),
            "of": Column(say("People asked"), "count"),
        },
        chart=Chart(
            drawn.before_and_after,
            ("row", "round", "value", "of", "label", "side", "first"),
            (order, labels),
        ),
        missing=say("Nobody was asked in this selection up to this day: widen the region or the programme."),
        height=ROW_HEIGHT * max(2, len(order)) + 80,
    )


def _rounds(read: Reader, selection: Selection, survey: str, most: int) -> pd.DataFrame:
    """A round and those of its series before it, the oldest first."""
    rounds = read.ask(survey_rounds, selection)
    own = rounds[rounds["survey"] == survey]
    if own.empty:
        return own
    of_series = rounds["moment"].notna() & (rounds["programme"] == own["programme"].iloc[0])
    earlier = rounds[of_series & (rounds["last_day"] < own["last_day"].iloc[0])]
    return pd.concat([own, earlier]).head(most).iloc[::-1]


def _span(survey: pd.Series) -> str:
    """The months in which was asked: ``Sep – Oct 2025``."""
    first, last = (words.month(survey[day].isoformat()[:7]) for day in ("first_day", "last_day"))
    if first == last:
        return first
    same_year = survey["first_day"].year == survey["last_day"].year
    return f"{first.split()[0] if same_year else first} – {last}"


def _is_lower(frame: pd.DataFrame) -> list[bool]:
    """Whether a share is the lower one of its row; of two alike the earlier, alone it is not."""
    least = frame.groupby("row")["value"].transform("min")
    twins = frame.groupby("row")["row"].transform("size") > 1
    alike = frame.groupby("row")["value"].transform("nunique") == 1
    return list(twins & (frame["value"] == least) & ~(alike & frame["later"]))


def _in_words(frame: pd.DataFrame) -> tuple[str, str]:
    """The change that stands out, as a title; and all shares, as a sentence."""
    now, then = (frame[frame["later"] == later].set_index("indicator") for later in (True, False))
    if now.empty:
        return say("Nobody was asked"), say("Nobody was asked in this selection.")
    codes = list(now.index)
    changes = {code: _change(now.loc[code], then.loc[code]) for code in codes if code in then.index}
    clear = {code: change for code, change in changes.items() if change}
    shown = max(clear, key=lambda code: abs(clear[code])) if clear else codes[0]
    said = {code: say(SAID[code], share=now["label"][code]) for code in codes}
    title = said[shown]
    if shown in changes:
        before = {"so_many_miners": title, "share_before": then["label"][shown]}
        if shown not in clear:
            title = say("{so_many_miners}, no clear change from {share_before}", **before)
        elif clear[shown] > 0:
            title = say("{so_many_miners}, up from {share_before}", **before)
        else:
            title = say("{so_many_miners}, down from {share_before}", **before)
    answers = {
        "people_asked": _asked_in_words(now),
        "months": now["round"].iloc[0],
        "so_many_miners": words.listed(list(said.values())),
    }
    if not changes:
        return words.capitalised(title), say("Of {people_asked} ({months}), {so_many_miners}.", **answers)
    sentence = say(
        "Of {people_asked} ({months}), {so_many_miners}; of {people_asked_before} ({months_before}) it was "
        "{shares_before}.",
        people_asked_before=_asked_in_words(then),
        months_before=then["round"].iloc[0],
        shares_before=words.listed([str(then["label"][code]) for code in changes]),
        **answers,
    )
    return words.capitalised(title), sentence


def _change(now: pd.Series, then: pd.Series) -> float:
    """The difference of two shares; zero where chance alone can explain it."""
    error = math.sqrt(sum(row["value"] * (1 - row["value"]) / row["of"] for row in (now, then)))
    difference = float(now["value"] - then["value"])
    return difference if abs(difference) > STANDARD_ERRORS * error else 0.0


def _asked_in_words(frame: pd.DataFrame) -> str:
    """How many were asked; where not all were asked everything, from how few to how many."""
    least, most = int(frame["of"].min()), int(frame["of"].max())
    if least == most:
        return plural("{number} person asked", "{number} people asked", most)
    return plural(
        "{least} to {number} person asked",
        "{least} to {number} people asked",
        most,
        least=words.number(least),
    )
