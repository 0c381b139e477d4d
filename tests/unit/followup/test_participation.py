"""No small group can be worked out from the mirror: not from margins, not from an earlier answer, not from columns."""

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.followup.participation import COLUMNS, STEP, Person, cells, shown

GROUPS = ("Elders", "Women", "Youth", "")


def possible(cells: dict[str, int | None], total: int) -> dict[str, set[int]]:
    """What each group may be for whoever knows what is shown and the exact total, by trying everything."""
    names = sorted(cells)
    ranges = [range(cells[name], cells[name] + STEP) if cells[name] else range(total + 1) for name in names]
    fits = [numbers for numbers in product(*ranges) if sum(numbers) == total]
    return {name: {numbers[place] for numbers in fits} for place, name in enumerate(names)}


def workshop(seed: int, people: int) -> list[Person]:
    chance = random.Random(seed)  # no secret
    weights = [chance.random() ** 2 for _ in GROUPS]

    def somebody() -> Person:
        came = chance.randrange(len(COLUMNS))
        group = chance.choices(GROUPS, weights)[0]
        return Person((group,) if group else (), "en", "self", frozenset(COLUMNS[: came + 1]))

    return [somebody() for _ in range(people)]


def mirror(people: list[Person]) -> tuple[dict[str, dict[str, int | None]], dict[str, int]]:
    totals = {column: sum(column in person.reached for person in people) for column in COLUMNS}
    read = cells(people, [person.voice_groups or ("",) for person in people], totals)
    return {column: {cell.group: getattr(cell, column) for cell in read} for column in COLUMNS}, totals


@pytest.mark.parametrize("seed", range(200))
def test_no_hidden_group_of_a_random_workshop_can_be_worked_out(seed: int) -> None:
    people = workshop(seed, random.Random(seed).randrange(5, 45))  # no secret
    columns, totals = mirror(people)

    for column in COLUMNS:
        hidden = [group for group, cell in columns[column].items() if cell is None]
        if totals[column] < STEP or len(columns[column]) == 1:
            continue
        known = possible(columns[column], totals[column])
        assert all(len(known[group]) >= STEP for group in hidden), (column, columns[column], totals[column])


@pytest.mark.parametrize("seed", range(200))
def test_two_answers_differ_by_nothing_or_by_steps(seed: int) -> None:
    people = workshop(seed, 40)
    before, _ = mirror(people[:-1])
    after, _ = mirror(people)

    for column in COLUMNS:
        for group in before[column].keys() & after[column].keys():
            was, now = before[column][group] or 0, after[column][group] or 0
            assert (now - was) % STEP == 0
        assert all(cell is None or cell >= STEP for cell in after[column].values())


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), min_size=1))
def test_what_is_shown_is_never_more_than_there_is(counts: dict[str, int]) -> None:
    told = shown(counts, sum(counts.values()))

    assert all(cell is None or (cell % STEP == 0 and cell <= counts[group]) for group, cell in told.items())
