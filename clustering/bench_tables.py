"""The tables of ``python -m clustering.bench``: ours beside the public tools of the group ``bench``, in one run."""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clustering.bench import FacilitatedBoard, assign, embedder
from clustering.dense import DenseClusterer
from clustering.embedders import SentenceEmbedder
from clustering.explain import discuss_first, explain_story
from clustering.large import find_large
from clustering.pipeline import find_themes
from clustering.score import agreement_with, misplaced, moves_to

Grouping = Callable[[Sequence[str], NDArray[np.float32]], Sequence[int]]
"""A method under measurement: texts and their embeddings to labels, -1 for not placed."""


def ours(texts: Sequence[str], vectors: NDArray[np.float32]) -> Sequence[int]:
    """What the service runs."""
    return [int(label) for label in find_themes(texts, vectors).labels]


def k_means_by_silhouette(texts: Sequence[str], vectors: NDArray[np.float32]) -> Sequence[int]:
    """K-means for each k from 3 to 10, the k of the best cosine silhouette."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    found = [KMeans(k, n_init=4, random_state=0).fit_predict(vectors) for k in range(3, min(11, len(texts)))]
    return [int(one) for one in max(found, key=lambda each: float(silhouette_score(vectors, each, metric="cosine")))]


def bertopic(texts: Sequence[str], vectors: NDArray[np.float32]) -> Sequence[int]:
    """BERTopic with its smallest topic fitted to the number of texts."""
    from bertopic import BERTopic
    from umap import UMAP

    near = min(15, max(2, len(texts) // 4))
    shrink = UMAP(n_neighbors=near, n_components=5, min_dist=0.0, metric="cosine", init="random", random_state=0)
    topics, _ = BERTopic(umap_model=shrink, min_topic_size=max(3, len(texts) // 20)).fit_transform(list(texts), vectors)
    return [int(topic) for topic in topics]


def umap_hdbscan(texts: Sequence[str], vectors: NDArray[np.float32]) -> Sequence[int]:
    """UMAP to five dimensions, then HDBSCAN."""
    from sklearn.cluster import HDBSCAN
    from umap import UMAP

    near = min(15, max(2, len(texts) // 4))
    low = UMAP(n_neighbors=near, n_components=5, min_dist=0.0, metric="cosine", init="random", random_state=0)
    smallest = 5 if len(texts) < 1000 else 100
    return [int(one) for one in HDBSCAN(min_cluster_size=smallest, copy=True).fit_predict(low.fit_transform(vectors))]


def evoc(texts: Sequence[str], vectors: NDArray[np.float32]) -> Sequence[int]:
    """EVoC as it comes."""
    from evoc import EVoC

    return [int(one) for one in EVoC(random_state=0).fit_predict(vectors)]


def large(texts: Sequence[str], vectors: NDArray[np.float32]) -> Sequence[int]:
    """What the library offers above 5,000 stories."""
    return [int(one) for one in find_large(vectors).labels]


TOOLS: dict[str, tuple[Grouping, str]] = {
    "ours": (ours, "numpy"),
    "k-means": (k_means_by_silhouette, "sklearn"),
    "bertopic": (bertopic, "bertopic"),
    "umap+hdbscan": (umap_hdbscan, "umap"),
    "evoc": (evoc, "evoc"),
}
LARGE_TOOLS: dict[str, tuple[Grouping, str]] = {
    "ours": (large, "numpy"),
    "evoc": (evoc, "evoc"),
    "umap+hdbscan": (umap_hdbscan, "umap"),
}


def installed(tools: Mapping[str, tuple[Grouping, str]], wanted: Sequence[str] | None) -> dict[str, Grouping]:
    """The tools asked for (all when nobody asks) whose packages are here."""
    return {
        name: tool
        for name, (tool, package) in tools.items()
        if (wanted is None or name in wanted) and find_spec(package) is not None
    }


def read_set(path: Path) -> tuple[list[str], list[int]]:
    """Texts and class numbers of a CSV file, gzipped, with the columns text and label."""
    with gzip.open(path, "rt", newline="") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    names = {name: number for number, name in enumerate(sorted({label for _, label in rows}))}
    return [text for text, _ in rows], [names[label] for _, label in rows]


def names_of(data: Path, key: str) -> list[str]:
    """The labels of the set that a draw is from, in the order of their numbers."""
    with gzip.open(data / f"{key.split('|')[0]}.csv.gz", "rt", newline="") as file:
        return sorted({row["label"] for row in csv.DictReader(file)})


def draws(
    data: Path, chosen: Path, per_size: int, sets: Sequence[str] | None
) -> Iterator[tuple[str, list[str], list[int]]]:
    """Set, texts and gold themes of each draw in a file of ``{"set|size|number": rows}``."""
    with gzip.open(chosen, "rt") as file:
        listed = json.load(file)
    kept: dict[str, tuple[list[str], list[int]]] = {}
    for key, rows in listed.items():
        name, _, number = key.split("|")
        if int(number) < per_size and (sets is None or name in sets) and (data / f"{name}.csv.gz").exists():
            texts, gold = kept.setdefault(name, read_set(data / f"{name}.csv.gz"))
            yield key, [texts[row] for row in rows], [gold[row] for row in rows]


def emergent_table(args: argparse.Namespace) -> None:
    """Agreement, moves, share placed and seconds of every tool on the same draws."""
    rows: dict[str, list[tuple[float, ...]]] = {}
    for _, texts, gold in draws(args.data, args.draws, args.draws_per_size, args.sets):
        vectors = embedder().embed(texts)
        for name, tool in installed(TOOLS, args.tools).items():
            started = time.perf_counter()
            found = tool(texts, vectors)
            seconds = time.perf_counter() - started
            placed = float(np.mean(np.asarray(found) >= 0))
            rows.setdefault(name, []).append(
                (agreement_with(gold, found), 100 * moves_to(gold, found) / len(gold), placed, seconds)
            )
    show(("ARI", "moves per 100", "placed", "seconds"), rows)


def given_table(args: argparse.Namespace) -> None:
    """Share of stories placed rightly in themes given by name, with 0, 1, 3 and 5 examples each; named sets only."""
    rows: dict[str, list[tuple[float, ...]]] = {}
    for key, texts, gold in draws(args.data, args.draws, args.draws_per_size, args.sets):
        names = [name for name, there in zip(names_of(args.data, key), np.bincount(gold) > 0, strict=False) if there]
        wanted = np.unique(gold, return_inverse=True)[1]
        if len(texts) < 60 or names[0].isdigit():
            continue
        reached: dict[str, list[float]] = {}
        for shown in (0, 1, 3, 5):
            chance = np.random.default_rng(1000 * len(texts) + shown)
            mine = [chance.permutation(np.flatnonzero(wanted == theme)) for theme in range(len(names))]
            examples = {int(one): theme for theme, all_ in enumerate(mine) for one in all_[: min(shown, len(all_) - 1)]}
            rest = np.setdiff1d(np.arange(len(texts)), list(examples))
            placed = {"ours": assign(texts, names, examples), "nearest name": nearest_name(texts, names, examples)}
            for tool, labels in placed.items():
                reached.setdefault(tool, []).append(float((np.asarray(labels) == wanted)[rest].mean()))
        for tool, shares in reached.items():
            rows.setdefault(tool, []).append(tuple(shares))
    show(("no example", "1 each", "3 each", "5 each"), rows)


def nearest_name(texts: Sequence[str], names: Sequence[str], examples: Mapping[int, int]) -> list[int]:
    """The usual way: the nearest by cosine of each theme's name and examples, averaged."""
    stories, centres = embedder().embed(texts), embedder().embed(names)
    for theme in range(len(names)):
        centres[theme] += stories[[story for story, its in examples.items() if its == theme]].sum(axis=0)
    return [
        int(one) for one in np.argmax(stories @ (centres / np.linalg.norm(centres, axis=1, keepdims=True)).T, axis=1)
    ]


