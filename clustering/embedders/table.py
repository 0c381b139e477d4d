"""The packaged models, by the name that the operator writes."""

from __future__ import annotations

from clustering.embedders.accurate import ACCURATE
from clustering.embedders.english import ENGLISH
from clustering.embedders.multilingual import MULTILINGUAL
from clustering.embedders.packaged import PackagedModel

PACKAGED: dict[str, PackagedModel] = {model.name: model for model in (ENGLISH, ACCURATE, MULTILINGUAL)} | {
    f"sentence-transformers/{model.name}": model for model in (ENGLISH, ACCURATE)
}
"""A row is a file beside this one: name, weights, languages, and how to find the model in its package."""
