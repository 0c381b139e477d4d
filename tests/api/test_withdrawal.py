"""A withdrawn story leaves its serial number and its place in the counts, and not one word."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from fastapi.testclient import TestClient
from sqlalchemy import Engine, inspect
from sqlmodel import col, select

from app.db import reading
from models import Embedding, StoryVersion
from tests.api.conftest import People, make_key, problem
from tests.making import API, SCHOOL, WATER, Room, make_seat, make_story

OURS_ALONE = ("Zorblaxia", "Quibberfall", "Mandrovic", "Plexitorn", "Yarrowbeck", "Thistlemoor")


def rows_of_every_table(engine: Engine) -> Iterator[tuple[str, str]]:
    """Each row of the database as text, with the table it is in; also of the tables that are not ours."""
    asked = inspect(engine)
    with engine.connect() as connection:
        for schema in [name for name in asked.get_schema_names() if name not in ("information_schema", "pg_catalog")]:
            for table in asked.get_table_names(schema):
                for row in connection.exec_driver_sql(f'SELECT * FROM "{schema}"."{table}"'):
                    yield table, " ".join(map(readable, row))


def readable(value: Any) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


def tables_that_say(engine: Engine, *words: str) -> set[str]:
    return {table for table, row in rows_of_every_table(engine) if any(word.lower() in row.lower() for word in words)}


class TestWithdrawal:
    def test_no_table_keeps_a_word_of_a_withdrawn_story(self, room: Room, engine: Engine) -> None:
        room.tell(*WATER, *SCHOOL)
        seat = make_seat(room.client, room.workshop)
        headline, note, significance, where, contribution, first_draft = OURS_ALONE
        story = make_story(
            f"{headline} {headline} well water", notes=[f"{note} water"], significance=first_draft,
            happened_where=where, contribution=contribution,
        )  # fmt: skip
        id = room.client.post(f"{room.url}/stories", json=story, headers=seat).json()["id"]
        room.group()
        room.client.patch(f"{API}/stories/{id}", json={"significance": significance}, headers=seat)
        room.command({"type": "accept_run", "run_id": room.group()["id"]})
        room.group("place_new")
        assert "story" in tables_that_say(engine, *OURS_ALONE)

        room.client.post(f"{API}/stories/{id}/withdraw", json={"reason": "It is mine"}, headers=seat)

        assert tables_that_say(engine, *OURS_ALONE) == set()
        assert room.check()["equal"]

    def test_no_answer_says_a_word_of_it_any_more(self, room: Room) -> None:
        room.tell(*WATER)
        story = make_story(
            "Brindlewick well water", notes=["Quornford"], consent={"scope": "public", "name_use": "named"}
        )
        seat = make_seat(room.client, room.workshop, display_name="Lapidian")
        told = room.client.post(f"{room.url}/stories", json=story, headers=seat).json()
        room.command({"type": "accept_run", "run_id": room.group()["id"]})
        addresses = [f"{room.url}/{place}" for place in (
            "stories", "board", "export.csv", "export.json", "export.csv?profile=public", "theme-summaries",
            "theme-summaries?profile=public", "change-events",
        )] + [f"{API}/receipts/{told['receipt_code']}", f"{API}/grouping-runs/{room.board()['run']['id']}"]  # fmt: skip
        assert any("Brindlewick" in room.client.get(address).text for address in addresses)

        room.client.post(f"{API}/stories/{told['id']}/withdraw", json={}, headers=seat)

        for address in addresses:
            reply = room.client.get(address)
            assert reply.status_code == 200
            assert not any(word in reply.text for word in ("Brindlewick", "Quornford", "Lapidian")), address

    def test_its_vector_goes_with_it(self, room: Room, engine: Engine) -> None:
        ids = room.tell(*WATER)
        room.group()

        room.client.post(f"{API}/stories/{ids[0]}/withdraw", json={})

        told = select(Embedding).join(StoryVersion, col(StoryVersion.id) == Embedding.story_version_id)
        with reading(engine) as session:
            left = session.exec(told.where(col(StoryVersion.story_id).in_(map(UUID, ids)))).all()
        assert len(left) == len(WATER) - 1

    def test_its_serial_number_is_never_given_again(self, room: Room) -> None:
        (first,) = room.tell("The first")
        room.client.post(f"{API}/stories/{first}/withdraw", json={})
        room.tell("The second")

        listed = room.client.get(f"{room.url}/stories").json()["items"]

        assert [(story["serial_no"], story["headline"]) for story in listed] == [(1, ""), (2, "The second")]
        assert room.client.get(f"{room.url}/export.json").json()["excluded_counts"] == {"withdrawn": 1}

    def test_withdrawing_twice_is_withdrawing_once(self, room: Room) -> None:
        seat, story = make_seat(room.client, room.workshop), make_story(id=str(uuid4()))
        room.client.post(f"{room.url}/stories", json=story, headers=seat)
        url = f"{API}/stories/{story['id']}/withdraw"

        first, again = (room.client.post(url, json={}, headers=seat) for _ in range(2))
        resent = room.client.post(f"{room.url}/stories", json=story, headers=seat)

        assert first.json() == again.json()
        assert (resent.status_code, resent.json()["state"]) == (200, "withdrawn")
        assert room.board()["seq"] == 3

    def test_only_the_teller_and_those_who_run_the_workshop_may(
        self, room: Room, people: People, anybody: TestClient
    ) -> None:
        (id,) = room.tell("Mine")
        url = f"{API}/stories/{id}/withdraw"
        evaluator = people.member(room, "Eve", "evaluator")

        problem(evaluator.post(url, json={}), 403, "not-allowed")
        problem(anybody.post(url, json={}, headers=make_key(room, "intake:write", "stories:read")), 403, "not-allowed")
        problem(anybody.post(url, json={}, headers=make_seat(room.client, room.workshop)), 404, "not-found")
        assert room.board()["not_placed"][0]["headline"] == "Mine"
