"""The room sorts: rounds, hands, piles, and what leaves the house."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.making import API, SCHOOL, WATER, Room, make_seat

Json = dict[str, Any]


@pytest.fixture
def told(room: Room) -> list[str]:
    """Eight stories in a workshop that reviews them."""
    ids = room.tell(*WATER, *SCHOOL)
    room.client.patch(room.url, json={"stage": "reviewing"})
    return ids


def open_round(room: Room, **wanted: Any) -> Json:
    reply = room.client.post(f"{room.url}/sorting-rounds", json={"size": 4, **wanted})
    assert reply.status_code == 201, reply.text
    opened: Json = reply.json()
    return opened


class Phone:
    """Somebody who joined and sorts."""

    def __init__(self, anybody: TestClient, room: Room, sorting: Json) -> None:
        self._client, self._headers = anybody, make_seat(anybody, room.workshop)
        self._hands = f"{API}/sorting-rounds/{sorting['id']}/hands"

    def hand(self, status: int = 201, **wanted: Any) -> Json:
        reply = self._client.post(self._hands, json=wanted, headers=self._headers)
        assert reply.status_code == status, reply.text
        dealt: Json = reply.json()
        return dealt

    def put(self, hand: Json, status: int = 200, **sent: Any) -> Json:
        reply = self._client.put(f"{API}/hands/{hand['id']}", json={"revision": 1, **sent}, headers=self._headers)
        assert reply.status_code == status, reply.text
        kept: Json = reply.json()
        return kept


def ids_of(hand: Json) -> list[str]:
    return [story["id"] for story in hand["stories"]]


def pile(*story_ids: str, name: str = "") -> Json:
    return {"id": str(uuid4()), "name": name, "story_ids": list(story_ids)}


@pytest.mark.usefixtures("told")
class TestRounds:
    def test_the_same_id_is_the_same_round_and_its_opening_and_end_are_on_record(self, room: Room) -> None:
        wanted = {"id": str(uuid4()), "size": 5}
        first = open_round(room, **wanted)
        again = room.client.post(f"{room.url}/sorting-rounds", json=wanted)
        other = room.client.post(f"{room.url}/sorting-rounds", json={**wanted, "size": 6})
        closed = [room.client.post(f"{API}/sorting-rounds/{first['id']}/close").json() for _ in range(2)]

        events = room.client.get(f"{room.url}/change-events").json()["items"]

        assert (again.status_code, again.json(), other.status_code) == (200, first, 409)
        assert [sorting["state"] for sorting in closed] == ["closed", "closed"]
        assert [e["action"] for e in events if "sorting" in e["action"]] == ["open_sorting", "close_sorting"]
        assert room.client.get(f"{room.url}/sorting-rounds").json()["items"] == [closed[0]]

    def test_no_round_opens_before_the_stories_are_reviewed(self, room: Room) -> None:
        room.client.patch(room.url, json={"stage": "collecting"})

        reply = room.client.post(f"{room.url}/sorting-rounds", json={})

        assert (reply.status_code, reply.json()["type"]) == (409, "/problems/not-reviewing")

    def test_everybody_sees_how_far_the_room_is(self, room: Room, anybody: TestClient) -> None:
        sorting = open_round(room)
        phone = Phone(anybody, room, sorting)
        hand = phone.hand(people=3)
        phone.put(hand, piles=[pile(*ids_of(hand)[:2])])

        read = room.client.get(f"{API}/sorting-rounds/{sorting['id']}").json()

        assert (read["hands"], read["people"], read["coverage"]["stories"]) == (1, 3, 2 / 8)
        assert "seat" not in str(read)


@pytest.mark.usefixtures("told")
class TestHands:
    def test_the_same_id_is_the_same_hand_and_a_second_hand_has_other_stories(
        self, room: Room, anybody: TestClient
    ) -> None:
        phone, id = Phone(anybody, room, open_round(room)), str(uuid4())
        first = phone.hand(id=id)

        assert phone.hand(200, id=id) == first
        assert not set(ids_of(first)) & set(ids_of(phone.hand()))
        assert phone.hand()["stories"] == []

    def test_an_older_revision_is_ignored(self, room: Room, anybody: TestClient) -> None:
        phone = Phone(anybody, room, open_round(room))
        hand = phone.hand()
        newer = phone.put(hand, piles=[pile(*ids_of(hand), name="All")], done=True, revision=2)

        assert phone.put(hand, nowhere=ids_of(hand), revision=1) == newer

    def test_a_story_that_is_not_in_the_hand_is_pointed_at(
        self, room: Room, anybody: TestClient, told: list[str]
    ) -> None:
        phone = Phone(anybody, room, open_round(room))
        hand = phone.hand()
        [mine, *_], [foreign, *_] = ids_of(hand), [id for id in told if id not in ids_of(hand)]

        refused = phone.put(hand, 422, piles=[pile(mine, foreign)], nowhere=[mine])

        assert [error["pointer"] for error in refused["errors"]] == ["/piles/0/story_ids/1", "/nowhere/0"]

    def test_a_hand_is_its_own_seats_alone_and_none_is_dealt_after_the_end(
        self, room: Room, anybody: TestClient
    ) -> None:
        sorting = open_round(room)
        phone, other = Phone(anybody, room, sorting), Phone(anybody, room, sorting)
        hand = phone.hand()
        room.client.post(f"{API}/sorting-rounds/{sorting['id']}/close")

        other.put(hand, 404)
        other.hand(409)
        other.hand(409, id=hand["id"])
        phone.put(hand, nowhere=ids_of(hand))

    def test_names_are_told_only_where_the_round_says_so(self, room: Room, anybody: TestClient) -> None:
        hidden, shown = (
            Phone(anybody, room, open_round(room, names_hidden=names_hidden)).hand() for names_hidden in (True, False)
        )

        assert {story["said_by"] for story in hidden["stories"]} == {None}
        assert {story["said_by"] for story in shown["stories"]} == {"anonymous"}


class TestWhatLeaves:
    def test_a_withdrawn_story_leaves_hands_piles_names_and_the_file(
        self, room: Room, anybody: TestClient, told: list[str]
    ) -> None:
        sorting = open_round(room, size=8)
        phone = Phone(anybody, room, sorting)
        hand = phone.hand()
        piles = [
            pile(*told[:2], name="The well"),
            pile(*told[2:4], name="the well works"),
            pile(told[5], name="=Girls"),
        ]
        phone.put(hand, piles=piles)
        assert room.client.post(f"{API}/stories/{told[0]}/withdraw", json={}).status_code == 200

        after = phone.put(hand, piles=piles, revision=2)
        file = room.client.get(f"{room.url}/sorting-rounds/{sorting['id']}/sorts.csv")

        rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
        assert told[0] not in str(phone.hand(200, id=hand["id"]))
        assert [(pile["name"], pile["story_ids"]) for pile in after["piles"]] == [
            ("", told[1:2]),
            ("", told[2:4]),
            ("=Girls", told[5:6]),
        ]
        assert [(row["StatementID"], row["StackID"], row["StackLabel"]) for row in rows] == [
            ("2", "1", ""),
            ("3", "2", ""),
            ("4", "2", ""),
            ("6", "3", "'=Girls"),
        ]

    def test_the_file_holds_only_what_evaluation_may_read(self, room: Room, anybody: TestClient) -> None:
        [inside] = room.tell("Only for us", consent={"scope": "workshop"})
        room.client.patch(room.url, json={"stage": "reviewing"})
        sorting = open_round(room)
        phone = Phone(anybody, room, sorting)
        phone.put(phone.hand(), nowhere=[inside])

        file = room.client.get(f"{room.url}/sorting-rounds/{sorting['id']}/sorts.csv")

        assert file.content.decode("utf-8-sig") == "SorterID,StatementID,StackID,StackLabel\r\n"


class TestSuggestions:
    def test_what_the_room_sorted_becomes_suggestions_with_the_names_of_its_piles(
        self, room: Room, told: list[str], anybody: TestClient
    ) -> None:
        before = room.client.get(f"{room.url}/board").json()
        sorting = open_round(room, size=len(told))
        ours = [told[0], told[5], told[2], told[7]]  # not as the words would have it
        theirs = [id for id in told if id not in ours]
        for _ in range(6):
            phone = Phone(anybody, room, sorting)
            hand = phone.hand()
            phone.put(hand, piles=[pile(*ours, name="What we own"), pile(*theirs, name="what we Share")], done=True)

        run = room.group("sort", sorting_round_id=sorting["id"])

        assert room.board()["themes"] == before["themes"] == []
        found = {suggestion["name"]: set(suggestion["story_ids"]) for suggestion in run["suggestions"]}
        assert found == {"What we own": set(ours), "what we Share": set(theirs)}
        assert run["quality"]["people"] == 6
        room.command({"type": "accept_run", "run_id": run["id"]})
        assert {theme["name"] for theme in room.board()["themes"]} == {"What we own", "what we Share"}

    def test_a_run_of_a_round_of_nowhere_is_refused(self, room: Room) -> None:
        for wrong in ({"mode": "sort"}, {"mode": "sort", "sorting_round_id": str(uuid4())}):
            refused = room.client.post(f"{room.url}/grouping-runs", json=wrong)
            assert refused.status_code == 422
            assert refused.json()["errors"][0]["pointer"] == "/sorting_round_id"
