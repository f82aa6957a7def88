"""Where the exhibits of a meeting come from: its pinned numbers, or before it starts those of now."""

from __future__ import annotations

from dataclasses import dataclass

from data_access.language import spoken
from data_access.meetings import Deck
from exhibits.exhibit import Exhibit
from exhibits.meeting import Finds, Offered, live_exhibit, offered_live, offered_pinned, pinned_exhibits
from pages.parts.reading import answer


@dataclass(frozen=True)
class Live:
    """The exhibits of a meeting that has not started, each kept for as long as the data stay the same."""

    deck: Deck

    def exhibit(self, builder: str, arguments: str, /) -> Exhibit | None:
        """The exhibit; None if its audience isn't told it."""
        return answer(live_exhibit, self.deck.template, self.deck.sponsor, builder, arguments)


def finder(deck: Deck) -> Finds:
    """Finds the exhibits of a meeting's slides."""
    return Live(deck) if deck.snapshot is None else answer(pinned_exhibits, deck.snapshot, spoken())


def offered_on(deck: Deck, page: str) -> tuple[Offered, ...]:
    """The exhibits of a page that the meeting can show."""
    if deck.snapshot is None:
        return answer(offered_live, deck.template, deck.sponsor, deck.selection, page)
    return offered_pinned(answer(pinned_exhibits, deck.snapshot, spoken()), page)
