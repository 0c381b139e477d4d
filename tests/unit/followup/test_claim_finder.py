"""The claim finder on sentences in six languages, and on any text at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.followup.claim_finder import find_claims
from app.followup.number_words import LANGUAGES

SENTENCES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "claims.json").read_text(encoding="utf-8"))


def hits(sentence: dict[str, Any]) -> tuple[int, int, int]:
    """How many figures were rightly found, wrongly found and missed."""
    found = [round(claim.value or 0, 2) for claim in find_claims(sentence["text"], sentence["language"])]
    right = 0
    for value in sentence["values"]:
        if round(value, 2) in found:
            found.remove(round(value, 2))
            right += 1
    return right, len(found), len(sentence["values"]) - right


def precision_and_recall(sentences: list[dict[str, Any]]) -> tuple[float, float]:
    right, wrong, missed = (sum(column) for column in zip(*map(hits, sentences), strict=True))
    return right / (right + wrong), right / (right + missed)


def test_there_are_at_least_150_sentences_in_six_languages() -> None:
    assert len(SENTENCES) >= 150
    assert {sentence["language"] for sentence in SENTENCES} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_of_ten_that_it_finds_are_figures_and_it_misses_few(language: str) -> None:
    precision, recall = precision_and_recall([one for one in SENTENCES if one["language"] == language])

    assert precision >= 0.90
    assert recall >= 0.85


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200 people", 1200),
        ("1.200 people", 1200),
        ("1'200 people", 1200),
        ("1 200 people", 1200),
        ("1,200.50 dollars", 1200.5),
        ("3.5 tonnes of rice", 3.5),
        ("3,5 tonnes of rice", 3.5),
        ("28 % fewer", 28),
        ("٢٨٪ من الأطفال", 28),
        ("२८ % बच्चे", 28),
        ("二百人", 200),
        ("二万三千人", 23_000),
    ],
)
def test_figures_are_read_in_any_script_and_grouping(text: str, value: float) -> None:
    assert [claim.value for claim in find_claims(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19 came",
        "SDG 6 is ours",
        "room 12",
        "Tel. 0712 345 678",
        "+49 170 1234567",
        "on 3/5/2024",
        "2024-05-03",
        "at 10:30",
        "flat 4B",
        "the 3rd house",
        "in 2023",
        "ID 12345678",
        "H1N1",
        "4G",
    ],
)
def test_what_names_dates_or_numbers_something_is_no_figure(text: str) -> None:
    assert find_claims(text) == []


def test_a_claim_has_what_the_story_says_around_it() -> None:
    (claim,) = find_claims("Thefts dropped from 40 to 12 a month since 2023. We sleep.", "en")

    assert claim.quoted_text == "Thefts dropped from 40 to 12 a month since 2023"
    assert (claim.value, claim.baseline, claim.direction, claim.period) == (12, "40", "down", "since 2023")


@given(
    st.text(max_size=400) | st.text("0123456789%.,' 百二abمن٪of the-", max_size=200),
    st.sampled_from([*LANGUAGES, "xx", ""]),
)
def test_whatever_is_written_its_quotes_stand_there_verbatim(text: str, language: str) -> None:
    for claim in find_claims(text, language):
        assert claim.quoted_text in text
        assert claim.measure in text
        assert len(claim.quoted_text) <= 1000
        assert claim.baseline == "" or claim.value is not None
