"""Families of facts: what is tied together is told in the same blocks.

Somebody is insured if they have any product; they are trained if they have every required topic. So
numbers of the facts of a family bound one another, and blocks of its own for each of them would
narrow down small numbers. A family has one set of blocks: in each, every fact of it is true of at
least ``least`` people, and not true of as many.

That is enough, for the people within a block can change places, each with all their facts: no number
that is told changes by it, and no tie breaks. A group in which a fact is true of few (or not true of
few) cuts every block it touches. All of those few could be elsewhere in these blocks, for there is
room (``blocks.release`` checks it for each fact); or ``least`` of them could be in it.

Whoever has a part has the headline, too: the headline less a part tells exactly how many have none but
others. So that, too, is a fact of the family wherever both are told, and as large as all others.

A fact that is small everywhere (or whose rest is) can't be told at all. What is told of its family
must leave it free, too:

- The headline tells of a part that is not, where it is more than all the others together: the rest
  have that part. So, if one part alone is not told, the others have to add up to the headline at
  least: then nobody need have it. Of two that are not told, either could be the one.
- The parts tell of a headline that is not: so many with each of them leave too few without any. So,
  if all parts are told and the headline is not, they have to add up to all people at least: then
  everybody could have one.

Where they don't, nothing but the headline is told. All this is said of "any of the parts". "Every one
of the parts" is the same, said of those who have not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from data_access.disclosure.blocks import Release, release
from data_access.disclosure.groups import Block, Category, Counts, Segment
from data_access.schema import Topic
from data_access.schema.protection import PRODUCTS

# The code of what a figure tells without its parts: insured by any product, trained in all that is required.
HEADLINE = ""


@dataclass(frozen=True)
class Family:
    """A headline, true of whoever has any of the parts, or else (``every``) all of them.

    Without parts, it is a fact of its own.
    """

    headline: str = HEADLINE
    parts: tuple[str, ...] = ()
    every: bool = False

    @property
    def facts(self) -> tuple[str, ...]:
        """The headline and its parts."""
        return (self.headline, *self.parts)


def families_of(figure: str, connection: Connection) -> tuple[Family, ...]:
    """The families in which a figure's facts are tied: cover by product, training by topic."""
    if figure == "insured":
        return (Family(parts=PRODUCTS),)
    topics = connection.execute(select(Topic.id, Topic.required).order_by(Topic.id)).all()
    return (
        Family(parts=tuple(topic.id for topic in topics if topic.required), every=True),
        *(Family(topic.id) for topic in topics if not topic.required),
    )


def large(family: Family, counts: Mapping[Segment, Counts], least: int) -> tuple[str, ...]:
    """The facts that are true of enough people everywhere, and not true of enough; of the parts, those in
    which enough people differ from the headline, too."""
    facts = [fact for fact in family.facts if _is_large(_both(fact), counts, least)]
    if family.headline not in facts:
        return tuple(facts)
    counts = _with_differences(family, counts)
    return tuple(fact for fact in facts if _is_large(told_with(family, fact, facts), counts, least))


def told_with(family: Family, fact: str, facts: Sequence[str]) -> tuple[Category, ...]:
    """The categories that are told with a fact where ``facts`` of its family are."""
    if fact == family.headline or family.headline not in facts:
        return _both(fact)
    return (*_both(fact), _difference(fact))


def _is_large(categories: Iterable[Category], counts: Mapping[Segment, Counts], least: int) -> bool:
    return all(sum(found[code] for found in counts.values()) >= least for code in categories)


def _both(fact: str) -> tuple[Category, ...]:
    return ((fact, True), (fact, False))


def _difference(part: str) -> Category:
    """Those who have the headline or the part, and not both: what one less the other tells."""
    return (f"{part} or the headline, not both", True)


def _with_differences(family: Family, counts: Mapping[Segment, Counts]) -> dict[Segment, dict[Category, int]]:
    def differences(found: Counts) -> dict[Category, int]:
        headline = found[family.headline, True]
        return {_difference(part): abs(headline - found[part, True]) for part in family.parts}

    return {segment: {**found, **differences(found)} for segment, found in counts.items()}


def release_of_family(
    family: Family,
    facts: Sequence[str],
    counts: Mapping[Segment, Counts],
    whole: Mapping[Block, int],
    least: int,
) -> Release:
    """What may be told of those facts of a family that are large enough, in blocks of ``whole``."""
    found = _release(family, facts, counts, whole, least)
    if _frees_the_others(family, facts, found, whole):
        return found
    return _release(family, [fact for fact in facts if fact == family.headline], counts, whole, least)


def _release(
    family: Family,
    facts: Sequence[str],
    counts: Mapping[Segment, Counts],
    whole: Mapping[Block, int],
    least: int,
) -> Release:
    if not facts or not whole:
        return Release({})
    told = dict.fromkeys(code for fact in facts for code in told_with(family, fact, facts))
    return release(
        {
            segment: {code: found[code] for code in told}
            for segment, found in _with_differences(family, counts).items()
        },
        least,
        whole,
    )


def _frees_the_others(
    family: Family, facts: Sequence[str], found: Release, whole: Mapping[Block, int]
) -> bool:
    """Whether the facts that are told leave those free that are not."""
    told = [part for part in family.parts if part in facts]
    untold = len(family.parts) - len(told)
    headline = family.headline in facts
    if not told or untold != (1 if headline else 0):
        return True
    whether = not family.every
    people = _people(found.blocks, whole)
    for block, counts in found.blocks.items():
        to_reach = counts[family.headline, whether] if headline else people[block]
        if sum(counts[part, whether] for part in told) < to_reach:
            return False
    return True


def _people(blocks: Collection[Block], rows: Mapping[Block, int]) -> dict[Block, int]:
    """How many people are in the rows that each block is made of."""
    block_of = {segment: block for block in blocks for segment in block}
    people = dict.fromkeys(blocks, 0)
    for row, number in rows.items():
        if block := block_of.get(next(iter(row))):
            people[block] += number
    return people
