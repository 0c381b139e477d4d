"""The few shapes everything else is drawn with: unit rows, a common centre, an order of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

NOTHING = 1e-6
"""Rows shorter than this carry no direction; they are rounding noise left by the subtraction of a mean."""


def as_rows(vectors: ArrayLike) -> NDArray[np.float64]:
    """A fresh (n, d) float64 array of the vectors; no vectors at all become (0, 1)."""
    rows = np.array(vectors, dtype=np.float64)
    return rows.reshape(0, 1) if rows.size == 0 else rows


def unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows scaled to length 1; a row without direction becomes zeros, never noise."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.where(lengths > NOTHING, rows / np.maximum(lengths, NOTHING), 0.0))


def centred(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Unit rows after the mean has been taken away.

    Stories of one workshop share a topic, and sentence embeddings share a general direction besides. What is left
    after the mean is what tells these stories apart.
    """
    if len(rows) == 0:
        return rows
    return unit(rows - rows.mean(axis=0))


def canonical_order(rows: NDArray[np.float64], texts: Sequence[str] | None = None) -> NDArray[np.intp]:
    """The permutation that sorts the rows by value (and by text among equal rows).

    Sums of floating point numbers depend on their order, so everything that must not depend on the order of arrival
    is computed in this one.
    """
    keys = [rows[:, column] for column in range(rows.shape[1] - 1, -1, -1)]
    if texts is not None:
        rank = {text: place for place, text in enumerate(sorted(set(texts)))}
        keys.insert(0, np.array([rank[text] for text in texts], dtype=np.float64))
    return np.lexsort(keys).astype(np.intp)


def similarity_to_groups(
    rows: NDArray[np.float64], labels: NDArray[np.intp], groups: int, *, itself: bool = False
) -> NDArray[np.float64]:
    """Cosine of every row with every group's centre, (n, groups), each story left out of its own group's centre.

    Without leaving it out a story speaks for its own placement, and in a theme of three loudly so.
    """
    belongs = labels[:, None] == np.arange(groups)[None, :]
    totals = belongs.astype(np.float64).T @ rows
    against = unit(rows) @ unit(totals).T
    if itself:
        return against
    mine = np.flatnonzero(labels >= 0)
    rest = unit(totals[labels[mine]] - rows[mine])
    against[mine, labels[mine]] = np.einsum("nd,nd->n", unit(rows[mine]), rest)
    return against


def two_best(scores: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Best column, second-best column (-1 when there is none) and the distance between them, each (n,)."""
    rows, columns = scores.shape
    if columns == 0:
        nothing = np.full(rows, -1, dtype=np.intp)
        return nothing, nothing.copy(), np.zeros(rows)
    order = np.argsort(-scores, axis=1, kind="stable").astype(np.intp)
    best = order[:, 0]
    if columns == 1:
        return best, np.full(rows, -1, dtype=np.intp), np.abs(scores[:, 0])
    second = order[:, 1]
    every = np.arange(rows)
    return best, second, scores[every, best] - scores[every, second]


def twins_of(rows: NDArray[np.float64]) -> NDArray[np.intp]:
    """A number for each row, (n,); rows with the same values have the same number."""
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1).astype(np.intp)


def shared_by_twins(values: NDArray[np.float64], twins: NDArray[np.intp]) -> NDArray[np.float64]:
    """Stories told in the same words have the same evidence: the mean, (n,) or (n, m), of what each of them got.

    Their vectors are equal, and yet a sum over a matrix may end in another last digit for each of its rows.
    """
    many = np.bincount(twins)
    totals = np.zeros((len(many), *values.shape[1:]))
    np.add.at(totals, twins, values)
    return np.asarray((totals / many.reshape(-1, *[1] * (values.ndim - 1)))[twins])
