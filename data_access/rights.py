"""How far a viewer's eyes reach: the programmes and regions beyond which nothing is read."""

from __future__ import annotations

from dataclasses import dataclass

# A code that no programme and no region has: whoever may see none of them sees nothing.
NOTHING = ""


@dataclass(frozen=True)
class Rights:
    """Programmes and regions that may be seen; None stands for all of them."""

    programmes: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None

    @property
    def limited(self) -> bool:
        """Whether there is anything that may not be seen."""
        return self.programmes is not None or self.regions is not None


EVERYTHING = Rights()


def narrowed(chosen: tuple[str, ...], allowed: tuple[str, ...] | None) -> tuple[str, ...]:
    """The codes of a filter that are allowed; all that are allowed, where none is chosen.

    A filter never widens: of codes none of which is allowed, NOTHING is left.
    """
    if allowed is None:
        return chosen
    return tuple(code for code in chosen or allowed if code in allowed) or (NOTHING,)
