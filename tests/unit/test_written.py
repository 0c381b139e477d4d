"""What is kept of what people write."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.security import clean_code
from models.stories import Headline, Note
from models.workshops import Line

HEADLINE, NOTE, LINE = TypeAdapter(Headline), TypeAdapter(Note), TypeAdapter(Line)
CONTROL = [chr(point) for point in (*range(0x20), *range(0x7F, 0xA0)) if chr(point) not in "\t\n\v\f\r\x85"]
RUNS_BACKWARDS = ["\u202d", "\u202e"]
NO_CHARACTER = ["\ud800", "\udfff", "\ufdd0", "\ufffe", "\uffff", "\U0010ffff"]
UNSEEN = [
    "\u200b",
    "\u3164",
    "\u115f",
    "\uffa0",
    "\u2800",
    "\u00ad",
    "\u2060",
    "\ufe0f",
    "\U000e0041",
    "\u180e",
    "\u200d",
]


class TestWritten:
    @pytest.mark.parametrize("letter", [*CONTROL, *RUNS_BACKWARDS, *NO_CHARACTER], ids=lambda x: f"{ord(x):04X}")
    @pytest.mark.parametrize("kind", [HEADLINE, NOTE, LINE], ids=["headline", "note", "line"])
    def test_a_control_character_is_refused_anywhere(self, kind: TypeAdapter[str], letter: str) -> None:
        for text in (letter, f"{letter}Water", f"Wa{letter}ter", f"Water{letter}"):
            with pytest.raises(ValidationError, match="cannot be kept"):
                kind.validate_python(text)

    @given(st.text(st.sampled_from([*UNSEEN, " ", "\u00a0", "\n", "\t"]), max_size=20))
    def test_what_nobody_sees_is_a_blank(self, text: str) -> None:
        assert NOTE.validate_python(text) == ""
        with pytest.raises(ValidationError):
            HEADLINE.validate_python(text)

    @pytest.mark.parametrize("text", ["क्\u200dष", "می\u200cروم", "👩\u200d🌾", "❤\ufe0f", "1\ufe0f\u20e3", "\ue000"])
    def test_joiners_and_variants_inside_words_stay(self, text: str) -> None:
        assert HEADLINE.validate_python(text) == text

    @pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\n"])
    def test_a_line_end_is_one_character_and_a_headline_has_none(self, end: str) -> None:
        assert NOTE.validate_python(f"one{end}two") == "one\ntwo"
        assert HEADLINE.validate_python(f"one{end}two") == "one two"
        assert len(NOTE.validate_python(f"{'x' * 499}{end}{'y' * 500}")) == 1000

    @given(st.text(max_size=300))
    def test_what_is_kept_is_kept_again_as_it_is(self, text: str) -> None:
        try:
            kept = NOTE.validate_python(text)
        except ValidationError:
            return

        assert NOTE.validate_python(kept) == kept
        assert normalize("NFC", kept) == kept
        assert kept == "" or kept.split()

    @given(st.text(min_size=1, max_size=160))
    def test_letters_composed_or_not_are_the_same_words(self, text: str) -> None:
        def kept(form: str) -> str | None:
            try:
                return NOTE.validate_python(form)
            except ValidationError:
                return None

        assert kept(normalize("NFD", text)) == kept(normalize("NFC", text))

    def test_a_join_code_in_full_width_letters_is_the_same_code(self) -> None:
        assert clean_code("ｑｄｒｆ ＱＪ") == "QDRFQJ"
