"""Which amounts may be told of a year, so that figures that are tied don't tell of each other.

- Gold sold comes first. Its standards have blocks made of its own, and what follows from them, the share
  under any standard and the premium due (grams × a public rate), is told in these. Of standards that are
  joined, premium and grams together tell more than either: the premium due is told in a currency in
  which that, too, is safe. In a year in which a standard's rate changed, grams and premium would tell
  the grams before and after: then the premium due under it is withheld, and so is each sum with it.
- Premium received and spent stand in blocks made of those of the gold sold that year, for what is
  due and what is received are often the same.
- A balance is told where it is what received and spent add up to that are told of the same
  organisations, year by year from the first. So it adds nothing to them; any other would tell of those
  who came or left between.
- Of mercury, what was used and what the baseline gives are told together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from data_access.disclosure.contributions import ALL, NONE, USED, USUAL, Years
from data_access.disclosure.dominance import Cells, Told, categories_told, wholes_told
from data_access.disclosure.groups import Group, Segment

MEASURED = ("mercury_avoided", "mercury_reduction", "responsible_gold", "money_mobilised")
FLOWS = {"premium_received": 1, "premium_spent": -1}
YES, NO = "yes", "no"
Found = TypeVar("Found")


class Ties:
    """What may be told of each figure and year, kept once it has been worked out.

    Each method reads only what is wanted for the first time, and only what the viewer may see.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Any] = {}

    def segments(self, years: Years, figure: str, year: str) -> set[Segment]:
        """Where organisations are selected in a year; of what is measured, where anything is reported."""
        if figure in MEASURED:
            return {*self._measured(years, figure, year, None)}
        return {*self._organisations(years, year).values()}

    def codes(self, years: Years, figure: str, dimension: str) -> list[str]:
        """Every code of a dimension that a figure has in any year, whatever the viewer asks for."""
        name = "premium_received" if figure == "premium_balance" else figure
        found = self._once(lambda: years.codes(name, dimension), "codes", name, dimension)
        if figure != "premium_balance":
            return found
        return sorted({*found, *self.codes(years, "premium_spent", dimension)})

    def told(
        self, years: Years, figure: str, year: str, currency: str | None = None, attribute: str | None = None
    ) -> Told:
        """What may be told of a figure: its codes are those of the attribute, or ``ALL`` alone; of
        traceable gold ``YES`` and ``NO``, of mercury ``USED`` and ``USUAL``."""
        asked = (figure, year, currency, attribute)
        return self._once(lambda: _FINDING[figure](self, years, *asked), "told", *asked)

    def balance(self, years: Years, year: str, group: Group, currency: str) -> int | None:
        """Received less spent from the first year to the end of a year; None where it is withheld."""
        total, held_now = 0, self._in_group(years, year, group)
        for earlier in self._once(years.of_flows, "years"):
            if earlier > year:
                continue
            held_then = self._in_group(years, earlier, group)
            for name, sign in FLOWS.items():
                told = self.told(years, name, earlier, currency).shown(group)
                moved = self._moved(years, name, currency).get(earlier, set())
                if told is None or (held_now ^ held_then) & moved:
                    return None
                total += sign * told[ALL]
        return total

    def _moved(self, years: Years, name: str, currency: str) -> dict[str, set[str]]:
        return self._once(lambda: years.contributors(name, currency), "moved", name, currency)

    def _in_group(self, years: Years, year: str, group: Group) -> set[str]:
        found = self._organisations(years, year)
        return {organisation for organisation, segment in found.items() if group.holds(segment)}

    def _organisations(self, years: Years, year: str) -> dict[str, Segment]:
        return self._once(lambda: years.organisations(year), "organisations", year)

    def _cells(
        self, years: Years, figure: str, year: str, attribute: str | None, currency: str | None
    ) -> Cells:
        segments = self._organisations(years, year)
        return years.of_organisations(segments, figure, year, attribute, currency)

    def _gold(
        self, years: Years, figure: str, year: str, currency: str | None, attribute: str | None
    ) -> Told:
        cells = self._cells(years, figure, year, attribute, None)
        if attribute is None:
            return wholes_told(cells, (ALL,))
        codes, whole = self.codes(years, figure, attribute), self.told(years, figure, year)
        if attribute != "standard":
            return categories_told(cells, codes, whole)
        sold = {code for found in cells.values() for code in found}
        # The share under a standard can be told where gold under none stands alone.
        return categories_told(cells, codes, whole, NONE, self._premiums(years, year, sold))

    def _premiums(self, years: Years, year: str, sold: set[str]) -> dict[str, dict[str, int]]:
        """Currency → standard sold → its premium; none at all in a year in which one of them changed."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for standard, (premium, *others) in self._rates(years, year).items():
            if standard in sold:
                if others or premium is None:
                    return {}
                minor, currency = premium
                found[currency][standard] = minor
        return dict(sorted(found.items(), key=lambda paid: (-len(paid[1]), paid[0])))

    def _rates(self, years: Years, year: str) -> dict[str, Any]:
        return self._once(lambda: years.rates(year), "rates", year)

    def _traceable(self, years: Years, figure: str, year: str, *_: str | None) -> Told:
        cells = years.traceable(self._organisations(years, year), year)
        return categories_told(cells, (YES, NO), self.told(years, "gold_sold", year))

    def _due(self, years: Years, figure: str, year: str, currency: str | None, attribute: str | None) -> Told:
        grams = self.told(years, "gold_sold", year, None, "standard")
        cells = self._cells(years, figure, year, "standard", currency)
        due = {code for found in cells.values() for code in found}
        new_rates = {code for code, held in self._rates(years, year).items() if len(held) > 1}
        blocks = {block: {code: _sum(cells, block, code) for code in grams.codes} for block in grams.blocks}
        if attribute is not None:
            return Told(grams.codes, blocks, grams.held_back, (grams.joined | new_rates) & due)
        hidden = new_rates & due
        if grams.joined & due and grams.weighed != currency:
            # Each sum with one of several joined would tell them apart.
            hidden |= grams.joined
        cut = {block for block in blocks if any(grams.blocks[block][code] for code in hidden)}
        wholes = {block: {ALL: sum(found.values())} for block, found in blocks.items() if block not in cut}
        return Told((ALL,), wholes, grams.held_back.union(*cut))

    def _flow(
        self, years: Years, figure: str, year: str, currency: str | None, attribute: str | None
    ) -> Told:
        cells = self._cells(years, figure, year, attribute, currency)
        if attribute is None:
            return wholes_told(cells, (ALL,), self.told(years, "gold_sold", year).blocks)
        whole = self.told(years, figure, year, currency)
        return categories_told(cells, self.codes(years, figure, attribute), whole)

    def _measured_told(
        self, years: Years, figure: str, year: str, currency: str | None, attribute: str | None
    ) -> Told:
        codes = (USED, USUAL) if figure.startswith("mercury") else (ALL,)
        return wholes_told(self._measured(years, figure, year, currency), codes)

    def _measured(self, years: Years, figure: str, year: str, currency: str | None) -> Cells:
        name = "mercury_avoided" if figure.startswith("mercury") else figure
        return self._once(lambda: years.measured(name, year, currency), "measured", name, year, currency)

    def _once(self, find: Callable[[], Found], *key: str | None) -> Found:
        if key not in self._known:
            self._known[key] = find()
        found: Found = self._known[key]
        return found


_FINDING: dict[str, Callable[..., Told]] = {
    "gold_sold": Ties._gold,
    "gold_traceable": Ties._traceable,
    "premium_due": Ties._due,
    "premium_received": Ties._flow,
    "premium_spent": Ties._flow,
    **dict.fromkeys(MEASURED, Ties._measured_told),
}


def _sum(cells: Cells, block: frozenset[Segment], code: str) -> int:
    return sum(sum(cells.get(segment, {}).get(code, {}).values()) for segment in block)
