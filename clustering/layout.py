"""Two dimensions for the map, so that like stories lie near each other and nothing jumps between runs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import orthogonal_procrustes

from clustering.consensus import listen, neighbours
from clustering.geometry import as_rows, canonical_order, centred


def layout(vectors: ArrayLike, previous: ArrayLike | None = None) -> NDArray[np.float64]:
    """A place for each story on the map, (n, 2), in -1 to 1.

    Parameters
    ----------
    vectors : (n, d) array
    previous : (n, 2) array, optional
        Where the stories were; rows of NaN for those that were not there. The map is turned, mirrored and scaled to
        lie on it as well as it can (orthogonal Procrustes), never bent.

    Notes
    -----
    Principal components of the vectors after they listened to their neighbours; each axis points to where its most
    distant story lies, so the same stories give the same map in any order.
    """
    rows = as_rows(vectors)
    order = canonical_order(rows)
    places = _components(centred(rows[order]))[np.argsort(order)]
    if previous is not None:
        places = _aligned(places, as_rows(previous).reshape(-1, 2))
    return np.asarray(places / max(1.0, float(np.abs(places).max(initial=0.0))))


def _components(spread: NDArray[np.float64]) -> NDArray[np.float64]:
    places = np.zeros((len(spread), 2))
    if len(spread) < 2:
        return places
    if len(spread) > 2:
        spread = listen(spread, neighbours(spread @ spread.T, 1.0), 1)
    left, size, _ = np.linalg.svd(spread - spread.mean(axis=0), full_matrices=False)
    found = (left * size)[:, :2]
    found *= np.where(found[np.abs(found).argmax(axis=0), np.arange(found.shape[1])] < 0, -1.0, 1.0)
    places[:, : found.shape[1]] = found
    return places / max(1e-12, float(np.abs(places).max()))


def _aligned(places: NDArray[np.float64], previous: NDArray[np.float64]) -> NDArray[np.float64]:
    known = np.isfinite(previous).all(axis=1)
    if known.sum() < 2:
        return places
    here, there = places[known].mean(axis=0), previous[known].mean(axis=0)
    turn, stretch = orthogonal_procrustes(places[known] - here, previous[known] - there)
    scale = stretch / max(1e-12, float(((places[known] - here) ** 2).sum()))
    return np.asarray(scale * (places - here) @ turn + there)
