"""The small pure functions that everything rests on, by what always holds of them."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.history.events import board_hash, canonical, changed_hash
from app.history.themes import letter_for
from app.history.undo import stacks
from app.paging import LARGEST, a_number
from app.problems import NotFound
from app.security import ALPHABET, clean_code, new_join_code, opaque, receipt_code, unopaque
from models.accounts import an_address
from models.base import in_utc, storable

IDS = st.sampled_from([f"story:{number}" for number in range(5)] + ["theme:1", "suggestion:1", "run:1"])
BOARDS = st.dictionaries(IDS, st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=5), max_size=3))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


class TestHashes:
    @given(BOARDS)
    def test_the_order_of_a_board_does_not_matter(self, board: dict[str, dict[str, object]]) -> None:
        assert board_hash(board) == board_hash(dict(reversed(list(board.items()))))

    @given(BOARDS, BOARDS)
    def test_following_the_changes_leads_to_the_same_hash(
        self, before: dict[str, dict[str, object]], after: dict[str, dict[str, object]]
    ) -> None:
        touched = before.keys() | after.keys()
        then, now = ({subject: board.get(subject) for subject in touched} for board in (before, after))

        assert changed_hash(board_hash(before), then, now) == board_hash(after)
        assert changed_hash(board_hash(after), now, then) == board_hash(before)

    def test_what_is_decided_about_suggestions_is_not_the_board(self) -> None:
        assert board_hash({"suggestion:1": {"state": "open"}}) == board_hash({})
        assert board_hash({"theme:1": {"name": "a"}}) != board_hash({"theme:2": {"name": "a"}}) != board_hash({})

    def test_one_spelling_of_json(self) -> None:
        assert canonical({"b": [1], "a": "é"}) == canonical({"a": "é", "b": [1]}) == '{"a":"é","b":[1]}'.encode()


class TestStacks:
    @given(st.lists(st.sampled_from(["move", "undo", "redo"]), max_size=30))
    def test_undo_and_redo_take_turns_and_lose_no_step(self, wanted: list[str]) -> None:
        steps: list[tuple[int, str, int | None]] = []
        for seq, action in enumerate(wanted):
            undoable, redoable = stacks(steps)
            stack = {"undo": undoable, "redo": redoable}.get(action)
            if stack is None or stack:
                steps.append((seq, action, stack[-1] if stack else None))

        undoable, redoable = stacks(steps)

        done = [seq for seq, action, _ in steps if action == "move"]
        assert undoable == sorted(undoable)
        assert not set(undoable) & set(redoable)
        assert set(undoable) | set(redoable) <= set(done)
        assert redoable == sorted(redoable, reverse=True)


class TestCodes:
    @given(st.text(min_size=1), st.uuids(), st.uuids())
    def test_a_receipt_is_the_same_for_the_same_story_and_another_for_another(
        self, secret: str, one: UUID, other: UUID
    ) -> None:
        secret = secret.encode("utf-8", "replace").decode()
        code = receipt_code(secret, one)

        assert code == receipt_code(secret, one)
        assert len(code) == 12
        assert set(code) <= set(ALPHABET)
        assert (receipt_code(secret, other) == code) == (one == other)

    def test_codes_use_no_letter_that_is_misread(self) -> None:
        codes = "".join(new_join_code() for _ in range(200))

        assert not set(codes) & set("01ILOUV")
        assert clean_code(f" {codes[:3].lower()}-{codes[3:6]} ") == codes[:6]

    @given(TEXTS)
    def test_a_cursor_is_read_as_it_was_written(self, text: str) -> None:
        assert unopaque(opaque(text)) == text

    @given(st.integers())
    def test_a_number_in_a_cursor_fits_a_table(self, number: int) -> None:
        if 0 <= number <= LARGEST:
            assert a_number(str(number)) == number
        else:
            with pytest.raises(ValueError, match=str(number)):
                a_number(str(number))

    def test_letters_go_on_after_z(self) -> None:
        assert [letter_for(number) for number in (0, 25, 26, 51, 52, 701, 702)] == [
            "A",
            "Z",
            "AA",
            "AZ",
            "BA",
            "ZZ",
            "AAA",
        ]


class TestWords:
    def test_what_no_database_can_keep_is_refused(self) -> None:
        assert storable("البئر 😀\n") == "البئر 😀\n"
        for text in ("\x00", "a\x00b", "\ud83d", "\udc00"):
            with pytest.raises(ValueError, match="cannot be stored"):
                storable(text)

    def test_an_address_has_one_spelling(self) -> None:
        assert an_address("  Amina@Example.ORG ") == "amina@example.org"
        for text in ("amina", "@example.org", "amina@", "a b@example.org"):
            with pytest.raises(ValueError, match="not an e-mail address"):
                an_address(text)

    @given(st.datetimes(timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))))
    def test_a_moment_is_kept_in_utc_or_refused(self, moment: datetime) -> None:
        try:
            kept = in_utc(moment)
        except ValueError:
            assert moment.year in (1, 9999)
        else:
            assert kept.tzinfo is UTC
            assert kept == moment

    def test_a_problem_is_its_docstring(self) -> None:
        document = NotFound(workshop_id=UUID(int=7)).document()

        assert document == {
            "type": "/problems/not-found",
            "title": "Not found",
            "status": 404,
            "detail": "There is no such thing here, or it is not yours to see.",
            "workshop_id": "00000000-0000-0000-0000-000000000007",
        }
