"""Why a story is here, why it is not there, and which stories to talk about first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustering.embedders import Embedder
from clustering.geometry import NOTHING, as_rows, centred, similarity_to_groups, unit
from clustering.group import standing_of
from clustering.stopwords import OWNERS, TIES, VERBS_FOLLOW, common_words, says_nothing, says_something
from clustering.tokens import clauses_of, folded, is_number, spans_of

READINGS = 20
"""Readings of the board with half of the stories left out; more would not change the count by more than two."""
TRIED, CHANCES = 5, 10
"""Phrases of a story that are tried, and stretches of as many words that each is compared with."""
LONGEST_PHRASE = 6
"""Words; a longer run without a function word has no inner end that we could find, so it is no phrase."""


@dataclass(frozen=True)
class Readings:
    """Of so many readings of this board, each with some stories left out, how many put the story where it is."""

    here: int
    of: int


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
        Phrases of the story without which it would sit less firmly than without as many other words of it, most
        telling first; none where chance does as much.
    readings : Readings or None
        None where they mean nothing: one theme, a story not placed, themes that were declared and not found.
    """

    story: int
    theme: int
    second: int
    margin: float
    nearest: tuple[tuple[int, float], ...]
    phrases: tuple[str, ...]
    against: tuple[tuple[int, float], ...]
    readings: Readings | None

    @property
    def stability(self) -> float:
        """Share of the readings that put the story where it is; 0 without readings."""
        return self.readings.here / self.readings.of if self.readings else 0.0


def explain_story(
    index: int,
    texts: Sequence[str],
    vectors: ArrayLike,
    labels: ArrayLike,
    embedder: Embedder,
    *,
    languages: Sequence[str] | None = None,
    declared: bool = False,
) -> Explanation:
    """Explain the place of one story among the others.

    Parameters
    ----------
    index : int
        The story.
    texts, vectors, labels : n stories, their (n, d) embeddings and their themes
    embedder : Embedder
        Embeds the story without each of its phrases, in one batch.
    languages : sequence of str, optional
        Language of the story (ISO 639-1), for the function words that end a phrase.
    declared : bool
        Whether the themes were declared: then nothing was found that could be found again.
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
        phrases=deciding_phrases(index, texts[index], rows, placed, other, embedder, languages) if theme >= 0 else (),
        against=_nearest(spread, index, placed, other),
        readings=None if declared else readings_of(index, spread, placed),
    )


def readings_of(index: int, spread: NDArray[np.float64], labels: NDArray[np.intp]) -> Readings | None:
    """How many readings of the board, half of the other stories left out (subsampling), draw the story to its theme."""
    groups = int(labels.max(initial=-1)) + 1
    if groups < 2 or labels[index] < 0:
        return None
    kept = np.random.default_rng(0).random((READINGS, len(labels))) < 0.5
    kept[:, index] = False
    belongs = (labels[:, None] == np.arange(groups)).astype(np.float64)
    centres = np.einsum("rn,ng,nd->rgd", kept.astype(np.float64), belongs, spread, optimize=True)
    lengths = np.linalg.norm(centres, axis=2)
    scores = np.divide(centres @ spread[index], lengths, out=np.full_like(lengths, -1.0), where=lengths > NOTHING)
    told = np.flatnonzero((kept @ belongs)[:, labels[index]] > 0)
    return Readings(int((scores[told].argmax(axis=1) == labels[index]).sum()), len(told)) if len(told) else None


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
    languages: Sequence[str] | None = None,
    most: int = 3,
) -> tuple[str, ...]:
    """The phrases of a story whose removal lowers its margin more than chance, most telling first (occlusion).

    Chance is what the removal of as many words elsewhere in the story does: a phrase is named when it lowers the margin
    by more than three in four of them.
    """
    phrases = phrases_of(text, languages)
    if not phrases:
        return ()
    middle, pull = rows.mean(axis=0), _direction(index, rows, labels, second)

    def margins(variants: Sequence[str]) -> NDArray[np.float64]:
        return np.asarray(unit(as_rows(embedder.embed(variants)) - middle) @ pull)

    said = margins([text[slice(*phrase)] for phrase in phrases])
    tried = [phrases[place] for place in np.argsort(-said, kind="stable")[:TRIED]]
    elsewhere = [elsewhere_in(text, phrase) for phrase in tried]
    removed = [*tried, *(stretch for others in elsewhere for stretch in others)]
    all_of_it, *without = margins([text, *(f"{text[:start]} {text[stop:]}" for start, stop in removed)])
    drops = all_of_it - np.array(without)
    chances = np.split(drops[len(tried) :], np.cumsum([len(others) for others in elsewhere])[:-1])
    telling = [
        place
        for place in np.argsort(-drops[: len(tried)], kind="stable")
        if drops[place] > 0 and len(chances[place]) > 2 and (drops[place] > chances[place]).mean() > 0.75
    ]
    return tuple(text[slice(*tried[place])] for place in telling[:most])


def elsewhere_in(text: str, phrase: tuple[int, int]) -> list[tuple[int, int]]:
    """Stretches of as many words as the phrase has, evenly over the story, that share no word with it."""
    words = spans_of(text)
    size = sum(phrase[0] <= start < phrase[1] for start, _ in words)
    every = [(words[place][0], words[place + size - 1][1]) for place in range(len(words) - size + 1)]
    evenly = every[:: max(1, -(-len(every) // CHANCES))]
    return [(start, stop) for start, stop in evenly if stop <= phrase[0] or start >= phrase[1]]


def _direction(index: int, rows: NDArray[np.float64], labels: NDArray[np.intp], second: int) -> NDArray[np.float64]:
    """The direction in which a story's margin grows: to its own theme (without itself), away from the second."""
    spread = centred(rows)
    company = labels == labels[index]
    company[index] = False
    towards = unit(spread[company].sum(axis=0, keepdims=True))[0]
    if second < 0:
        return np.asarray(towards)
    return np.asarray(towards - unit(spread[labels == second].sum(axis=0, keepdims=True))[0])


def phrases_of(text: str, languages: Sequence[str] | None = None) -> list[tuple[int, int]]:
    """Start and end of each phrase: the words of content between two function words or the ends of the clause.

    Two such runs are one phrase when a word like *of* ties them. A number alone is no phrase, and a phrase does not
    begin or end with one.
    """
    common = common_words(languages)
    return [
        (start, stop)
        for begins, ends in clauses_of(text)
        for start, stop in _phrases_in(text, [(begins + a, begins + b) for a, b in spans_of(text[begins:ends])], common)
        if not says_nothing(text[start:stop])
    ]


def _phrases_in(
    text: str, words: Sequence[tuple[int, int]], common: frozenset[str], ties: frozenset[str] = TIES
) -> Iterator[tuple[int, int]]:
    """The phrases of one clause, whose words are given by their places; a run too long is cut at its ties."""
    run: list[tuple[int, int]] = []
    content, before = 0, ""  # words of the run up to its last word of content; the word before the run
    for place in [*words, None]:
        word = folded(text[slice(*place)]) if place else ""
        if place and says_something(word, common):
            run.append(place)
            content = len(run)
        elif place and run and (is_number(word) or word in ties or (word in OWNERS and content < len(run))):
            run.append(place)
        else:
            if content > LONGEST_PHRASE and ties:
                yield from _phrases_in(text, run[:content], common, frozenset())
            elif run and content <= LONGEST_PHRASE and not (content == 1 and before in VERBS_FOLLOW):
                yield run[0][0], run[content - 1][1]
            run, content, before = [], 0, word


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
