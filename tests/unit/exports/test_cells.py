"""Cells of a CSV file: whatever people wrote, no spreadsheet executes it, and no letter of it is lost."""

import csv
import io
import re
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.exports.guard import guarded, unguarded
from app.exports.renderers.csv_file import SIGNS, Delimiter, cell, csv_file

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
HOSTILE = st.text(st.sampled_from("=+-@＝＋－＠﹦'\"“,;|\t\r\n\v a1\u00a0\u3000\ufeff\u200b\x00\\"), max_size=12)
A_CUT = re.compile(r"[,;|\t\r\n]")
LINK = 'Water;=HYPERLINK("http://x.example","x")'


def executes(cut: str) -> bool:
    """Whether a spreadsheet could take a cut of a text for a formula, once unseen signs and quotes are gone."""
    seen = unicodedata.normalize("NFKC", cut.strip('\ufeff\u200b"“ \u00a0\u3000\t\r\n\v\f'))
    return seen.startswith(("=", "+", "-", "@"))


class TestGuard:
    @given(TEXTS | HOSTILE)
    @example(LINK)
    @example("＝1+1")
    def test_no_cell_starts_a_formula_wherever_it_is_cut(self, text: str) -> None:
        shown = guarded(text)

        assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\x00"))
        assert not [cut for cut in A_CUT.split(shown) if executes(cut)]

    @given(TEXTS | HOSTILE)
    def test_the_guard_is_reversible(self, text: str) -> None:
        assert unguarded(guarded(text)) == text

    @pytest.mark.parametrize("text", ["The well works", "10-14", "'tis", "a+b", "me@example.org", "2 - 1", "rain; sun"])
    def test_ordinary_words_stay_as_they_are(self, text: str) -> None:
        assert guarded(text) == text

    def test_values_that_are_no_text_are_told_plainly(self) -> None:
        assert [cell(value) for value in (None, True, False, -1, 0.5, "")] == ["", "true", "false", "-1", "0.5", ""]
        assert cell(datetime(2026, 11, 21, tzinfo=UTC)) == "2026-11-21T00:00:00+00:00"
        assert cell({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


class TestLists:
    @given(st.lists(TEXTS | HOSTILE, min_size=1))
    def test_a_joined_list_can_be_split_again(self, items: list[str]) -> None:
        joined = unguarded(cell(items))

        parts = re.findall(r"(?:\A|; )((?:[^\\;]|\\.)*)", joined, re.DOTALL)

        assert [re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in parts] == items


class TestFile:
    @pytest.mark.parametrize("delimiter", SIGNS)
    @given(words=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")) | HOSTILE))
    def test_a_file_reads_back_as_it_was_told(self, delimiter: Delimiter, words: list[str]) -> None:
        told = [word.replace("\x00", "") for word in words]
        written = csv_file(("n", "said"), [{"n": 1, "said": word} for word in told], delimiter=delimiter, bom=False)

        read = csv.reader(io.StringIO(written.decode(), newline=""), delimiter=SIGNS[delimiter])

        assert [unguarded(row[1]) for row in read] == ["said", *told]

    def test_the_mark_is_for_people_and_can_be_left_out_for_programs(self) -> None:
        assert csv_file(("said",), []) == b"\xef\xbb\xbfsaid\r\n"
        assert csv_file(("said",), [], bom=False) == b"said\r\n"
