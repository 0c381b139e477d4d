"""Long stories: what is longer than a model reads at once is read in pieces, to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from clustering.tokens import clauses_of, spans_of


def pieces_of(text: str, fits: Callable[[str], bool]) -> list[str]:
    """The text whole when it fits, else its two halves, each treated alike (chunking)."""
    if len(text) < 2 or fits(text):
        return [text]
    middle = middle_of(text)
    return [piece for half in (text[:middle], text[middle:]) if half.strip() for piece in pieces_of(half.strip(), fits)]


def middle_of(text: str) -> int:
    """Where to cut a text in two: where a clause begins near the middle, else a word, else anywhere."""
    half, near = len(text) / 2, len(text) / 4
    for spans in (clauses_of(text), spans_of(text)):
        starts = [start for start, _ in spans if abs(start - half) < near]
        if starts:
            return min(starts, key=lambda start: abs(start - half))
    return len(text) // 2


def averaged(pieces: Sequence[str], vectors: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    """One vector of length 1 for all pieces, each counting by its length; that of a single piece is left as it is."""
    if len(pieces) == 1:
        return vectors[pieces[0]]
    total = np.sum([len(piece) * vectors[piece].astype(np.float64) for piece in pieces], axis=0)
    return np.asarray(total / np.linalg.norm(total), dtype=np.float32)
