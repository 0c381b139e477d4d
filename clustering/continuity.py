"""A theme keeps its identity when the stories are grouped again."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linear_sum_assignment

SAME_THEME = 1 / 3
"""Jaccard overlap below which a theme is a new one: of two themes of equal size, half of the stories are shared."""


def match_themes(before: ArrayLike, after: ArrayLike, *, at_least: float = SAME_THEME) -> dict[int, int]:
    """Which theme of before each theme of after is.

    Parameters
    ----------
    before, after : (n,) arrays of int
        Labels of the same stories; -1 is not placed.
    at_least : float, 0 to 1
        Themes that share less than this (Jaccard) are not the same theme.

    Returns
    -------
    dict
        After-theme → before-theme, each used once; themes that are really new are not in it. The assignment is the
        one with the greatest overlap in total, so it does not depend on the order of stories or themes.
    """
    old, new = np.asarray(before, dtype=np.intp), np.asarray(after, dtype=np.intp)
    if old.shape != new.shape:
        raise ValueError("before and after must tell of the same stories")
    old_names, new_names = np.unique(old[old >= 0]), np.unique(new[new >= 0])
    overlap = np.array([[jaccard(new == late, old == early) for early in old_names] for late in new_names])
    if overlap.size == 0:
        return {}
    late_at, early_at = linear_sum_assignment(-overlap)
    pairs = zip(late_at, early_at, strict=True)
    return {int(new_names[late]): int(old_names[early]) for late, early in pairs if overlap[late, early] >= at_least}


def jaccard(one: np.ndarray, other: np.ndarray) -> float:
    """Shared members over all members of two sets given as masks."""
    return float((one & other).sum() / max(1, (one | other).sum()))
