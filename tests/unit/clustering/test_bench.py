"""The benchmark's adapters run what the service runs."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from clustering import bench, bench_tables
from clustering.pipeline import find_themes
from clustering.testing import HashEmbedder


@pytest.fixture(autouse=True)
def quick_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "embedder", HashEmbedder)
    monkeypatch.setattr(bench_tables, "embedder", HashEmbedder)


def test_group_is_find_themes(texts: list[str]) -> None:
    assert bench.group(texts) == find_themes(texts, HashEmbedder().embed(texts)).labels.tolist()


def test_assign_reads_descriptions_and_examples(texts: list[str]) -> None:
    names = ["Water. The well, the pump and the committee", "Clinic. Nurse, vaccines and babies"]

    placed = bench.assign(texts, names, {0: 0, 8: 1})

    assert placed[0] == 0
    assert placed[8] == 1
    assert len(placed) == len(texts)


def test_a_board_never_moves_by_itself(texts: list[str]) -> None:
    board = bench.FacilitatedBoard(texts)
    before = board.board()

    theme = board.new_theme(0)
    board.move(1, theme)
    for story, other in board.propose(5):
        board.refuse(story, other)

    assert board.board()[:2] == [theme, theme]
    assert board.board()[2:] == before[2:]
    assert all(proposal not in board._not_in for proposal in board.propose(5))


def test_the_tables_print(
    tmp_path: Path, texts: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with gzip.open(tmp_path / "room.csv.gz", "wt", newline="") as file:
        rows = [
            (f"{text}{'' if turn == 0 else ' again ' * turn}", place // 8)
            for turn in range(4)
            for place, text in enumerate(texts)
        ]
        csv.writer(file).writerows([("text", "label"), *((text, ("clinic", "water")[theme]) for text, theme in rows)])
    with gzip.open(tmp_path / "draws.json.gz", "wt") as file:
        json.dump({"room|60|0": list(range(60))}, file)
    common = ["--data", str(tmp_path), "--draws", str(tmp_path / "draws.json.gz"), "--tools", "ours", "--sets", "room"]

    for track in ("emergent", "given", "facilitator", "discuss", "large"):
        monkeypatch.setattr("sys.argv", ["bench", track, *common])
        bench_tables.main()

    printed = capsys.readouterr().out
    assert printed.count("ours") >= 4
    assert "moves per 100" in printed
    assert "nearest name" in printed
    assert "no proposals" in printed


def test_embeddings_are_kept_in_the_folder_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = bench.RememberingEmbedder(tmp_path)
    monkeypatch.setattr(here, "_embedder", HashEmbedder())
    first = here.embed(["well", "pump"])

    again = bench.RememberingEmbedder(tmp_path)
    monkeypatch.setattr(again, "_embedder", None)

    assert np.array_equal(again.embed(["pump", "well"]), first[::-1])
