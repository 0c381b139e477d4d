"""How many themes there are, and which story belongs to which."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import validate_data

from clustering.consensus import best_themes, sizes_to_try
from clustering.geometry import canonical_order, centred, shared_by_twins, similarity_to_groups, two_best
from clustering.large import find_large

BY_COMPANY = 2_500
"""Stories up to which every two are compared; above, some hundred small groups are grouped instead."""

STEEPNESS = 5.0
"""From margins to strengths: logistic regression of "is it in the theme that people would put it in" on the margin
of 8,116 stories in the public draws gives a slope of 4.8 and no level; see the reliability table in the docs."""


class ThemeClusterer(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Themes that stand out among stories; how many is found, not asked.

    The stories are partitioned many times, in several ways and into 2, 3, 4 … themes. How often two stories land
    together is the company they keep; average linkage on company gives one candidate for each number of themes, and
    the one is taken that is well separated (silhouette) and most in agreement with all the partitions.

    Parameters
    ----------
    most_themes : int, optional
        More themes than this are not proposed; grows slowly with the number of stories when not given.

    Attributes
    ----------
    labels_ : (n,) array of int
        Theme of each story, largest theme first; -1 stands for not placed yet: a story that nothing is like.
    strengths_ : (n,) array of float, 0 to 1
        How firmly each story sits in its theme: of stories with 0.7, seven in ten are where people would have them.
    second_ : (n,) array of int
        The theme each story would go to next, -1 when there is none.
    margins_ : (n,) array of float
        Cosine with the own theme less cosine with the second; below zero the story leans to the other.
    """

    def __init__(self, most_themes: int | None = None) -> None:
        self.most_themes = most_themes

    def fit(self, X: ArrayLike, y: Any = None) -> Self:
        """Group the stories whose (n, d) vectors are given."""
        rows = np.array(validate_data(self, X, dtype=np.float64))
        told, teller = np.unique(rows, axis=0, return_inverse=True)
        twins = teller.reshape(-1)
        self.labels_ = largest_first(self._group(told)[twins], twins)
        self._weigh(rows, twins)
        return self

    def _group(self, told: NDArray[np.float64]) -> NDArray[np.intp]:
        """Groups of different stories; the same story told twice is here once."""
        stories = len(told)
        if stories < 4:
            return np.arange(stories)
        if stories > BY_COMPANY:
            return find_large(told).labels.astype(np.intp)
        return best_themes(told, sizes_to_try(stories, self.most_themes))

    def _weigh(self, rows: NDArray[np.float64], twins: NDArray[np.intp]) -> None:
        order = canonical_order(rows)
        groups = int(self.labels_.max(initial=-1)) + 1
        scores = similarity_to_groups(centred(rows[order]), self.labels_[order], groups)
        back = np.argsort(order)
        scores = shared_by_twins(scores, twins[order])
        strengths, second, margins = standing_of(scores, self.labels_[order])
        self.strengths_, self.second_, self.margins_ = strengths[back], second[back], margins[back]


def standing_of(
    scores: NDArray[np.float64], labels: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.float64]]:
    """Strength, second choice and margin of each story, from its (n, groups) similarities and its group."""
    stories, groups = scores.shape
    if groups == 0:
        return np.zeros(stories), np.full(stories, -1, dtype=np.intp), np.zeros(stories)
    others = scores.copy()
    placed = np.flatnonzero(labels >= 0)
    others[placed, labels[placed]] = -np.inf
    second, _, _ = two_best(others)
    own = np.zeros(stories)
    own[placed] = scores[placed, labels[placed]]
    if groups == 1:
        alone = np.where(labels >= 0, -1, 0).astype(np.intp)
        return np.clip(own, 0.0, 1.0), alone, own
    next_best = others[np.arange(stories), second]
    margins = np.where(labels >= 0, own - next_best, 0.0)
    strengths = np.where(labels >= 0, 1.0 / (1.0 + np.exp(-STEEPNESS * margins)), 0.0)
    return strengths, second, margins


def largest_first(labels: NDArray[np.intp], rank: NDArray[np.intp]) -> NDArray[np.intp]:
    """The same groups, numbered by size and then by their member of lowest rank; a story alone is not placed, -1."""
    groups = int(labels.max(initial=-1)) + 1
    sizes = np.bincount(labels, minlength=groups)
    first = [int(rank[labels == group].min()) for group in range(groups)]
    ranked = sorted((g for g in range(groups) if sizes[g] > 1), key=lambda group: (-sizes[group], first[group]))
    number = np.full(groups, -1, dtype=np.intp)
    number[ranked] = np.arange(len(ranked))
    return number[labels]