def facilitator_table(args: argparse.Namespace) -> None:
    """What a facilitator spends until the board is right, per 100 stories: a drag or merge 1, a proposal read ¼."""
    rows: dict[str, list[tuple[float, ...]]] = {}
    for _, texts, gold in draws(args.data, args.draws, args.draws_per_size, args.sets):
        if len(texts) <= 120:
            for name, most in (("ours", 5), ("no proposals", 0)):
                drags, reads = facilitate(FacilitatedBoard(texts), np.asarray(gold), most)
                spent = np.array([drags + 0.25 * reads, drags, reads]) * 100 / len(texts)
                rows.setdefault(name, []).append(tuple(spent.tolist()))
    show(("cost", "drags", "read"), rows)


def facilitate(board: FacilitatedBoard, gold: NDArray[np.intp], most: int) -> tuple[int, int]:
    """Drags, with merges, and proposals read until every story is in the theme that means what it is about."""
    drags, reads = 0, 0
    home: dict[int, int] = {}
    now = np.asarray(board.board())
    for theme in sorted(set(now[now >= 0].tolist()), key=lambda theme: -int((now == theme).sum())):
        means = int(np.bincount(gold[now == theme]).argmax())
        if home.setdefault(means, theme) != theme:
            board.merge(home[means], theme)
            drags += 1
    waiting = [int(one) for one in np.random.default_rng(len(gold)).permutation(len(gold))]
    while waiting:
        for story, theme in board.propose(most) if most else []:
            reads += 1
            if home.get(int(gold[story])) == theme:
                board.move(story, theme)
            else:
                board.refuse(story, theme)
        now = np.asarray(board.board())
        waiting = [story for story in waiting if home.get(int(gold[story])) != now[story]]
        if waiting:
            story, wanted = waiting[0], int(gold[waiting[0]])
            if wanted in home:
                board.move(story, home[wanted])
            else:
                home[wanted] = board.new_theme(story)
            drags += 1
    return drags, reads


