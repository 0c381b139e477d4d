"""Many partitions of the same stories, and what they agree on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage
from scipy.linalg import eigh

from clustering.geometry import centred, unit

REACHES = (1.0, 1.5, 2.0)
"""How many neighbours a story listens to, in square roots of the number of stories."""
ROUNDS = (1, 2, 4)
"""How often it listens."""
A_ROOM_HOLDS = 15
"""Themes tried at most in a room of up to some 500 stories; more stories try more."""
WEIGHT_OF_AGREEMENT = 0.5
"""Agreement runs from 0 to 1 where silhouettes of sentence embeddings run from 0 to about a half."""


def best_themes(told: NDArray[np.float64], sizes: Sequence[int]) -> NDArray[np.intp]:
    """Of one candidate for each size, the groups best separated and most in agreement with all partitions, (n,)."""
    company = company_of(len(told), partitions(centred(told), sizes))
    found = [settle(labels, company) for labels in cuts(average_linkage(1.0 - company), sizes)]
    rows = unit(told)
    worth = [silhouette(rows, each) + WEIGHT_OF_AGREEMENT * agreement(each, company) for each in found]
    return found[int(np.argmax(worth))]


def sizes_to_try(stories: int, most: int | None = None) -> list[int]:
    """Numbers of themes to try: each up to 15, then in steps of an eighth up to two thirds of √n, never over n / 2."""
    most = max(A_ROOM_HOLDS, round(np.sqrt(stories) / 1.5)) if most is None else most
    most = max(2, min(most, stories // 2))
    sizes = [2]
    while sizes[-1] < most:
        sizes.append(min(most, sizes[-1] + max(1, sizes[-1] // 8)))
    return sizes


def partitions(spread: NDArray[np.float64], sizes: Sequence[int]) -> Iterator[NDArray[np.intp]]:
    """Partitions of the stories into each of the sizes, seen in several ways, each (n,).

    Parameters
    ----------
    spread : (n, d) array
        Centred unit rows, no two alike.
    sizes : sequence of int
        Numbers of groups, none above n.

    Notes
    -----
    Average linkage on the vectors as they are and on vectors that listened to their neighbours for one, two and four
    rounds; and k-means in the leading eigenvectors of the neighbour graph (Ng, Jordan & Weiss 2001), started from
    Ward's tree so that no chance is in it.
    """
    likeness = spread @ spread.T
    yield from cuts(linkage_of(spread), sizes)
    for reach in REACHES:
        graph = neighbours(likeness, reach)
        for rounds in ROUNDS:
            yield from cuts(linkage_of(listen(spread, graph, rounds)), sizes)
    yield from spectral(neighbours(likeness, 1.0), sizes)


def neighbours(likeness: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    """The neighbour graph, (n, n), symmetric: cosine with the nearest ``reach · √n`` stories, zero elsewhere."""
    stories = len(likeness)
    count = min(stories - 1, max(2, round(reach * np.sqrt(stories))))
    others = likeness.copy()
    np.fill_diagonal(others, -np.inf)
    nearest = np.argsort(-others, axis=1, kind="stable")[:, :count]
    every = np.arange(stories)[:, None]
    graph = np.zeros_like(likeness)
    graph[every, nearest] = np.maximum(others[every, nearest], 1e-6)
    return np.maximum(graph, graph.T)


def listen(spread: NDArray[np.float64], graph: NDArray[np.float64], rounds: int) -> NDArray[np.float64]:
    """Each story moves half-way to the mean of its neighbours, ``rounds`` times; rows stay unit.

    What one short text leaves unsaid its neighbours say, so a theme's stories draw together before they are grouped.
    """
    share = graph / graph.sum(axis=1, keepdims=True)
    for _ in range(rounds):
        spread = unit(spread + share @ spread)
    return spread


def linkage_of(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The average-linkage tree of unit rows by cosine distance."""
    return average_linkage(1.0 - rows @ rows.T)


