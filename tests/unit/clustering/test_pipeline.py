"""Themes with their evidence."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from clustering.pipeline import cohesion, find_themes
from clustering.testing import HashEmbedder


def test_labels_point_at_the_themes(texts: list[str], vectors: NDArray[np.float32]) -> None:
    found = find_themes(texts, vectors)

    for number, theme in enumerate(found.themes):
        assert theme.members == tuple(np.flatnonzero(found.labels == number))
        assert set(theme.exemplars) <= set(theme.members)
        assert theme.keywords
        assert theme.name
        assert -1.0 <= theme.cohesion <= 1.0
    assert sum(len(theme.members) for theme in found.themes) == (found.labels >= 0).sum()


def test_evidence_is_within_its_range(texts: list[str], vectors: NDArray[np.float32]) -> None:
    found = find_themes(texts, vectors)

    for share in (found.strengths, found.stability):
        assert ((share >= 0) & (share <= 1)).all()
    assert set(found.quality) == {"silhouette", "mean_stability", "not_placed"}


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["One"],
        ["One", "Two"],
        ["One", "Two", "Three"],
        ["Same"] * 50,
        ["🌊"] * 3 + ["ماء"] * 3 + ["Long word " * 200],
    ],
    ids=["none", "one", "two", "three", "fifty alike", "emoji, Arabic and a long one"],
)
def test_every_room_has_an_answer(texts: list[str], embedder: HashEmbedder) -> None:
    vectors = embedder.embed(texts)
    vectors.setflags(write=False)

    found = find_themes(texts, vectors)

    assert len(found.labels) == len(found.stability) == len(texts)
    assert found.labels.max(initial=-1) == len(found.themes) - 1


def test_texts_and_vectors_must_agree(vectors: NDArray[np.float32]) -> None:
    with pytest.raises(ValueError, match="3 texts but 16 vectors"):
        find_themes(["a", "b", "c"], vectors)


def test_cohesion_of_one_story_told_twice_is_one() -> None:
    assert cohesion(np.array([[1.0, 0.0], [1.0, 0.0]]), (0, 1)) == pytest.approx(1.0)
