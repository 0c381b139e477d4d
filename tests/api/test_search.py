"""Stories are found by what they mean: a worker compares the text with the stories it has read."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from app.db import writing
from app.grouping.workflow import Desk
from models import MeaningSearch, WorkerSeen
from models.base import now
from tests.api.conftest import People, make_room, pointers, problem
from tests.making import API, SCHOOL, WATER, Room


@pytest.fixture
def worker(engine: Engine) -> None:
    """A worker is here, however slow the machine that runs the tests."""
    seen(engine, -timedelta(hours=1))


def seen(engine: Engine, ago: timedelta) -> None:
    with writing(engine) as session:
        for gone in session.exec(select(WorkerSeen)):
            session.delete(gone)
        session.flush()
        session.add(WorkerSeen(name="one", seen_at=now() - ago))


def asked(room: Room, text: str) -> str:
    reply = room.client.post(f"{room.url}/searches", json={"text": text})
    assert reply.status_code == 202, reply.text
    assert reply.json()["state"] == "waiting"
    assert reply.json()["items"] == []
    id: str = reply.json()["id"]
    assert reply.headers["location"] == f"{API}/searches/{id}"
    return id


def found(room: Room, text: str) -> list[dict[str, Any]]:
    """What a worker finds."""
    id = asked(room, text)
    room.desk.search(UUID(id))
    told = room.client.get(f"{API}/searches/{id}").json()
    assert told["state"] == "found"
    items: list[dict[str, Any]] = told["items"]
    return items


@pytest.mark.usefixtures("worker")
class TestFinding:
    def test_what_means_alike_comes_first_with_where_it_is(self, room: Room) -> None:
        water, school = room.tell(*WATER), room.tell(*SCHOOL)
        theme = room.theme("Water", water[0])
        room.group()

        items = found(room, "Water in our well")

        ids = [item["story_id"] for item in items]
        assert set(ids[: len(water)]) == set(water)
        assert set(ids) == {*water, *school}
        assert {item["theme_id"] for item in items if item["story_id"] == water[0]} == {theme}
        assert [item["similarity"] for item in items] == sorted((item["similarity"] for item in items), reverse=True)

    def test_only_stories_of_this_workshop_that_are_in_the_set_are_found(
        self, client: TestClient, desk: Desk, room: Room
    ) -> None:
        elsewhere = make_room(client, desk)
        elsewhere.tell(*WATER)
        elsewhere.group()
        here, aside, withdrawn = room.tell(*WATER[:3])
        room.group()
        room.command({"type": "set_aside", "story_id": aside, "reason": "told twice"})
        search = asked(room, "Water")
        desk.search(UUID(search))
        client.post(f"{API}/stories/{withdrawn}/withdraw", json={})

        read = client.get(f"{API}/searches/{search}").json()

        assert [item["story_id"] for item in read["items"]] == [here]

    def test_before_anything_was_read_nothing_is_found(self, room: Room) -> None:
        room.tell(*WATER)

        assert found(room, "Water") == []

    def test_a_search_is_forgotten(self, room: Room, engine: Engine) -> None:
        old = asked(room, "Something private")
        with writing(engine) as session:
            session.get_one(MeaningSearch, UUID(old)).created_at = now() - timedelta(minutes=11)

        asked(room, "Something else")

        problem(room.client.get(f"{API}/searches/{old}"), 404, "not-found")
        assert room.desk.search(UUID(old)) == 0

    def test_only_facilitators_of_the_workshop_ask_and_read(self, room: Room, people: People) -> None:
        search = asked(room, "Water")
        stranger, evaluator = people.stranger("Cleo"), people.member(room, "Dara", "evaluator")

        problem(stranger.get(f"{API}/searches/{search}"), 404, "not-found")
        problem(evaluator.get(f"{API}/searches/{search}"), 403, "not-allowed")
        problem(evaluator.post(f"{room.url}/searches", json={"text": "Water"}), 403, "not-allowed")
        problem(room.client.get(f"{API}/searches/{uuid4()}"), 404, "not-found")

    def test_a_text_of_nothing_is_pointed_to(self, room: Room) -> None:
        for text in ("   ", "x" * 201, "\x00"):
            assert pointers(room.client.post(f"{room.url}/searches", json={"text": text})) == ["/text"]


class TestNobodyThere:
    def test_without_a_worker_the_answer_comes_at_once_and_says_so(self, room: Room, engine: Engine) -> None:
        seen(engine, timedelta(seconds=60))

        problem(room.client.post(f"{room.url}/searches", json={"text": "Water"}), 503, "worker-away")
