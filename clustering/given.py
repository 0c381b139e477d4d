"""Themes that are declared before the stories are read: names, descriptions, examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustering.consensus import neighbours
from clustering.embedders import Embedder
from clustering.examples import FAINTEST, Lesson, softmax, taught
from clustering.geometry import NOTHING, as_rows, canonical_order, centred, shared_by_twins, twins_of, two_best, unit
from clustering.group import ThemeClusterer

SHARPNESS = 20.0
"""Turns cosines into chances: a lead of 0.05 in cosine is odds of e to 1. From 10 to 30 the same to 0.003."""
WEIGHT_OF_EXAMPLE = 0.2
"""One example weighs this much beside the name of the one theme there is, where nothing can be left out to judge it."""
WEIGHT_OF_WORDS = 20.0
"""Names weigh as much as this many stories when centres are drawn to the stories; 10 and 40 lose 0.002."""
ROUNDS = 10
"""Rounds of drawing and of hearing; the last of them move a chance by less than 0.1."""
HEARD = 0.8
"""Share of its chances that a story takes from its neighbours: 0.5 loses 0.001 on named sets, 0.9 loses 0.02."""
SURENESS = 1.5
"""Hearing neighbours evens chances out; with this exponent they hold, see the reliability table in the docs."""
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
    """Where each story belongs among the given themes; the fields are those of a ThemeSet, -1 is none.

    Attributes
    ----------
    lesson : Lesson
        How far the examples were believed.
    """

    labels: NDArray[np.intp]
    strengths: NDArray[np.float64]
    second: NDArray[np.intp]
    margins: NDArray[np.float64]
    lesson: Lesson = field(default_factory=Lesson)


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
    Names say what a theme is, the other stories what is talked about near it, and examples what the room means by
    it: zero-shot classification by names and descriptions, drawn to the stories and smoothed over neighbours; the
    examples correct it as far as they foretell one another (`clustering.examples`). An example stays where people
    put it.
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
    chances, lesson = chances_in(rows[order], shown[order], meanings(themes, embedder))
    chances = chances[back]
    labels, second, margins = two_best(chances)
    strengths = chances[np.arange(len(rows)), labels]
    if len(themes) == 1:
        strengths = chances_in_only(rows, themes[0], embedder)
    return Placement(labels, strengths, second, margins, lesson)


def meanings(themes: Sequence[GivenTheme], embedder: Embedder) -> NDArray[np.float64]:
    """Directions of the themes, (themes, d): name, description and its sentences, as they differ between themes.

    A name is read by itself and in a sentence: models of sentences understand one word alone less surely (prompt
    ensembling, Radford et al. 2021). A description is read whole and sentence by sentence, which keeps its first
    words from speaking for the rest.
    """
    names = as_rows(embedder.embed([theme.name for theme in themes]))
    told = as_rows(embedder.embed([f"This is about {theme.name}." for theme in themes]))
    named = unit(centred(names) + centred(told))
    if not any(theme.description for theme in themes):
        return named
    described = [theme.description or theme.name for theme in themes]
    pieces = [sentences_of(text) for text in described]
    read = as_rows(embedder.embed([piece for some in pieces for piece in some]))
    ends = np.cumsum([len(some) for some in pieces])[:-1]
    parts = np.array([some.mean(axis=0) for some in np.split(read, ends)])
    return unit(named + centred(as_rows(embedder.embed(described))) + centred(parts))


def sentences_of(text: str) -> list[str]:
    """The sentences of a description, in any script that ends them with a mark; the text itself when it has none."""
    return [piece.strip() for piece in re.split(r"(?<=[.!?;])\s+|(?<=[。！？।؟])", text) if piece.strip()] or [text]


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


def chances_in(
    rows: NDArray[np.float64], shown: NDArray[np.intp], meant: NDArray[np.float64]
) -> tuple[NDArray[np.float64], Lesson]:
    """Chance of each story to belong to each theme, (n, themes), rows sum to 1, and what the examples taught.

    Parameters
    ----------
    rows : (n, d) array
    shown : (n,) array of int
        The theme of which a story is an example, -1 for the others.
    meant : (themes, d) array
        Directions of the names and descriptions.
    """
    spread = centred(rows)
    chances = as_sure_as_right(hear_neighbours(spread, softmax(drawn_evidence(spread, meant))))
    examples = np.flatnonzero(shown >= 0)
    lesson = Lesson()
    if len(examples) and len(meant) > 1:
        chances, lesson = taught(chances, likeness_to(spread, examples), examples, shown[examples])
    return fixed(shared_by_twins(chances, twins_of(spread)), shown), lesson


def drawn_evidence(spread: NDArray[np.float64], meant: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-chances of each story in each theme, (n, themes), after theme centres were drawn to the stories that fit."""
    centres = unit(meant)
    for _ in range(ROUNDS):
        fits = softmax(evened(SHARPNESS * spread @ centres.T))
        centres = unit(WEIGHT_OF_WORDS * meant + fits.T @ spread)
    return evened(SHARPNESS * spread @ centres.T)


def evened(evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evidence in which no theme speaks much louder than another, (n, themes).

    The nearest theme of many stories is one whose name lies in their midst (hubness, Radovanović et al. 2010), and
    its cosines range widely. They are divided by the square root of their spread, half of a standardisation: whole
    loses on described sheets what it wins on named sets.
    """
    loud = np.sqrt(np.maximum(evidence.std(axis=0), NOTHING))
    return np.asarray(evidence * loud.mean() / loud)


def hear_neighbours(spread: NDArray[np.float64], chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chances after most of each story's were taken from its neighbours: label spreading (Zhou et al. 2004)."""
    if not 3 <= len(spread) <= MOST_NEIGHBOURLY:
        return chances
    graph = neighbours(spread @ spread.T, 1.0)
    share = graph / graph.sum(axis=1, keepdims=True)
    own = chances
    for _ in range(ROUNDS):
        chances = (1 - HEARD) * own + HEARD * share @ chances
    return chances


def as_sure_as_right(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chances sharpened until of stories with the chance 0.7 seven in ten belong there (temperature scaling)."""
    return softmax(SURENESS * np.log(np.maximum(chances, FAINTEST)))


def likeness_to(spread: NDArray[np.float64], examples: NDArray[np.intp]) -> NDArray[np.float64]:
    """How alike each story is to each example, (n, examples): half by cosine, half by neighbours of neighbours.

    The second half is the kernel of label spreading, the sum of walks on the neighbour graph; with it an example
    reaches as far as stories lie close together, and no further than it is believed.
    """
    cosines = spread @ spread[examples].T
    if not 3 <= len(spread) <= MOST_NEIGHBOURLY:
        return cosines
    graph = neighbours(spread @ spread.T, 1.0)
    root = np.sqrt(graph.sum(axis=1))
    walk = graph / np.outer(root, root)
    step = np.zeros((len(spread), len(examples)))
    step[examples, np.arange(len(examples))] = 1.0
    reached = step.copy()
    for _ in range(ROUNDS):
        step = HEARD * walk @ step
        reached += step
    return np.asarray((cosines + reached / reached[examples].diagonal().mean()) / 2)


def fixed(chances: NDArray[np.float64], shown: NDArray[np.intp]) -> NDArray[np.float64]:
    """The chances with every example where people put it."""
    certain = (shown[:, None] == np.arange(chances.shape[1])).astype(np.float64)
    return np.where(shown[:, None] >= 0, certain, chances)


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
