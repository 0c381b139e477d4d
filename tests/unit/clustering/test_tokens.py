"""Words are cut where people cut them, in every script, and lose no mark."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustering.stopwords import common_words, stop_words_of
from clustering.tokens import clauses_of, folded, is_number, letters, spans_of, words_of

BLOCKS = {
    "Devanagari": (0x0900, 0x097F),
    "Bengali": (0x0980, 0x09FF),
    "Gurmukhi": (0x0A00, 0x0A7F),
    "Gujarati": (0x0A80, 0x0AFF),
    "Tamil": (0x0B80, 0x0BFF),
    "Telugu": (0x0C00, 0x0C7F),
    "Malayalam": (0x0D00, 0x0D7F),
    "Sinhala": (0x0D80, 0x0DFF),
    "Thai": (0x0E00, 0x0E7F),
    "Lao": (0x0E80, 0x0EFF),
    "Burmese": (0x1000, 0x109F),
    "Ethiopic": (0x1200, 0x137F),
    "Khmer": (0x1780, 0x17FF),
    "Arabic": (0x0600, 0x06FF),
    "Hebrew": (0x0590, 0x05FF),
    "Latin": (0x00C0, 0x024F),
    "Cyrillic": (0x0400, 0x04FF),
    "Greek": (0x0370, 0x03FF),
    "Kana": (0x3041, 0x30FF),
    "Han": (0x4E00, 0x4FFF),
    "Hangul": (0xAC00, 0xADFF),
}
ENDS = [*".!?;:,。、！？；：，؟،؛।॥។።፣·…", "\n", " - ", " – "]
SPACED = sorted(set(BLOCKS) - {"Thai", "Kana", "Han"})


def is_letter(sign: str) -> bool:
    return unicodedata.category(sign).startswith("L")


def is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def signs(script: str) -> tuple[list[str], list[str]]:
    """The letters and the combining marks of a script."""
    every = [chr(code) for code in range(BLOCKS[script][0], BLOCKS[script][1] + 1)]
    return [sign for sign in every if is_letter(sign)], [sign for sign in every if is_mark(sign)]


@st.composite
def written(draw: st.DrawFn, scripts: list[str]) -> str:
    """A word of one script: letters, each with up to two marks."""
    bases, marks = signs(draw(st.sampled_from(scripts)))
    told = st.lists(st.sampled_from(marks), max_size=2).map("".join) if marks else st.just("")
    word = "".join(draw(st.lists(st.tuples(st.sampled_from(bases), told).map("".join), min_size=1, max_size=8)))
    return unicodedata.normalize("NFC", word)


@given(st.lists(written(SPACED), min_size=1, max_size=6))
def test_words_between_spaces_come_out_whole_with_their_marks(words: list[str]) -> None:
    assert words_of(" ".join(words)) == words


@given(st.lists(written(sorted(BLOCKS)), max_size=6))
def test_no_letter_and_no_mark_is_lost_in_any_script(words: list[str]) -> None:
    text = "، ".join(words)

    assert "".join(words_of(text)) == "".join(words)


@given(st.lists(written(SPACED), min_size=1, max_size=6))
def test_composed_or_not_the_words_are_the_same(words: list[str]) -> None:
    text = " ".join(words)

    assert words_of(unicodedata.normalize("NFD", text)) == words_of(unicodedata.normalize("NFC", text))


@given(st.one_of(st.text(), written(["Thai", "Kana", "Han"])))
def test_spans_are_in_order_and_no_word_begins_with_a_mark(text: str) -> None:
    spans = spans_of(text)

    assert all(stop <= start for (_, stop), (start, _) in itertools.pairwise(spans))
    assert all((start < stop and unicodedata.category(text[start])[0] in "LN") or text[start] for start, stop in spans)


@given(st.lists(written(SPACED), min_size=2, max_size=5), st.sampled_from(ENDS))
def test_a_clause_ends_in_every_script(words: list[str], end: str) -> None:
    text = end.join(words)

    assert [text[start:stop].strip() for start, stop in clauses_of(text)] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("水道が来て子どもが学校に行ける", {"水道", "学校"}),
        ("村里的水井又有了干净的水", {"水井", "干净"}),
        ("หมู่บ้านมีน้ำสะอาดจากบ่อใหม่และเด็กไปโรงเรียน", {"น้ำ", "สะอาด", "โรงเรียน"}),
        ("WHO支援の診療所", {"WHO", "支援", "診療所"}),
    ],
)
def test_scripts_without_spaces_are_segmented(text: str, words: set[str]) -> None:
    assert words <= set(words_of(text))


def test_numbers_are_whole_and_no_words() -> None:
    assert words_of("1,200 trees in 2.5 years, 30 women's groups") == [
        *("1,200", "trees", "in", "2.5", "years", "30", "women's", "groups")
    ]
    assert clauses_of("1,200 trees. Yes") == [(0, 11), (12, 16)]
    assert all(map(is_number, ["26", "1,200", "१२", "٢٦", "1️⃣"]))
    assert not is_number("2nd")


def test_vowelled_or_not_wide_or_not_a_word_is_one() -> None:
    assert folded("مَاءٌ") == folded("ماء")
    assert folded("Ｗａｔｅｒ") == folded("water")
    assert folded("कि") != folded("की")


def test_letters_are_what_a_reader_sees() -> None:
    assert [letters(text) for text in ("é", "e\u0301", "👩‍👩‍👧", "में", "")] == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("language", "said"), [("hi", "में"), ("th", "ทำ"), ("zh", "的"), ("bn", "এবং"), ("nb", "og"), ("sw-KE", "ya")]
)
def test_stop_words_follow_the_language(language: str, said: str) -> None:
    assert folded(said) in common_words([language])


def test_english_keeps_the_words_that_stories_are_about() -> None:
    assert not {"well", "home", "help", "group", "room", "fire"} & stop_words_of("en")
    assert common_words([]) == common_words(None) == common_words([""]) == stop_words_of("en")
    assert common_words(["xx"]) == frozenset()
