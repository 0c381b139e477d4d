"""The same stories give the same themes, whoever spoke first."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from clustering.pipeline import find_themes
from clustering.testing import HashEmbedder

WORDS = ["water", "well", "pump", "nurse", "clinic", "school", "girls", "teacher", "land", "goats", "🌊", "ماء"]
rooms = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join), min_size=0, max_size=30)


@settings(max_examples=60, deadline=None)
@given(rooms, st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing(texts: list[str], random: object) -> None:
    order = np.array(sorted(range(len(texts)), key=lambda _: random.random()), dtype=np.intp)  # type: ignore[attr-defined]
    vectors = HashEmbedder().embed(texts)

    here = find_themes(texts, vectors)
    there = find_themes([texts[story] for story in order], vectors[order])

    assert np.array_equal(here.labels[order], there.labels)
    assert np.array_equal(here.strengths[order], there.strengths)
    assert np.array_equal(here.stability[order], there.stability)
    assert [theme.name for theme in here.themes] == [theme.name for theme in there.themes]
    assert here.quality == there.quality


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["water well", "pump nurse clinic", "school girls", "land goats"]), max_size=24))
def test_what_is_told_twice_has_the_same_evidence(texts: list[str]) -> None:
    found = find_themes(texts, HashEmbedder().embed(texts))

    evidence = zip(found.labels, found.strengths, found.second, found.margins, found.stability, strict=True)
    assert len(set(zip(texts, evidence, strict=True))) == len(set(texts))
