"""Measure the library on labelled texts: thin adapters over exactly what the service runs.

``group``, ``assign`` and ``FacilitatedBoard`` are what a scorer calls; ``python -m clustering.bench`` runs the tracks
beside the public tools of the optional group ``bench``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clustering.deal import deal as deal_hand
from clustering.embedders import SentenceEmbedder
from clustering.embedders.english import ENGLISH
from clustering.given import GivenTheme, place_in_given
from clustering.hands import Hand, Pile
from clustering.pipeline import find_themes
from clustering.refine import Answer, Standing, propose_moves
from clustering.sorts import SortGrouping

CACHE = "CLUSTERING_BENCH_CACHE"
"""Environment variable: a folder that keeps embeddings between runs."""
MODEL = "CLUSTERING_BENCH_MODEL"
"""Environment variable: the embedding model to measure with, the default one when it is not there."""


class RememberingEmbedder:
    """The shipped embedder, each text embedded once a run, and once ever when a folder is given."""

    def __init__(self, folder: Path | None = None, model: str = ENGLISH.name) -> None:
        self._embedder = SentenceEmbedder(model)
        self.model_name, self.model_hash = self._embedder.model_name, self._embedder.model_hash
        self.languages = self._embedder.languages
        self._known: dict[str, NDArray[np.float32]] = {}
        self._folder = folder

    def pieces(self, text: str) -> int:
        """In how many pieces a text is read."""
        return self._embedder.pieces(text)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed the texts, (n, d) float32, rows of length 1."""
        missing = sorted({text for text in texts if text not in self._known})
        if missing:
            self._known.update(zip(missing, self._embed_or_read(missing), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32)

    def _embed_or_read(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._folder is None:
            return self._embedder.embed(texts)
        named = hashlib.sha256("\x00".join([self.model_hash, *texts]).encode()).hexdigest()
        kept = self._folder / f"{named}.npy"
        if not kept.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            np.save(kept, self._embedder.embed(texts))
        return np.asarray(np.load(kept), dtype=np.float32)


@lru_cache(maxsize=1)
def embedder() -> RememberingEmbedder:
    """The one embedder of a run."""
    folder = os.environ.get(CACHE)
    return RememberingEmbedder(Path(folder) if folder else None, os.environ.get(MODEL, ENGLISH.name))


def group(texts: Sequence[str]) -> list[int]:
    """Emergent themes: a theme for each text, -1 for not placed yet."""
    return [int(label) for label in find_themes(texts, embedder().embed(texts)).labels]


def assign(texts: Sequence[str], names: Sequence[str], examples: Mapping[int, int]) -> list[int]:
    """Given themes, written "name" or "name. description"; ``examples`` maps a text to its theme."""
    themes = []
    for number, told in enumerate(names):
        name, _, description = told.partition(". ")
        shown = tuple(sorted(text for text, theme in examples.items() if theme == number))
        themes.append(GivenTheme(name, description, shown))
    return [int(label) for label in place_in_given(embedder().embed(texts), themes, embedder()).labels]


class FacilitatedBoard:
    """A board that starts from the emergent themes and learns from every move."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._vectors = embedder().embed(texts)
        self._labels = find_themes(texts, self._vectors).labels.copy()
        self._decided = np.zeros(len(texts), dtype=bool)
        self._not_in: set[tuple[int, int]] = set()
        self._leads: dict[tuple[int, int], float] = {}
        self._answers: list[Answer] = []

    def board(self) -> list[int]:
        """The theme of each story now."""
        return [int(label) for label in self._labels]

    def merge(self, a: int, b: int) -> None:
        """Theme b becomes part of theme a."""
        self._labels[self._labels == b] = a

    def move(self, story: int, theme: int) -> None:
        """A person put the story there; perhaps because it was proposed."""
        if (story, theme) in self._leads:
            self._answers.append(Answer(self._leads.pop((story, theme)), True))
        self._labels[story] = theme
        self._decided[story] = True

    def new_theme(self, story: int) -> int:
        """A person put the story onto empty space."""
        theme = int(self._labels.max(initial=-1)) + 1
        self.move(story, theme)
        return theme

    def propose(self, limit: int) -> list[tuple[int, int]]:
        """Moves that the decisions so far speak for, surest first."""
        standing = Standing(self._labels, self._decided, not_in=frozenset(self._not_in))
        proposals = propose_moves(self._vectors, standing, answers=self._answers)[:limit]
        self._leads = {(one.story, one.theme): one.lead for one in proposals}
        return list(self._leads)

    def refuse(self, story: int, theme: int) -> None:
        """A person said no to that proposal."""
        self._not_in.add((story, theme))
        self._answers.append(Answer(self._leads.pop((story, theme)), False))


def deal(texts: Sequence[str], hands: Sequence[Mapping[int, int]], size: int) -> list[int]:
    """The stories that the next person gets to sort, given which stories each person before had in hand."""
    return list(deal_hand(embedder().embed(texts), size, [list(hand) for hand in hands], seed=len(hands)))


def group_with_hands(texts: Sequence[str], hands: Sequence[Mapping[int, int]]) -> list[int]:
    """A theme for each story by what people sorted; each hand says for some stories in which pile it was put."""
    sorted_ = [as_hand(str(number), hand) for number, hand in enumerate(hands)]
    labels = SortGrouping().fit(embedder().embed(texts), hands=sorted_).labels_
    return [int(label) for label in labels]


def as_hand(id: str, pile_of: Mapping[int, int]) -> Hand:
    """A hand from the number of each story's pile."""
    piles = {pile: tuple(story for story, mine in pile_of.items() if mine == pile) for pile in pile_of.values()}
    return Hand(id, tuple(Pile(stories) for stories in piles.values()))


if __name__ == "__main__":
    from clustering.bench_tables import main

    main()
