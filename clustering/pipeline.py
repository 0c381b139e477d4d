"""The whole method: group, weigh, name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustering.consensus import silhouette
from clustering.dense import DenseClusterer
from clustering.geometry import as_rows, canonical_order, centred, shared_by_twins, similarity_to_groups, twins_of
from clustering.group import ThemeClusterer
from clustering.label import key_terms, suggest_name


@dataclass(frozen=True)
class FoundTheme:
    """One theme with the evidence for it.

    Attributes
    ----------
    members : tuple of int
        Its stories, as indices into the input.
    name : str
        Two to five words from the stories; a suggestion.
    keywords : tuple of str
        Words its stories use and others do not, strongest first.
    exemplars : tuple of int
        Up to three stories nearest to its middle.
    cohesion : float
        Mean cosine between its stories, as embedded; 1 is one story told again and again.
    """

    members: tuple[int, ...]
    name: str
    keywords: tuple[str, ...]
    exemplars: tuple[int, ...]
    cohesion: float


@dataclass(frozen=True)
class ThemeSet:
    """What was found in the stories, largest theme first; ``labels`` index into ``themes``, -1 is not placed yet.

    Attributes
    ----------
    strengths : (n,) array, 0 to 1
        How firmly each story sits in its theme.
    second : (n,) array of int
        The theme it would go to next, -1 when there is none.
    margins : (n,) array
        Cosine with the own theme less cosine with the second.
    stability : (n,) array, 0 to 1
        The share of perturbed runs in which the story keeps its company.
    quality : dict of str to float
        ``silhouette``, ``mean_stability``, ``not_placed`` (share) of the whole.
    """

    labels: NDArray[np.intp]
    strengths: NDArray[np.float64]
    second: NDArray[np.intp]
    margins: NDArray[np.float64]
    stability: NDArray[np.float64]
    themes: tuple[FoundTheme, ...]
    quality: dict[str, float]


def find_themes(
    texts: Sequence[str],
    vectors: ArrayLike,
    *,
    languages: Sequence[str] | None = None,
    clusterer: ThemeClusterer | DenseClusterer | None = None,
) -> ThemeSet:
    """Themes that stand out in the texts, each with the evidence for it.

    Parameters
    ----------
    texts : sequence of str, n
    vectors : (n, d) array
        Their embeddings.
    languages : sequence of str, optional
        Languages of the stories (ISO 639-1), for the words to leave out of keywords.
    clusterer : optional
        What finds the groups; ``DenseClusterer`` leaves alone what is in no dense group.
    """
    rows = as_rows(vectors)
    if len(rows) != len(texts):
        raise ValueError(f"{len(texts)} texts but {len(rows)} vectors")
    if not len(texts):
        return _nothing()
    order = canonical_order(rows, texts)
    rows = rows[order]
    fitted = (clusterer or ThemeClusterer()).fit(rows)
    themes = describe([texts[story] for story in order], rows, fitted.labels_, languages)
    stability = shared_by_twins(stability_of(rows, fitted.labels_), twins_of(rows))
    back = np.argsort(order)
    return ThemeSet(
        labels=fitted.labels_[back],
        strengths=fitted.strengths_[back],
        second=fitted.second_[back],
        margins=fitted.margins_[back],
        stability=stability[back],
        themes=tuple(_as_told(theme, order) for theme in themes),
        quality=_quality(rows, fitted.labels_, stability),
    )


def describe(
    texts: Sequence[str], rows: NDArray[np.float64], labels: NDArray[np.intp], languages: Sequence[str] | None = None
) -> list[FoundTheme]:
    """Name, keywords, exemplars and cohesion of every group."""
    found = []
    for group, keywords in enumerate(key_terms(texts, labels, languages)):
        members = tuple(int(story) for story in np.flatnonzero(labels == group))
        name = suggest_name(texts, members, keywords, languages)
        found.append(FoundTheme(members, name, keywords, exemplars(rows, members), cohesion(rows, members)))
    return found


def exemplars(rows: NDArray[np.float64], members: Sequence[int], most: int = 3) -> tuple[int, ...]:
    """The stories nearest to the middle of a theme, nearest first."""
    mine = rows[list(members)]
    nearest = np.argsort(-(mine @ mine.mean(axis=0)), kind="stable")[:most]
    return tuple(members[story] for story in nearest)


def cohesion(rows: NDArray[np.float64], members: Sequence[int]) -> float:
    """Mean cosine over all pairs of stories in a theme; a story alone has 1."""
    size = len(members)
    if size < 2:
        return 1.0
    total = rows[list(members)].sum(axis=0)
    return float(np.clip((total @ total - size) / (size * (size - 1)), -1.0, 1.0))


def stability_of(rows: NDArray[np.float64], labels: NDArray[np.intp], runs: int = 20) -> NDArray[np.float64]:
    """Share of runs on a random half of the stories whose theme centres still draw each story to its theme, (n,).

    Half of the stories is left out each time, so this asks: would the story be here had other people spoken up?
    """
    groups = int(labels.max(initial=-1)) + 1
    stories = len(rows)
    if groups < 2:
        return np.ones(stories)
    spread = centred(rows)
    chance = np.random.default_rng(0)
    kept = np.zeros(stories)
    for _ in range(runs):
        half = np.where(chance.random(stories) < 0.5, labels, -1)
        scores = similarity_to_groups(spread, half, groups)
        kept += np.argmax(scores, axis=1) == labels
    return np.where(labels >= 0, kept / runs, 0.0)


def _as_told(theme: FoundTheme, order: NDArray[np.intp]) -> FoundTheme:
    members = tuple(sorted(int(order[story]) for story in theme.members))
    return FoundTheme(
        members, theme.name, theme.keywords, tuple(int(order[s]) for s in theme.exemplars), theme.cohesion
    )


def _quality(rows: NDArray[np.float64], labels: NDArray[np.intp], stability: NDArray[np.float64]) -> dict[str, float]:
    placed = labels >= 0
    several = len(np.unique(labels[placed])) > 1
    return {
        "silhouette": silhouette(centred(rows)[placed], labels[placed]) if several else 0.0,
        "mean_stability": float(stability[placed].mean()) if placed.any() else 0.0,
        "not_placed": float(1.0 - placed.mean()),
    }


def _nothing() -> ThemeSet:
    none, empty = np.empty(0, dtype=np.intp), np.empty(0)
    quality = {"silhouette": 0.0, "mean_stability": 0.0, "not_placed": 0.0}
    return ThemeSet(none, empty, none.copy(), empty.copy(), empty.copy(), (), quality)
