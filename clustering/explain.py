"""Why a story is here, why it is not there, and which stories to talk about first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustering.embed import Embedder
from clustering.geometry import as_rows, centred, similarity_to_groups, unit
from clustering.group import standing_of
from clustering.pipeline import stability_of

MOST_PHRASES = 24
"""Phrases tried in one story; a longer story is cut into longer phrases."""


@dataclass(frozen=True)
class Explanation:
    """Why here, why not there.

    Attributes
    ----------
    story, theme, second : int
        -1 for a theme that does not exist.
    margin : float
        Cosine with the own theme less cosine with the second.
    nearest, against : tuple of (story, cosine)
        The nearest stories in its own theme, and in the second.
    phrases : tuple of str
        The story's own words without which it would sit less firmly, most telling first.
    stability : float, 0 to 1
        Share of runs on half of the stories in which it stays.
    """

    story: int
    theme: int
    second: int
    margin: float
    nearest: tuple[tuple[int, float], ...]
    phrases: tuple[str, ...]
    against: tuple[tuple[int, float], ...]
    stability: float


def explain_story(
    index: int, texts: Sequence[str], vectors: ArrayLike, labels: ArrayLike, embedder: Embedder
) -> Explanation:
    """Explain the place of one story among the others.

    Parameters
    ----------
    index : int
        The story.
    texts, vectors, labels : n stories, their (n, d) embeddings and their themes
    embedder : Embedder
        Embeds the story without each of its phrases, in one batch.
    """
    rows, placed = as_rows(vectors), np.asarray(labels, dtype=np.intp)
    groups = int(placed.max(initial=-1)) + 1
    spread = centred(rows)
    scores = similarity_to_groups(spread, placed, groups)
    _, second, margins = standing_of(scores, placed)
    theme, other = int(placed[index]), int(second[index])
    return Explanation(
        story=index,
        theme=theme,
        second=other,
        margin=float(margins[index]),
        nearest=_nearest(spread, index, placed, theme),
        phrases=deciding_phrases(index, texts[index], rows, placed, other, embedder) if theme >= 0 else (),
        against=_nearest(spread, index, placed, other),
        stability=float(stability_of(rows, placed)[index]),
    )


def _nearest(
    spread: NDArray[np.float64], index: int, labels: NDArray[np.intp], theme: int, most: int = 3
) -> tuple[tuple[int, float], ...]:
    if theme < 0:
        return ()
    there = np.array([story for story in np.flatnonzero(labels == theme) if story != index], dtype=np.intp)
    likeness = spread[there] @ spread[index]
    return tuple((int(there[n]), float(likeness[n])) for n in np.argsort(-likeness, kind="stable")[:most])


def deciding_phrases(
    index: int,
    text: str,
    rows: NDArray[np.float64],
    labels: NDArray[np.intp],
    second: int,
    embedder: Embedder,
    most: int = 3,
) -> tuple[str, ...]:
    """The phrases of a story whose removal lowers its margin, most telling first."""
    pieces = phrases_of(text)
    if len(pieces) < 2:
        return ()
    without = [f"{text[:start]} {text[stop:]}".strip() for start, stop in pieces]
    variants = as_rows(embedder.embed([text, *without]))
    middle = rows.mean(axis=0)
    pull = _direction(index, rows, labels, second)
    margins = unit(variants - middle) @ pull
    drop = margins[0] - margins[1:]
    telling = [place for place in np.argsort(-drop, kind="stable")[:most] if drop[place] > 0]
    return tuple(text[slice(*pieces[place])].strip() for place in telling)


def _direction(index: int, rows: NDArray[np.float64], labels: NDArray[np.intp], second: int) -> NDArray[np.float64]:
    """The direction in which a story's margin grows: to its own theme (without itself), away from the second."""
    spread = centred(rows)
    company = labels == labels[index]
    company[index] = False
    towards = unit(spread[company].sum(axis=0, keepdims=True))[0]
    if second < 0:
        return np.asarray(towards)
    return np.asarray(towards - unit(spread[labels == second].sum(axis=0, keepdims=True))[0])


def phrases_of(text: str) -> list[tuple[int, int]]:
    """Start and end of each phrase: a few words within one breath."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    length = max(3, -(-len(words) // MOST_PHRASES))
    pieces, start = [], 0
    for place, (_, stop) in enumerate(words):
        pause = text[stop - 1] in ".,;:!?" or "\n" in text[stop : stop + 1]
        if place - start + 1 >= length or pause or place == len(words) - 1:
            pieces.append((words[start][0], stop))
            start = place + 1
    return pieces[:MOST_PHRASES]


def discuss_first(vectors: ArrayLike, labels: ArrayLike, share: float = 0.1) -> list[int]:
    """The stories most worth the room's time: those whose place is least certain, most doubtful first.

    Parameters
    ----------
    vectors : (n, d) array
    labels : (n,) array of int
    share : float
        Part of the stories to name, rounded up.
    """
    rows, placed = as_rows(vectors), np.asarray(labels, dtype=np.intp)
    if not len(rows):
        return []
    groups = int(placed.max(initial=-1)) + 1
    scores = similarity_to_groups(centred(rows), placed, groups)
    _, _, margins = standing_of(scores, placed)
    doubt = np.where(placed >= 0, margins, -np.inf)
    order = np.lexsort((*rows.T[::-1], doubt))
    return [int(story) for story in order[: int(np.ceil(share * len(rows)))]]
