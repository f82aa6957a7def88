"""Who may see what, in words: the grants, what one would let be seen, and what is lost with one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data_access.covered import Covered
from data_access.grants import IN_FORCE, NOT_YET, REVOKED
from data_access.language import mark, plural, say
from data_access.viewer import Role
from exhibits import words
from exhibits.audit import who

# What each role is here for, as somebody who gives a grant has to know it.
ROLES = {
    Role.coordinator: mark("Works with named units, in the regions given to them"),
    Role.sponsor: mark("Sees what came of the programmes they fund, and no person"),
    Role.presenter: mark("Stands before partners, and tells of no person"),
    Role.administrator: mark("Sees everything, and says who sees what"),
}


@dataclass(frozen=True)
class Granted:
    """A grant in words, with the codes of its limits."""

    viewer: str
    role: Role
    state: str
    within: str
    first_day: date
    last_day: date | None
    given: str
    revoked: str
    programmes: tuple[str, ...]
    funder: str | None
    regions: tuple[str, ...]

    @property
    def role_said(self) -> str:
        """The role, in words."""
        return words.code(self.role)

    @property
    def state_said(self) -> str:
        """The state, in words."""
        return say(self.state)

    @property
    def held(self) -> bool:
        """Whether there is something to take back."""
        return self.state in (IN_FORCE, NOT_YET)

    @property
    def days(self) -> str:
        """From when to when it holds."""
        if self.last_day is None:
            return say("from {day}", day=words.day(self.first_day))
        return f"{words.day(self.first_day)} – {words.day(self.last_day)}"

    def holds(self, sought: str) -> bool:
        """Whether all the words sought are somewhere in it, in names or codes."""
        codes = [*self.programmes, *self.regions, self.funder or "", self.role, self.state]
        said = [self.role_said, self.state_said, self.within, self.given, self.revoked]
        text = " ".join([self.viewer, *said, *codes])
        return all(word in text.casefold() for word in sought.casefold().split())


def granted(frame: pd.DataFrame, names: words.Names) -> list[Granted]:
    """The rows of ``data_access.grants.viewers`` in words."""
    rows = frame.astype(object).where(frame.notna(), None)
    return [
        Granted(
            row.viewer,
            Role(row.role),
            row.state,
            within(Role(row.role), row.programmes, row.funder, row.regions, names),
            row.first_day,
            row.last_day,
            _by(row.granted_by, row.granted_at),
            _by(row.revoked_by, row.revoked_at) if row.state == REVOKED else "",
            row.programmes,
            row.funder,
            row.regions,
        )
        for row in rows.itertuples()
    ]


def within(
    role: Role, programmes: Iterable[str], funder: str | None, regions: Iterable[str], names: words.Names
) -> str:
    """The limits of a grant, by their names."""
    parts = [words.listed([_name(names, "programme", code) for code in programmes])]
    if funder is not None:
        parts.append(say("Programmes funded by {sponsor}", sponsor=_name(names, "sponsor", funder)))
    parts.append(words.listed([_name(names, "region", code) for code in regions]))
    otherwise = say("Everything") if role == Role.administrator else say("All programmes and regions")
    return " · ".join(filter(None, parts)) or otherwise


def in_sum(grants: Iterable[Granted]) -> str:
    """How many may see something today, role by role; ``**`` emphasises."""
    now = [one.role for one in grants if one.state == IN_FORCE]
    if not now:
        return say("**Nobody** has a grant that holds today.")
    by_role = {
        Role.coordinator: words.count(now.count(Role.coordinator), "coordinator", "coordinators"),
        Role.sponsor: words.count(now.count(Role.sponsor), "sponsor", "sponsors"),
        Role.presenter: words.count(now.count(Role.presenter), "presenter", "presenters"),
        Role.administrator: words.count(now.count(Role.administrator), "administrator", "administrators"),
    }
    return plural(
        "**{number} person** may see something of this store today: {by_role}.",
        "**{number} people** may see something of this store today: {by_role}.",
        len(now),
        by_role=words.listed([said for role, said in by_role.items() if role in now]),
    )


def would_see(role: Role, found: Covered, least_people: int) -> str:
    """What somebody in a role sees of what a grant covers, who is told of so many people at the least."""
    if role == Role.administrator:
        return say(
            "Everything ({programmes_regions_and_units}), and who may see what and who did what.",
            programmes_regions_and_units=_counted(found),
        )
    if not found.programmes or not found.units:
        return say("Nothing yet: no production unit of the store lies within these limits.")
    if role == Role.coordinator:
        return say(
            "{programmes_regions_and_units}, by name and exact place. "
            "Numbers of people are told as they are.",
            programmes_regions_and_units=_counted(found),
        )
    return say(
        "{programmes_regions_and_units}, without names and exact places. "
        "Numbers of people are withheld where fewer than {least} could be told from them.",
        programmes_regions_and_units=_counted(found),
        least=words.number(least_people),
    )


def loss(held: Granted, found: Covered) -> str:
    """Who loses what if a grant is revoked."""
    covers = "" if held.role == Role.administrator else f" ({_counted(found)})"
    return f"{words.capitalised(held.role_said)} · {held.within}{covers} · {held.days}"


def what_follows(grants: Iterable[Granted], name: str, by: str) -> Iterator[str]:
    """What else is to be known before all of a viewer's grants are taken back."""
    if name == by:
        yield say("This is your own grant: with your next click you see nothing any more.")
    others = {one.viewer for one in grants if one.role == Role.administrator and one.state == IN_FORCE}
    if others == {name}:
        yield say("No administrator is left then: grants can be given on the command line alone.")


def table(grants: Iterable[Granted]) -> pd.DataFrame:
    """The grants as a file lists them."""
    columns = {
        "viewer": say("Viewer"),
        "role_said": say("Role"),
        "within": say("Within"),
        "first_day": say("First day"),
        "last_day": say("Last day"),
        "state_said": say("State"),
        "given": say("Given"),
        "revoked": say("Revoked"),
    }
    rows: list[dict[str, Any]] = [{name: getattr(one, name) for name in columns} for one in grants]
    return pd.DataFrame(rows, columns=list(columns)).rename(columns=columns)


def _by(name: str, at: date) -> str:
    return say("by {viewer}, {day}", viewer=who(name), day=words.day(at))


def _counted(found: Covered) -> str:
    return words.listed(
        [
            words.count(found.programmes, "programme", "programmes"),
            words.count(found.regions, "region", "regions"),
            words.count(found.units, "production unit", "production units"),
        ]
    )


def _name(names: words.Names, kind: str, code: str) -> str:
    return names[kind].get(code, code)