def discuss_table(args: argparse.Namespace) -> None:
    """How many misplaced stories are among the first tenth to discuss, against chance; and among those not placed."""
    rows: dict[str, list[tuple[float, ...]]] = {}
    for _, texts, gold in draws(args.data, args.draws, args.draws_per_size, args.sets):
        vectors = embedder().embed(texts)
        labels = find_themes(texts, vectors).labels
        wrong = misplaced(gold, list(labels))
        first = discuss_first(vectors, labels)
        if wrong.any():
            rows.setdefault("ours", []).append((wrong[first].sum(), wrong.sum() * len(first) / len(gold), len(first)))
    show(("caught", "by chance", "discussed"), rows)


def dense_table(args: argparse.Namespace) -> None:
    """How many stories are placed and how many of those rightly (in the majority of their group): dense groups, the
    usual ones, and of the usual ones as many of the firmest as dense groups place. Then the mean GLOSH score of the
    stories in dense groups and of those in none.
    """
    outliers: list[tuple[float, ...]] = []
    rows: dict[str, list[tuple[float, ...]]] = {"usual": [], "usual, firmest": [], "dense": []}
    for _, texts, gold in draws(args.data, args.draws, args.draws_per_size, args.sets):
        vectors = embedder().embed(texts)
        clusterer = DenseClusterer()
        usual, dense = find_themes(texts, vectors), find_themes(texts, vectors, clusterer=clusterer)
        apart, scores = clusterer.labels_ < 0, clusterer.outlier_scores_
        if apart.any() and not apart.all():
            outliers.append((float(scores[~apart].mean()), float(scores[apart].mean())))
        placed = int((dense.labels >= 0).sum())
        firmest = np.full(len(texts), -1)
        if placed:
            kept = np.argsort(-usual.strengths, kind="stable")[:placed]
            firmest[kept] = usual.labels[kept]
        for name, labels in (("usual", usual.labels), ("usual, firmest", firmest), ("dense", dense.labels)):
            if (labels >= 0).any():
                rows[name].append(placed_rightly(np.asarray(gold), labels))
    show(("placed", "rightly", "groups"), rows)
    show(("GLOSH, placed", "not placed"), {"dense": outliers})


def placed_rightly(gold: NDArray[np.intp], labels: NDArray[np.intp]) -> tuple[float, float, float]:
    """Share placed, share of those that are of their group's majority, and the number of groups."""
    groups = [gold[labels == group] for group in np.unique(labels[labels >= 0])]
    right = sum(int(np.bincount(members).max()) for members in groups)
    return float((labels >= 0).mean()), right / int((labels >= 0).sum()), float(len(groups))


def large_table(args: argparse.Namespace) -> None:
    """Agreement and seconds on one whole set, or on copies of it with noise up to ``--stories``."""
    texts, gold = read_set(args.data / f"{args.sets[0] if args.sets else 'stackoverflow'}.csv.gz")
    vectors = embedder().embed(texts)
    if args.stories > len(texts):
        again = np.arange(args.stories) % len(texts)
        vectors = told_again(vectors, again)
        texts, gold = [texts[one] for one in again], [gold[one] for one in again]
    rows: dict[str, list[tuple[float, ...]]] = {}
    for name, tool in installed(LARGE_TOOLS, args.tools).items():
        before = memory("VmRSS", afresh=True)
        started, used = time.perf_counter(), time.process_time()
        found = tool(texts, vectors)
        spent = time.perf_counter() - started, time.process_time() - used
        held = 1 + (memory("VmHWM") - before) / vectors.nbytes
        rows[name] = [(agreement_with(gold, found), len(set(found)), *spent, held)]
        show(("ARI", "themes", "seconds", "CPU seconds", "x the vectors"), {name: rows[name]})


def memory(what: str, afresh: bool = False) -> float:
    """Bytes this process holds (VmRSS) or held at most (VmHWM), as Linux counts; ``afresh`` forgets the most so far."""
    if not Path("/proc/self/clear_refs").exists():
        return float("nan")
    if afresh:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) * 1024 for line in lines if line.startswith(what))


