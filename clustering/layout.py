"""Stories in two dimensions, for a map that stays put between runs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.manifold import TSNE

from clustering.geometry import as_rows, canonical_order, centred

LANDMARKS = 2000
"""Stories laid out by t-SNE; on larger maps each other story goes to the middle of its nearest landmarks."""


def layout(vectors: ArrayLike, previous: ArrayLike | None = None) -> NDArray[np.float64]:
    """Places from -1 to 1, (n, 2): near means alike; far means little.

    Parameters
    ----------
    vectors : (n, d) array
    previous : (n, 2) array, optional
        Where stories were on the last map (NaN: on none). The new map is turned, mirrored and scaled to lie as close
        to it as it can.

    Notes
    -----
    t-SNE (van der Maaten and Hinton 2008) started from the first two principal components, so that the same stories
    give the same map in any order; then an orthogonal Procrustes fit to the previous map.
    """
    rows = as_rows(vectors)
    if len(rows) < 3:
        return np.array([[0.0, 0.0], [1.0, 0.0]])[: len(rows)] if len(rows) else np.empty((0, 2))
    order = canonical_order(rows)
    places = np.empty((len(rows), 2))
    places[order] = _within(_spread_out(centred(rows[order])))
    return places if previous is None else _aligned(places, np.asarray(previous, dtype=np.float64))


def _spread_out(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places of rows in their canonical order."""
    landmarks = rows if len(rows) <= LANDMARKS else rows[np.linspace(0, len(rows) - 1, LANDMARKS).astype(int)]
    places = _tsne(landmarks)
    if len(rows) == len(landmarks):
        return places
    found = np.empty((len(rows), 2))
    for start in range(0, len(rows), 1000):
        alike = rows[start : start + 1000] @ landmarks.T
        nearest = np.argsort(-alike, axis=1, kind="stable")[:, :5]
        weights = np.take_along_axis(alike, nearest, axis=1).clip(1e-3) ** 4
        found[start : start + 1000] = (places[nearest] * weights[..., None]).sum(axis=1) / weights.sum(axis=1)[:, None]
    return found


def _tsne(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = np.ptp(rows, axis=0).max()
    if spread < 1e-9:
        return np.zeros((len(rows), 2))
    start = _principal(rows)
    perplexity = min(30.0, max(2.0, (len(rows) - 1) / 4))
    fitted = TSNE(2, perplexity=perplexity, init=start, random_state=0, max_iter=500, metric="euclidean")
    return np.asarray(fitted.fit_transform(rows), dtype=np.float64)


def _principal(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The first two principal components, with signs that do not depend on the solver, scaled for a start."""
    _, _, axes = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    axes = axes[:2] * np.sign(axes[:2][np.arange(2), np.abs(axes[:2]).argmax(axis=1)])[:, None]
    places = (rows - rows.mean(axis=0)) @ axes.T
    return np.asarray(places / max(float(places[:, 0].std()), 1e-12) * 1e-4)


def _within(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same places, centred and scaled into the square from -1 to 1."""
    moved = places - places.mean(axis=0)
    return np.asarray(moved / max(float(np.abs(moved).max()), 1e-12))


def _aligned(places: NDArray[np.float64], previous: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places turned and mirrored towards where the stories were before."""
    known = np.isfinite(previous).all(axis=1)
    if known.sum() < 3 or np.ptp(previous[known], axis=0).max() < 1e-9 or np.ptp(places[known], axis=0).max() < 1e-9:
        return places
    before, now = previous[known], places[known]
    left, _, right = np.linalg.svd((now - now.mean(axis=0)).T @ (before - before.mean(axis=0)))
    return np.asarray(_within((places - now.mean(axis=0)) @ (left @ right)))
