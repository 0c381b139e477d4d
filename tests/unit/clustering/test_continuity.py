"""A theme keeps its identity when stories are grouped again."""

from __future__ import annotations

import numpy as np
import pytest

from clustering.continuity import match_themes


def test_renumbered_themes_are_recognised() -> None:
    assert match_themes([0, 0, 1, 1, 2, 2], [2, 2, 0, 0, 1, 1]) == {2: 0, 0: 1, 1: 2}


def test_a_theme_of_other_stories_is_new() -> None:
    assert match_themes([0, 0, 0, 0, -1, -1], [0, 0, 0, 0, 1, 1]) == {0: 0}


def test_a_split_theme_lives_on_in_its_larger_part() -> None:
    assert match_themes([0] * 10, [0] * 3 + [1] * 7) == {1: 0}


@pytest.mark.parametrize("stories", [0, 1, 3])
def test_nothing_placed_matches_nothing(stories: int) -> None:
    assert match_themes(np.full(stories, -1), np.full(stories, -1)) == {}


def test_other_stories_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="same stories"):
        match_themes([0], [0, 1])
