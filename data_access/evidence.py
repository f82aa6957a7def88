"""How well a value is known, and that what was not counted is never mixed with what was."""

from __future__ import annotations

from data_access.schema.knowledge import EVIDENCE

COUNTED = EVIDENCE[0]


class MixedEvidence(ValueError):
    """Values of different grades that were to be added, or set against each other."""

    def __init__(self, grades: list[str]) -> None:
        super().__init__(
            f"What is {' and what is '.join(grades)} can't be added up or compared: "
            "nothing uncounted is ever mixed with something counted."
        )


def one_grade(*grades: str) -> str:
    """The grade that values have in common which are to be added or compared; raises MixedEvidence."""
    found = list(dict.fromkeys(grades))
    if len(found) != 1:
        raise MixedEvidence(found)
    return found[0]
