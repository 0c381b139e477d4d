"""What a theme is about, in the words of those who told its stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from clustering.stopwords import common_words, says_nothing, says_something
from clustering.tokens import clauses_of, folded, letters, spans_of, words_of

LONGEST_NAME = 60
"""Letters, as readers count them, that a suggested name may have: what a lane's head shows on two lines."""


def _root(word: str) -> str:
    """Upper and lower case, and a plain plural, are one word."""
    word = folded(word).removesuffix("'s")
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _content(text: str, common: frozenset[str]) -> list[str]:
    return [word for word in words_of(text) if says_something(word, common)]


def key_terms(
    texts: Sequence[str], labels: NDArray[np.intp], languages: Sequence[str] | None = None, *, most: int = 8
) -> list[tuple[str, ...]]:
    """Keywords of each group: words its stories use and the others do not.

    Parameters
    ----------
    texts : sequence of str, n
    labels : (n,) array of int
        Group of each text; -1 belongs to none.
    languages : sequence of str, optional
        Languages spoken in the room, for the words to leave out.
    most : int
        Keywords per group at most.

    Returns
    -------
    list of tuple of str
        One tuple per group, strongest first, each word in the spelling its tellers use most.

    Notes
    -----
    Class-based TF-IDF (Grootendorst 2022): the frequency of a word in a group times ``log(1 + A / f)`` where ``f`` is
    its frequency over all groups and ``A`` the mean number of words in a group. A word counts once a story.
    """
    groups = int(np.max(labels, initial=-1)) + 1
    common = common_words(languages)
    counts = [Counter[str]() for _ in range(groups)]
    spellings: dict[str, Counter[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        roots = set()
        for word in _content(text, common):
            spellings.setdefault(_root(word), Counter())[word] += 1
            roots.add(_root(word))
        if label >= 0:
            counts[label].update(roots)
    return [tuple(_spelt(root, spellings) for root in _strongest(mine, counts, most)) for mine in counts]


def _strongest(mine: Counter[str], counts: Sequence[Counter[str]], most: int) -> list[str]:
    total = sum(counts, Counter[str]())
    average = sum(total.values()) / len(counts)
    size = max(1, sum(mine.values()))
    weight = {root: count / size * float(np.log1p(average / total[root])) for root, count in mine.items()}
    return sorted(weight, key=lambda root: (-weight[root], root))[:most]


def _spelt(root: str, spellings: dict[str, Counter[str]]) -> str:
    def fitness(word: str) -> tuple[int, int, str]:
        return -spellings[root][word], sum(letter.isupper() for letter in word), word

    return min(spellings[root], key=fitness)


def suggest_name(
    texts: Sequence[str], members: Sequence[int], keywords: Sequence[str], languages: Sequence[str] | None = None
) -> str:
    """Two to five words that at least two of the stories say, of ``LONGEST_NAME`` letters; none rather than a bad one.

    The phrase that says most of the keywords in the most stories; when no phrase is shared, the two keywords that most
    stories say both. Empty when no two stories share so much.
    """
    common = common_words(languages)
    weight = {_root(word): 1.0 / (2 + place) for place, word in enumerate(keywords)}
    told: dict[tuple[str, ...], set[int]] = {}
    spelt: dict[tuple[str, ...], Counter[str]] = {}
    for member in members:
        for words, written in _phrases(texts[member], common):
            key = tuple(_root(word) for word in words)
            told.setdefault(key, set()).add(member)
            spelt.setdefault(key, Counter())[written] += 1

    def worth(key: tuple[str, ...]) -> float:
        said = sum(weight.get(root, 0.0) for root in set(key))
        return float(said * np.log1p(len(told[key])) / np.sqrt(len(key)))

    def name(key: tuple[str, ...]) -> str:
        return min(spelt[key], key=lambda words: (-spelt[key][words], words))

    shared = [key for key in told if len(told[key]) > 1 and worth(key) > 0 and _fit_for_a_name(name(key))]
    if shared:
        return name(min(shared, key=lambda key: (-worth(key), key)))
    return _said_together([texts[member] for member in members], keywords, common)


def _fit_for_a_name(name: str) -> bool:
    return letters(name) <= LONGEST_NAME and not says_nothing(name)


def _said_together(texts: Sequence[str], keywords: Sequence[str], common: frozenset[str]) -> str:
    """The two keywords that most stories, two at least, say both; stronger keywords first."""
    said = [{_root(word) for word in _content(text, common)} for text in texts]
    pairs = {
        f"{one}, {other}": sum({_root(one), _root(other)} <= words for words in said)
        for one, other in combinations(keywords, 2)
    }
    fit = {pair: count for pair, count in pairs.items() if count > 1 and _fit_for_a_name(pair)}
    return max(fit, key=lambda pair: fit[pair], default="")


def _phrases(text: str, common: frozenset[str]) -> Iterable[tuple[tuple[str, ...], str]]:
    """Runs of two to five words within one clause that begin and end with a word of content: words, and as written."""
    text = normalize("NFC", text)
    for begins, ends in clauses_of(text):
        clause = text[begins:ends]
        spans = spans_of(clause)
        words = [clause[start:stop] for start, stop in spans]
        empty = [not says_something(word, common) for word in words]
        for start in range(len(words)):
            for stop in range(start + 2, min(start + 5, len(words)) + 1):
                if not empty[start] and not empty[stop - 1] and sum(empty[start:stop]) <= 2:
                    yield tuple(words[start:stop]), " ".join(clause[spans[start][0] : spans[stop - 1][1]].split())
