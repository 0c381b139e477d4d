"""`make_…`: the little that a test is about, everything else as usual."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from app.grouping.workflow import Desk

EMAIL, PASSWORD = "amina@example.org", "harvest-time-2026"
API = "/api/v1"

WATER = ["The well works again", "Clean water at the well", "Water from the well every day", "The well has water"]
SCHOOL = ["Girls go to school", "The school has a teacher", "Our school opened a class", "School fees are paid"]


def log_in(client: TestClient, email: str = EMAIL, password: str = PASSWORD) -> None:
    reply = client.post(f"{API}/auth/login", json={"email": email, "password": password})
    assert reply.status_code == 200, reply.text


def make_story(headline: str = "The well works again", **fields: Any) -> dict[str, Any]:
    return {"headline": headline, "consent": {"scope": "evaluation", "name_use": "anonymous"}, **fields}


def make_workshop(client: TestClient, **fields: Any) -> dict[str, Any]:
    reply = client.post(f"{API}/workshops", json={"title": "What changed here", **fields})
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()
    return made


def make_seat(client: TestClient, workshop: dict[str, Any], **fields: Any) -> dict[str, str]:
    """The headers of somebody who joined."""
    reply = client.post(f"{API}/join", json={"join_code": workshop["join_code"], **fields})
    assert reply.status_code == 201, reply.text
    return {"Authorization": f"Bearer {reply.json()['token']}"}


@dataclass
class Room:
    """A workshop as its facilitator works in it."""

    client: TestClient
    desk: Desk
    workshop: dict[str, Any]
    answers: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def opened(cls, client: TestClient, desk: Desk, **fields: Any) -> "Room":
        log_in(client)
        return cls(client, desk, make_workshop(client, **fields))

    @property
    def url(self) -> str:
        return f"{API}/workshops/{self.workshop['id']}"

    def tell(self, *headlines: str, **fields: Any) -> list[str]:
        """Tell stories; their ids."""
        stories = [make_story(headline, **fields) for headline in headlines]
        reply = self.client.post(f"{self.url}/stories/batch", json={"stories": stories})
        assert [result["status"] for result in reply.json()["results"]] == [201] * len(stories), reply.text
        return [result["id"] for result in reply.json()["results"]]

    def board(self) -> dict[str, Any]:
        read: dict[str, Any] = self.client.get(f"{self.url}/board").json()
        return read

    def command(self, *commands: dict[str, Any], base_seq: int | None = None, status: int = 200) -> dict[str, Any]:
        """Send commands on top of the board as it stands (or as it stood at `base_seq`)."""
        seq = self.board()["seq"] if base_seq is None else base_seq
        reply = self.client.post(f"{self.url}/board/commands", json={"base_seq": seq, "commands": list(commands)})
        assert reply.status_code == status, reply.text
        said: dict[str, Any] = reply.json()
        return said

    def theme(self, name: str, *story_ids: str) -> str:
        """Make a theme with stories in it; its id."""
        made = self.command({"type": "create_theme", "name": name, "story_ids": list(story_ids)})
        theme_id: str = made["results"][0]["theme_ids"][0]
        return theme_id

    def where(self, story_id: str) -> str | None:
        """The theme a story is in, by id."""
        return next((theme["id"] for theme in self.board()["themes"] if story_id in theme["story_ids"]), None)

    def group(self, mode: str = "fresh", **wanted: Any) -> dict[str, Any]:
        """Ask for a grouping run and do it here and now, as the worker would."""
        asked = self.client.post(f"{self.url}/grouping-runs", json={"mode": mode, **wanted})
        assert asked.status_code == 202, asked.text
        self.desk.group(UUID(asked.json()["id"]))
        run: dict[str, Any] = self.client.get(f"{API}/grouping-runs/{asked.json()['id']}").json()
        assert run["state"] == "proposed", run
        return run

    def check(self) -> dict[str, Any]:
        checked: dict[str, Any] = self.client.get(f"{self.url}/board/check").json()
        return checked
