"""Of how few people outsiders learn no number: the one rule of theirs that can be set."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert

from data_access.audit import Action, record
from data_access.schema import DisclosureRule
from data_access.schema.access import FEWEST_PEOPLE
from data_access.viewer import Viewer, least_people


class RuleRefused(ValueError):
    """A rule that would hide nobody; the message says what is possible."""


def set_least_people(connection: Connection, by: Viewer, number: int) -> None:
    """Sets the smallest number of people that outsiders are told, and writes it down.

    ``connection`` may write, and commits or doesn't. Raises RuleRefused and NotAdministrator.
    """
    by.may_administer()
    if number < FEWEST_PEOPLE:
        raise RuleRefused(
            f"Fewer than {FEWEST_PEOPLE} can't be set: of two people, either would know the other. "
            f"Choose {FEWEST_PEOPLE} or more."
        )
    before = least_people(connection)
    connection.execute(delete(DisclosureRule))
    connection.execute(insert(DisclosureRule).values(id=1, least_people=number))
    record(connection, by.name, Action.disclosure, detail=f"least people {before} to {number}")
