"""Themes by many hands: what people say counts, not who was first, the order of their taps or how often they sent."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from clustering.group import ThemeClusterer
from clustering.hands import Hand, Pile, coverage, newest
from clustering.refine import Standing
from clustering.sorts import SortGrouping

STORIES = 24
SEEDS = st.integers(0, 10_000)


def vectors(seed: int = 0, stories: int = STORIES) -> NDArray[np.float64]:
    rows = np.random.default_rng(seed).standard_normal((stories, 16))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def sorted_by(truth: NDArray[np.intp], people: int, size: int, seed: int, slips: float = 0.1) -> list[Hand]:
    """Hands of people who sort by the truth, and now and then not."""
    chance = np.random.default_rng(seed)
    hands = []
    for person in range(people):
        mine = chance.permutation(len(truth))[:size]
        pile_of = [int(chance.integers(4)) if chance.random() < slips else int(truth[story]) for story in mine]
        piles = {pile: tuple(int(s) for s, p in zip(mine, pile_of, strict=True) if p == pile) for pile in set(pile_of)}
        hands.append(Hand(f"hand-{person}", tuple(Pile(stories) for stories in piles.values())))
    return hands


def shuffled(hand: Hand, chance: np.random.Generator) -> Hand:
    piles = [Pile(tuple(chance.permutation(pile.stories).tolist()), pile.name) for pile in hand.piles]
    order = chance.permutation(len(piles))
    return replace(hand, piles=tuple(piles[place] for place in order))


def same_grouping(one: NDArray[np.intp], other: NDArray[np.intp]) -> bool:
    return bool(np.array_equal(one[:, None] == one, other[:, None] == other))


class TestManyHands:
    def test_people_who_agree_overrule_the_embeddings(self) -> None:
        truth = np.arange(STORIES) % 4  # the vectors know nothing of it
        found = SortGrouping().fit(vectors(), hands=sorted_by(truth, 30, 12, seed=1)).labels_
        assert adjusted_rand_score(truth, found) > 0.9

    def test_more_hands_agree_more(self) -> None:
        truth = np.arange(STORIES) % 4
        few, many = (
            np.mean(
                [
                    adjusted_rand_score(
                        truth, SortGrouping().fit(vectors(), hands=sorted_by(truth, people, 8, seed, 0.2)).labels_
                    )
                    for seed in range(6)
                ]
            )
            for people in (4, 24)
        )
        assert many > few

    def test_without_hands_it_is_the_machine(self) -> None:
        rows = vectors(3, 60)
        alone = ThemeClusterer().fit(rows).labels_
        assert np.array_equal(SortGrouping().fit(rows).labels_, alone)
        nobody_put_two_together = [Hand("a", nowhere=(1, 2, 3)), Hand("b")]
        assert np.array_equal(SortGrouping().fit(rows, hands=nobody_put_two_together).labels_, alone)

    @settings(max_examples=15, deadline=None)
    @given(SEEDS)
    def test_the_order_of_hands_taps_and_piles_does_not_matter(self, seed: int) -> None:
        chance = np.random.default_rng(seed)
        hands = sorted_by(np.arange(STORIES) % 4, 8, 10, seed)
        again = [shuffled(hands[place], chance) for place in chance.permutation(len(hands))]
        one, other = SortGrouping().fit(vectors(), hands=hands), SortGrouping().fit(vectors(), hands=again)
        assert np.array_equal(one.labels_, other.labels_)
        assert np.array_equal(one.strengths_, other.strengths_)

    @settings(max_examples=15, deadline=None)
    @given(SEEDS)
    def test_the_order_of_the_stories_does_not_matter(self, seed: int) -> None:
        hands = sorted_by(np.arange(STORIES) % 4, 8, 10, seed)
        moved = np.random.default_rng(seed).permutation(STORIES)  # story i is row moved[i] now
        rows = np.empty_like(vectors())
        rows[moved] = vectors()
        renamed = [
            replace(hand, piles=tuple(Pile(tuple(int(moved[s]) for s in pile.stories)) for pile in hand.piles))
            for hand in hands
        ]
        one = SortGrouping().fit(vectors(), hands=hands).labels_
        other = SortGrouping().fit(rows, hands=renamed).labels_
        assert same_grouping(one, other[moved])

    @settings(max_examples=15, deadline=None)
    @given(SEEDS)
    def test_a_hand_sent_again_counts_once_and_an_older_one_not_at_all(self, seed: int) -> None:
        hands = [replace(hand, revision=2) for hand in sorted_by(np.arange(STORIES) % 4, 6, 10, seed)]
        older = [replace(hand, revision=1, piles=hand.piles[:1]) for hand in hands]
        one = SortGrouping().fit(vectors(), hands=hands)
        other = SortGrouping().fit(vectors(), hands=[*older, *hands, *hands])
        assert np.array_equal(one.labels_, other.labels_)
        assert one.weight_of_prior_ == other.weight_of_prior_

    def test_who_sorts_together_counts_as_often_as_they_are(self) -> None:
        truth = np.arange(STORIES) % 4
        hand = sorted_by(truth, 1, STORIES, seed=0, slips=0.0)[0]
        three = [replace(hand, id=f"{number}") for number in range(3)]
        one = SortGrouping().fit(vectors(), hands=[replace(hand, people=3)])
        assert np.array_equal(one.labels_, SortGrouping().fit(vectors(), hands=three).labels_)
        assert coverage([replace(hand, people=3)], STORIES).people == 3

    def test_what_was_decided_stands(self) -> None:
        truth = np.arange(STORIES) % 4
        decided = np.zeros(STORIES, dtype=np.bool_)
        decided[[0, 1, 2]] = True  # people sorted them apart; the board says 0 and 1 belong together, 2 elsewhere
        labels = np.full(STORIES, -1, dtype=np.intp)
        labels[[0, 1, 2]] = [0, 0, 1]
        standing = Standing(labels, decided, together=((3, 4),), apart=((5, 9),))
        found = SortGrouping().fit(vectors(), hands=sorted_by(truth, 30, 12, 1), standing=standing)
        assert found.closeness_ is not None
        assert found.closeness_[0, 1] == found.closeness_[3, 4] == 1
        assert found.closeness_[0, 2] == found.closeness_[5, 9] == 0

    @pytest.mark.parametrize("stories", [1, 2, 3])
    def test_few_stories_are_grouped_too(self, stories: int) -> None:
        hands = [Hand(str(person), (Pile(tuple(range(stories))),)) for person in range(3)]
        found = SortGrouping().fit(vectors(stories=stories), hands=hands)
        assert len(found.labels_) == len(found.strengths_) == len(found.margins_) == stories
        assert len(set(found.labels_)) == 1

    def test_the_same_words_told_twice_are_no_trouble(self) -> None:
        rows = np.repeat(vectors(stories=1), 8, axis=0)
        hands = [Hand("a", (Pile((0, 1, 2, 3)), Pile((4, 5, 6, 7))))]
        assert len(SortGrouping().fit(rows, hands=hands).labels_) == 8


class TestHands:
    @pytest.mark.parametrize(
        "wrong", [Hand("a", (Pile((1, 1)),)), Hand("a", (Pile((1,)),), nowhere=(1,)), Hand("a", (Pile((9,)),))]
    )
    def test_a_hand_that_cannot_be_is_refused(self, wrong: Hand) -> None:
        with pytest.raises(ValueError, match="hand a"):
            newest([wrong], 9)

    def test_a_hand_that_nobody_sorted_is_refused(self) -> None:
        with pytest.raises(ValueError, match="nobody"):
            newest([Hand("a", people=0)], 9)

    def test_coverage_counts_stories_and_pairs(self) -> None:
        covered = coverage([Hand("a", (Pile((0, 1)),), nowhere=(2,)), Hand("b")], 4)
        assert (covered.people, covered.stories, covered.pairs) == (1, 0.75, 0.5)
