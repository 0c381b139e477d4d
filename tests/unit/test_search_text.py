"""Searching for words: the same text in another form, and never a different word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.search_text import folded, like_pattern, search_text

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("École", "ecole"),
        ("Water\u00a0point repaired", "water point  repaired"),
        ("ＱＤＲ １２", "qdr 12"),
        ("ΝΕΡΌ", "νερο"),
        ("ёлка", "Елка"),
        ("zero\u200bwidth", "zerowidth"),
        ("Straße", "STRASSE"),
    ],
)
def test_the_same_word_in_another_form_is_found(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("दिन", "दान"), ("かき", "かぎ"), ("มา", "ม้า"), ("[", "water"), ("כּ", "פּ")])
def test_marks_that_make_another_word_are_kept(one: str, other: str) -> None:
    assert folded(one) not in folded(other)


@given(WORDS)
def test_any_normal_form_of_a_text_is_the_same(text: str) -> None:
    assert len({folded(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}) == 1


@given(WORDS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_a_match_never_spans_two_notes() -> None:
    assert folded("end begin") not in search_text("A headline", ["the end", "begin again"])


def test_wildcards_are_letters() -> None:
    assert like_pattern(r"50%_\ ") == r"%50\%\_\\%"
