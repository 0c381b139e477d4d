"""A story that needs care reaches those who take care, and nobody else: no view, no wall, no machine, no file."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from app.db import writing
from app.grouping.run_input import texts_of
from tests.api.conftest import People, make_key, problem
from tests.making import API, WATER, Room, make_seat, make_story

WORDS = "Vintrickle at home"
CONTACT = "the blue door behind the mill"
OPEN: dict[str, Any] = {"consent": {"scope": "public", "name_use": "anonymous"}}


@pytest.fixture
def steward(room: Room, people: People) -> TestClient:
    return people.member(room, "Sunniva", "steward")


@pytest.fixture
def seat(room: Room) -> dict[str, str]:
    return make_seat(room.client, room.workshop)


def tell(room: Room, seat: dict[str, str], **fields: Any) -> dict[str, Any]:
    story = make_story(WORDS, **OPEN, **fields)
    reply = room.client.post(f"{room.url}/stories", json=story, headers=seat)
    assert reply.status_code == 201, reply.text
    told: dict[str, Any] = reply.json()
    return told


def everything(room: Room, reader: TestClient, headers: dict[str, str] | None = None) -> Iterator[tuple[str, str]]:
    """All that a reader gets out of the workshop, by address."""
    places = (
        "stories?limit=500",
        "stories?state=submitted",
        "stories?state=set_aside",
        "stories?q=Vintrickle",
        "board",
        "board?at=3",
        "export.csv?profile=public",
        "export.json?profile=public",
        "theme-summaries?profile=public",
        "change-events",
        "map",
        "exports",
    )
    for place in places:
        yield place, reader.get(f"{room.url}/{place}", headers=headers).text


def on_the_wall(room: Room, anybody: TestClient) -> str:
    room.client.patch(room.url, json={"stage": "reviewing"})
    key = room.client.post(f"{room.url}/wall").json()["token"]
    return anybody.get(f"{API}/wall", headers={"Authorization": f"Bearer {key}"}).text


class TestCare:
    @pytest.mark.parametrize("care", ["talk", "risk"])
    def test_only_its_carers_and_its_teller_ever_read_it(
        self,
        room: Room,
        people: People,
        steward: TestClient,
        seat: dict[str, str],
        anybody: TestClient,
        care: str,
        engine: Engine,
    ) -> None:
        room.tell(*WATER)
        told = tell(room, seat, care=care, care_contact=CONTACT)
        evaluator = people.member(room, "Eve", "evaluator")
        script = make_key(room, "stories:read", "themes:read", "audit:read", "exports:read")

        (seen,) = steward.get(f"{room.url}/stories?state=submitted").json()["items"]
        assert (seen["headline"], seen["care"], seen["care_contact"]) == (WORDS, care, CONTACT)
        (mine,) = room.client.get(f"{room.url}/stories", headers=seat).json()["items"]
        assert (mine["headline"], mine["care"]) == (WORDS, care)
        readers = {"facilitator": (room.client, None), "evaluator": (evaluator, None), "script": (anybody, script)}
        for who, (reader, headers) in readers.items():
            for place, text in everything(room, reader, headers):
                assert not any(word in text for word in ("Vintrickle", CONTACT)), f"{who}: {place}"
        assert "Vintrickle" not in on_the_wall(room, anybody)
        with writing(engine) as session:
            assert UUID(told["id"]) not in {text.story_id for text in texts_of(session, UUID(room.workshop["id"]))}

    def test_nobody_else_can_do_anything_with_it(
        self, room: Room, people: People, steward: TestClient, seat: dict[str, str]
    ) -> None:
        id = tell(room, seat, care="talk")["id"]
        theme = room.theme("Water")

        for command in (
            {"type": "move", "story_id": id, "theme_id": theme},
            {"type": "bring_back", "story_id": id},
            {"type": "set_aside", "story_id": id, "reason": "why not"},
            {"type": "pin", "story_id": id},
        ):
            room.command(command, status=409)
        why = {"reason": "why not"}
        verbs = {"release": {}, "keep-out": why, "withdraw": {}, "set-aside": why, "care": {"care": "risk"}}
        for verb, body in verbs.items():
            problem(room.client.post(f"{API}/stories/{id}/{verb}", json=body), 404, "not-found")
        for place in ("explanation", "similar"):
            problem(room.client.get(f"{API}/stories/{id}/{place}"), 404, "not-found")
        assert steward.get(f"{room.url}/stories?state=submitted").json()["items"][0]["id"] == id

    def test_how_many_wait_is_told_to_carers_only(
        self, room: Room, people: People, steward: TestClient, seat: dict[str, str]
    ) -> None:
        tell(room, seat, care="talk")

        assert steward.get(room.url).json()["needs_care"] == 1
        assert room.client.get(room.url).json()["needs_care"] is None
        assert steward.get(f"{room.url}/board").json()["held"] == 1
        assert room.board()["held"] == 0

    def test_the_list_of_workshops_tells_each_how_many_wait_for_them(
        self, room: Room, people: People, steward: TestClient, seat: dict[str, str]
    ) -> None:
        room.client.patch(room.url, json={"hold_for_steward": True})
        tell(room, seat, care="talk")
        tell(room, seat, third_party_named=True)
        ended = {**OPEN["consent"], "expires_on": "2020-01-01"}
        room.client.post(
            f"{room.url}/stories", json=make_story(WORDS, third_party_named=True, consent=ended), headers=seat
        )
        evaluator = people.member(room, "Eve", "evaluator")

        def waiting(reader: TestClient) -> int:
            listed = reader.get(f"{API}/workshops?limit=500").json()["items"]
            (number,) = (one["waiting"] for one in listed if one["id"] == room.workshop["id"])
            return int(number)

        assert (waiting(steward), waiting(room.client), waiting(evaluator)) == (2, 1, 0)
        assert len(steward.get(f"{room.url}/stories?state=submitted").json()["items"]) == 2
        assert steward.get(f"{room.url}/board").json()["held"] == 2

    def test_where_there_is_no_steward_the_facilitators_take_care(self, room: Room, seat: dict[str, str]) -> None:
        tell(room, seat, care="talk")

        assert room.client.get(room.url).json()["needs_care"] == 1
        assert room.client.get(f"{API}/workshops?limit=500").json()["items"][0]["waiting"] == 1
        assert room.client.get(f"{API}/seat", headers=seat).json()["workshop"]["care_by"] == ["Amina"]

    def test_the_phone_can_say_by_name_who_reads_it(
        self, room: Room, people: People, steward: TestClient, seat: dict[str, str]
    ) -> None:
        assert room.client.get(f"{API}/seat", headers=seat).json()["workshop"]["care_by"] == ["Sunniva"]

    def test_it_joins_the_others_when_it_was_cleared(
        self, room: Room, steward: TestClient, seat: dict[str, str]
    ) -> None:
        id = tell(room, seat, care="talk", care_contact=CONTACT)["id"]

        released = steward.post(f"{API}/stories/{id}/release").json()

        assert (released["state"], released["care"], released["care_contact"]) == ("in_set", "no", "")
        assert [story["headline"] for story in room.board()["not_placed"]] == [WORDS]
        assert room.check()["equal"]

    def test_what_carers_write_of_it_stays_with_them(
        self, room: Room, steward: TestClient, seat: dict[str, str]
    ) -> None:
        id = tell(room, seat, care="risk")["id"]

        kept = steward.post(f"{API}/stories/{id}/keep-out", json={"reason": "Spoke with Ottilie"}).json()

        assert (kept["state"], kept["care_note"], kept["set_aside_reason"]) == ("set_aside", "Spoke with Ottilie", "")
        readers = [(room.client, None), (room.client, seat)]
        assert not any("Ottilie" in text for reader, who in readers for _, text in everything(room, reader, who))
        problem(steward.post(f"{API}/stories/{id}/keep-out", json={"reason": "again"}), 409, "not-held")
        room.command({"type": "bring_back", "story_id": id}, status=409)
        assert steward.post(f"{API}/stories/{id}/release").json()["state"] == "in_set"
        assert room.check()["equal"]

    def test_a_story_on_the_board_can_still_ask_for_care(
        self, room: Room, steward: TestClient, seat: dict[str, str], anybody: TestClient
    ) -> None:
        told = tell(room, seat)
        theme = room.theme("Water", told["id"])
        room.group()

        asked = anybody.post(f"{API}/receipts/{told['receipt_code']}/care", json={"care": "risk"})

        assert (asked.status_code, asked.json()["care"], asked.json()["headline"]) == (200, "risk", WORDS)
        assert not any("Vintrickle" in text for _, text in everything(room, room.client))
        actions = [event["action"] for event in room.client.get(f"{room.url}/change-events").json()["items"]]
        assert actions[-1] == "hold"
        steward.post(f"{API}/stories/{told['id']}/release")
        assert room.where(told["id"]) == theme
        assert room.check()["equal"]

    def test_a_theme_given_up_meanwhile_takes_it_not_back(
        self, room: Room, steward: TestClient, seat: dict[str, str]
    ) -> None:
        id = tell(room, seat)["id"]
        theme = room.theme("Water", id)
        assert room.client.post(f"{API}/stories/{id}/care", json={"care": "talk"}).status_code == 204
        room.command({"type": "dissolve", "theme_id": theme})

        steward.post(f"{API}/stories/{id}/release")

        assert [story["id"] for story in room.board()["not_placed"]] == [id]
        assert room.check()["equal"]

    def test_the_database_itself_keeps_it_off_the_board(self, room: Room, engine: Engine, seat: dict[str, str]) -> None:
        id = tell(room, seat, care="talk")["id"]

        with pytest.raises(IntegrityError), writing(engine) as session:
            session.connection().execute(
                sa.text("UPDATE story SET state = 'in_set' WHERE id = :id OR id = :hex"),
                {"id": id, "hex": UUID(id).hex} if engine.dialect.name == "sqlite" else {"id": id, "hex": id},
            )


class TestHeld:
    def test_a_held_story_is_set_aside_without_ever_being_on_the_board(self, room: Room, seat: dict[str, str]) -> None:
        room.client.patch(room.url, json={"hold_for_steward": True})
        id = tell(room, seat, third_party_named=True)["id"]

        kept = room.client.post(f"{API}/stories/{id}/keep-out", json={"reason": "Names a child"}).json()

        assert (kept["state"], kept["set_aside_reason"]) == ("set_aside", "Names a child")
        events = room.client.get(f"{room.url}/change-events").json()["items"]
        assert [event["after"][f"story:{id}"]["state"] for event in events if f"story:{id}" in event["after"]] == [
            "submitted",
            "set_aside",
        ]
        assert room.check()["equal"]
