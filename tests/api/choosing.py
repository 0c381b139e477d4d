"""`make_…` for panels: a panel with people on it, as their phones and their facilitator use it."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2
from fastapi.testclient import TestClient

from tests.making import API, Room

Headers = dict[str, str]


@dataclass
class Sitting:
    """A panel with so many seats on it; each seat's headers in `people`."""

    room: Room
    panel: dict[str, Any]
    people: list[Headers]

    @property
    def url(self) -> str:
        return f"{API}/panels/{self.panel['id']}"

    def ask(self, **fields: Any) -> httpx2.Response:
        body = {"scope": {"kind": "all"}, "method": "majority", **fields}
        return self.room.client.post(f"{self.url}/rounds", json=body)


def make_panel(room: Room, name: str = "Residents", seats: int = 0, **fields: Any) -> Sitting:
    reply = room.client.post(f"{room.url}/panels", json={"name": name, **fields})
    assert reply.status_code == 201, reply.text
    panel = reply.json()
    opened = room.client.post(f"{API}/panels/{panel['id']}/members", json={"open_seats": seats})
    assert opened.status_code == 200, opened.text
    people = [{"Authorization": f"Bearer {seat['token']}"} for seat in opened.json()["seats"]]
    return Sitting(room, panel, people)


@dataclass
class Asked:
    """A round as the room lives through it."""

    sitting: Sitting
    id: str

    @property
    def url(self) -> str:
        return f"{API}/rounds/{self.id}"

    @property
    def client(self) -> TestClient:
        return self.sitting.room.client

    def read(self, who: Headers | None = None) -> dict[str, Any]:
        reply = self.client.get(self.url, headers=who)
        assert reply.status_code == 200, reply.text
        read: dict[str, Any] = reply.json()
        return read

    def does(self, what: str, status: int = 200, **body: Any) -> dict[str, Any]:
        """`turns`, `close-turn`, `reveal`, `hand-count` or `selection`, as the facilitator."""
        reply = self.client.post(f"{self.url}/{what}", json=body)
        assert reply.status_code == status, reply.text
        said: dict[str, Any] = reply.json()
        return said

    def votes(self, who: Headers, **body: Any) -> httpx2.Response:
        """One seat's ballot; `id` and `turn` are as usual unless they are said."""
        return self.client.post(f"{self.url}/ballots", json={"id": str(uuid4()), "turn": 1, **body}, headers=who)


def make_round(sitting: Sitting, **fields: Any) -> Asked:
    reply = sitting.ask(**fields)
    assert reply.status_code == 201, reply.text
    return Asked(sitting, reply.json()["id"])


def make_vote(sitting: Sitting, **fields: Any) -> Asked:
    """A round whose first turn is open."""
    asked = make_round(sitting, **fields)
    asked.does("turns")
    return asked


def make_decision(sitting: Sitting, story_id: str, **fields: Any) -> dict[str, Any]:
    """A round in which everybody on the panel votes for one story, and it is chosen."""
    asked = make_vote(sitting)
    for who in sitting.people:
        assert asked.votes(who, story_id=story_id).status_code == 201
    asked.does("close-turn")
    asked.does("reveal")
    reasons = [{"story_id": story_id, "sentence": "It reached every family here."}]
    body = {"outcome": "one", "story_ids": [story_id], "reasons": reasons, **fields}
    return asked.does("selection", status=201, **body)
