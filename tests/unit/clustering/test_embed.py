"""Embedders keep one contract; the English model is the published one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from clustering.embed import ENGLISH_WEIGHTS, Embedder, ModelNotTrusted, SentenceEmbedder, covers, trusted
from clustering.testing import HashEmbedder


@pytest.fixture(scope="module")
def english() -> SentenceEmbedder:
    return SentenceEmbedder()


@pytest.fixture(params=["hash", pytest.param("english", marks=pytest.mark.model)])
def any_embedder(request: pytest.FixtureRequest, english: SentenceEmbedder) -> Embedder:
    return HashEmbedder() if request.param == "hash" else english


class TestEveryEmbedder:
    def test_rows_are_unit_and_in_order(self, any_embedder: Embedder) -> None:
        texts = ["Clean water at the well", "🌊", "ماء نظيف في القرية", "Long. " * 330, "Clean water at the well"]

        rows = any_embedder.embed(texts)

        assert rows.dtype == np.float32
        assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-4)
        assert np.array_equal(rows[0], rows[4])

    def test_order_of_arrival_changes_no_digit(self, any_embedder: Embedder) -> None:
        texts = ["Clean water at the well", "A nurse came", "The school opened its doors to girls", "Short"]

        assert np.array_equal(any_embedder.embed(texts)[::-1], any_embedder.embed(texts[::-1]))

    def test_nothing_gives_no_rows(self, any_embedder: Embedder) -> None:
        assert len(any_embedder.embed([])) == 0

    def test_like_texts_are_nearer(self, any_embedder: Embedder) -> None:
        well, pump, nurse = any_embedder.embed(
            ["Clean water from the well", "The well has clean water", "A nurse at night"]
        )

        assert well @ pump > well @ nurse + 0.2


@pytest.mark.model
class TestEnglishModel:
    def test_it_reproduces_the_published_cosine(self, english: SentenceEmbedder) -> None:
        rows = english.embed(["That is a happy person", "That is a happy dog", "That is a very happy person"])

        assert rows[0] @ rows[1] == pytest.approx(0.6946, abs=2e-3)
        assert rows[0] @ rows[2] == pytest.approx(0.9429, abs=2e-3)

    def test_it_says_what_it_is(self, english: SentenceEmbedder) -> None:
        assert english.model_hash == ENGLISH_WEIGHTS
        assert covers(english, "en-GB")
        assert not covers(english, "sw")

    def test_other_weights_are_refused(self, tmp_path: Path) -> None:
        (tmp_path / "model.safetensors").write_bytes(b"something else")

        with pytest.raises(ModelNotTrusted, match="published weights"):
            trusted(tmp_path)


def test_an_unknown_model_gets_the_benefit_of_the_doubt() -> None:
    assert covers(SentenceEmbedder("some/model"), "sw")
    assert not covers(SentenceEmbedder("some/model", languages=["en"]), "sw")


def test_importing_the_library_loads_no_model_code() -> None:
    code = "import clustering, sys; assert 'torch' not in sys.modules and 'sentence_transformers' not in sys.modules"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
