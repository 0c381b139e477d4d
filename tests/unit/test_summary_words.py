"""Reports speak every language of their readers, and have words for every code that the API knows."""

import re
from dataclasses import fields
from typing import get_args

import pytest

from app.stories.consent import SCOPES, Profile
from app.summaries.words import ENGLISH, WORDS, ReadIn, Words
from models.accounts import MemberRole
from models.board import Origin
from models.followup import ClaimStatus


def blanks(words: object) -> list[str]:
    """The places in a text, a pair of texts or a dictionary of them where something is filled in."""
    texts = words.values() if isinstance(words, dict) else words if isinstance(words, tuple) else [words]
    return sorted({blank for text in texts for blank in re.findall(r"{(\w+)}", str(text))} - {"n"})


@pytest.mark.parametrize("lang", get_args(ReadIn))
class TestEveryLanguage:
    def test_nothing_is_left_out_and_the_same_is_filled_in(self, lang: ReadIn) -> None:
        for field in fields(Words):
            said = getattr(WORDS[lang], field.name)
            assert said, field.name
            assert blanks(said) == blanks(getattr(ENGLISH, field.name)), field.name

    def test_there_are_words_for_every_code(self, lang: ReadIn) -> None:
        words = WORDS[lang]

        assert set(words.profiles) == set(get_args(Profile)) == set(SCOPES) - {"workshop"}
        assert set(words.statuses) == set(get_args(ClaimStatus))
        assert set(words.origins) == set(get_args(Origin))
        assert set(words.roles) == {*get_args(MemberRole), "storyteller"}

    def test_one_is_told_otherwise_than_several(self, lang: ReadIn) -> None:
        words = WORDS[lang]

        for forms in (words.in_theme, words.not_confirmed, words.for_the_worse):
            assert words.counted(forms, 1, share="5%") != words.counted(forms, 2, share="5%")
            assert "12" in words.counted(forms, 12, share="5%")