def told_again(vectors: NDArray[np.float32], again: NDArray[np.intp]) -> NDArray[np.float32]:
    """These rows with a little noise each, in the memory of the result alone."""
    chance = np.random.default_rng(0)
    told = np.empty((len(again), vectors.shape[1]), dtype=np.float32)
    for start in range(0, len(again), 20_000):
        rows = vectors[again[start : start + 20_000]]
        told[start : start + 20_000] = rows + 0.01 * chance.standard_normal(rows.shape, dtype=np.float32)
    return told


def speed_table(args: argparse.Namespace) -> None:
    """Seconds to group, label and explain 120 embedded stories, phrases looked up for one of them; each tool warm."""
    _, texts, _ = next(one for one in draws(args.data, args.draws, 1, args.sets) if len(one[1]) == 120)
    vectors = embedder().embed(texts)
    rows: dict[str, list[tuple[float, ...]]] = {}
    explain_story(0, texts, vectors, find_themes(texts, vectors).labels, embedder())
    for name, tool in installed(TOOLS, args.tools or ["ours", "bertopic"]).items():
        tool(texts, vectors)
        started = time.perf_counter()
        labels = tool(texts, vectors)
        if name == "ours":
            explain_story(0, texts, vectors, labels, embedder())
        rows[name] = [(time.perf_counter() - started,)]
    show(("seconds",), rows)


FRESH = """
import sys, time
started = time.perf_counter()
from clustering.embedders import SentenceEmbedder
SentenceEmbedder(sys.argv[2], quick=sys.argv[1] == "quick").embed(["Help came."])
seconds = time.perf_counter() - started
from clustering.bench_tables import memory
print(seconds, memory("VmRSS") / 2**20)
"""


def embedding_table(args: argparse.Namespace) -> None:
    """Both paths on the same texts in turn: texts per CPU second, likeness, and a fresh process to its first vector."""
    texts = [text for _, some, _ in draws(args.data, args.draws, 1, args.sets) if len(some) == 60 for text in some]
    model = embedder().model_name
    paths = {name: SentenceEmbedder(model, quick=name == "quick") for name in ("plain", "quick")}
    spent: dict[str, list[float]] = {name: [] for name in paths}
    vectors = {name: path.embed(texts) for name, path in paths.items()}
    for _ in range(5):
        for name, path in paths.items():
            used = time.process_time()
            path.embed(texts)
            spent[name].append(time.process_time() - used)
    rows: dict[str, list[tuple[float, ...]]] = {}
    for name in paths:
        alike = (vectors["plain"] * vectors[name]).sum(axis=1)
        pace, ratio = len(set(texts)) / min(spent[name]), min(spent["plain"]) / min(spent[name])
        told = [
            subprocess.check_output([sys.executable, "-c", FRESH, name, model], text=True).split() for _ in range(3)
        ]
        fresh = min(float(seconds) for seconds, _ in told), max(float(memory) for _, memory in told)
        rows[name] = [(pace, ratio, float(alike.mean()), float(alike.min()), *fresh)]
    show(("per CPU s", "x plain", "mean cosine", "least cosine", "first, s", "MiB"), rows)


def show(columns: Sequence[str], rows: Mapping[str, Sequence[tuple[float, ...]]]) -> None:
    """Print the means, one tool a line."""
    print("  ".join(["tool".ljust(14), "runs".rjust(5), *(column.rjust(13) for column in columns)]))
    for name, each in rows.items():
        means = np.asarray(each, dtype=float).mean(axis=0)
        print("  ".join([name.ljust(14), str(len(each)).rjust(5), *(f"{mean:13.3f}" for mean in means)]))


def main() -> None:
    """Run one track and print its table."""
    parser = argparse.ArgumentParser(prog="python -m clustering.bench", description=__doc__)
    tables = {
        "emergent": emergent_table,
        "given": given_table,
        "facilitator": facilitator_table,
        "discuss": discuss_table,
        "dense": dense_table,
        "large": large_table,
        "speed": speed_table,
        "embedding": embedding_table,
    }
    parser.add_argument("track", choices=tables)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of set.csv.gz: text,label")
    parser.add_argument("--draws", type=Path, default=Path("../shared/bench/draws.json.gz"))
    parser.add_argument("--draws-per-size", type=int, default=10)
    parser.add_argument("--sets", type=lambda told: told.split(","))
    parser.add_argument("--tools", type=lambda told: told.split(","), help="of those installed; all when not given")
    parser.add_argument("--stories", type=int, default=0, help="large: as many, by copies with noise")
    args = parser.parse_args()
    tables[args.track](args)
