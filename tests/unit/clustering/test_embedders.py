"""Embedders keep one contract; the English model is the published one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustering.embedders import PACKAGED, Embedder, ModelNotTrusted, SentenceEmbedder, covers
from clustering.embedders.english import ENGLISH, trusted
from clustering.embedders.quick import QuickModel, QuickPathRefused, quick_model
from clustering.embedders.reading import averaged, pieces_of
from clustering.testing import HashEmbedder
from tests.unit.clustering.conftest import CLINIC, WATER


@pytest.fixture(scope="module")
def english() -> SentenceEmbedder:
    return SentenceEmbedder()


@pytest.fixture(scope="module")
def plain() -> SentenceEmbedder:
    return SentenceEmbedder(quick=False)


@pytest.fixture(params=["hash", *(pytest.param(path, marks=pytest.mark.model) for path in ("english", "plain"))])
def any_embedder(request: pytest.FixtureRequest, english: SentenceEmbedder, plain: SentenceEmbedder) -> Embedder:
    embedders: dict[str, Embedder] = {"hash": HashEmbedder(), "english": english, "plain": plain}
    return embedders[request.param]


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

    def test_the_end_of_a_long_story_is_read(self, any_embedder: Embedder) -> None:
        start = "The village well gives clean water again. " * 60

        water, nurse, end = any_embedder.embed(
            [
                f"{start} The well.",
                f"{start} {'A nurse gave the babies vaccines. ' * 60}",
                "A nurse gave the babies vaccines.",
            ]
        )

        assert nurse @ end > water @ end + 0.1

    def test_a_story_is_read_in_as_many_pieces_as_it_needs(self, any_embedder: Embedder) -> None:
        assert any_embedder.pieces("Clean water at the well") == 1
        assert any_embedder.pieces("") == 1


class TestPackagedModels:
    """What is true of every row of the table."""

    @pytest.mark.parametrize("name", sorted(PACKAGED))
    def test_it_is_known_before_it_is_loaded(self, name: str) -> None:
        embedder = SentenceEmbedder(name, quick=False)

        assert embedder.model_name == name
        assert embedder.model_hash == PACKAGED[name].weights
        assert "en" in embedder.languages

    def test_no_two_share_their_vectors(self) -> None:
        models = set(PACKAGED.values())

        assert len({model.weights for model in models}) == len({model.name for model in models}) == len(models)

    def test_vectors_that_databases_hold_stay_valid(self) -> None:
        known = {name: PACKAGED[name].weights[:12] for name in ("all-MiniLM-L6-v2", "multilingual-e5-small")}

        assert known == {"all-MiniLM-L6-v2": "53aa51172d14", "multilingual-e5-small": "1571fc982750"}


class TestPieces:
    @given(st.text(max_size=400), st.integers(1, 40))
    def test_every_piece_fits_and_no_word_is_lost(self, text: str, room: int) -> None:
        pieces = pieces_of(text, lambda piece: len(piece) <= room)

        assert all(len(piece) <= room for piece in pieces)
        assert "".join("".join(pieces).split()) == "".join(text.split())

    def test_it_is_cut_where_a_sentence_begins(self) -> None:
        assert pieces_of("The pump broke. We mended it.", lambda piece: len(piece) < 20) == [
            "The pump broke.",
            "We mended it.",
        ]

    def test_each_piece_counts_by_its_length(self) -> None:
        vectors = {"aaa": np.array([1.0, 0.0], dtype=np.float32), "b": np.array([0.0, 1.0], dtype=np.float32)}

        assert averaged(["aaa", "b"], vectors) == pytest.approx(np.array([3.0, 1.0]) / np.sqrt(10))


@pytest.mark.model
class TestEnglishModel:
    def test_it_reproduces_the_published_cosine(self, plain: SentenceEmbedder) -> None:
        rows = plain.embed(["That is a happy person", "That is a happy dog", "That is a very happy person"])

        assert rows[0] @ rows[1] == pytest.approx(0.6946, abs=2e-3)
        assert rows[0] @ rows[2] == pytest.approx(0.9429, abs=2e-3)

    def test_it_says_what_it_is(self, english: SentenceEmbedder, plain: SentenceEmbedder) -> None:
        assert plain.model_hash == ENGLISH.weights
        assert plain.path == "plain (as asked for)"
        assert covers(english, "en-GB")
        assert not covers(english, "sw")

    def test_other_weights_are_refused(self, tmp_path: Path) -> None:
        (tmp_path / "model.safetensors").write_bytes(b"something else")

        with pytest.raises(ModelNotTrusted, match="published weights"):
            trusted(tmp_path)


@pytest.mark.model
class TestQuickPath:
    def test_it_says_nearly_what_the_plain_one_says(self, english: SentenceEmbedder, plain: SentenceEmbedder) -> None:
        texts = [f"{one} {other}" for one in [*WATER, *CLINIC] for other in [*WATER, *CLINIC]]

        alike = (english.embed(texts) * plain.embed(texts)).sum(axis=1)

        assert english.path == "quick"
        assert alike.mean() > 0.99
        assert alike.min() > 0.985

    def test_its_vectors_are_not_mixed_with_plain_ones(self, english: SentenceEmbedder) -> None:
        assert english.model_hash != ENGLISH.weights

    def test_its_hash_is_the_one_that_databases_hold(self, english: SentenceEmbedder) -> None:
        assert english.model_hash == hashlib.sha256(f"{ENGLISH.weights} quick 2".encode()).hexdigest()

    def test_a_long_text_is_read_in_pieces(self, english: SentenceEmbedder, plain: SentenceEmbedder) -> None:
        text = "Clean water came to us. " * 100

        assert english.pieces(text) == plain.pieces(text) > 1

    def test_a_text_s_vector_does_not_depend_on_its_neighbours(self, english: SentenceEmbedder) -> None:
        alone = english.embed(["A nurse came"])

        assert np.array_equal(english.embed(["A nurse came", "The school opened. " * 40])[:1], alone)

    def test_where_it_cannot_be_kept_the_plain_path_is_taken(self, tmp_path: Path) -> None:
        (tmp_path / "cache").write_text("a file stands where the folder should be")
        embedder = SentenceEmbedder(cache=tmp_path / "cache")

        assert embedder.path.startswith("plain (")
        assert embedder.model_hash == ENGLISH.weights
        assert embedder.embed(["A nurse came"]).shape == (1, 384)

    def test_where_it_says_something_else_it_is_refused(self, tmp_path: Path) -> None:
        made = quick_model(ENGLISH, "model", tmp_path)
        assert made.likeness > 0.99
        np.save(tmp_path / "model" / "probes.npy", np.roll(np.load(tmp_path / "model" / "probes.npy"), 1, axis=0))

        with pytest.raises(QuickPathRefused, match="mean cosine"):
            QuickModel(tmp_path / "model")

    def test_a_start_loads_no_torch(self, english: SentenceEmbedder) -> None:
        assert english.path == "quick"
        code = (
            "import sys; from clustering.embedders import SentenceEmbedder; "
            "SentenceEmbedder().embed(['Help came.']); assert 'torch' not in sys.modules"
        )

        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_model_gets_the_benefit_of_the_doubt() -> None:
    assert covers(SentenceEmbedder("some/model"), "sw")
    assert not covers(SentenceEmbedder("some/model", languages=["en"]), "sw")


def test_importing_the_library_loads_no_model_code() -> None:
    code = "import clustering, sys; assert 'torch' not in sys.modules and 'sentence_transformers' not in sys.modules"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
