"""How near a grouping is to another, and how many moves a room is away from the one it wants."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score


def agreement_with(wanted: Sequence[int], found: Sequence[int]) -> float:
    """Adjusted Rand index, 0 chance to 1 equal; a story not placed (-1) counts as a theme of its own."""
    return float(adjusted_rand_score(wanted, alone(found)))


def alone(labels: Sequence[int]) -> NDArray[np.intp]:
    """The labels with a theme of its own for each story not placed."""
    each = np.array(labels, dtype=np.intp)
    lone = np.flatnonzero(each < 0)
    each[lone] = each.max(initial=-1) + 1 + np.arange(len(lone))
    return each


def misplaced(wanted: Sequence[int], found: Sequence[int]) -> NDArray[np.bool_]:
    """Stories not placed, or in a theme whose majority belongs elsewhere."""
    gold, labels = np.asarray(wanted), np.asarray(found)
    wrong = labels < 0
    for theme in set(labels[~wrong].tolist()):
        there = labels == theme
        wrong = wrong | (there & (gold != np.bincount(gold[there]).argmax()))
    return np.asarray(wrong)


def moves_to(wanted: Sequence[int], found: Sequence[int]) -> int:
    """Drags of single stories plus merges of themes that lead from what was found to what is wanted."""
    gold, labels = np.asarray(wanted), np.asarray(found)
    majorities = [
        int(np.bincount(gold[labels == theme]).argmax()) for theme in sorted(set(labels[labels >= 0].tolist()))
    ]
    return int(misplaced(wanted, found).sum()) + len(majorities) - len(set(majorities))
