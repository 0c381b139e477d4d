"""Why here, why not there, and what to talk about first."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from clustering.explain import discuss_first, explain_story, phrases_of
from clustering.testing import HashEmbedder


def test_evidence_points_to_the_right_stories(
    texts: list[str], vectors: NDArray[np.float32], topics: NDArray[np.intp], embedder: HashEmbedder
) -> None:
    told = explain_story(0, texts, vectors, topics, embedder)

    assert (told.story, told.theme, told.second) == (0, 0, 1)
    assert all(topics[story] == 0 and story != 0 for story, _ in told.nearest)
    assert all(topics[story] == 1 for story, _ in told.against)
    assert told.margin > 0
    assert told.stability > 0.8
    assert all(phrase in texts[0] for phrase in told.phrases)


def test_deciding_phrases_carry_the_topic(texts: list[str], topics: NDArray[np.intp], embedder: HashEmbedder) -> None:
    texts = ["We sang all night long, and the clean water from the well pump came", *texts[1:]]

    told = explain_story(0, texts, embedder.embed(texts), topics, embedder)

    assert "water" in told.phrases[0] or "well" in told.phrases[0]


@pytest.mark.parametrize(
    "texts", [["One story"], ["One", "Two"], ["Same words here"] * 5, ["🌊", "ماء نظيف", "x " * 999]]
)
def test_every_room_has_an_answer(texts: list[str], embedder: HashEmbedder) -> None:
    vectors, labels = embedder.embed(texts), np.zeros(len(texts), dtype=np.intp)
    vectors.setflags(write=False)

    told = explain_story(0, texts, vectors, labels, embedder)

    assert told.theme == 0
    assert told.second == -1
    assert told.against == ()


def test_a_story_not_placed_is_explained_by_what_is_near(
    texts: list[str], vectors: NDArray[np.float32], topics: NDArray[np.intp], embedder: HashEmbedder
) -> None:
    labels = topics.copy()
    labels[0] = -1

    told = explain_story(0, texts, vectors, labels, embedder)

    assert told.theme == -1
    assert told.second == 0
    assert told.nearest == ()
    assert told.against


def test_phrases_cover_the_words_once() -> None:
    text = "First the well, then the pump. " * 20

    pieces = phrases_of(text)

    assert all(stop <= start for (_, stop), (start, _) in itertools.pairwise(pieces))


def test_the_misplaced_are_discussed_first(vectors: NDArray[np.float32], topics: NDArray[np.intp]) -> None:
    labels = topics.copy()
    labels[[1, 9]] = [1, 0]

    assert set(discuss_first(vectors, labels)) == {1, 9}
    assert discuss_first(vectors[:0], labels[:0]) == []
