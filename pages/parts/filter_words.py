"""What is said of each filter: on it, beside it, and of a link that asks too much of it.

Sentences are written out for each: other languages have articles and endings that go with the word.
"""

from __future__ import annotations

from dataclasses import dataclass

from data_access.language import mark


@dataclass(frozen=True)
class FilterWords:
    """A filter's messages, marked here to be said where they are used.

    ``all`` and ``more`` stand on it while nothing, and while something is chosen. ``any`` widens it,
    ``unknown`` and ``ignored`` are said of a link.
    """

    label: str
    all: str
    more: str
    any: str
    unknown: str
    ignored: str


FILTER_WORDS = {
    "programme": FilterWords(
        label=mark("Programme"),
        all=mark("All programmes"),
        more=mark("More programmes"),
        any=mark("Any programme ({units})"),
        unknown=mark("The link names a programme “{code}” that is not in the store; it was ignored."),
        ignored=mark("The link's programme was ignored."),
    ),
    "sponsor": FilterWords(
        label=mark("Sponsor"),
        all=mark("All sponsors"),
        more=mark("More sponsors"),
        any=mark("Any sponsor ({units})"),
        unknown=mark("The link names a sponsor “{code}” that is not in the store; it was ignored."),
        ignored=mark("The link's sponsor was ignored."),
    ),
    "country": FilterWords(
        label=mark("Country"),
        all=mark("All countries"),
        more=mark("More countries"),
        any=mark("Any country ({units})"),
        unknown=mark("The link names a country “{code}” that is not in the store; it was ignored."),
        ignored=mark("The link's country was ignored."),
    ),
    "region": FilterWords(
        label=mark("Region"),
        all=mark("All regions"),
        more=mark("More regions"),
        any=mark("Any region ({units})"),
        unknown=mark("The link names a region “{code}” that is not in the store; it was ignored."),
        ignored=mark("The link's region was ignored."),
    ),
    "organisation": FilterWords(
        label=mark("Organisation"),
        all=mark("All organisations"),
        more=mark("More organisations"),
        any=mark("Any organisation ({units})"),
        unknown=mark("The link names an organisation “{code}” that is not in the store; it was ignored."),
        ignored=mark("The link's organisation was ignored."),
    ),
}
