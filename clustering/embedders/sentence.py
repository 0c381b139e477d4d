"""Sentence embeddings by a packaged model or any other that sentence-transformers understands."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from clustering.embedders.english import ENGLISH
from clustering.embedders.made_once import sha256_of
from clustering.embedders.reading import averaged, pieces_of
from clustering.embedders.table import PACKAGED

if TYPE_CHECKING:
    from clustering.embedders.quick import QuickModel


class Reader(Protocol):
    """A loaded model, on either path."""

    def fits(self, text: str) -> bool: ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class PlainModel:
    """The model in 32 bits, run by PyTorch on one thread: the reference."""

    def __init__(self, source: str, prompt: str | None) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(1)
        self._model = SentenceTransformer(source, device="cpu")
        self._prompt = prompt

    def fits(self, text: str) -> bool:
        """Whether the model reads the text at once; a model that names no length reads any."""
        longest = self._model.max_seq_length
        if longest is None or longest == float("inf"):
            return True
        before = self._model.prompts.get(self._prompt) if self._prompt else None
        tokens = self._model.tokenizer((before or "") + text, truncation=False, verbose=False)
        return len(tokens["input_ids"]) <= longest

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed the texts, (n, d) float32, rows of length 1."""
        found = self._model.encode(
            list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False, prompt_name=self._prompt
        )
        return np.asarray(found, dtype=np.float32)


class SentenceEmbedder:
    """Sentence embeddings by a sentence-transformers model, loaded on first use.

    Parameters
    ----------
    model : str
        A name in ``PACKAGED`` is read from installed packages and works with no internet; anything else is a name or
        folder that sentence-transformers understands.
    languages : sequence of str, optional
        The languages the model reads, for models we do not know.
    cache : path, optional
        Where forms of a packaged model that are made at its first use are kept.
    quick : bool, optional
        Whether to take the quick path (`clustering.embedders.quick`) where there is one: for the packaged models, when
        it proves itself on this processor. The plain path is the reference and what remains.

    Notes
    -----
    On the plain path texts are embedded once each and in one order, whatever order they come in: the padding of a
    batch changes the last digits of its vectors. A text longer than the model reads at once has the mean of its
    pieces' vectors.
    """

    def __init__(
        self,
        model: str = ENGLISH.name,
        languages: Sequence[str] | None = None,
        cache: Path = Path("~/.cache/storyharvest"),
        quick: bool = True,
    ) -> None:
        self.model_name = model
        self._packaged = PACKAGED.get(model)
        known = self._packaged.languages if self._packaged else frozenset[str]()
        self.languages = known if languages is None else frozenset(languages)
        self._cache = cache.expanduser()
        self._wanted = quick
        self._why_plain = ""

    @property
    def model_hash(self) -> str:
        """SHA-256 of the weights where they are a file at hand, else of the model's name; another on the quick path."""
        return self._quick_hash if self._quick else self._weights

    @property
    def path(self) -> str:
        """Which path is taken, and why when it is the plain one."""
        return "quick" if self._quick else f"plain ({self._why_plain})"

    @cached_property
    def _weights(self) -> str:
        if self._packaged:
            return self._packaged.weights
        weights = Path(self.model_name) / "model.safetensors"
        return sha256_of(weights) if weights.is_file() else hashlib.sha256(self.model_name.encode()).hexdigest()

    @property
    def _quick_hash(self) -> str:
        from clustering.embedders.quick import FORM

        return hashlib.sha256(f"{self._weights} quick {FORM}".encode()).hexdigest()

    @cached_property
    def _quick(self) -> QuickModel | None:
        from clustering.embedders.quick import QuickPathRefused, quick_model

        if not self._wanted or self._packaged is None:
            self._why_plain = "no other path" if self._wanted else "as asked for"
            return None
        try:
            return quick_model(self._packaged, self._quick_hash[:16], self._cache)
        except (QuickPathRefused, OSError) as refused:
            self._why_plain = str(refused)
            return None

    @cached_property
    def _plain(self) -> PlainModel:
        if self._packaged:
            return PlainModel(str(self._packaged.place(self._cache)), self._packaged.prompt)
        return PlainModel(self.model_name, None)

    @property
    def _reader(self) -> Reader:
        return self._quick or self._plain

    def pieces(self, text: str) -> int:
        """In how many pieces a text is read."""
        return len(pieces_of(text, self._reader.fits))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed the texts, (n, d) float32, rows of length 1."""
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        cut = {text: pieces_of(text, self._reader.fits) for text in sorted(set(texts))}
        once = sorted({piece for pieces in cut.values() for piece in pieces}, key=lambda piece: (len(piece), piece))
        vectors = dict(zip(once, self._reader.embed(once), strict=True))
        whole = {text: averaged(pieces, vectors) for text, pieces in cut.items()}
        return np.array([whole[text] for text in texts], dtype=np.float32)
