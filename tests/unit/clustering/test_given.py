"""Declared themes: names, descriptions, examples."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from clustering.given import GivenTheme, place_in_given, something_new
from clustering.testing import HashEmbedder

WATER = GivenTheme("Clean water", "The well, the pump and the water committee")
HEALTH = GivenTheme("Clinic", "Nurse, medicine and vaccines for mothers and babies")


def test_names_and_descriptions_place_stories(
    vectors: NDArray[np.float32], topics: NDArray[np.intp], embedder: HashEmbedder
) -> None:
    placed = place_in_given(vectors, [WATER, HEALTH], embedder)

    assert (placed.labels == topics).mean() > 0.8
    assert ((placed.strengths >= 0) & (placed.strengths <= 1)).all()
    assert (placed.second != placed.labels).all()


def test_an_example_stays_where_people_put_it(vectors: NDArray[np.float32], embedder: HashEmbedder) -> None:
    surprising = GivenTheme(HEALTH.name, HEALTH.description, examples=(0, 9))

    placed = place_in_given(vectors, [WATER, surprising], embedder)

    assert placed.labels[0] == placed.labels[9] == 1


@pytest.mark.parametrize("themes", [[], [WATER], [WATER, WATER]])
def test_few_themes_have_an_answer(
    themes: list[GivenTheme], vectors: NDArray[np.float32], embedder: HashEmbedder
) -> None:
    placed = place_in_given(vectors, themes, embedder)

    assert placed.labels.shape == (16,)
    assert placed.labels.max() < max(1, len(themes))


def test_in_the_one_theme_there_is_its_stories_are_firmer_than_the_others(
    vectors: NDArray[np.float32], topics: NDArray[np.intp], embedder: HashEmbedder
) -> None:
    placed = place_in_given(vectors, [GivenTheme(WATER.name, WATER.description, examples=(10,))], embedder)

    assert placed.strengths[10] == 1.0
    assert np.median(placed.strengths[topics == 0]) > 0.6
    assert np.median(placed.strengths[topics == 1]) < 0.5


@pytest.mark.parametrize("stories", [0, 1, 2, 3])
def test_few_stories_have_an_answer(stories: int, vectors: NDArray[np.float32], embedder: HashEmbedder) -> None:
    vectors.setflags(write=False)

    placed = place_in_given(vectors[:stories], [WATER, HEALTH], embedder)

    assert len(placed.labels) == stories
    assert something_new(vectors[:stories], placed) == []
