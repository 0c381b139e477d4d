"""Dealing: everybody gets a hand of their own, near each other, and what few have judged."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from clustering.deal import deal


def vectors(stories: int, seed: int = 0) -> NDArray[np.float64]:
    return np.asarray(np.random.default_rng(seed).standard_normal((stories, 8)))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 30), st.integers(0, 35), st.integers(0, 1000), st.data())
def test_a_hand_is_of_the_size_asked_for_and_holds_only_what_may_be_dealt(
    stories: int, size: int, seed: int, data: st.DataObject
) -> None:
    some = st.frozensets(st.integers(0, stories - 1)) if stories else st.just(frozenset())
    had, allowed = data.draw(some), data.draw(some)
    hand = deal(vectors(stories), size, [data.draw(some)], had=had, allowed=allowed, seed=seed)
    assert len(hand) == len(set(hand)) == min(size, len(allowed - had))
    assert set(hand) <= allowed - had


def test_the_same_past_and_seed_give_the_same_hand() -> None:
    rows = vectors(40)
    past = [deal(rows, 12, seed=1)]
    assert deal(rows, 12, past, seed=2) == deal(rows, 12, past, seed=2)
    assert len({deal(rows, 12, past, seed=seed) for seed in range(8)}) > 1


def test_all_stories_are_dealt_before_many_are_dealt_often() -> None:
    rows, hands = vectors(40), []
    for person in range(20):
        hands.append(deal(rows, 10, hands, seed=person))
    times = np.bincount(np.concatenate(hands), minlength=40)
    assert times.min() >= 1


def test_a_hand_holds_stories_near_each_other() -> None:
    topics = np.repeat(np.eye(8)[:4], 10, axis=0) + 0.05 * vectors(40)
    hand = deal(topics, 10, seed=3)
    assert np.bincount(np.array(hand) // 10).max() >= 8
