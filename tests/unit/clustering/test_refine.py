"""What people decided stays; what is like it is proposed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from clustering.refine import LEVEL, Answer, Standing, level_of, place_new, propose_moves, violations


def make_standing(labels: NDArray[np.intp], decided: tuple[int, ...] = ()) -> Standing:
    return Standing(labels.copy(), np.isin(np.arange(len(labels)), decided))


@pytest.fixture
def misplaced(topics: NDArray[np.intp]) -> NDArray[np.intp]:
    """Stories 1 (water) and 9 (clinic) stand in the wrong theme."""
    labels = topics.copy()
    labels[[1, 9]] = [1, 0]
    return labels


def test_misplaced_stories_are_proposed(vectors: NDArray[np.float32], misplaced: NDArray[np.intp]) -> None:
    proposals = propose_moves(vectors, make_standing(misplaced, decided=(0, 2, 8, 10)))

    assert (1, 0) in {(p.story, p.theme) for p in proposals} <= {(1, 0), (9, 1)}
    assert [p.confidence for p in proposals] == sorted((p.confidence for p in proposals), reverse=True)
    assert set(next(p for p in proposals if p.story == 1).because) <= {0, 2}


def test_what_people_said_to_proposals_recalibrates_the_next(
    vectors: NDArray[np.float32], misplaced: NDArray[np.intp]
) -> None:
    standing = make_standing(misplaced, decided=(0, 2, 8, 10))
    before = {p.story: p for p in propose_moves(vectors, standing)}
    lead = before[1].lead

    surer = {p.story: p for p in propose_moves(vectors, standing, answers=[Answer(lead, True)] * 3)}
    never = propose_moves(vectors, standing, answers=[Answer(lead, False)] * 30)

    assert surer[1].confidence > before[1].confidence
    assert set(before) <= set(surer)
    assert never == []


def test_a_room_without_answers_is_like_other_rooms() -> None:
    assert level_of([]) == LEVEL
    assert level_of([Answer(3.0, True)]) > LEVEL > level_of([Answer(0.0, False)])


def test_nothing_is_proposed_against_people(vectors: NDArray[np.float32], misplaced: NDArray[np.intp]) -> None:
    free = make_standing(misplaced, decided=(0, 2, 8, 10))

    for standing in (
        replace(free, decided=np.ones(16, dtype=bool)),
        replace(free, locked=frozenset({0})),
        replace(free, not_in=frozenset({(1, 0), (9, 1)})),
        replace(free, together=((1, 8), (9, 0))),
        replace(free, apart=((1, 0), (9, 8))),
    ):
        assert not {1, 9} & {proposal.story for proposal in propose_moves(vectors, standing)}


def test_late_stories_are_placed_and_nothing_else(vectors: NDArray[np.float32], topics: NDArray[np.intp]) -> None:
    labels = topics.copy()
    labels[[3, 11]] = -1

    proposals = place_new(vectors, make_standing(labels))

    assert {(p.story, p.theme) for p in proposals} <= {(3, 0), (11, 1)}
    assert proposals


@pytest.mark.parametrize("stories", [0, 1, 2, 3])
def test_small_boards_have_an_answer(stories: int, vectors: NDArray[np.float32]) -> None:
    vectors.setflags(write=False)
    board = make_standing(np.zeros(stories, dtype=np.intp))
    tray = make_standing(np.full(stories, -1))

    assert propose_moves(vectors[:stories], board) == []
    assert place_new(vectors[:stories], tray) == []


def test_a_broken_promise_is_said(topics: NDArray[np.intp]) -> None:
    standing = replace(
        make_standing(topics, decided=(0,)),
        locked=frozenset({1}),
        not_in=frozenset({(1, 1)}),
        together=((2, 3),),
        apart=((4, 8),),
    )
    labels = topics.copy()
    labels[[0, 1, 2, 4]] = 1

    said = " ".join(violations(labels, standing))

    for words in ("decided by a person", "entered locked", "was refused", "belong together", "belong apart"):
        assert words in said
    assert violations(topics, standing) == []
