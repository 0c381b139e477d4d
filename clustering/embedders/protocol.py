"""What an embedder is: texts in, vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into unit vectors whose cosine says how alike the texts are.

    Attributes
    ----------
    model_name : str
        What the operator chose.
    model_hash : str
        Changes when the vectors may change; vectors of different hashes must not be mixed.
    languages : frozenset of str
        ISO 639-1 codes the model reads; empty when its makers do not say.
    """

    @property
    def model_name(self) -> str: ...

    @property
    def model_hash(self) -> str: ...

    @property
    def languages(self) -> frozenset[str]: ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed the texts as an (n, d) array with rows of length 1."""
        ...

    def pieces(self, text: str) -> int:
        """In how many pieces a text is read: more than one when it is longer than the model reads at once."""
        ...


def covers(embedder: Embedder, language: str) -> bool:
    """Whether a story in this language can be read by the model; unknown languages and models get the benefit."""
    code = language.lower().replace("_", "-").split("-")[0]
    return not code or code == "und" or not embedder.languages or code in embedder.languages
