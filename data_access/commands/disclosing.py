"""``disclosure``: what sponsors and presenters are told, and of how few people they are told nothing."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from data_access.commands.granting import By, granting
from data_access.commands.printing import PAPER
from data_access.commands.selecting import HowListed, ListFormat
from data_access.commands.stores import StoreUrl, reading, writing
from data_access.disclosure.rules import told_to_outsiders
from data_access.disclosure.setting import set_least_people
from data_access.viewer import least_people as in_force


def disclosure(
    least_people: Annotated[
        int | None, typer.Option(help="Set the smallest number of people that is told.")
    ] = None,
    by: By = None,
    format: HowListed = ListFormat.table,
    store: StoreUrl = None,
) -> None:
    """Print what sponsors and presenters are told, or set of how few people they are told nothing."""
    with reading(store) as connection:
        number = in_force(connection)
        if least_people is not None:
            with writing(store) as engine, engine.begin() as transaction:
                set_least_people(transaction, granting(by), least_people)
            number = least_people
    told = told_to_outsiders()
    if format == ListFormat.json:
        print(json.dumps({"least_people": number, "told": told}, ensure_ascii=False, indent=2))
        return
    PAPER.print(f"Of fewer than {number} people, sponsors and presenters are told no number.")
    for how, names in told.items():
        PAPER.print(f"{how}: {', '.join(names)}")
