"""What is meant and said: targets, claims, stories with pictures, practice notes, support on offer."""

from __future__ import annotations

from typing import Any

from sample_data.organisations import words
from sample_data.sample import Sample

LANGUAGES = ("en", "es", "fr")


def add_knowledge(sample: Sample) -> None:
    """All of it, from the files of words."""
    tables = sample.tables
    for target in words("targets")["target"]:
        tables.add_next(
            "target",
            "T",
            illustrative=not target.get("published", False),
            programme_id=target["programme"],
            figure=target["figure"],
            region_id=target.get("region"),
            value=target["value"],
            currency_id=target.get("currency"),
            due_on=target["due_on"],
            codes=target.get("codes"),
            cause=target.get("cause"),
            next_action=target.get("next_action"),
        )
    for publisher in words("claims")["publisher"]:
        _add_claims(sample, publisher)
    for story in words("stories")["story"]:
        for language in LANGUAGES:
            tables.add(
                "story",
                illustrative=False,
                id=story["id"],
                language=language,
                organisation_id=story["organisation"],
                happened_on=story.get("happened_on"),
                **_text(story[language]),
            )
    for photo in words("photos")["photo"]:
        tables.add(
            "photo",
            id=photo["id"],
            story_id=photo["story"],
            caption=photo["caption"],
            taken_on=photo["taken_on"],
            consent_on=photo["consent_on"],
            image="".join(photo["image"].split()),
        )
    for note in words("notes")["note"]:
        for language in LANGUAGES:
            tables.add(
                "practice_note",
                illustrative=False,
                id=note["id"],
                language=language,
                subject=note["subject"],
                **_text(note[language]),
            )
    made_up = {row["id"] for row in tables.rows["organisation"] if row["illustrative"]}
    for service in words("support")["service"]:
        for country in service["countries"]:
            tables.add(
                "support_service",
                illustrative=service["organisation"] in made_up,
                organisation_id=service["organisation"],
                country_id=country,
                kind=service["kind"],
                description=service["description"],
            )


def _add_claims(sample: Sample, publisher: dict[str, Any]) -> None:
    for claim in publisher["claims"]:
        sample.tables.add_next(
            "claim",
            "CL",
            illustrative=False,
            figure=claim["figure"],
            publisher=publisher["name"],
            published_on=publisher.get("published_on"),
            subject=claim.get("subject"),
            words=claim["words"],
            comparison=claim["comparison"],
            value=claim["value"],
            currency_id=claim.get("currency"),
            # What can be recomputed from rows is counted.
            evidence=publisher.get("evidence", "counted"),
            selection=claim.get("selection"),
            source=publisher["source"],
        )


def _text(words_: dict[str, str]) -> dict[str, str]:
    return {"title": words_["title"], "body": words_["body"].strip()}
