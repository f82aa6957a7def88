"""How large the stores of the benchmark are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SEED = 1848
# No month ends here: whoever takes months for whole ones shows it.
DATA_DATE = date(2026, 9, 17)
FIRST_DAY = date(2020, 9, 18)


@dataclass(frozen=True)
class Size:
    """Numbers of rows. ``premium`` counts receipts and expenditures together."""

    name: str
    units: int
    miners: int
    attendances: int
    premium: int
    programmes: int
    regions: int

    @property
    def organisations(self) -> int:
        """Mining organisations: about one for 25 units, and some in each region."""
        return max(self.units // 25, self.regions + 2)


SIZES = {
    size.name: size
    for size in (
        Size("S", 75, 3_000, 20_000, 1_500, 3, 8),
        Size("M", 5_000, 200_000, 1_000_000, 100_000, 12, 20),
        Size("L", 50_000, 2_000_000, 10_000_000, 1_000_000, 20, 25),
    )
}
