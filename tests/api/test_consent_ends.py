"""Consent that ends on a day ends everywhere on that day: on the board, the wall, the map, in summaries and files."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import col

from app.db import writing
from models import Consent
from models.base import now
from tests.api.conftest import People, make_key
from tests.making import API, WATER, Room, make_seat, make_story


def today() -> date:
    return now().date()


WORDS = "Marrowick well water"


@pytest.fixture
def room(room: Room) -> Room:
    """A workshop with some stories."""
    room.tell(*WATER)
    return room


def tell_until(room: Room, days: int) -> tuple[str, str]:
    until = str(today() + timedelta(days=days))
    story = make_story(WORDS, consent={"scope": "public", "name_use": "anonymous", "expires_on": until})
    told = room.client.post(f"{room.url}/stories", json=story, headers=make_seat(room.client, room.workshop)).json()
    room.command({"type": "accept_run", "run_id": room.group()["id"]})
    room.client.patch(room.url, json={"stage": "reviewing"})
    return told["id"], told["receipt_code"]


def end(engine: Engine, story_id: str) -> None:
    """A day later."""
    over = (
        sa.update(Consent)
        .where(col(Consent.story_id) == UUID(story_id))
        .values(expires_on=today() - timedelta(1), ends_at=now() - timedelta(1))
    )
    with writing(engine) as session:
        session.connection().execute(over)


def views(room: Room, people: People, anybody: TestClient) -> Iterator[tuple[str, str]]:
    """Every place where a story's words are read, for each kind of reader."""
    script = make_key(room, "stories:read", "themes:read", "exports:read")
    evaluator = people.member(room, "Eve", "evaluator")
    wall = {"Authorization": f"Bearer {room.client.post(f'{room.url}/wall').json()['token']}"}
    neighbour = room.board()["not_placed"] or [story for theme in room.board()["themes"] for story in theme["stories"]]
    for place in ("stories", "stories?q=Marrowick", "board", f"board?at={room.board()['seq'] - 1}"):
        yield f"facilitator: {place}", room.client.get(f"{room.url}/{place}").text
        yield f"evaluator: {place}", evaluator.get(f"{room.url}/{place}").text
        yield f"script: {place}", anybody.get(f"{room.url}/{place}", headers=script).text
    for profile in ("evaluation", "partners", "public"):
        for place in ("export.csv", "export.json", "theme-summaries"):
            yield f"{place} {profile}", room.client.get(f"{room.url}/{place}?profile={profile}").text
    yield "wall", anybody.get(f"{API}/wall", headers=wall).text
    for story in neighbour:
        for place in ("explanation", "similar"):
            yield place, room.client.get(f"{API}/stories/{story['id']}/{place}").text


class TestConsentEnds:
    def test_on_its_last_day_it_is_still_read_and_the_day_after_by_nobody(
        self, room: Room, people: People, anybody: TestClient, engine: Engine
    ) -> None:
        id, code = tell_until(room, 0)
        before = {place for place, text in views(room, people, anybody) if "Marrowick" in text}
        assert {"facilitator: board", "evaluator: board", "script: stories", "wall", "similar"} <= before
        assert {f"{place} public" for place in ("export.csv", "export.json", "theme-summaries")} <= before

        end(engine, id)

        for place in ("explanation", "similar"):
            assert room.client.get(f"{API}/stories/{id}/{place}").status_code == 404
        assert [place for place, text in views(room, people, anybody) if "Marrowick" in text] == []
        mine = anybody.get(f"{API}/receipts/{code}").json()
        assert (mine["headline"], mine["consent"]["state"]) == (WORDS, "expired")
        assert room.check()["equal"]

    def test_its_teller_may_let_it_be_read_again(
        self, room: Room, people: People, anybody: TestClient, engine: Engine
    ) -> None:
        id, code = tell_until(room, 0)
        end(engine, id)

        anybody.patch(f"{API}/receipts/{code}", json={"consent": {"scope": "evaluation", "expires_on": None}})

        assert "Marrowick" in room.client.get(f"{room.url}/board").text
        assert "Marrowick" not in room.client.get(f"{room.url}/export.csv?profile=public").text

    def test_the_last_day_is_the_workshops_day_wherever_it_is(self, room: Room, engine: Engine) -> None:
        for timezone in ("Pacific/Kiritimati", "UTC", "America/Lima", "Pacific/Pago_Pago"):
            here = now().astimezone(ZoneInfo(timezone)).date()
            room.client.patch(room.url, json={"timezone": timezone})
            story = {"consent": {"scope": "workshop", "expires_on": str(here)}}
            told = room.client.post(f"{room.url}/stories", json=make_story("Today still", **story)).json()
            story = {"consent": {"scope": "workshop", "expires_on": str(here - timedelta(days=1))}}
            over = room.client.post(f"{room.url}/stories", json=make_story("Yesterday", **story)).json()

            assert (told["consent"]["state"], over["consent"]["state"]) == ("granted", "expired"), timezone

    def test_a_workshop_that_moves_counts_its_days_there(self, room: Room) -> None:
        room.client.patch(room.url, json={"timezone": "Pacific/Kiritimati"})
        tomorrow_there = now().astimezone(ZoneInfo("Pacific/Kiritimati")).date()
        until = str(tomorrow_there - timedelta(days=1))
        story = make_story("Until yesterday", consent={"scope": "workshop", "expires_on": until})
        room.client.post(f"{room.url}/stories", json=story)
        found = f"{room.url}/stories?q=Until yesterday"
        assert room.client.get(found).json()["items"] == []

        room.client.patch(room.url, json={"timezone": "Pacific/Pago_Pago"})  # 25 hours behind

        (again,) = room.client.get(found).json()["items"]
        assert again["consent"]["state"] == "granted"

    def test_a_board_kept_by_a_browser_is_not_good_any_more(self, room: Room, engine: Engine) -> None:
        id, _ = tell_until(room, 0)
        etag = room.client.get(f"{room.url}/board").headers["ETag"]
        assert room.client.get(f"{room.url}/board", headers={"If-None-Match": etag}).status_code == 304

        end(engine, id)

        again = room.client.get(f"{room.url}/board", headers={"If-None-Match": etag})
        assert again.status_code == 200
        assert "Marrowick" not in again.text
