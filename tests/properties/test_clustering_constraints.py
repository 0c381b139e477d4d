"""Whatever people said, and whatever part of the proposals they accept, no promise is broken."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from clustering.refine import Standing, place_new, propose_moves, violations


@st.composite
def boards(draw: st.DrawFn) -> tuple[np.ndarray, Standing]:
    stories = draw(st.integers(0, 25))
    themes = draw(st.integers(1, 5))
    seed = draw(st.integers(0, 2**20))
    chance = np.random.default_rng(seed)
    vectors = chance.standard_normal((stories, 6))
    labels = chance.integers(-1, themes, stories).astype(np.intp)
    if not stories:
        return vectors, Standing(labels, np.zeros(0, dtype=bool))
    story, theme = st.integers(0, stories - 1), st.integers(0, themes - 1)
    pairs = st.lists(st.tuples(story, story).filter(lambda pair: pair[0] != pair[1]), max_size=4).map(tuple)
    if stories == 1:
        pairs = st.just(())
    standing = Standing(
        labels,
        chance.random(stories) < 0.3,
        draw(st.frozensets(theme, max_size=2)),
        draw(st.frozensets(st.tuples(story, theme), max_size=10)),
        draw(pairs),
        draw(pairs),
    )
    return vectors, standing


@settings(max_examples=200, deadline=None)
@given(boards(), st.integers(0, 2**20))
def test_no_promise_is_broken(board: tuple[np.ndarray, Standing], seed: int) -> None:
    vectors, standing = board
    chance = np.random.default_rng(seed)

    for proposals in (propose_moves(vectors, standing), place_new(vectors, standing)):
        labels = standing.labels.copy()
        for proposal in proposals:
            if chance.random() < 0.7:
                labels[proposal.story] = proposal.theme
        assert violations(labels, standing) == []


@settings(max_examples=100, deadline=None)
@given(boards())
def test_late_stories_only(board: tuple[np.ndarray, Standing]) -> None:
    vectors, standing = board

    assert all(standing.labels[proposal.story] == -1 for proposal in place_new(vectors, standing))
    assert all(not standing.decided[proposal.story] for proposal in propose_moves(vectors, standing))
