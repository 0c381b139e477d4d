"""Measure the library on labelled texts: thin adapters over exactly what the service runs.

``group``, ``assign`` and ``FacilitatedBoard`` are what a scorer calls; ``python -m clustering.bench`` runs the tracks
beside the public tools of the optional group ``bench``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clustering.embed import SentenceEmbedder
from clustering.explain import discuss_first, explain_story
from clustering.given import GivenTheme, place_in_given
from clustering.large import find_large
from clustering.pipeline import find_themes
from clustering.refine import Standing, propose_moves
from clustering.score import agreement_with, misplaced, moves_to

CACHE = "CLUSTERING_BENCH_CACHE"
"""Environment variable: a folder that keeps embeddings between runs."""


class RememberingEmbedder:
    """The shipped embedder, each text embedded once a run, and once ever when a folder is given."""

    def __init__(self, folder: Path | None = None) -> None:
        self._embedder = SentenceEmbedder()
        self.model_name, self.model_hash = self._embedder.model_name, self._embedder.model_hash
        self.languages = self._embedder.languages
        self._known: dict[str, NDArray[np.float32]] = {}
        self._folder = folder

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed the texts, (n, d) float32, rows of length 1."""
        missing = sorted({text for text in texts if text not in self._known})
        if missing:
            self._known.update(zip(missing, self._embed_or_read(missing), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32)

    def _embed_or_read(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._folder is None:
            return self._embedder.embed(texts)
        named = hashlib.sha256("\x00".join([self.model_hash, *texts]).encode()).hexdigest()
        kept = self._folder / f"{named}.npy"
        if not kept.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            np.save(kept, self._embedder.embed(texts))
        return np.asarray(np.load(kept), dtype=np.float32)


@lru_cache(maxsize=1)
def embedder() -> RememberingEmbedder:
    """The one embedder of a run."""
    folder = os.environ.get(CACHE)
    return RememberingEmbedder(Path(folder) if folder else None)


def group(texts: Sequence[str]) -> list[int]:
    """Emergent themes: a theme for each text, -1 for not placed yet."""
    return [int(label) for label in find_themes(texts, embedder().embed(texts)).labels]


def assign(texts: Sequence[str], names: Sequence[str], examples: Mapping[int, int]) -> list[int]:
    """Given themes, written "name" or "name. description"; ``examples`` maps a text to its theme."""
    themes = []
    for number, told in enumerate(names):
        name, _, description = told.partition(". ")
        shown = tuple(sorted(text for text, theme in examples.items() if theme == number))
        themes.append(GivenTheme(name, description, shown))
    return [int(label) for label in place_in_given(embedder().embed(texts), themes, embedder()).labels]


class FacilitatedBoard:
    """A board that starts from the emergent themes and learns from every move."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._vectors = embedder().embed(texts)
        self._labels = find_themes(texts, self._vectors).labels.copy()
        self._decided = np.zeros(len(texts), dtype=bool)
        self._not_in: set[tuple[int, int]] = set()

    def board(self) -> list[int]:
        """The theme of each story now."""
        return [int(label) for label in self._labels]

    def merge(self, a: int, b: int) -> None:
        """Theme b becomes part of theme a."""
        self._labels[self._labels == b] = a

    def move(self, story: int, theme: int) -> None:
        """A person put the story there."""
        self._labels[story] = theme
        self._decided[story] = True

    def new_theme(self, story: int) -> int:
        """A person put the story onto empty space."""
        theme = int(self._labels.max(initial=-1)) + 1
        self.move(story, theme)
        return theme

    def propose(self, limit: int) -> list[tuple[int, int]]:
        """Moves that the decisions so far speak for, surest first."""
        standing = Standing(self._labels, self._decided, not_in=frozenset(self._not_in))
        return [(one.story, one.theme) for one in propose_moves(self._vectors, standing)[:limit]]

    def refuse(self, story: int, theme: int) -> None:
        """A person said no to that proposal."""
        self._not_in.add((story, theme))


# --- the tables of `python -m clustering.bench` ---------------------------------------------------------------------

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


def large_table(args: argparse.Namespace) -> None:
    """Agreement and seconds on one whole set, or on copies of it with noise up to ``--stories``."""
    texts, gold = read_set(args.data / f"{args.sets[0] if args.sets else 'stackoverflow'}.csv.gz")
    vectors = embedder().embed(texts)
    if args.stories > len(texts):
        chance = np.random.default_rng(0)
        again = np.arange(args.stories) % len(texts)
        vectors = vectors[again] + chance.normal(0, 0.01, (args.stories, vectors.shape[1])).astype(np.float32)
        texts, gold = [texts[one] for one in again], [gold[one] for one in again]
    rows: dict[str, list[tuple[float, ...]]] = {}
    for name, tool in installed(LARGE_TOOLS, args.tools).items():
        started, used = time.perf_counter(), time.process_time()
        found = tool(texts, vectors)
        spent = time.perf_counter() - started, time.process_time() - used
        rows[name] = [(agreement_with(gold, found), len(set(found)), *spent)]
    show(("ARI", "themes", "seconds", "CPU seconds"), rows)


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


def show(columns: Sequence[str], rows: Mapping[str, Sequence[tuple[float, ...]]]) -> None:
    """Print the means, one tool a line."""
    print("  ".join(["tool".ljust(14), "runs".rjust(5), *(column.rjust(13) for column in columns)]))
    for name, each in rows.items():
        means = np.asarray(each, dtype=float).mean(axis=0)
        print("  ".join([name.ljust(14), str(len(each)).rjust(5), *(f"{mean:13.3f}" for mean in means)]))


def main() -> None:
    """Run one track and print its table."""
    parser = argparse.ArgumentParser(prog="python -m clustering.bench", description=__doc__)
    tables = {"emergent": emergent_table, "discuss": discuss_table, "large": large_table, "speed": speed_table}
    parser.add_argument("track", choices=tables)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of set.csv.gz: text,label")
    parser.add_argument("--draws", type=Path, default=Path("../shared/bench/draws.json.gz"))
    parser.add_argument("--draws-per-size", type=int, default=10)
    parser.add_argument("--sets", type=lambda told: told.split(","))
    parser.add_argument("--tools", type=lambda told: told.split(","), help="of those installed; all when not given")
    parser.add_argument("--stories", type=int, default=0, help="large: as many, by copies with noise")
    args = parser.parse_args()
    tables[args.track](args)


if __name__ == "__main__":
    main()
