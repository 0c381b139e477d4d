"""Stories: told once, kept letter for letter, changed by their tellers only."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from unicodedata import normalize
from uuid import UUID, uuid4

from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from app.grouping.workflow import Desk
from models import StoryVersion
from models.text import trimmed, visible
from tests.api.conftest import People, make_key, make_room, pointers, problem
from tests.making import API, Room, make_seat, make_story, make_workshop

# Letters of every script as phones send them: composed, in one line, something to be seen.
LETTERS = st.characters(exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"], exclude_characters="\u202d\u202e")
WRITTEN = st.text(LETTERS, min_size=1, max_size=160).map(lambda text: trimmed(normalize("NFC", text))[:160])
WRONG: list[tuple[str, Any, str]] = [
    ("no headline", {"headline": None}, "/headline"),
    ("a blank headline", {"headline": " \t\n "}, "/headline"),
    ("161 characters", {"headline": "a" * 161}, "/headline"),
    ("a number for a headline", {"headline": 7}, "/headline"),
    ("a NUL", {"headline": "The well\x00"}, "/headline"),
    ("half a surrogate pair", {"headline": "The well \ud83d"}, "/headline"),
    ("half a surrogate pair in a note", {"notes": ["fine", "\udc00"]}, "/notes/1"),
    ("three notes", {"notes": ["one", "two", "three"]}, "/notes"),
    ("a long note", {"notes": ["a" * 1001]}, "/notes/0"),
    ("a text for notes", {"notes": "one"}, "/notes"),
    ("2,000 characters of significance", {"significance": "a" * 2000}, "/significance"),
    ("an unknown field", {"colour": "red"}, "/colour"),
    ("an unknown field with signs of its own", {"a/b~c": 1}, "/a~1b~0c"),
    ("an unknown field that cannot be written", {"\ud800": 1}, ""),
    ("somebody else's field", {"serial_no": 1}, "/serial_no"),
    ("an unknown scope", {"consent": {"scope": "world"}}, "/consent/scope"),
    ("a thirteenth month", {"happened_from": "2026-13-01"}, "/happened_from"),
    ("time running backwards", {"happened_from": "2026-02-01", "happened_to": "2026-01-01"}, "/happened_to"),
    ("an id that is none", {"id": "mine"}, "/id"),
    ("a language that is none", {"language": "Klingon!"}, "/language"),
    ("a domain that is none of ours", {"teller_domain_id": str(uuid4())}, "/teller_domain_id"),
]
ODD_QUESTIONS = [
    {"q": "\x00"},
    {"q": "%"},
    {"q": "\\"},
    {"language": "\x00"},
    {"cursor": "!"},
    {"cursor": "bm9uZQ"},
    {"limit": "0"},
    {"cursor": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"},
    {"cursor": "LTE"},
    {"limit": "501"},
    {"since": "yesterday"},
    {"since": "0001-01-01T00:00:00+14:00"},
    {"since": "9999-12-31T23:59:59-14:00"},
    {"since": "2026-11-21T10:00:00"},
    {"theme": "water"},
    {"state": "gone"},
]


class TestTelling:
    def test_the_same_story_again_is_stored_once_and_shows_the_same_receipt(self, room: Room) -> None:
        seat, story = make_seat(room.client, room.workshop), make_story(id=str(uuid4()), notes=["At last"])

        first, again = (room.client.post(f"{room.url}/stories", json=story, headers=seat) for _ in range(2))

        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json() == first.json()
        assert len(first.json()["receipt_code"]) == 12
        assert len(room.board()["not_placed"]) == 1

    def test_another_story_under_a_taken_id_is_refused_and_changes_nothing(self, room: Room) -> None:
        seat, id = make_seat(room.client, room.workshop), str(uuid4())
        elsewhere = make_workshop(room.client)
        room.client.post(f"{room.url}/stories", json=make_story("The first", id=id), headers=seat)

        other = room.client.post(f"{room.url}/stories", json=make_story("The second", id=id), headers=seat)
        abroad = room.client.post(f"{API}/workshops/{elsewhere['id']}/stories", json=make_story("The first", id=id))

        assert "first" not in problem(other, 409, "story-id-taken")["detail"].lower()
        problem(abroad, 409, "story-id-taken")
        assert [story["headline"] for story in room.board()["not_placed"]] == ["The first"]

    def test_a_receipt_is_not_shown_to_somebody_else_who_sends_the_same(self, room: Room) -> None:
        story = make_story(id=str(uuid4()))
        teller, other = make_seat(room.client, room.workshop), make_seat(room.client, room.workshop)

        room.client.post(f"{room.url}/stories", json=story, headers=teller)
        reply = room.client.post(f"{room.url}/stories", json=story, headers=other)

        assert reply.json()["receipt_code"] is None

    def test_what_is_wrong_is_pointed_to_and_not_stored(self, room: Room) -> None:
        for what, fields, pointer in WRONG:
            body = {name: value for name, value in (make_story() | fields).items() if value is not None}

            reply = room.client.post(
                f"{room.url}/stories", content=json.dumps(body), headers={"Content-Type": "application/json"}
            )

            assert pointers(reply) == [pointer], what
        assert room.board()["not_placed"] == []
        assert room.board()["seq"] == 1

    def test_a_body_that_is_no_story_at_all_is_a_problem_too(self, room: Room) -> None:
        for body in (b"", b"[]", b"7", b'{"headline": ', b'{"headline": "\x80"}', b"[" * 60_000):
            reply = room.client.post(f"{room.url}/stories", content=body, headers={"Content-Type": "application/json"})

            assert reply.status_code in (400, 422), body[:20]
            assert reply.headers["content-type"] == "application/problem+json"

    def test_the_longest_story_is_kept_whole(self, room: Room) -> None:
        story = make_story(
            "😀" * 160, notes=["ن" * 1000, "x" * 1000], significance="é" * 1000, contribution="語" * 1000
        )

        told = room.client.post(f"{room.url}/stories", json=story).json()

        assert {name: told[name] for name in story if name != "consent"} == {
            name: value for name, value in story.items() if name != "consent"
        }

    def test_words_come_back_letter_for_letter(self, room: Room) -> None:
        @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(st.lists(WRITTEN.filter(lambda text: trimmed(text) == text and visible(text)), min_size=1, max_size=20))
        def whatever_people_write(headlines: list[str]) -> None:
            ids = room.tell(*headlines)
            shown = {story["id"]: story["headline"] for story in room.board()["not_placed"]}

            assert [shown[id] for id in ids] == headlines

        whatever_people_write()

    def test_an_empty_note_is_no_note(self, room: Room) -> None:
        (id,) = room.tell("The well works", notes=["", "  "])

        assert room.client.get(f"{room.url}/stories").json()["items"][0]["notes"] == []
        assert room.board()["not_placed"][0]["id"] == id

    def test_a_story_speaks_its_tellers_language_unless_it_says_otherwise(self, room: Room) -> None:
        seat = make_seat(room.client, room.workshop, language="ar")

        mine, said = (
            room.client.post(f"{room.url}/stories", json=story, headers=seat).json()
            for story in (make_story("البئر تعمل من جديد"), make_story("El pozo", language="es"))
        )

        assert (mine["language"], said["language"]) == ("ar", "es")

    def test_a_closed_workshop_takes_no_story_but_still_knows_those_it_has(self, room: Room) -> None:
        story = make_story(id=str(uuid4()))
        room.client.post(f"{room.url}/stories", json=story)
        room.client.patch(room.url, json={"stage": "closed"})

        problem(room.client.post(f"{room.url}/stories", json=make_story()), 409, "collecting-closed")
        assert room.client.post(f"{room.url}/stories", json=story).status_code == 200
        assert len(room.board()["not_placed"]) == 1

    def test_a_workshop_one_has_no_place_in_does_not_exist(self, room: Room, people: People) -> None:
        elsewhere = make_workshop(people.stranger("Bo"))
        seat = make_seat(room.client, elsewhere)
        key = make_key(room, "intake:write")

        for url in (room.url, f"{API}/workshops/{uuid4()}"):
            problem(room.client.post(f"{url}/stories", json=make_story(), headers=seat), 404, "not-found")
        theirs = f"{API}/workshops/{elsewhere['id']}/stories"
        problem(room.client.post(theirs, json=make_story(), headers=key), 404, "not-found")
        problem(room.client.post(theirs, json=make_story()), 404, "not-found")

    def test_a_token_that_is_none_is_asked_who_it_is(self, room: Room, anybody: TestClient) -> None:
        for said in (b"", b"Bearer", b"Bearer nonsense", b"Bearer msc_seat_", b"Basic bXNjOg==", b"\xff\xfe"):
            reply = anybody.post(f"{room.url}/stories", json=make_story(), headers={b"Authorization": said})

            problem(reply, 401, "login-needed")
            assert reply.headers["www-authenticate"] == "Bearer"


class TestBatch:
    def test_each_story_is_judged_alone(self, room: Room) -> None:
        one, two = make_story("The first", id=str(uuid4())), make_story("The second", id=str(uuid4()))
        wrong = make_story(" ", id=str(uuid4()), notes=["a", "b", "c"])
        unwritable = make_story("half \ud800", id=str(uuid4()))
        stories = [one, wrong, two, one, two | {"headline": "Another"}, unwritable, make_story("The third")]

        reply = room.client.post(
            f"{room.url}/stories/batch",
            content=json.dumps({"stories": stories}),
            headers={"Content-Type": "application/json"},
        )

        results = reply.json()["results"]
        assert [result["status"] for result in results] == [201, 422, 201, 200, 409, 422, 201]
        assert [result["id"] for result in results[:6]] == [story.get("id") for story in stories[:6]]
        assert [error["pointer"] for error in results[1]["problem"]["errors"]] == ["/headline", "/notes"]
        assert results[4]["problem"]["type"] == "/problems/story-id-taken"
        assert [story["headline"] for story in room.board()["not_placed"]] == ["The first", "The second", "The third"]
        assert room.check()["equal"]

    def test_none_and_more_than_500_are_refused_as_a_whole(self, room: Room) -> None:
        for number in (0, 501):
            stories = [{"headline": f"Story {n}"} for n in range(number)]

            assert pointers(room.client.post(f"{room.url}/stories/batch", json={"stories": stories})) == ["/stories"]
        assert room.board()["not_placed"] == []


class TestListing:
    def test_pages_show_every_story_once_even_while_more_are_told(self, room: Room) -> None:
        room.tell(*(f"Story {number}" for number in range(7)))
        url, seen = f"{room.url}/stories?limit=3", []

        while url:
            reply = room.client.get(url)
            seen += [story["serial_no"] for story in reply.json()["items"]]
            room.tell("One more") if len(seen) == 3 else None
            link = reply.headers.get("link", "")
            assert bool(link) == bool(reply.json()["next_cursor"])
            assert not link or link.endswith('>; rel="next"')
            url = link.partition(">")[0].lstrip("<")

        assert seen == list(range(1, 9))

    def test_filters_narrow_the_list(self, room: Room) -> None:
        def found(**asked: Any) -> list[str]:
            return [story["headline"] for story in room.client.get(f"{room.url}/stories", params=asked).json()["items"]]

        placed, aside = room.tell("The well works again", "Too late")
        room.tell("50 % more water", "500 more water", notes=["Fertile_Ground"])
        room.tell("البئر تعمل", language="ar")
        theme = room.theme("Water", placed)
        room.command({"type": "set_aside", "story_id": aside, "reason": "told twice"})
        then = datetime.now(UTC).isoformat()
        room.tell("The newest")

        assert found(theme=theme) == ["The well works again"]
        assert found(state="set_aside") == ["Too late"]
        assert found(language="ar") == ["البئر تعمل"]
        assert found(q="WELL") == ["The well works again"]
        assert found(q="50 %") == ["50 % more water"]
        assert found(q="fertile_ground") == ["50 % more water", "500 more water"]
        assert found(q="البئر") == ["البئر تعمل"]
        assert found(since=then) == ["The newest"]
        assert found(q="drought") == found(theme=str(uuid4())) == []

    def test_a_question_nobody_can_answer_is_no_failure_of_ours(self, room: Room) -> None:
        room.tell("The well works again")

        for asked in ODD_QUESTIONS:
            reply = room.client.get(f"{room.url}/stories", params=asked)

            assert reply.status_code in (200, 422), asked
            assert reply.status_code == 200 or reply.json()["errors"]

    def test_a_key_reads_what_consent_covers_and_no_more(self, room: Room) -> None:
        room.tell("For the room", consent={"scope": "workshop"})
        room.tell("Expired", consent={"scope": "public", "expires_on": "2020-01-01"})
        withdrawn, aside = room.tell("Withdrawn", "Set aside")
        room.client.post(f"{API}/stories/{withdrawn}/withdraw", json={})
        room.command({"type": "set_aside", "story_id": aside, "reason": "told twice"})
        covered = room.tell("For evaluation", consent={"scope": "evaluation"})

        listed = room.client.get(f"{room.url}/stories", headers=make_key(room, "stories:read")).json()["items"]

        assert [story["id"] for story in listed] == covered


def versions_of(session: Session, story_id: str) -> Sequence[StoryVersion]:
    query = select(StoryVersion).where(StoryVersion.story_id == UUID(story_id)).order_by(col(StoryVersion.n))
    return session.exec(query).all()


class TestEditing:
    def test_a_teller_corrects_a_story_and_the_old_words_stay_as_a_version(self, room: Room, session: Session) -> None:
        seat = make_seat(room.client, room.workshop)
        told = room.client.post(f"{room.url}/stories", json=make_story("The wel works"), headers=seat).json()

        edited = room.client.patch(
            f"{API}/stories/{told['id']}", json={"headline": "The well works"}, headers=seat | {"If-Match": '"1"'}
        )

        assert (edited.json()["headline"], edited.json()["version"]) == ("The well works", 2)
        assert [version.snapshot["headline"] for version in versions_of(session, told["id"])] == [
            "The wel works",
            "The well works",
        ]
        assert room.check()["equal"]

    def test_whoever_saw_an_older_version_is_told_so(self, room: Room) -> None:
        seat = make_seat(room.client, room.workshop)
        id = room.client.post(f"{room.url}/stories", json=make_story(), headers=seat).json()["id"]
        room.client.patch(f"{API}/stories/{id}", json={"headline": "Better"}, headers=seat)

        late = room.client.patch(f"{API}/stories/{id}", json={"headline": "Worse"}, headers=seat | {"If-Match": '"1"'})
        blind = room.client.patch(f"{API}/stories/{id}", json={"headline": "Odd"}, headers=seat | {"If-Match": "one"})

        assert problem(late, 412, "out-of-date")["version"] == 2
        assert blind.status_code == 422
        assert room.board()["not_placed"][0]["headline"] == "Better"

    def test_nobody_but_the_teller_changes_the_words(self, room: Room, people: People) -> None:
        teller, other = make_seat(room.client, room.workshop), make_seat(room.client, room.workshop)
        id = room.client.post(f"{room.url}/stories", json=make_story("Mine"), headers=teller).json()["id"]
        words = {"headline": "Yours", "reason": "it reads better"}

        problem(room.client.patch(f"{API}/stories/{id}", json=words), 403, "not-allowed")
        problem(room.client.patch(f"{API}/stories/{id}", json=words, headers=other), 404, "not-found")
        problem(people.stranger("Bo").patch(f"{API}/stories/{id}", json=words), 404, "not-found")
        assert room.board()["not_placed"][0]["headline"] == "Mine"

    def test_a_scribe_says_why(self, room: Room, session: Session) -> None:
        (id,) = room.tell("Written down wrongly")

        problem(room.client.patch(f"{API}/stories/{id}", json={"headline": "Right"}), 422, "reason-needed")
        done = room.client.patch(f"{API}/stories/{id}", json={"headline": "Right", "reason": "read back to her"})

        assert done.json()["headline"] == "Right"
        assert [version.reason for version in versions_of(session, id)] == ["", "read back to her"]

    def test_an_edit_that_changes_no_word_makes_no_version(self, room: Room) -> None:
        seat = make_seat(room.client, room.workshop)
        told = room.client.post(f"{room.url}/stories", json=make_story("Same"), headers=seat).json()

        edited = room.client.patch(f"{API}/stories/{told['id']}", json={"headline": "Same "}, headers=seat)

        assert edited.json()["version"] == 1

    def test_a_wrong_correction_is_refused_with_a_pointer(self, room: Room) -> None:
        seat = make_seat(room.client, room.workshop)
        story = make_story("Before", happened_from="2020-01-01")
        id = room.client.post(f"{room.url}/stories", json=story, headers=seat).json()["id"]

        for words, pointer in (
            ({"headline": " "}, "/headline"),
            ({"notes": ["a", "b", "c"]}, "/notes"),
            ({"state": "in_set"}, "/state"),
            ({"happened_to": "2019-01-01"}, "/happened_to"),
            ({"teller_domain_id": str(uuid4())}, "/teller_domain_id"),
        ):
            reply = room.client.patch(f"{API}/stories/{id}", json=words, headers=seat)

            assert pointers(reply) == [pointer]


class TestHeldForTheSteward:
    def test_a_story_that_names_a_third_party_waits_until_it_is_released(self, client: TestClient, desk: Desk) -> None:
        held = make_room(client, desk, hold_for_steward=True)
        held.tell("Nobody named")
        (id,) = held.tell("Somebody named", third_party_named=True)

        waiting, run = held.board(), held.group()
        exported = client.get(f"{held.url}/export.json?profile=evaluation").json()
        client.post(f"{API}/stories/{id}/release")

        assert (waiting["held"], len(waiting["not_placed"])) == (1, 1)
        assert run["quality"]["stories"] == 1
        assert exported["excluded_counts"] == {"held_for_steward": 1}
        assert (held.board()["held"], len(held.board()["not_placed"])) == (0, 2)
        assert held.check()["equal"]

    def test_a_seat_cannot_release_its_own_story(self, client: TestClient, desk: Desk) -> None:
        held = make_room(client, desk, hold_for_steward=True)
        seat = make_seat(client, held.workshop)
        told = client.post(f"{held.url}/stories", json=make_story(third_party_named=True), headers=seat).json()

        problem(client.post(f"{API}/stories/{told['id']}/release", headers=seat), 403, "not-allowed")
        assert told["state"] == "submitted"


class TestSettingAside:
    def test_a_story_set_aside_leaves_the_board_with_its_reason_and_can_come_back(self, room: Room) -> None:
        (id,) = room.tell("Told twice")
        theme = room.theme("Water", id)

        assert pointers(room.client.post(f"{API}/stories/{id}/set-aside", json={})) == ["/reason"]
        aside = room.client.post(f"{API}/stories/{id}/set-aside", json={"reason": "told twice"}).json()
        empty = room.board()
        room.command({"type": "undo"})

        assert (aside["state"], aside["set_aside_reason"]) == ("set_aside", "told twice")
        assert empty["not_placed"] == empty["themes"][0]["stories"] == []
        assert room.where(id) == theme
        assert room.check()["equal"]

    def test_what_is_off_the_board_cannot_be_moved(self, room: Room) -> None:
        one, two = room.tell("Aside", "Withdrawn")
        theme = room.theme("Water")
        room.client.post(f"{API}/stories/{one}/set-aside", json={"reason": "told twice"})
        room.client.post(f"{API}/stories/{two}/withdraw", json={})

        for id in (one, two, str(uuid4())):
            refused = room.command({"type": "move", "story_id": id, "theme_id": theme}, status=409)
            assert (refused["type"], refused["story_id"]) == ("/problems/command-refused", id)
        again = room.client.post(f"{API}/stories/{two}/set-aside", json={"reason": "told twice"})
        problem(again, 409, "command-refused")


class TestReceipts:
    def test_a_receipt_tells_where_the_story_is_who_put_it_there_and_why(self, room: Room, anybody: TestClient) -> None:
        seat = make_seat(room.client, room.workshop)
        told = room.client.post(f"{room.url}/stories", json=make_story("The well works"), headers=seat).json()
        theme = room.theme("Water")
        room.command({"type": "move", "story_id": told["id"], "theme_id": theme, "reason": "it is about the well"})
        typed = told["receipt_code"].lower()
        code = f"{typed[:4]} {typed[4:8]}-{typed[8:]}"

        became = anybody.get(f"{API}/receipts/{code}").json()

        assert (became["headline"], became["theme"], became["placed_by"]) == (
            "The well works",
            "Water",
            "facilitator",
        )
        (step,) = became["steps"]
        assert (step["moved"], step["theme"], step["reason"]) == (True, "Water", "it is about the well")
        problem(anybody.get(f"{API}/receipts/ABCDEFGHJKMN"), 404, "not-found")

    def test_the_holder_narrows_consent_and_the_words_leave_the_next_export(
        self, room: Room, anybody: TestClient
    ) -> None:
        seat = make_seat(room.client, room.workshop)
        told = room.client.post(f"{room.url}/stories", json=make_story(), headers=seat).json()
        receipt = f"{API}/receipts/{told['receipt_code']}"
        before = room.client.get(f"{room.url}/export.json?profile=evaluation").json()

        anybody.patch(receipt, json={"consent": {"scope": "workshop"}})
        after = room.client.get(f"{room.url}/export.json?profile=evaluation").json()

        assert [story["story_id"] for story in before["stories"]] == [told["id"]]
        assert (after["stories"], after["excluded_counts"]) == ([], {"consent_does_not_cover": 1})

    def test_the_holder_corrects_and_withdraws(self, room: Room, anybody: TestClient) -> None:
        seat = make_seat(room.client, room.workshop)
        told = room.client.post(f"{room.url}/stories", json=make_story("The wel"), headers=seat).json()
        receipt = f"{API}/receipts/{told['receipt_code']}"

        corrected = anybody.patch(receipt, json={"headline": "The well"}).json()
        withdrawn = anybody.post(f"{receipt}/withdraw", json={}).json()

        assert (corrected["headline"], corrected["version"]) == ("The well", 2)
        assert (withdrawn["state"], withdrawn["headline"], withdrawn["notes"]) == ("withdrawn", "", [])
        assert anybody.get(receipt).json() == withdrawn
        problem(anybody.patch(receipt, json={"headline": "Back"}), 409, "story-withdrawn")
