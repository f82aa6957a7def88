"""The directory: who supports miners where and with what, and the practice notes."""

from __future__ import annotations

from dataclasses import dataclass

from data_access import stories as known_stories
from data_access.language import mark, say, spoken
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.untranslated import written_in

# What is offered, and what notes are about, in the order in which a miner would ask.
OFFERS = {
    "regional_centre": mark("Regional centre"),
    "consultancy": mark("Advice"),
    "finance": mark("Finance"),
    "certification": mark("Certification"),
    "advocacy": mark("Advocacy"),
}
SUBJECTS = {
    "finance": mark("Funding that can be had"),
    "safety": mark("Safety"),
    "cooperation": mark("Working together"),
    "environment": mark("Water, land and forest"),
}
FINANCE = "finance"


@dataclass(frozen=True)
class Offer:
    """One kind of support: a code of ``OFFERS``, what it is in a sentence, the countries' names."""

    kind: str
    description: str
    countries: tuple[str, ...]


@dataclass(frozen=True)
class Supporter:
    """A support organisation, and what it offers in the countries looked at."""

    organisation: str
    name: str
    offers: tuple[Offer, ...]

    @property
    def kinds(self) -> set[str]:
        return {offer.kind for offer in self.offers}


@dataclass(frozen=True)
class Note:
    """A practice note: a code of ``SUBJECTS``, and a body in Markdown.

    ``language`` is that of its title and body, which ``untranslated`` says where another is spoken.
    """

    note: str
    subject: str
    title: str
    body: str
    language: str

    @property
    def untranslated(self) -> str:
        """That it is written in another language than the one spoken; else nothing."""
        return written_in(self.language)


def supporters(read: Reader, selection: Selection) -> tuple[Supporter, ...]:
    """Support organisations of the selection's countries by name."""
    found = read.fact(known_stories.support_services, selection)
    countries = read.ask(names)["country"]
    made = []
    for (organisation, name), services in found.groupby(["organisation", "name"]):
        offers = tuple(
            Offer(kind, description, tuple(sorted(countries[code] for code in offered["country"])))
            for (kind, description), offered in services.groupby(["kind", "description"])
        )
        by_kind = sorted(offers, key=lambda offer: list(OFFERS).index(offer.kind))
        made.append(Supporter(organisation, name, tuple(by_kind)))
    return tuple(sorted(made, key=lambda supporter: supporter.name.casefold()))


def offering(found: tuple[Supporter, ...], kind: str) -> tuple[Supporter, ...]:
    """Those of the organisations that offer one kind of support, with that alone."""
    return tuple(
        Supporter(each.organisation, each.name, tuple(offer for offer in each.offers if offer.kind == kind))
        for each in found
        if kind in each.kinds
    )


def practice_notes(read: Reader) -> tuple[Note, ...]:
    """All practice notes, by subject; in another language where they have not been translated."""
    found = read.fact(known_stories.practice_notes, spoken())
    notes = [Note(row.note, row.subject, row.title, row.body, row.language) for row in found.itertuples()]
    return tuple(sorted(notes, key=lambda note: list(SUBJECTS).index(note.subject)))


def in_sum(stories: int, supporters: tuple[Supporter, ...], notes: tuple[Note, ...]) -> str:
    """What there is to read and whom to ask, in a sentence."""
    countries = {name for each in supporters for offer in each.offers for name in offer.countries}
    told = words.count(stories, "story of change", "stories of change")
    return say(
        "{stories}, {organisations} offering support in {countries}, and {notes} on good practice "
        "in the mine.",
        stories=told if stories else say("No story of change"),
        organisations=words.count(len(supporters), "organisation", "organisations"),
        countries=words.count(len(countries), "country", "countries"),
        notes=words.count(len(notes), "note", "notes"),
    )
