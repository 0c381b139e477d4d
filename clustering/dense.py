"""Only what clearly belongs together: dense groups of stories, everything else left where it is."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.decomposition import PCA
from sklearn.utils.validation import validate_data

from clustering.geometry import centred, shared_by_twins, similarity_to_groups
from clustering.group import largest_first, standing_of

FEWEST_STORIES = 15
"""Below, no part of the room is denser than another by more than chance."""
DIMENSIONS = 10
"""Density means little in hundreds of dimensions. Of 5, 10, 15 and all, 10 gave the best balance of stories placed and
placed rightly on the public draws; see the page on how themes are found."""
SMALLEST_GROUP, NEIGHBOURS = 3, 2
LEAST_COMPANY = 0.25
"""Least mean cosine of a group's stories with the middle of the others in it. The density tree also ends in what is
left over between dense parts; its stories lie near nothing (mean cosine about 0)."""


class DenseClusterer(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """HDBSCAN (Campello, Moulavi & Sander 2013) on the first principal components of the stories' directions.

    Attributes
    ----------
    labels_ : (n,) array of int
        Group of each story, largest first; -1 for stories that lie in no dense group.
    strengths_ : (n,) array of float, 0 to 1
        How near the middle of its group a story lies by density, 0 for stories in no group.
    outlier_scores_ : (n,) array of float, 0 to 1
        GLOSH (Campello et al. 2015): how far a story lies outside the densest part of the group it is or was in.
    second_ : (n,) array of int
        The group each story would go to next, -1 when there is none.
    margins_ : (n,) array of float
        Cosine with the own group less cosine with the second.
    """

    def fit(self, X: ArrayLike, y: Any = None) -> Self:
        """Group the stories whose (n, d) vectors are given; none where fewer than ``FEWEST_STORIES`` differ."""
        rows = np.array(validate_data(self, X, dtype=np.float64))
        told, teller = np.unique(rows, axis=0, return_inverse=True)
        twins = teller.reshape(-1)
        labels, strengths, outliers = dense_groups(told)
        labels = holding(told, labels)
        alone = labels < 0
        labels[alone] = labels.max(initial=-1) + 1 + np.arange(alone.sum())
        self.labels_ = largest_first(labels[twins], twins)
        self.outlier_scores_ = outliers[twins]
        self.strengths_ = np.where(self.labels_ >= 0, strengths[twins], 0.0)
        groups = int(self.labels_.max(initial=-1)) + 1
        scores = shared_by_twins(similarity_to_groups(centred(rows), self.labels_, groups), twins)
        _, self.second_, self.margins_ = standing_of(scores, self.labels_)
        return self


def dense_groups(
    rows: NDArray[np.float64],
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Labels (-1: in no dense group), strengths and GLOSH scores of (n, d) rows that all differ, sorted by value."""
    stories = len(rows)
    none = np.full(stories, -1, dtype=np.intp), np.zeros(stories), np.ones(stories)
    if stories < FEWEST_STORIES:
        return none
    from hdbscan import HDBSCAN

    spread = centred(rows)
    kept = min(DIMENSIONS, stories - 1, spread.shape[1])
    near = PCA(kept, svd_solver="full").fit_transform(spread)
    lengths = np.linalg.norm(near, axis=1, keepdims=True)
    if not (lengths > 0).any():  # everybody told the same
        return none
    fitted = HDBSCAN(
        min_cluster_size=SMALLEST_GROUP,
        min_samples=NEIGHBOURS,
        cluster_selection_method="leaf",
        approx_min_span_tree=False,
    ).fit(near / np.maximum(lengths, np.finfo(float).tiny))
    outliers = np.clip(np.nan_to_num(fitted.outlier_scores_, nan=1.0), 0.0, 1.0)
    return fitted.labels_.astype(np.intp), np.asarray(fitted.probabilities_), outliers


def holding(rows: NDArray[np.float64], labels: NDArray[np.intp]) -> NDArray[np.intp]:
    """The groups whose stories lie near each other; what is left over between dense groups is none."""
    kept = labels.copy()
    groups = int(labels.max(initial=-1)) + 1
    scores = similarity_to_groups(centred(rows), labels, groups)
    for group in range(groups):
        members = labels == group
        if scores[members, group].mean() < LEAST_COMPANY:
            kept[members] = -1
    return np.unique(kept, return_inverse=True)[1].reshape(-1).astype(np.intp) - int((kept < 0).any())
