"""Keywords and names come from the stories' own words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from clustering.label import key_terms, suggest_name
from clustering.stopwords import says_nothing
from clustering.tokens import words_of


def test_keywords_tell_the_themes_apart(texts: list[str], topics: NDArray[np.intp]) -> None:
    water, clinic = key_terms(texts, topics)

    assert {"water", "well", "pump"} <= {word.lower() for word in water}
    assert {"clinic", "nurse"} <= {word.lower() for word in clinic}
    assert "the" not in water


def test_keywords_are_spelt_as_told() -> None:
    (words,) = key_terms(["Fatuma planted mangroves", "Mangroves hold; Fatuma sings"], np.zeros(2, dtype=np.intp))

    assert "Fatuma" in words


def test_words_to_leave_out_follow_the_language() -> None:
    texts, labels = ["El agua de la comunidad", "Maji ya kijiji"], np.array([0, 1])

    spanish, swahili = key_terms(texts, labels, ["es", "sw"])

    assert "agua" in spanish
    assert "la" not in spanish
    assert "Maji" in swahili
    assert "ya" not in swahili


@pytest.mark.parametrize("texts", [["🌊🌊", "🎉"], ["", ""], ["12 345", "..."]])
def test_stories_without_words_have_no_keywords(texts: list[str]) -> None:
    assert key_terms(texts, np.zeros(2, dtype=np.intp)) == [()]
    assert suggest_name(texts, [0, 1], ()) == ""


def test_arabic_words_are_words() -> None:
    (words,) = key_terms(["ماء نظيف في القرية", "ماء للجميع"], np.zeros(2, dtype=np.intp), ["ar"])

    assert words[0] == "ماء"
    assert "في" not in words


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        (["गाँव में पानी की टंकी बनी", "पानी की टंकी से साफ पानी मिला"], "hi", {"पानी", "टंकी"}),
        (["গ্রামে নলকূপ বসল", "নলকূপ থেকে পরিষ্কার জল"], "bn", {"নলকূপ"}),
        (["கிராமத்தில் தண்ணீர் கிடைத்தது", "சுத்தமான தண்ணீர் வந்தது"], "ta", {"தண்ணீர்"}),
        (["مَاءٌ نَظِيفٌ فِي الْقَرْيَةِ", "ماء للجميع"], "ar", {"ماء"}),
        (["水道が来て子どもが学校に行ける", "村の水道ができた"], "ja", {"水道"}),
        (["村里的水井又有了干净的水", "新水井让女人们高兴"], "zh", {"水井"}),
        (["หมู่บ้านมีน้ำสะอาด", "น้ำสะอาดจากบ่อใหม่"], "th", {"น้ำ", "สะอาด"}),
        (["마을에 물 이 나온다", "깨끗한 물 이 왔다"], "ko", {"물"}),
    ],
)
def test_keywords_are_whole_words_in_every_script(texts: list[str], language: str, expected: set[str]) -> None:
    (words,) = key_terms(texts, np.zeros(2, dtype=np.intp), [language])

    assert expected <= set(words)


@pytest.mark.parametrize("text", ["水道が来て子どもが学校に行ける", "诊所每个月都有疫苗", "เด็กไปโรงเรียน"])
def test_one_story_without_spaces_has_several_keywords(text: str) -> None:
    (words,) = key_terms([text], np.zeros(1, dtype=np.intp), ["ja", "zh", "th"])

    assert len(words) >= 2


def test_a_name_in_a_script_without_spaces_has_none() -> None:
    texts = ["村の診療所に看護師が来た", "看護師が村の診療所で話を聞く"]

    name = suggest_name(texts, [0, 1], key_terms(texts, np.zeros(2, dtype=np.intp), ["ja"])[0], ["ja"])

    assert name == "村の診療所"


def test_a_story_not_placed_counts_in_no_theme() -> None:
    assert key_terms(["well", "clinic"], np.array([0, -1])) == [("well",)]
    assert key_terms([], np.array([], dtype=np.intp)) == []


def test_a_name_is_a_phrase_that_stories_share(texts: list[str], topics: NDArray[np.intp]) -> None:
    water, _ = key_terms(texts, topics)

    name = suggest_name(texts, range(8), water)

    assert 2 <= len(words_of(name)) <= 5
    assert any(name.lower() in text.lower() for text in texts[:8])


@pytest.mark.parametrize(
    "texts",
    [
        ["Our side went 26 to 24", "Their side sang", "Nothing alike here"],
        ["Wells", "Nurses", "Roads"],
        ["Positive change came", "We saw positive change"],
        ["Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft tagt"] * 2,
        ["26, 26, 26", "26, 26"],
    ],
)
def test_no_name_rather_than_a_bad_one(texts: list[str]) -> None:
    keywords = key_terms(texts, np.zeros(len(texts), dtype=np.intp))[0]

    assert suggest_name(texts, range(len(texts)), keywords) == ""


def test_without_a_shared_phrase_two_words_that_two_stories_both_say() -> None:
    texts = ["The nurse opened a clinic", "A clinic has no nurse", "The road is mended"]

    assert suggest_name(texts, range(3), key_terms(texts, np.zeros(3, dtype=np.intp))[0]) in (
        "clinic, nurse",
        "nurse, clinic",
    )


WORDS = st.sampled_from(
    [
        "the",
        "of",
        "clean",
        "water",
        "well",
        "nurse",
        "clinic",
        "26",
        "पानी",
        "की",
        "टंकी",
        "水道",
        "学校",
        "ماء",
        "نظيف",
        "school",
        "opened",
    ]
)


@given(st.lists(st.lists(WORDS, max_size=7).map(" ".join), min_size=2, max_size=6))
def test_whatever_was_told_a_name_is_two_to_five_words_of_two_stories(texts: list[str]) -> None:
    languages = ["en", "hi", "ja", "ar"]
    keywords = key_terms(texts, np.zeros(len(texts), dtype=np.intp), languages)[0]

    name = suggest_name(texts, range(len(texts)), keywords, languages)

    said = [set(words_of(text)) for text in texts]
    assert name == "" or 2 <= len(words_of(name)) <= 5
    assert name == "" or sum(set(words_of(name)) <= words for words in said) > 1


@pytest.mark.parametrize(
    "name", ["Better communication", "Other", "Positive change", "", "Improved capacity of people"]
)
def test_names_that_fit_anything_are_noticed(name: str) -> None:
    assert says_nothing(name)


@pytest.mark.parametrize("name", ["Clean water", "Girls back in school", "Ardhi na maji", "Communication by radio"])
def test_names_that_say_something_pass(name: str) -> None:
    assert not says_nothing(name)
