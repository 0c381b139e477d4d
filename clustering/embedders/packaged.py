"""What is known of a model that comes in packages: where it lies, what it reads, and which weights it must have."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FIRST_THREE = re.compile(r"layer\.[012]/output/dense/MatMul$")
"""The way out of the first layers' inner part, whose numbers span the widest range."""


class ModelNotTrusted(RuntimeError):
    """The model's weights are not the published ones; reinstall the package they come in."""


class ModelMissing(ModelNotTrusted):
    """The package that carries the model is not installed."""


@dataclass(frozen=True)
class PackagedModel:
    """A model in installed packages; it needs no internet.

    Attributes
    ----------
    name : str
        What the operator writes to choose it.
    weights : str
        SHA-256 of the published weights; vectors are known by it, so it never changes for a name.
    languages : frozenset of str
        ISO 639-1 codes it reads.
    place : callable
        Gives the folder from which sentence-transformers loads it, the weights checked; unpacks it below the cache
        folder that it is given where the package holds another form. Raises ModelNotTrusted.
    prompt : str, optional
        Name of the prompt that is put before each text.
    kept_exact : pattern
        The products that stay in 32 bits on the quick path (`clustering.embedders.quick`), where 8 cost most.
    seven_bits : bool
        Whether weights take 7 bits instead of 8: on processors without VNNI sums of 8-bit products overflow, which
        this model does not bear.
    """

    name: str
    weights: str
    languages: frozenset[str]
    place: Callable[[Path], Path]
    prompt: str | None = None
    kept_exact: re.Pattern[str] = FIRST_THREE
    seven_bits: bool = False
