"""Themes that are declared before the stories are read: names, descriptions, examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.linear_model import LogisticRegression

from clustering.consensus import neighbours
from clustering.embedders import Embedder
from clustering.geometry import as_rows, canonical_order, centred, shared_by_twins, twins_of, two_best, unit
from clustering.group import ThemeClusterer

SHARPNESS = 20.0
"""Turns cosines into chances: a lead of 0.05 in cosine is odds of e to 1."""
WEIGHT_OF_EXAMPLE = 0.2
"""One example weighs this much beside the name; one story is a vaguer pointer to a theme than its name."""
WEIGHT_OF_WORDS = 20.0
"""Name and examples weigh as much as this many stories when a theme's centre is drawn to the stories."""
MOST_NEIGHBOURLY = 5000
"""Above this many stories each is judged alone; the neighbour graph would not fit."""


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

    Notes
    -----
    Names say what a theme is, examples what the room means by it, and the other stories what is talked about near
    them: theme centres start from names and examples, are drawn to the stories that fit them, and each story then
    hears its neighbours. An example stays where people put it.
    """
    rows = as_rows(vectors)
    if not themes or not len(rows):
        nothing = np.full(len(rows), -1, dtype=np.intp)
        return Placement(nothing, np.zeros(len(rows)), nothing.copy(), np.zeros(len(rows)))
    order = canonical_order(rows)
    back = np.argsort(order)
    shown = np.full(len(rows), -1, dtype=np.intp)
    for number, theme in enumerate(themes):
        shown[list(theme.examples)] = number
    chances = chances_in(rows[order], shown[order], meanings(themes, embedder))[back]
    labels, second, margins = two_best(chances)
    strengths = chances[np.arange(len(rows)), labels]
    if len(themes) == 1:
        strengths = chances_in_only(rows, themes[0], embedder)
    return Placement(labels, strengths, second, margins)


def meanings(themes: Sequence[GivenTheme], embedder: Embedder) -> NDArray[np.float64]:
    """Directions of the themes, (themes, d): name and description, each as it differs from the other themes'."""
    names = centred(as_rows(embedder.embed([theme.name for theme in themes])))
    described = [theme.description or theme.name for theme in themes]
    return unit(names + centred(as_rows(embedder.embed(described))))


def chances_in_only(rows: NDArray[np.float64], theme: GivenTheme, embedder: Embedder) -> NDArray[np.float64]:
    """Chance of each story to belong to the one theme there is, (n,): ½ for one that leans neither to it nor away.

    With no second theme to compare with, a story is compared with what all stories share.
    """
    middle = rows.mean(axis=0)
    said = as_rows(embedder.embed([theme.name, theme.description or theme.name])) - middle
    meant = unit((unit(said).sum(axis=0) + WEIGHT_OF_EXAMPLE * (rows - middle)[list(theme.examples)].sum(axis=0))[None])
    chances = 1.0 / (1.0 + np.exp(-SHARPNESS * unit(rows - middle) @ meant[0]))
    chances[list(theme.examples)] = 1.0
    return np.asarray(chances)


def chances_in(rows: NDArray[np.float64], shown: NDArray[np.intp], meant: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance of each story to belong to each theme, (n, themes), rows sum to 1.

    Parameters
    ----------
    rows : (n, d) array
    shown : (n,) array of int
        The theme of which a story is an example, -1 for the others.
    meant : (themes, d) array
        Directions of the names and descriptions.
    """
    spread = centred(rows)
    evidence = SHARPNESS * spread @ drawn(spread, shown, meant).T
    if (shown >= 0).any() and len(meant) > 1:
        evidence += learnt(spread, shown, meant)
    return hear_neighbours(spread, fixed(softmax(evidence), shown), shown)


def drawn(spread: NDArray[np.float64], shown: NDArray[np.intp], meant: NDArray[np.float64]) -> NDArray[np.float64]:
    """Theme centres, (themes, d): where name and examples point, drawn to the stories that fit."""
    said = meant + WEIGHT_OF_EXAMPLE * (shown[None, :] == np.arange(len(meant))[:, None]) @ spread
    centres = unit(said)
    for _ in range(10):
        fits = fixed(softmax(SHARPNESS * spread @ centres.T), shown)
        centres = unit(WEIGHT_OF_WORDS * said + fits.T @ spread)
    return centres


def learnt(spread: NDArray[np.float64], shown: NDArray[np.intp], meant: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a logistic regression on names and examples says of each story, (n, themes)."""
    examples = np.flatnonzero(shown >= 0)
    model = LogisticRegression(C=30.0, max_iter=300)
    weights = np.concatenate([np.full(len(meant), 4.0), np.ones(len(examples))])
    model.fit(np.vstack([meant, spread[examples]]), np.concatenate([np.arange(len(meant)), shown[examples]]), weights)
    said = model.decision_function(spread)
    return np.asarray(3.0 * (said if said.ndim == 2 else np.stack([-said / 2, said / 2], axis=1)))


def hear_neighbours(
    spread: NDArray[np.float64], chances: NDArray[np.float64], shown: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Chances after four fifths of each story's were taken from its neighbours, ten rounds (Zhou et al. 2004)."""
    if not 3 <= len(spread) <= MOST_NEIGHBOURLY:
        return chances
    graph = neighbours(spread @ spread.T, 1.0)
    share = graph / graph.sum(axis=1, keepdims=True)
    own = chances
    for _ in range(10):
        chances = fixed(0.2 * own + 0.8 * share @ chances, shown)
    return fixed(shared_by_twins(chances, twins_of(spread)), shown)


def fixed(chances: NDArray[np.float64], shown: NDArray[np.intp]) -> NDArray[np.float64]:
    """The chances with every example where people put it."""
    certain = (shown[:, None] == np.arange(chances.shape[1])).astype(np.float64)
    return np.where(shown[:, None] >= 0, certain, chances)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores as chances that sum to 1 in each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


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
