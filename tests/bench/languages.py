"""What each packaged model makes of stories in several languages, and how fast: `python -m tests.bench.languages`."""

import time

import numpy as np
from sklearn.metrics import adjusted_rand_score

from clustering.embedders import SentenceEmbedder
from clustering.given import GivenTheme, place_in_given
from clustering.pipeline import find_themes
from tests.retold import MEANT, RETOLD

ROUNDS = 6


def main() -> None:
    embedders = [SentenceEmbedder(model) for model in ("all-MiniLM-L6-v2", "multilingual-e5-small")]
    for embedder in embedders:
        print(embedder.model_name)
        for said, figure in understood(embedder).items():
            print(f"  {said:<58} {figure}")
    for name, speeds in speed(embedders).items():
        print(f"{name:<24} texts per CPU-second: {', '.join(f'{speed:.0f}' for speed in speeds)}")


def understood(embedder: SentenceEmbedder) -> dict[str, str]:
    """How often a story finds itself in another language, alone and among themes."""
    rows = {language: embedder.embed(stories) for language, stories in RETOLD.items()}
    stories = np.tile(np.arange(len(MEANT)), len(RETOLD))
    texts = [text for told in RETOLD.values() for text in told]
    together = np.concatenate(list(rows.values()))
    figures = {}
    for language in [other for other in RETOLD if other != "en"]:
        there, back = (rows["en"] @ rows[language].T).argmax(axis=1), (rows[language] @ rows["en"].T).argmax(axis=1)
        right = np.concatenate([there, back]) == np.tile(np.arange(len(MEANT)), 2)
        figures[f"nearest story, en and {language}, both ways"] = f"{right.sum()} of {len(right)}"
    found = find_themes(texts, together, languages=list(RETOLD))
    told_in = np.repeat(np.arange(len(RETOLD)), len(MEANT))
    figures["themes found in all 40"] = str(len(found.themes))
    figures["  agreement with the stories (ARI)"] = f"{adjusted_rand_score(stories, found.labels):.2f}"
    figures["  agreement with the languages (ARI)"] = f"{adjusted_rand_score(told_in, found.labels):.2f}"
    themes = [GivenTheme(name, description) for name, description in MEANT]
    placed = place_in_given(together, themes, embedder).labels == stories
    figures["placed in the right one of 8 themes named in English"] = ", ".join(
        f"{language} {placed[told_in == number].sum()}" for number, language in enumerate(RETOLD)
    )
    return figures


def speed(embedders: list[SentenceEmbedder]) -> dict[str, list[float]]:
    """English stories embedded in turns, so that what else the machine does falls on all alike."""
    speeds: dict[str, list[float]] = {embedder.model_name: [] for embedder in embedders}
    for turn in range(ROUNDS):
        texts = [f"{text} ({turn}, {again})" for again in range(8) for text in RETOLD["en"]]
        for embedder in embedders:
            started = time.process_time()
            embedder.embed(texts)
            speeds[embedder.model_name].append(len(texts) / (time.process_time() - started))
    return speeds


if __name__ == "__main__":
    main()
