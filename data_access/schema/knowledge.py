"""What is measured, meant and said: indicators, surveys, targets, claims, stories, notes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from data_access.language import LANGUAGES
from data_access.schema.base import (
    Day,
    OptionalDay,
    Record,
    choice,
    count,
    day,
    exactly_one,
    in_order,
    key,
    number,
    question,
    ref,
    scaled,
    text,
    translations,
)

EVIDENCE = ("counted", "reported", "estimated", "contested")


class Indicator(Record):
    """Something measured or asked again and again."""

    __tablename__ = "indicator"

    id: Mapped[str] = key("Short code of the indicator")
    name: Mapped[str] = text("Name of the indicator")
    name_es, name_fr = translations("name", "Name of the indicator")
    unit: Mapped[str] = text("Unit of its values, e.g. kg, share, people")
    description: Mapped[str | None] = text("What is measured or asked", optional=True)


class Survey(Record):
    """A round of questions asked over a span of days."""

    __tablename__ = "survey"
    __table_args__ = (in_order("first_day", "last_day"),)

    id: Mapped[str] = key("Short code of the round")
    name: Mapped[str] = text("Name of the survey")
    name_es, name_fr = translations("name", "Name of the survey")
    programme_id: Mapped[str | None] = ref("programme", "Programme that asked", optional=True)
    first_day: Day = day("First day of asking")
    last_day: Day = day("Last day of asking")
    moment: Mapped[str | None] = choice(
        "moment", ("before", "after"), "For a pair of rounds: before or after the work", optional=True
    )


class IndicatorValue(Record):
    """The value of an indicator for a unit, an organisation or a region over a span of days."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        exactly_one("unit_id", "organisation_id", "region_id"),
        in_order("first_day", "last_day"),
        CheckConstraint("survey_id IS NULL OR asked IS NOT NULL", name="survey_says_asked"),
    )

    id: Mapped[str] = key("Key of the value")
    indicator_id: Mapped[str] = ref("indicator", "The indicator")
    programme_id: Mapped[str | None] = ref("programme", "Programme that measured", optional=True)
    survey_id: Mapped[str | None] = ref("survey", "Survey it comes from, if any", optional=True)
    unit_id: Mapped[str | None] = ref("production_unit", "The unit", optional=True)
    organisation_id: Mapped[str | None] = ref("organisation", "The organisation", optional=True)
    region_id: Mapped[str | None] = ref("region", "The region", optional=True)
    first_day: Day = day("First day the value is for")
    last_day: Day = day("Last day the value is for")
    value_milli: Mapped[int] = scaled("value_milli", "value", 3, "The value", least=None)
    asked: Mapped[int | None] = count("asked", "For a survey: how many were asked", optional=True)


class IndicatorBaseline(Record):
    """What an indicator was before the work began, for a unit or an organisation."""

    __tablename__ = "indicator_baseline"
    __table_args__ = (exactly_one("unit_id", "organisation_id"), in_order("first_day", "last_day"))

    id: Mapped[str] = key("Key of the baseline")
    indicator_id: Mapped[str] = ref("indicator", "The indicator")
    unit_id: Mapped[str | None] = ref("production_unit", "The unit", optional=True)
    organisation_id: Mapped[str | None] = ref("organisation", "The organisation", optional=True)
    first_day: Day = day("First day of the baseline span")
    last_day: Day = day("Last day of the baseline span")
    value_milli: Mapped[int] = scaled(
        "value_milli", "value", 3, "The value over the baseline span", least=None
    )


