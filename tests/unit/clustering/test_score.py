"""Counting how far a grouping is from the one wanted."""

from __future__ import annotations

from clustering.score import agreement_with, misplaced, moves_to


def test_the_same_groups_need_no_move() -> None:
    assert agreement_with([0, 0, 1, 1], [1, 1, 0, 0]) == 1.0
    assert moves_to([0, 0, 1, 1], [1, 1, 0, 0]) == 0


def test_a_split_theme_needs_one_merge_and_a_stray_one_drag() -> None:
    assert moves_to([0, 0, 0, 0, 1, 1], [0, 0, 2, 2, 1, 1]) == 1
    assert moves_to([0, 0, 0, 1, 1], [0, 0, 1, 1, 1]) == 1


def test_a_story_not_placed_is_misplaced() -> None:
    assert misplaced([0, 0, 1, 1], [0, 0, 1, -1]).tolist() == [False, False, False, True]
    assert agreement_with([0, 1], [-1, -1]) == 1.0
