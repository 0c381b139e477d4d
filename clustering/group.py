"""How many themes there are, and which story belongs to which."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.spatial.distance import pdist
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import validate_data

from clustering.geometry import canonical_order, centred, similarity_to_groups, two_best, unit


class ThemeClusterer(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Themes that stand out among stories; how many is found, not asked.

    Parameters
    ----------
    most_themes : int, optional
        More themes than this are not proposed; grows slowly with the number of stories when not given.

    Attributes
    ----------
    labels_ : (n,) array of int
        Theme of each story, largest theme first; -1 stands for not placed yet.
    strengths_ : (n,) array of float, 0 to 1
        How firmly each story sits in its theme.
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
        order = canonical_order(rows)
        labels = np.empty(len(rows), dtype=np.intp)
        labels[order] = _largest_first(self._group(rows[order]))
        self.labels_ = labels
        self._weigh(rows, order)
        return self

    def _group(self, rows: NDArray[np.float64]) -> NDArray[np.intp]:
        spread = centred(rows)
        distinct = len(np.unique(spread, axis=0))
        if len(rows) < 4 or distinct < 3:
            return np.unique(spread, axis=0, return_inverse=True)[1].astype(np.intp).reshape(-1)
        tree = linkage(np.maximum(pdist(spread, "sqeuclidean"), 0.0) / 2, "average")
        sizes = range(2, min(self._most(len(rows)), distinct - 1) + 1)
        cuts = cut_tree(tree, n_clusters=list(sizes)).astype(np.intp)
        worth = [silhouette(unit(rows), cuts[:, column]) for column in range(cuts.shape[1])]
        return cuts[:, int(np.argmax(worth))]

    def _most(self, stories: int) -> int:
        return self.most_themes if self.most_themes is not None else max(10, round(np.sqrt(stories) / 1.5))

    def _weigh(self, rows: NDArray[np.float64], order: NDArray[np.intp]) -> None:
        groups = int(self.labels_.max(initial=-1)) + 1
        scores = similarity_to_groups(centred(rows[order]), self.labels_[order], groups)
        self.strengths_, self.margins_ = np.empty(len(rows)), np.empty(len(rows))
        self.second_ = np.empty(len(rows), dtype=np.intp)
        strengths, second, margins = standing_of(scores, self.labels_[order])
        self.strengths_[order], self.second_[order], self.margins_[order] = strengths, second, margins


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
    strengths = np.where(labels >= 0, 1.0 / (1.0 + np.exp(-8.0 * margins)), 0.0)
    return strengths, second, margins


def silhouette(rows: NDArray[np.float64], labels: NDArray[np.intp]) -> float:
    """Mean cosine silhouette of unit rows, -1 to 1; a story alone in its group counts 0 (Rousseeuw 1987)."""
    groups = int(labels.max()) + 1
    belongs = (labels[:, None] == np.arange(groups)).astype(np.float64)
    sizes = belongs.sum(axis=0)
    distance = sizes - rows @ (rows.T @ belongs)
    every = np.arange(len(rows))
    own_size = sizes[labels]
    inside = distance[every, labels] / np.maximum(own_size - 1, 1)
    distance /= np.maximum(sizes, 1)
    distance[every, labels] = np.inf
    outside = distance.min(axis=1)
    worth = (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-12)
    return float(np.where(own_size > 1, worth, 0.0).mean())


def _largest_first(labels: NDArray[np.intp]) -> NDArray[np.intp]:
    """The same groups, numbered by size and then by their first member; -1 stays."""
    groups = int(labels.max(initial=-1)) + 1
    sizes = np.bincount(labels[labels >= 0], minlength=groups)
    first = [int(np.flatnonzero(labels == group)[0]) if sizes[group] else len(labels) for group in range(groups)]
    ranked = sorted((g for g in range(groups) if sizes[g]), key=lambda group: (-sizes[group], first[group]))
    number = np.full(groups + 1, -1, dtype=np.intp)
    number[ranked] = np.arange(len(ranked))
    return number[labels]
