"""Only what clearly belongs together is grouped; small rooms, twins and the order of arrival change nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.utils.estimator_checks import parametrize_with_checks

from clustering.dense import FEWEST_STORIES, DenseClusterer

MANY_SMALL_ONES = "dense groups are small ones: three blobs of fifty are more than three groups"


@parametrize_with_checks([DenseClusterer()], expected_failed_checks=lambda _: {"check_clustering": MANY_SMALL_ONES})
def test_it_keeps_scikit_learns_grammar(estimator: Any, check: Any) -> None:
    check(estimator)


@pytest.fixture
def room() -> NDArray[np.float64]:
    """Two tight groups of ten, and ten stories that lie anywhere."""
    chance = np.random.default_rng(5)
    middles = chance.standard_normal((2, 32))
    tight = np.repeat(middles, 10, axis=0) + 0.05 * chance.standard_normal((20, 32))
    return np.vstack([tight, 4.0 * chance.standard_normal((10, 32))])


def test_what_is_dense_is_grouped_and_scattered_stories_are_not(room: NDArray[np.float64]) -> None:
    found = DenseClusterer().fit(room)

    assert (found.labels_[:20] >= 0).mean() > 0.8
    assert all(len(set(found.labels_[half])) <= 3 for half in (slice(0, 10), slice(10, 20)))
    assert not set(found.labels_[:10]) & set(found.labels_[10:20]) - {-1}
    assert (found.labels_[20:] >= 0).mean() < 0.5
    assert ((found.outlier_scores_ >= 0) & (found.outlier_scores_ <= 1)).all()
    assert set(found.strengths_[found.labels_ < 0]) <= {0.0}


def test_the_order_of_arrival_changes_nothing(room: NDArray[np.float64]) -> None:
    found = DenseClusterer().fit(room)
    for seed in range(20):
        order = np.random.default_rng(seed).permutation(len(room))
        again = DenseClusterer().fit(room[order])

        apart = found.labels_[order][:, None] == found.labels_[order][None, :]
        assert ((again.labels_[:, None] == again.labels_[None, :]) == apart).all()
        assert again.outlier_scores_ == pytest.approx(found.outlier_scores_[order])


@pytest.mark.parametrize("stories", [1, 2, 3, FEWEST_STORIES - 1])
def test_a_small_room_has_no_dense_groups(room: NDArray[np.float64], stories: int) -> None:
    found = DenseClusterer().fit(room[:stories])

    assert set(found.labels_) == {-1}
    assert set(found.outlier_scores_) == {1.0}


def test_a_story_told_twice_is_where_its_twin_is(room: NDArray[np.float64]) -> None:
    found = DenseClusterer().fit(np.vstack([room, room[:5], room[25:]]))

    assert (found.labels_[30:35] == found.labels_[:5]).all()
    assert (found.labels_[35:] == found.labels_[25:30]).all()


def test_a_room_that_told_the_same_has_an_answer() -> None:
    assert DenseClusterer().fit(np.tile([[0.6, 0.8]], (50, 1))).labels_.shape == (50,)
