"""How well a value is known, and that what was not counted is never mixed with what was."""

from __future__ import annotations

from data_access.language import Later, mark
from data_access.schema.knowledge import EVIDENCE

COUNTED = EVIDENCE[0]
# The grades are said as they are.
mark("counted"), mark("reported"), mark("estimated"), mark("contested")


class MixedEvidence(ValueError):
    """Values of different grades that were to be added, or set against each other."""

    def __init__(self, grade: str, other: str) -> None:
        super().__init__(
            Later(
                "What is {grade} and what is {other} can't be added up or compared: "
                "nothing uncounted is ever mixed with something counted.",
                grade=Later(grade),
                other=Later(other),
            )
        )


def one_grade(*grades: str) -> str:
    """The grade that values have in common which are to be added or compared; raises MixedEvidence."""
    found = list(dict.fromkeys(grades))
    if len(found) != 1:
        raise MixedEvidence(*found[:2])
    return found[0]
