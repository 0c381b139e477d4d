"""Themes that are declared before the stories are read: names, descriptions, examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustering.embed import Embedder
from clustering.geometry import as_rows, centred, two_best, unit
from clustering.group import ThemeClusterer


@dataclass(frozen=True)
class GivenTheme:
    """A theme or domain of change that people declared.

    Attributes
    ----------
    name, description : str
    examples : tuple of int
        Indices of stories that people confirmed there.
    """

    name: str
    description: str = ""
    examples: tuple[int, ...] = ()


@dataclass(frozen=True)
class Placement:
    """Where each story belongs among the given themes; the fields are those of a ThemeSet, -1 is none."""

    labels: NDArray[np.intp]
    strengths: NDArray[np.float64]
    second: NDArray[np.intp]
    margins: NDArray[np.float64]


def place_in_given(vectors: ArrayLike, themes: Sequence[GivenTheme], embedder: Embedder) -> Placement:
    """Place stories in declared themes by name and description, better with each confirmed example.

    Parameters
    ----------
    vectors : (n, d) array
        Embeddings of the stories by the same embedder.
    themes : sequence of GivenTheme
    embedder : Embedder
        Embeds the names and descriptions.
    """
    rows = as_rows(vectors)
    if not themes or not len(rows):
        nothing = np.full(len(rows), -1, dtype=np.intp)
        return Placement(nothing, np.zeros(len(rows)), nothing.copy(), np.zeros(len(rows)))
    scores = given_scores(rows, themes, embedder)
    chances = _softmax(10.0 * scores)
    labels, second, margins = two_best(scores)
    for number, theme in enumerate(themes):
        labels[list(theme.examples)] = number
    return Placement(labels, chances[np.arange(len(rows)), labels], second, margins)


def given_scores(rows: NDArray[np.float64], themes: Sequence[GivenTheme], embedder: Embedder) -> NDArray[np.float64]:
    """Cosine of every story with every theme, (n, themes), each side centred on its own mean."""
    names = centred(as_rows(embedder.embed([theme.name for theme in themes])))
    told = centred(as_rows(embedder.embed([f"{theme.name}. {theme.description}".strip() for theme in themes])))
    meant = unit(names + told)
    spread = centred(rows)
    for number, theme in enumerate(themes):
        meant[number] += spread[list(theme.examples)].sum(axis=0)
    return spread @ unit(meant).T


def something_new(vectors: ArrayLike, placement: Placement) -> list[tuple[int, ...]]:
    """Groups of stories that belong together and fit no declared theme, largest first."""
    rows = as_rows(vectors)
    if len(rows) < 6:
        return []
    spread = centred(rows)
    groups = ThemeClusterer().fit(rows).labels_
    doubtful = placement.margins <= np.median(placement.margins)
    found = []
    for group in range(int(groups.max()) + 1):
        members = np.flatnonzero(groups == group)
        agreed = np.bincount(placement.labels[members] + 1).max() / len(members)
        close = (np.linalg.norm(spread[members].mean(axis=0))) > 0.5
        if len(members) >= 3 and close and doubtful[members].mean() > 0.7 and agreed < 0.7:
            found.append(tuple(int(story) for story in members))
    return found


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
