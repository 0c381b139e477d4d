"""Words and clauses in any script: marks stay with their letters, and scripts without spaces are segmented.

Lengths that people see are counted in graphemes: what a reader takes for one letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise
from unicodedata import category, normalize

import regex
from budoux import Parser

_PART = r"[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d]*"
_JOINT = r"(?:['\u2019\-]|(?<=\p{N})[.,](?=\p{N}))"
WORD = regex.compile(f"{_PART}(?:{_JOINT}{_PART})*")
"""A letter or digit with the marks and joiners that follow it, and so on; ``1,200`` and ``women's`` are one word."""
UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー々]+|[\p{Thai}]+")
"""Scripts that put no space between words and for which there is a segmenter."""
IDEOGRAPH = regex.compile(r"[\p{Han}\p{Hangul}]")
"""A sign that may be a whole word."""
KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
PAUSE = regex.compile(
    r"(?:[[\p{P}\p{S}\p{Cc}]--['\u2019\-.,&%+°\u0e2f]]|[.,](?!(?<=\p{N}.)\p{N})|(?<!\S)-+(?!\S))+", regex.V1
)
"""Where a clause ends, in any script: ``. 。 ، ؟ । ።`` and all other punctuation but what stands inside words."""
VOWELLED = regex.compile(r"[\u0640\u064b-\u0652\u0670]")
"""Vowel marks and lengthening of Arabic, which writers may leave out."""
GRAPHEME = regex.compile(r"\X")


def spans_of(text: str) -> list[tuple[int, int]]:
    """Start and end of each word."""
    return [span for match in WORD.finditer(text) for span in _segmented(match.group(), match.start())]


def words_of(text: str) -> list[str]:
    """The words as written, in order, in Unicode's composed form (NFC)."""
    return [normalize("NFC", text[start:stop]) for start, stop in spans_of(text)]


def clauses_of(text: str) -> list[tuple[int, int]]:
    """Start and end of each clause: what is said in one breath."""
    ends = [match.span() for match in PAUSE.finditer(text)]
    starts = [0, *(stop for _, stop in ends)]
    stops = [*(start for start, _ in ends), len(text)]
    return [(start, stop) for start, stop in zip(starts, stops, strict=True) if text[start:stop].strip()]


def folded(word: str) -> str:
    """The word as it is compared: upper and lower case, full and half width, vowelled or not, are one."""
    return str(VOWELLED.sub("", normalize("NFKC", word).lower().replace("\u2019", "'")))


def letters(text: str) -> int:
    """How many letters a reader sees (grapheme clusters)."""
    return len(GRAPHEME.findall(text))


def is_number(word: str) -> bool:
    """Whether a word has no letter: ``26``, ``1,200``, ``१२``."""
    return not any(letter.isalpha() for letter in word)


def _segmented(word: str, at: int) -> Iterator[tuple[int, int]]:
    """The spans of a word, cut where it runs through a script without spaces, never before a mark."""
    runs = [run.span() for run in UNSPACED.finditer(word)]
    inside = (run[0] + place for run in runs for place in _cuts(word[slice(*run)]))
    cuts = sorted({0, len(word), *(edge for run in runs for edge in run), *inside})
    kept = [cut for cut in cuts if cut in (0, len(word)) or not category(word[cut]).startswith("M")]
    return ((at + start, at + stop) for start, stop in pairwise(kept))


def _cuts(run: str) -> Iterator[int]:
    return accumulate(len(piece) for piece in _parser(_model_for(run)).parse(run))


def _model_for(run: str) -> str:
    if "\u0e00" <= run[0] <= "\u0e7f":
        return "th"
    if KANA.search(run):
        return "ja_word"
    return max(("zh-hans", "zh-hant"), key=lambda name: sum(letter in _parser(name).model["UW4"] for letter in run))


@lru_cache
def _parser(name: str) -> Parser:
    """BudouX, a segmenter whose models are a table of letters and scores each."""
    return Parser(json.loads(files("budoux").joinpath("models", f"{name}.json").read_text(encoding="utf-8")))
