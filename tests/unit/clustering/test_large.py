"""Very many stories, the same themes."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from clustering import large
from clustering.large import find_large


def make_topics(stories: int, topics: int = 6) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(1)
    middles = chance.standard_normal((topics, 32))
    truth = chance.integers(0, topics, stories)
    rows = middles[truth] + 0.5 * chance.standard_normal((stories, 32))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), truth


def test_topics_are_found_among_thousands() -> None:
    vectors, truth = make_topics(6000)
    vectors.setflags(write=False)

    found = find_large(vectors)

    assert adjusted_rand_score(truth, found.labels) > 0.95
    assert list(np.bincount(found.labels)) == sorted(np.bincount(found.labels), reverse=True)
    assert len(found.centres) == found.labels.max() + 1


def test_a_sample_speaks_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "SAMPLE", 1000)
    monkeypatch.setattr(large, "BLOCK", 700)
    vectors, truth = make_topics(6000)

    assert adjusted_rand_score(truth, find_large(vectors).labels) > 0.95


def test_order_of_arrival_changes_nothing() -> None:
    vectors, _ = make_topics(3000)
    order = np.random.default_rng(2).permutation(3000)

    assert adjusted_rand_score(find_large(vectors).labels[order], find_large(vectors[order]).labels) > 0.99


@pytest.mark.parametrize("stories", [0, 1, 3, 4, 9])
def test_few_stories_have_an_answer(stories: int) -> None:
    assert find_large(make_topics(stories)[0]).labels.shape == (stories,)


def test_one_story_told_a_thousand_times_is_one_theme() -> None:
    assert set(find_large(np.tile([[0.6, 0.8]], (1000, 1))).labels) == {0}
