"""The map of the stories."""

import numpy as np
import pytest

from clustering.layout import layout
from clustering.testing import HashEmbedder

TEXTS = [f"the well has clean water {n}" for n in range(8)] + [f"girls go to our school {n}" for n in range(8)]


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    return HashEmbedder().embed(TEXTS)


class TestLayout:
    def test_stories_alike_lie_nearer_than_stories_that_are_not(self, vectors: np.ndarray) -> None:
        places = layout(vectors)

        water, school = places[:8], places[8:]
        apart = np.linalg.norm(water.mean(axis=0) - school.mean(axis=0))
        assert apart > np.linalg.norm(water - water.mean(axis=0), axis=1).mean()

    def test_the_order_of_the_stories_does_not_matter(self, vectors: np.ndarray) -> None:
        order = np.random.default_rng(3).permutation(len(vectors))

        assert np.allclose(layout(vectors)[order], layout(vectors[order]))

    def test_a_new_map_is_turned_towards_the_last_one(self, vectors: np.ndarray) -> None:
        first = layout(vectors)
        turned = first @ np.array([[0.0, 1.0], [-1.0, 0.0]])

        again = layout(vectors, previous=turned)

        assert np.abs(again - turned).max() < 0.2

    def test_a_story_that_was_on_no_map_is_given_a_place(self, vectors: np.ndarray) -> None:
        previous = layout(vectors)
        previous[3] = np.nan

        assert np.isfinite(layout(vectors, previous=previous)).all()

    @pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
    def test_few_stories_have_a_place_too(self, vectors: np.ndarray, count: int) -> None:
        places = layout(vectors[:count])

        assert places.shape == (count, 2)
        assert np.isfinite(places).all()

    def test_one_story_told_many_times_is_one_place(self, vectors: np.ndarray) -> None:
        places = layout(np.repeat(vectors[:1], 9, axis=0))

        assert np.ptp(places) == 0
