"""How many themes, and which story in which."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from clustering.consensus import silhouette
from clustering.group import ThemeClusterer


@parametrize_with_checks([ThemeClusterer()])
def test_it_keeps_scikit_learns_grammar(estimator: Any, check: Any) -> None:
    check(estimator)


def test_two_topics_are_told_apart(vectors: NDArray[np.float32], topics: NDArray[np.intp]) -> None:
    found = ThemeClusterer().fit(vectors)

    assert adjusted_rand_score(topics, found.labels_) > 0.7


@pytest.mark.parametrize("stories", [1, 2, 3])
def test_a_handful_has_an_answer(stories: int, vectors: NDArray[np.float32]) -> None:
    found = ThemeClusterer().fit(vectors[:stories])

    assert found.labels_.shape == found.strengths_.shape == found.second_.shape == found.margins_.shape == (stories,)


def test_one_story_told_fifty_times_is_one_theme() -> None:
    found = ThemeClusterer().fit(np.tile([[0.6, 0.8]], (50, 1)))

    assert set(found.labels_) == {0}
    assert set(found.second_) == {-1}


def test_a_story_like_no_other_is_not_placed_yet(vectors: NDArray[np.float32]) -> None:
    rows = np.hstack([vectors, np.zeros((16, 1))])
    stranger = np.zeros((1, rows.shape[1]))
    stranger[0, -1] = 1.0

    found = ThemeClusterer().fit(np.vstack([rows, stranger]))

    assert found.labels_[16] == -1
    assert found.strengths_[16] == 0.0


def test_read_only_vectors_are_read(vectors: NDArray[np.float32]) -> None:
    vectors.setflags(write=False)

    assert len(ThemeClusterer().fit(vectors).labels_) == len(vectors)


def test_thousands_of_stories_are_grouped_by_small_groups() -> None:
    chance = np.random.default_rng(3)
    truth = chance.integers(0, 5, 3000)
    rows = chance.standard_normal((5, 16))[truth] + 0.3 * chance.standard_normal((3000, 16))

    assert adjusted_rand_score(truth, ThemeClusterer().fit(rows).labels_) > 0.95


def test_the_largest_theme_comes_first(vectors: NDArray[np.float32]) -> None:
    sizes = np.bincount(ThemeClusterer().fit(vectors[:13]).labels_)

    assert list(sizes) == sorted(sizes, reverse=True)


def test_our_silhouette_is_the_textbooks(vectors: NDArray[np.float32], topics: NDArray[np.intp]) -> None:
    assert silhouette(vectors.astype(float), topics) == pytest.approx(
        silhouette_score(vectors, topics, metric="cosine")
    )
