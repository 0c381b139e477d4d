"""Examples are believed as far as they foretell one another, and never hurt by the score that weighs them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from clustering.examples import Lesson, folds, left_out, softmax, taught
from clustering.given import GivenTheme, place_in_given
from clustering.testing import HashEmbedder


def make_room(seed: int, stories: int = 40, themes: int = 3, agree: float = 1.0) -> tuple[NDArray, NDArray, NDArray]:
    """Chances by name that say nothing, likeness that shows the themes, and the themes: true for a share of them."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, themes, stories)
    rows = np.eye(themes)[truth] + 0.1 * chance.standard_normal((stories, themes))
    told = np.where(chance.random(stories) < agree, truth, chance.integers(0, themes, stories))
    return softmax(chance.standard_normal((stories, themes))), rows @ rows.T, told


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12), st.floats(0, 1))
def test_no_example_lowers_the_leave_one_out_score_it_is_weighed_by(seed: int, many: int, agree: float) -> None:
    chances, likeness, told = make_room(seed, agree=agree)
    examples = np.arange(many)

    after, lesson = taught(chances, likeness[:, examples], examples, told[:many])

    assert lesson.surprise <= lesson.surprise_without
    assert np.allclose(after.sum(axis=1), 1.0)


def test_examples_that_agree_are_believed_and_teach() -> None:
    chances, likeness, told = make_room(0)
    examples = np.arange(18)

    after, lesson = taught(chances, likeness[:, examples], examples, told[:18])

    assert lesson.weight > 0
    assert lesson.surprise < lesson.surprise_without
    rest = np.arange(18, 40)
    assert (after.argmax(axis=1) == told)[rest].mean() > (chances.argmax(axis=1) == told)[rest].mean() + 0.3


def test_examples_at_random_are_hardly_believed() -> None:
    weights = []
    for seed in range(20):
        chances, likeness, told = make_room(seed, agree=0.0)
        weights.append(taught(chances, likeness[:, :18], np.arange(18), told[:18])[1].weight)

    assert np.mean(weights) < 0.5


def test_what_is_left_out_is_what_a_model_without_it_says() -> None:
    _, likeness, told = make_room(1, stories=6)
    wrong = np.random.default_rng(1).standard_normal((6, 3))
    kernel = likeness + np.eye(6)

    foretold = left_out(np.linalg.inv(kernel), wrong, told)

    expected = np.zeros_like(wrong)
    for fold in folds(told):
        rest = np.setdiff1d(np.arange(6), fold)
        expected[fold] += likeness[np.ix_(fold, rest)] @ np.linalg.solve(kernel[np.ix_(rest, rest)], wrong[rest]) / 3
    assert np.allclose(foretold, expected)


@pytest.mark.parametrize("shown", [(0,), (0, 1), (0, 8), tuple(range(16))])
def test_few_and_many_examples_have_an_answer(
    shown: tuple[int, ...], vectors: NDArray[np.float32], embedder: HashEmbedder
) -> None:
    water = GivenTheme("Clean water", examples=tuple(story for story in shown if story < 8))
    clinic = GivenTheme("Clinic", examples=tuple(story for story in shown if story >= 8))

    placed = place_in_given(vectors, [water, clinic], embedder)

    assert np.isfinite(placed.strengths).all()
    assert (placed.labels[list(shown)] == (np.array(shown) >= 8)).all()


def test_without_examples_nothing_is_learnt(vectors: NDArray[np.float32], embedder: HashEmbedder) -> None:
    assert place_in_given(vectors, [GivenTheme("Water"), GivenTheme("Clinic")], embedder).lesson == Lesson()
