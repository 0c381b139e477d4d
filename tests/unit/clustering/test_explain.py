"""Why here, why not there, and what to talk about first."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from clustering.explain import discuss_first, explain_story, phrases_of
from clustering.testing import HashEmbedder
from clustering.tokens import is_number


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


@pytest.mark.parametrize(
    ("text", "language", "phrases"),
    [
        ("Our side went 26 to 24", "en", ["side"]),
        ("The roof of our clinic was mended by 12 women", "en", ["roof of our clinic", "women"]),
        ("Giving circle of 40 Black women mailed its checks", "en", ["Giving circle", "Black women mailed", "checks"]),
        ("It was then that we had been there", "en", []),
        ("26", "en", []),
        ("Positive change", "en", []),
        ("12 women sell water, and pay for 3 wells", "en", ["women sell water", "pay", "wells"]),
        ("गाँव में पानी की टंकी बनी", "hi", ["गाँव", "पानी की टंकी"]),
        ("El agua de la comunidad está limpia", "es", ["agua de la comunidad", "limpia"]),
        ("村の診療所に看護師が来た。", "ja", ["村の診療所", "看護師"]),
        ("one two three four five six seven eight", "xx", []),
    ],
)
def test_phrases_are_whole_and_no_bare_numbers_or_function_words(text: str, language: str, phrases: list[str]) -> None:
    found = [text[start:stop] for start, stop in phrases_of(text, [language])]

    assert [phrase.removesuffix(" बनी") for phrase in found] == phrases


@given(text=st.text(st.sampled_from("a the of 26 1,000 water well nurse , . \n की पानी 。水の井 ")))
def test_phrases_lie_in_order_within_the_text(text: str) -> None:
    found = phrases_of(text, ["en", "hi", "ja"])

    assert all(stop <= start for (_, stop), (start, _) in itertools.pairwise(found))
    assert not any(is_number(text[slice(*phrase)]) for phrase in found)


def test_a_phrase_that_does_no_more_than_chance_is_not_named(embedder: HashEmbedder) -> None:
    texts = [" ".join(["water well"] * 6), "Water from the well", "A nurse at the clinic", "The nurse of the clinic"]
    labels = np.array([0, 0, 1, 1])

    assert explain_story(0, texts, embedder.embed(texts), labels, embedder).phrases == ()


def test_readings_are_counted_and_absent_where_they_mean_nothing(
    texts: list[str], vectors: NDArray[np.float32], topics: NDArray[np.intp], embedder: HashEmbedder
) -> None:
    told = explain_story(0, texts, vectors, topics, embedder)
    declared = explain_story(0, texts, vectors, topics, embedder, declared=True)

    assert told.readings is not None
    assert (told.readings.of, told.readings.here >= 17) == (20, True)
    assert declared.readings is None
    assert explain_story(0, texts, vectors, np.zeros(16, dtype=np.intp), embedder).readings is None


def test_readings_in_which_a_theme_of_two_is_gone_do_not_count(embedder: HashEmbedder) -> None:
    texts = ["Water from the well", "The well has water", "A nurse at the clinic", "The clinic nurse"]

    told = explain_story(0, texts, embedder.embed(texts), np.array([0, 0, 1, 1]), embedder)

    assert told.readings is not None
    assert 0 < told.readings.here == told.readings.of < 20


def test_the_misplaced_are_discussed_first(vectors: NDArray[np.float32], topics: NDArray[np.intp]) -> None:
    labels = topics.copy()
    labels[[1, 9]] = [1, 0]

    assert set(discuss_first(vectors, labels)) == {1, 9}
    assert discuss_first(vectors[:0], labels[:0]) == []
