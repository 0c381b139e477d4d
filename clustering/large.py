"""The same for 10⁵ to 10⁶ stories: first many small groups, then themes among the groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.cluster.hierarchy import linkage

from clustering.consensus import cuts, listen, neighbours, silhouette, sizes_to_try
from clustering.geometry import unit

SAMPLE = 40_000
"""Stories that the small groups are learnt from; the others join the nearest."""
JUDGES = 4_000
"""Stories on which the number of themes is judged."""
BLOCK = 5_000
"""Stories handled at a time, so that memory stays near that of the vectors."""


@dataclass(frozen=True)
class LargeThemes:
    """Themes among very many stories.

    Attributes
    ----------
    labels : (n,) array of int32
        Theme of each story, largest first.
    centres : (themes, d) array
        Unit middles of the themes, after ``middle`` is taken away.
    middle : (d,) array
        Mean of the vectors.
    """

    labels: NDArray[np.int32]
    centres: NDArray[np.float32]
    middle: NDArray[np.float32]


def find_large(vectors: ArrayLike) -> LargeThemes:
    """Themes among a few thousand to a million stories and more.

    Parameters
    ----------
    vectors : (n, d) array

    Notes
    -----
    Spherical k-means finds some hundred small groups, far clearer than single stories; Ward's tree joins them into
    themes, and every story hears the small groups near it before it chooses. All but one pass over the stories is
    done on a sample, so time grows in proportion to n and memory hardly at all.
    """
    rows = np.asarray(vectors)
    if len(rows) < 4:
        return LargeThemes(np.zeros(len(rows), np.int32), np.zeros((0, 0), np.float32), np.zeros(0, np.float32))
    middle = rows.mean(axis=0, dtype=np.float64).astype(np.float32)
    sample = _sample(rows, middle)
    small = small_groups(sample, max(2, min(len(rows) // 2, 600, round(4 * np.sqrt(len(rows))))))
    centres = centres_of(hear_groups(sample, small), small, sizes_to_try(len(rows)))
    labels = np.empty(len(rows), dtype=np.int32)
    for start in range(0, len(rows), BLOCK):
        heard = hear_groups(_spread(rows[start : start + BLOCK], middle), small)
        labels[start : start + BLOCK] = np.argmax(heard @ centres.T, axis=1)
    order = np.argsort(-np.bincount(labels, minlength=len(centres)), kind="stable")
    return LargeThemes(np.argsort(order).astype(np.int32)[labels], centres[order], middle)


def _sample(rows: NDArray[np.floating], middle: NDArray[np.float32]) -> NDArray[np.float32]:
    """A sample that does not depend on the order of arrival: rows in order of a fixed projection, evenly taken."""
    direction = np.random.default_rng(0).standard_normal(rows.shape[1])
    order = np.argsort(np.einsum("nd,d->n", rows, direction), kind="stable")
    rows = rows[order[:: -(-len(rows) // SAMPLE)]]
    return _spread(rows, middle)


def _spread(rows: NDArray[np.floating], middle: NDArray[np.float32]) -> NDArray[np.float32]:
    away = rows.astype(np.float32) - middle
    return np.asarray(away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6))


def small_groups(spread: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Unit middles of small groups, (count or fewer, d), by spherical k-means from evenly taken stories."""
    return drawn_in(spread, spread[np.linspace(0, len(spread) - 1, count).astype(np.intp)])


def drawn_in(spread: NDArray[np.float32], middles: NDArray[np.float32], rounds: int = 8) -> NDArray[np.float32]:
    """Unit middles after some rounds of spherical k-means; a middle that nobody is near is dropped."""
    for _ in range(rounds):
        home = np.argmax(spread @ middles.T, axis=1)
        order = np.argsort(home, kind="stable")
        _, starts = np.unique(home[order], return_index=True)
        middles = unit(np.add.reduceat(spread[order], starts, axis=0).astype(np.float64)).astype(np.float32)
    return middles


def hear_groups(spread: NDArray[np.float32], small: NDArray[np.float32], near: int = 8) -> NDArray[np.float32]:
    """Each story drawn two thirds of the way to the eight small groups nearest to it, the nearer counting more."""
    heard = np.empty_like(spread)
    for start in range(0, len(spread), BLOCK):
        heard[start : start + BLOCK] = _hear_some(spread[start : start + BLOCK], small, min(near, len(small)))
    return heard


def _hear_some(spread: NDArray[np.float32], small: NDArray[np.float32], near: int) -> NDArray[np.float32]:
    likeness = spread @ small.T
    nearest = np.argpartition(-likeness, near - 1, axis=1)[:, :near]
    weight = np.take_along_axis(likeness, nearest, 1) ** 2
    weight /= np.maximum(weight.sum(axis=1, keepdims=True), 1e-6)
    heard = spread.copy()
    for place in range(near):
        heard += 2.0 * weight[:, place : place + 1] * small[nearest[:, place]]
    return np.asarray(heard / np.maximum(np.linalg.norm(heard, axis=1, keepdims=True), 1e-6))


def centres_of(heard: NDArray[np.float32], small: NDArray[np.float32], sizes: list[int]) -> NDArray[np.float32]:
    """Unit middles of the themes, (themes, d): of the cuts of Ward's tree, the one best separated."""
    rows = np.unique(small.astype(np.float64), axis=0)
    if len(rows) < 4:
        return rows.astype(np.float32)
    tree = np.asarray(linkage(listen(rows, neighbours(rows @ rows.T, 0.4), 2), "ward"))
    some = heard[:: max(1, len(heard) // JUDGES)]
    best, worth = rows[:1].astype(np.float32), -np.inf
    sizes = [size for size in sizes if size <= len(rows)]
    for groups in cuts(tree, sizes):
        joined = np.stack([rows[groups == theme].sum(axis=0) for theme in range(groups.max() + 1)])
        middles = drawn_in(some, unit(joined).astype(np.float32), 4)
        separated = silhouette(some.astype(np.float64), np.argmax(some @ middles.T, axis=1))
        if separated > worth:
            best, worth = middles, separated
    return drawn_in(heard, best)