def average_linkage(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """The average-linkage tree of a full (n, n) distance matrix."""
    upper = np.triu_indices(len(distance), 1)
    return np.asarray(linkage(np.maximum(distance[upper], 0.0), "average"))


def cuts(tree: NDArray[np.float64], sizes: Sequence[int]) -> list[NDArray[np.intp]]:
    """The partition of a tree into each of the sizes, in the order of the sizes."""
    stories = len(tree) + 1
    label = np.arange(stories)
    found: dict[int, NDArray[np.intp]] = {}
    for merge, (one, other) in enumerate(tree[:, :2]):
        if stories - merge in sizes:
            found[stories - merge] = _numbered(label)
        label[(label == one) | (label == other)] = stories + merge
    found[1] = np.zeros(stories, dtype=np.intp)
    found.setdefault(stories, np.arange(stories))
    return [found[size] for size in sizes]


def _numbered(label: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.unique(label, return_inverse=True)[1].reshape(-1).astype(np.intp)


def spectral(graph: NDArray[np.float64], sizes: Sequence[int]) -> list[NDArray[np.intp]]:
    """Partitions of the neighbour graph into each of the sizes."""
    stories = len(graph)
    degree = np.sqrt(graph.sum(axis=1))
    last = min(stories, max(sizes))
    leading = eigh(graph / np.outer(degree, degree), subset_by_index=[stories - last, stories - 1])[1][:, ::-1]
    return [_k_means(unit(leading[:, :size]), size) for size in sizes]


def _k_means(rows: NDArray[np.float64], size: int) -> NDArray[np.intp]:
    labels = cuts(np.asarray(linkage(rows, "ward")), [size])[0]
    for _ in range(10):
        middles = unit((labels[:, None] == np.arange(labels.max() + 1)).T.astype(np.float64) @ rows)
        moved = _numbered(np.argmax(rows @ middles.T, axis=1))
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def company_of(stories: int, found: Iterator[NDArray[np.intp]]) -> NDArray[np.float64]:
    """How often each two stories are in one group, (n, n), 0 to 1 (Fred & Jain 2005)."""
    company = np.zeros((stories, stories))
    count = 0
    for labels in found:
        company += labels[:, None] == labels[None, :]
        count += 1
    return company / count


def agreement(labels: NDArray[np.intp], company: NDArray[np.float64]) -> float:
    """The adjusted Rand index to expect between these groups and the company the stories keep.

    Company read as the chance that two stories belong together (PEAR, Fritsch & Ickstadt 2009); 1 is full agreement,
    0 is chance.
    """
    upper = np.triu_indices(len(labels), 1)
    together, chance = (labels[:, None] == labels[None, :])[upper], company[upper]
    both, here, there = chance[together].sum(), float(together.sum()), chance.sum()
    expected = here * there / len(chance)
    most = (here + there) / 2
    return float((both - expected) / (most - expected)) if most > expected else 0.0


def silhouette(rows: NDArray[np.float64], labels: NDArray[np.intp]) -> float:
    """Mean cosine silhouette of unit rows, -1 to 1; a story alone in its group counts 0 (Rousseeuw 1987)."""
    groups = int(labels.max()) + 1
    if groups < 2:
        return 0.0
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


def settle(labels: NDArray[np.intp], company: NDArray[np.floating]) -> NDArray[np.intp]:
    """Each story goes where it keeps most company, until nobody moves; a story alone stays alone."""
    for _ in range(10):
        mean, sizes = company_with_groups(labels, company)
        moved = np.where(sizes[labels] > 1, np.argmax(mean, axis=1), labels)
        if np.array_equal(moved, labels):
            break
        labels = _numbered(moved)
    return labels


def company_with_groups(
    labels: NDArray[np.intp], company: NDArray[np.floating]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean company of each story with each group without itself, (n, groups), and the sizes of the groups."""
    belongs = (labels[:, None] == np.arange(labels.max() + 1)).astype(np.float64)
    sizes = belongs.sum(axis=0)
    others = np.maximum(sizes - belongs, 1.0)
    return (company @ belongs - belongs) / others, sizes
