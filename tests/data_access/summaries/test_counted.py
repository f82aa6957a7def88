"""How what was counted is put together, in stores however large."""

from __future__ import annotations

from random import Random

from data_access.summaries.arrays import numbers
from data_access.summaries.counted import come_or_gone, layers, new_people, summed

# Measures, segments, kinds of person, days or spans: with these, rows have more combinations than whole
# numbers can tell apart.
FAR_APART = ((1, 9_000), (0, 4_000), (0, 60), (0, 20_261_231))
MINERS = 2_000_000


def test_people_of_very_many_sets_are_told_apart() -> None:
    chance = Random(7)
    rows = [(*(chance.choice(own) for own in FAR_APART), chance.randrange(MINERS)) for _ in range(500)]
    before = rows[::3]
    found = new_people(numbers(rows).T, numbers(before).T)
    assert list(map(tuple, found.T.tolist())) == sorted(set(rows) - set(before))


def test_very_many_cells_are_added_up() -> None:
    chance, far = Random(8), 10**6
    cells = [tuple(chance.choice((0, far)) for _ in range(4)) for _ in range(300)]
    found = summed(numbers([(*cell, 1) for cell in cells]).T)
    assert {(*cell,): n for *cell, n in found.T.tolist()} == {cell: cells.count(cell) for cell in cells}


def test_of_people_only_those_are_looked_at_who_come_or_go_somewhere() -> None:
    chance, regions = Random(9), numbers([0, 5, 5, 6, 6, 5, 6])
    spans = (20_240_417, 20_240_400, 20_240_000, 0)

    def person() -> tuple[int, ...]:
        return (chance.randint(1, 3), chance.randint(1, 4), 0, chance.choice(spans), chance.randint(1, 9))

    found_again = 0
    for _ in range(200):
        before = [person() for _ in range(chance.randint(0, 60))]
        after = [row for row in before if chance.random() < 0.9] + [
            person() for _ in range(chance.randint(0, 5))
        ]
        now, then = (numbers(rows).reshape(-1, 5).T for rows in (after, before))
        some_now, some_then = come_or_gone(now, then)
        for whole, part in (((now, then), (some_now, some_then)), ((then, now), (some_then, some_now))):
            told = [new_people(*own) for own in zip(*(layers(rows, regions) for rows in part), strict=True)]
            plain = [
                sorted(set(map(tuple, own.T.tolist())) - set(map(tuple, old.T.tolist())))
                for own, old in zip(*(layers(rows, regions) for rows in whole), strict=True)
            ]
            assert [list(map(tuple, rows.T.tolist())) for rows in told] == plain
        found_again += some_now.shape[1] < now.shape[1]
    assert found_again > 100
