"""Where the exhibits of a meeting come from: its pinned numbers, or before it starts those of now."""

from __future__ import annotations

from dataclasses import dataclass

from data_access.meetings import Deck
from data_access.snapshots import OF_PAGES, OF_SLIDES, pinned, positions
from exhibits.exhibit import Exhibit
from exhibits.meeting import Finds, Offered, live_exhibit, offered_live, offered_pinned
from exhibits.pinning import PinnedExhibits, pinned_exhibits
from pages.parts.reading import answer, asked_anew


@dataclass(frozen=True)
class Live:
    """The exhibits of a meeting that has not started, each kept for as long as the data stay the same."""

    deck: Deck

    def exhibit(self, builder: str, arguments: str, /) -> Exhibit | None:
        """The exhibit; None if its audience isn't told it."""
        return answer(live_exhibit, self.deck.template, self.deck.sponsor, builder, arguments)


def finder(deck: Deck) -> Finds:
    """Finds the exhibits of a meeting's slides."""
    return Live(deck) if deck.snapshot is None else _pinned(deck.snapshot)


def offered_on(deck: Deck, page: str) -> tuple[Offered, ...]:
    """The exhibits of a page that the meeting can show."""
    if deck.snapshot is None:
        return answer(offered_live, deck.template, deck.sponsor, deck.selection, page)
    return offered_pinned(_pinned(deck.snapshot), page)


def pages_pinned(deck: Deck) -> bool:
    """Whether what all pages show is pinned already, which follows the slides."""
    return deck.snapshot is None or OF_PAGES in asked_anew(positions, deck.snapshot)


def _pinned(snapshot: str) -> PinnedExhibits:
    """What is pinned: as long as that grows, of the slides and of what their maker saw."""
    there, known = asked_anew(positions, snapshot), asked_anew(pinned, snapshot)
    growing = known is not None and not known.whole(there)
    among = there & {OF_SLIDES, OF_PAGES} if growing else there
    return answer(pinned_exhibits, snapshot, among)
