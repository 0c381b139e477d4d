"""Small rooms of stories for the tests of grouping."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from clustering.testing import HashEmbedder

WATER = [
    "The village well gives clean water again",
    "Clean water from the new pump at the well",
    "Our water committee repaired the pump",
    "Children carry water from the well before school no more",
    "The pump broke and the water committee fixed the well",
    "Water tests show the well is clean",
    "Women sell water at the pump and pay for the well",
    "A second well means clean water for the herders",
]
CLINIC = [
    "The nurse at the clinic speaks our language",
    "Vaccines arrive at the clinic every month",
    "The clinic has a nurse and medicine",
    "Mothers deliver babies at the clinic with a nurse",
    "Medicine is kept cold at the clinic, vaccines too",
    "A nurse visits mothers and babies at home",
    "The clinic waiting room has medicine and a nurse at night",
    "Babies get vaccines from the nurse",
]


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture
def texts() -> list[str]:
    """Eight stories about water, then eight about a clinic."""
    return [*WATER, *CLINIC]


@pytest.fixture
def topics() -> NDArray[np.intp]:
    return np.repeat(np.arange(2), 8)


@pytest.fixture
def vectors(embedder: HashEmbedder, texts: list[str]) -> NDArray[np.float32]:
    return embedder.embed(texts)
