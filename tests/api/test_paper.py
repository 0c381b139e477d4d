"""Stories on paper, typed in by a scribe on behalf of their tellers."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from tests.api.conftest import pointers
from tests.api.test_withdrawal import tables_that_say
from tests.making import API, Room, make_story

NAME = "Wilhelmina Oduya"


def type_in(room: Room, **fields: Any) -> dict[str, Any]:
    sent = make_story(**{"capture_mode": "paper", "sheet_no": 17, "read_back": True, **fields})
    reply = room.client.post(f"{room.url}/stories", json=sent)
    assert reply.status_code == 201, reply.text
    typed: dict[str, Any] = reply.json()
    return typed


def label(room: Room) -> list[str]:
    text = room.client.get(f"{room.url}/export.csv?profile=evaluation").content.decode("utf-8-sig")
    return [row["storyteller_label"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def named(name_use: str) -> dict[str, str]:
    return {"scope": "evaluation", "name_use": name_use}


class TestPaper:
    def test_a_sheet_keeps_its_number_and_that_it_was_read_back(self, room: Room) -> None:
        type_in(room)

        (listed,) = room.client.get(f"{room.url}/stories").json()["items"]

        assert (listed["capture_mode"], listed["sheet_no"], listed["read_back"]) == ("paper", 17, True)

    def test_its_teller_is_called_as_they_agreed(self, room: Room) -> None:
        for name_use in ("named", "first_name", "pseudonym", "anonymous"):
            type_in(room, teller_name=NAME, consent=named(name_use))
        type_in(room, consent=named("pseudonym"))

        assert label(room) == [NAME, NAME, NAME, "anonymous", "Teller 5"]

    def test_a_name_given_for_one_use_is_not_shown_for_another(self, room: Room) -> None:
        told = [type_in(room, teller_name=NAME, consent=named("named")) for _ in range(2)]
        for story, name in zip(told, ({}, {"teller_name": "Mina"}), strict=True):
            narrowed = {"consent": {"name_use": "first_name"}, **name}
            room.client.patch(f"{API}/receipts/{story['receipt_code']}", json=narrowed)

        assert label(room) == ["anonymous", "Mina"]

    def test_a_name_that_nobody_may_show_is_not_kept(self, room: Room, engine: Engine) -> None:
        type_in(room, teller_name="Quixandra Belmonte", consent=named("anonymous"))

        assert tables_that_say(engine, "Quixandra") == set()

    def test_a_name_goes_when_its_teller_takes_it_or_the_story_back(self, room: Room, engine: Engine) -> None:
        narrowed, withdrawn = (type_in(room, teller_name="Zephrine Kaltaro", consent=named("named")) for _ in range(2))
        assert tables_that_say(engine, "Zephrine") == {"story"}

        room.client.patch(f"{API}/receipts/{narrowed['receipt_code']}", json={"consent": named("anonymous")})
        room.client.post(f"{API}/receipts/{withdrawn['receipt_code']}/withdraw", json={})

        assert tables_that_say(engine, "Zephrine") == set()

    def test_a_scribe_who_sends_twice_has_typed_once(self, room: Room) -> None:
        sheet = make_story(id=str(uuid4()), capture_mode="paper", sheet_no=3)

        replies = [room.client.post(f"{room.url}/stories", json=sheet) for _ in range(2)]

        assert [reply.status_code for reply in replies] == [201, 200]
        assert replies[0].json()["receipt_code"] == replies[1].json()["receipt_code"]

    @pytest.mark.parametrize("number", [0, -1, 100_000, "A7"])
    def test_what_is_no_number_is_refused(self, room: Room, number: object) -> None:
        reply = room.client.post(f"{room.url}/stories", json=make_story(sheet_no=number))

        assert pointers(reply) == ["/sheet_no"]