class Target(Record):
    """What a programme means to reach, by a day; if missed, why, and what comes next."""

    __tablename__ = "target"

    id: Mapped[str] = key("Key of the target")
    programme_id: Mapped[str] = ref("programme", "The programme")
    figure: Mapped[str] = text("Name of the figure, e.g. people_insured")
    region_id: Mapped[str | None] = ref("region", "Region it is for; empty for all", optional=True)
    value: Mapped[float] = number("The target, in the figure's unit (shares from 0 to 1)")
    currency_id: Mapped[str | None] = ref("currency", "Currency, for money", optional=True, index=False)
    due_on: Day = day("Day by which it is to be reached")
    codes: Mapped[str | None] = text(
        "Codes of the figure's own dimensions, as a query string, e.g. provision=rescue_chamber",
        optional=True,
    )
    cause: Mapped[str | None] = text("Stated cause, where it was missed", optional=True)
    next_action: Mapped[str | None] = text("What is done next", optional=True)


class Claim(Record):
    """A figure that somebody published."""

    __tablename__ = "claim"

    id: Mapped[str] = key("Key of the claim")
    figure: Mapped[str] = text("Name of the figure it speaks of")
    publisher: Mapped[str] = text("Who published it")
    published_on: OptionalDay = day("Day it was published, if known", optional=True)
    subject: Mapped[str | None] = text(
        "What it is about, the same for all claims that speak of the same thing; for contested ones",
        optional=True,
    )
    words: Mapped[str] = text("What was said")
    comparison: Mapped[str] = choice("comparison", ("=", ">=", "<=", "about"), "How the value is meant")
    value: Mapped[float] = number("The value, in the figure's unit (shares from 0 to 1)")
    currency_id: Mapped[str | None] = ref("currency", "Currency, for money", optional=True, index=False)
    evidence: Mapped[str] = choice("evidence", EVIDENCE, "Evidence grade")
    selection: Mapped[str | None] = question(
        "Selection it covers, as a query string with the filters' names; empty if it cannot be counted here"
    )
    source: Mapped[str] = text("Where it was read")


class Story(Record):
    """A story of transformation, in one language."""

    __tablename__ = "story"

    id: Mapped[str] = key("Short code of the story")
    language: Mapped[str] = choice("language", LANGUAGES, "Language of the text", primary_key=True)
    organisation_id: Mapped[str | None] = ref("organisation", "Organisation it tells of", optional=True)
    title: Mapped[str] = text("Title")
    body: Mapped[str] = text(
        "The story, in Markdown; [[figure?selection]] stands for what the store counts, "
        "e.g. [[active_miners?programme=HSE-2]]"
    )
    happened_on: OptionalDay = day("Day it tells of, if one", optional=True)


class Photo(Record):
    """A picture for a story. Without the consent of those it shows it is never shown."""

    __tablename__ = "photo"

    id: Mapped[str] = key("Key of the picture")
    story_id: Mapped[str] = text("Short code of the story it belongs to")
    caption: Mapped[str] = text("What it shows, in a sentence")
    taken_on: OptionalDay = day("Day it was taken, if known", optional=True)
    consent_on: OptionalDay = day("Day on which those it shows agreed to its publication", optional=True)
    image: Mapped[str] = text("The picture as JPEG or PNG, in Base64, without the place where it was taken")


class PracticeNote(Record):
    """A note for miners on good practice, in one language."""

    __tablename__ = "practice_note"

    id: Mapped[str] = key("Short code of the note")
    language: Mapped[str] = choice("language", LANGUAGES, "Language of the text", primary_key=True)
    subject: Mapped[str] = choice(
        "subject", ("environment", "cooperation", "finance", "safety"), "What it is about"
    )
    title: Mapped[str] = text("Title")
    body: Mapped[str] = text("The note, in Markdown")


class SupportService(Record):
    """What a support organisation offers, and in which country."""

    __tablename__ = "support_service"

    organisation_id: Mapped[str] = ref("organisation", "The support organisation", primary_key=True)
    country_id: Mapped[str] = ref("country", "Country where it is offered", primary_key=True)
    kind: Mapped[str] = choice(
        "kind",
        ("regional_centre", "advocacy", "consultancy", "finance", "certification"),
        "What it offers",
        primary_key=True,
    )
    description: Mapped[str] = text("The offer in a sentence")
