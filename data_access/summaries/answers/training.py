"""Who was trained, in what, for how long, and whose training is still valid."""

from __future__ import annotations

from dataclasses import replace

from data_access.scope import LAPSE_DAYS
from data_access.summaries import edges
from data_access.summaries.answering import Asked, Cells, answers, answers_with_people, hours
from data_access.summaries.cells import OF_PERSON
from data_access.summaries.measures import (
    ACTIVE,
    ANY_LAPSES,
    LAPSES,
    MINUTES,
    TRAINED,
    VALID,
    VALID_IN_ALL,
    VALID_IN_ANY,
)
from data_access.summaries.reading import Sets


@answers_with_people("people_trained")
def people_trained(asked: Asked) -> Sets | None:
    """People are set apart by topic or by relation, and not by both."""
    wanted = asked.only.get("topic") or ...
    on_any, topics = (asked.measures(TRAINED, topic=topic) for topic in (None, wanted))
    if "relation" in asked.by:
        if "topic" in asked.by:
            return None
        return asked.reading().people(on_any, at_edge=edges.trained)
    return asked.reading().people(topics if "topic" in asked.by else on_any, topics)


@answers("training_hours", without=("organisation", *OF_PERSON))
def training_hours(asked: Asked) -> Cells:
    minutes = asked.reading().amounts(minutes=asked.measures(MINUTES))["minutes"]
    return hours(asked, minutes)


@answers("training_coverage", without=("organisation", *OF_PERSON))
def training_coverage(asked: Asked) -> Cells:
    by_topic = "topic" in asked.by
    people = asked.reading(without=["topic"]).states(people=asked.measures(ACTIVE))["people"]
    if not asked.by and not people:
        return {(): (None, 0)}
    valid = asked.measures(VALID) if by_topic else asked.measures(VALID_IN_ALL)
    trained = asked.reading().states(trained=valid)["trained"]
    if not by_topic and not asked.book.required:
        return {codes: (None, n) for codes, n in people.items()}
    return {
        codes: (trained.get(codes, 0) / people[group], people[group])
        for codes, group in asked.each_with("topic", asked.book.topics, people)
    }


@answers("training_lapsing", without=("organisation", *OF_PERSON))
def training_lapsing(asked: Asked) -> Cells:
    by_topic = "topic" in asked.by
    people = asked.reading(without=["topic", "days"]).states(people=asked.measures(ACTIVE))["people"]
    of_required = [row for row in asked.measures(VALID) if row.topic in asked.book.required]
    valid = asked.reading(without=["days"]).states(
        valid=of_required if by_topic else asked.measures(VALID_IN_ANY)
    )["valid"]
    lapsing = asked.reading().states(lapsing=asked.measures(LAPSES if by_topic else ANY_LAPSES))["lapsing"]
    horizons = [str(days) for days in LAPSE_DAYS]
    without_days = replace(asked, by=tuple(name for name in asked.by if name != "days"))
    every = {codes: 0 for codes, _ in without_days.each_with("topic", asked.book.required, people)}
    return {
        codes: (lapsing.get(codes, 0), valid.get(group, 0))
        for codes, group in asked.each_with("days", horizons, every)
    }
