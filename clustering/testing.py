"""An embedder for tests: offline, fast and the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from clustering.stopwords import stop_words_of
from clustering.tokens import words_of


@lru_cache(maxsize=50_000)
def _direction(word: str, size: int) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).standard_normal(size)


class HashEmbedder:
    """Texts that share words land near each other; words everybody uses count little.

    Parameters
    ----------
    size : int
        Length of the vectors.
    """

    model_name = "hash"
    languages: frozenset[str] = frozenset()

    def __init__(self, size: int = 64) -> None:
        self.size = size
        self.model_hash = hashlib.sha256(f"hash-embedder-1-{size}".encode()).hexdigest()

    def pieces(self, text: str) -> int:
        """It reads any text at once."""
        return 1

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed the texts, (n, size) float32, rows of length 1."""
        if not texts:
            return np.zeros((0, self.size), dtype=np.float32)
        rows = np.array([self._embed_one(text) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def _embed_one(self, text: str) -> NDArray[np.float64]:
        words = [word.lower() for word in words_of(text)] or [text]
        total = np.zeros(self.size)
        for word in words:
            stem = word[:-1] if len(word) > 3 and word.endswith("s") else word
            total += (0.1 if word in stop_words_of("en") else 1.0) * _direction(stem, self.size)
        return total
