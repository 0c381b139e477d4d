"""A folder that is made once is whole or not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clustering.embedders.made_once import RECEIPT, intact, made_once, put_in_place, sha256_of


def a_folder(place: Path, weights: bytes = b"weights") -> Path:
    """A folder as unpacking leaves it, small."""
    place.mkdir(parents=True)
    (place / "model.safetensors").write_bytes(weights)
    (place / RECEIPT).write_text(json.dumps({"model.safetensors": sha256_of(place / "model.safetensors")}))
    return place


def test_it_is_intact_as_it_was_left(tmp_path: Path) -> None:
    assert intact(a_folder(tmp_path / "model"))


@pytest.mark.parametrize("harm", ["changed", "cut", "lost", "no receipt", "empty receipt"])
def test_a_harmed_one_is_not(tmp_path: Path, harm: str) -> None:
    folder = a_folder(tmp_path / "model")

    match harm:
        case "changed":
            (folder / "model.safetensors").write_bytes(b"Weights")
        case "cut":
            (folder / RECEIPT).write_text('{"model.safe')
        case "lost":
            (folder / "model.safetensors").unlink()
        case "no receipt":
            (folder / RECEIPT).unlink()
        case _:
            (folder / RECEIPT).write_text("{}")

    assert not intact(folder)


def test_the_faster_worker_s_folder_stays(tmp_path: Path) -> None:
    there, made = a_folder(tmp_path / "model", b"first"), a_folder(tmp_path / "work" / "model", b"second")

    put_in_place(made, there)

    assert (there / "model.safetensors").read_bytes() == b"first"


def test_a_harmed_folder_is_replaced(tmp_path: Path) -> None:
    there, made = a_folder(tmp_path / "model", b"first"), a_folder(tmp_path / "work" / "model", b"second")
    (there / RECEIPT).unlink()

    put_in_place(made, there)

    assert intact(there)
    assert (there / "model.safetensors").read_bytes() == b"second"


def test_it_is_made_once(tmp_path: Path) -> None:
    calls = []

    def write(empty: Path) -> None:
        calls.append(empty)
        empty.mkdir()
        (empty / "weights").write_bytes(b"weights")

    folder = made_once(tmp_path / "cache" / "model", write)

    assert made_once(tmp_path / "cache" / "model", write) == folder
    assert len(calls) == 1
    assert [file.name for file in sorted(folder.iterdir())] == [RECEIPT, "weights"]


def test_making_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def write(empty: Path) -> None:
        empty.mkdir()
        (empty / "weights").write_bytes(b"half")
        raise ValueError("the disk is full")

    with pytest.raises(ValueError, match="disk"):
        made_once(tmp_path / "cache" / "model", write)

    assert list((tmp_path / "cache").iterdir()) == []
