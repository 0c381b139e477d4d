"""The map keeps like stories near and does not jump."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from clustering.layout import layout


def test_topics_lie_apart(vectors: NDArray[np.float32], topics: NDArray[np.intp]) -> None:
    places = layout(vectors)

    water, clinic = places[topics == 0], places[topics == 1]
    assert np.linalg.norm(water.mean(0) - clinic.mean(0)) > 2 * max(water.std(), clinic.std()) / 2
    assert np.abs(places).max() <= 1.0


def test_order_of_arrival_moves_nobody(vectors: NDArray[np.float32]) -> None:
    assert np.array_equal(layout(vectors)[::-1], layout(vectors[::-1]))


def test_the_map_lies_on_the_one_before(vectors: NDArray[np.float32]) -> None:
    before = layout(vectors)
    turned = np.stack([-before[:, 1], before[:, 0]], axis=1)
    turned[3] = np.nan

    after = layout(vectors, previous=turned)

    assert np.allclose(np.delete(after, 3, 0), np.delete(turned, 3, 0), atol=0.05)


@pytest.mark.parametrize("stories", [0, 1, 2, 3])
def test_few_stories_have_a_place(stories: int, vectors: NDArray[np.float32]) -> None:
    vectors.setflags(write=False)

    assert layout(vectors[:stories]).shape == (stories, 2)
    assert np.isfinite(layout(np.ones((stories, 4)))).all()
