"""The live stream: every change in order, none twice, none missing, wherever a browser resumes."""

import json
import threading
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.db import writing
from app.grouping.workflow import Desk
from models import ApiKey, Consent
from models.base import now
from tests.api.conftest import PATIENCE, People, make_key, make_room
from tests.making import API, SCHOOL, WATER, Room, make_seat
from tests.serving import until


@dataclass
class Watcher:
    """A browser that listens until it has heard enough."""

    url: str
    headers: dict[str, str]
    heard: list[dict[str, Any]] = field(default_factory=list)
    open: threading.Event = field(default_factory=threading.Event)
    status: int = 0

    def listen(self, enough: Any) -> threading.Thread:
        """Listen in a thread of its own until `enough` of what was heard says so."""
        thread = threading.Thread(target=self._read, args=(enough,), daemon=True)
        thread.start()
        assert self.open.wait(PATIENCE), "The stream did not open."
        return thread

    def _read(self, enough: Any) -> None:
        with httpx2.stream("GET", self.url, headers=self.headers, timeout=PATIENCE) as reply:
            self.status = reply.status_code
            said: dict[str, str] = {}
            for line in reply.iter_lines():
                self.open.set()
                name, _, value = line.partition(": ")
                if line:
                    said[name] = value
                elif said:
                    self._take(said)
                    said = {}
                    if enough(self.heard):
                        return
        self.open.set()

    def _take(self, said: dict[str, str]) -> None:
        if "event" in said:
            self.heard.append(said | {"data": json.loads(said["data"])})

    @property
    def seqs(self) -> list[int]:
        return [said["data"]["seq"] for said in self.heard if said["event"] == "change"]


def watch(served: str, room: Room, headers: dict[str, str], asked: str = "") -> Watcher:
    return Watcher(f"{served}{room.url}/events{asked}", headers)


def has(seq: int) -> Any:
    return lambda heard: any(said["event"] == "change" and said["data"]["seq"] >= seq for said in heard)


class TestStream:
    def test_a_watcher_hears_every_change_as_it_happens(self, room: Room, served: str) -> None:
        key = make_key(room, "audit:read")
        watcher = watch(served, room, key)
        first = room.board()["seq"] + 1
        listening = watcher.listen(has(first + 3))

        (one,) = room.tell("The well works")
        water = room.theme("Water", one)
        room.command({"type": "pin", "story_id": one}, {"type": "lock", "theme_id": water})
        listening.join(PATIENCE)

        log = room.client.get(f"{room.url}/change-events?after={first - 1}", headers=key).json()["items"]
        assert [said["data"] for said in watcher.heard if said["event"] == "change"] == log
        assert [said["id"] for said in watcher.heard if said["event"] == "change"] == [str(first + n) for n in range(4)]
        assert "The well works" not in str(watcher.heard)

    def test_whoever_was_away_gets_what_they_missed_and_then_what_is_new(self, room: Room, served: str) -> None:
        key = make_key(room, "audit:read")
        room.tell(*WATER)

        for watcher in (watch(served, room, key | {"Last-Event-ID": "2"}), watch(served, room, key, "?after=2")):
            last = room.board()["seq"] + 1
            listening = watcher.listen(has(last))
            room.tell("One more")
            listening.join(PATIENCE)

            assert watcher.seqs == list(range(3, last + 1))

    def test_watchers_who_come_while_much_happens_hear_it_without_a_gap(self, room: Room, served: str) -> None:
        key, last = make_key(room, "audit:read"), 1 + 30
        watchers = []

        for number in range(30):
            room.tell(f"Story {number}")
            if number % 5 == 0:
                watcher = watch(served, room, key, "?after=0")
                watchers.append((watcher, watcher.listen(has(last))))
        for _, listening in watchers:
            listening.join(PATIENCE)

        assert [watcher.seqs for watcher, _ in watchers] == [list(range(1, last + 1))] * 6

    def test_a_runs_progress_is_told_until_its_suggestions_are_there(self, room: Room, served: str, desk: Desk) -> None:
        room.tell(*WATER, *SCHOOL)
        watcher = watch(served, room, make_key(room, "audit:read"))
        listening = watcher.listen(
            lambda heard: {"proposed"} & {said["data"].get("state") for said in heard if said["event"] == "run"}
        )

        run = room.client.post(f"{room.url}/grouping-runs", json={}).json()
        until(lambda: [said for said in watcher.heard if said["event"] == "run"], "the run is told of", PATIENCE)
        desk.group(UUID(run["id"]))
        listening.join(PATIENCE)

        told = [said["data"] for said in watcher.heard if said["event"] == "run"]
        assert {said["run_id"] for said in told} == {run["id"]}
        assert (told[0]["state"], told[-1]["state"], told[-1]["done"]) == ("queued", "proposed", 8)

    def test_names_and_hands_are_for_the_room_and_scripts_hear_roles(self, room: Room, served: str) -> None:
        (one,) = room.tell("The well works")
        (cookie,) = room.client.cookies.items()
        script = watch(served, room, make_key(room, "audit:read"))
        amina = watch(served, room, {"Cookie": "=".join(cookie)})
        seq = room.board()["seq"]
        threads = [watcher.listen(has(seq + 1)) for watcher in (script, amina)]
        httpx2.post(f"{served}{room.url}/holds", json={"story_id": one}, headers={"Cookie": "=".join(cookie)})

        room.theme("Water")
        for thread in threads:
            thread.join(PATIENCE)

        assert [said["data"]["by"] for said in amina.heard if said["event"] == "hold"] == ["Amina"]
        assert [said["data"]["actor_name"] for said in amina.heard if said["event"] == "change"] == ["Amina"]
        assert [said["event"] for said in script.heard] == ["change"]
        assert script.heard[0]["data"]["actor_name"] == "facilitator"

    def test_a_second_facilitator_sees_who_holds_a_story(self, room: Room, served: str, people: People) -> None:
        (one,) = room.tell("The well works")
        bo = people.member(room, "Bo")
        (hers,), (his,) = room.client.cookies.items(), bo.cookies.items()
        watcher = watch(served, room, {"Cookie": "=".join(hers)})
        thread = watcher.listen(lambda heard: any(said["event"] == "hold" for said in heard))

        taken = httpx2.post(f"{served}{room.url}/holds", json={"story_id": one}, headers={"Cookie": "=".join(his)})
        thread.join(PATIENCE)

        assert taken.status_code == 204
        (told,) = (said["data"] for said in watcher.heard if said["event"] == "hold")
        assert (told["story_id"], told["by"], told["seconds"]) == (one, "Bo", 10)
        assert told["actor"] != room.client.get(f"{room.url}/change-events").json()["items"][0]["actor"]
        assert room.board()["seq"] == 2

    def test_one_workshops_watcher_hears_nothing_of_another(self, client: TestClient, room: Room, served: str) -> None:
        other = make_room(client, room.desk)
        watcher = watch(served, room, make_key(room, "audit:read"))
        here = room.board()["seq"] + 1
        listening = watcher.listen(has(here))

        other.tell("Elsewhere")
        room.tell("Here")
        listening.join(PATIENCE)

        assert [(said["data"]["seq"], said["data"]["action"]) for said in watcher.heard] == [(here, "tell")]
        assert other.board()["not_placed"][0]["id"] not in str(watcher.heard)

    @pytest.mark.parametrize("ended", ["key revoked", "logged out", "taken out of the team", "login ended"])
    def test_a_stream_ends_at_once_with_the_right_it_was_opened_by(
        self, room: Room, served: str, people: People, monkeypatch: pytest.MonkeyPatch, ended: str
    ) -> None:
        monkeypatch.setattr("app.history.stream.SWEEP_SECONDS", 3600)
        bo = people.member(room, "Bo")
        hers, his = ({"Cookie": "=".join(next(iter(who.cookies.items())))} for who in (room.client, bo))
        key = make_key(room, "audit:read")
        (key_id,) = (one["id"] for one in room.client.get(f"{room.url}/api-keys").json()["items"])
        account_id = bo.get(f"{API}/auth/me").json()["account"]["id"]
        (login,) = bo.get(f"{API}/auth/logins").json()["items"]
        watcher = watch(served, room, key if ended == "key revoked" else his)
        keeps = watch(served, room, hers)
        listening = watcher.listen(lambda heard: False)
        still = keeps.listen(lambda heard: any(said["data"].get("action") == "tell" for said in heard))

        who, method, path = {
            "key revoked": (hers, "DELETE", f"{API}/api-keys/{key_id}"),
            "logged out": (his, "POST", f"{API}/auth/logout"),
            "taken out of the team": (hers, "DELETE", f"{room.url}/members/{account_id}"),
            "login ended": (his, "DELETE", f"{API}/auth/logins/{login['id']}"),
        }[ended]
        assert httpx2.request(method, f"{served}{path}", headers=who).status_code == 204
        listening.join(PATIENCE)
        assert not listening.is_alive(), "The stream goes on."

        room.tell("Told afterwards")
        still.join(PATIENCE)
        assert keeps.heard[-1]["data"]["action"] == "tell"
        assert "tell" not in [said["data"].get("action") for said in watcher.heard]

    def test_a_right_that_ends_elsewhere_is_noticed(
        self, room: Room, served: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.history.stream.SWEEP_SECONDS", 0.2)
        watcher = watch(served, room, make_key(room, "audit:read"))
        listening = watcher.listen(lambda heard: False)

        with writing(engine) as session:
            session.connection().execute(sa.update(ApiKey).values(expires_at=now()))
        room.tell("The sweep comes with the next look")
        listening.join(PATIENCE)

        assert not listening.is_alive()

    def test_silence_is_broken_so_that_a_dead_line_shows(
        self, room: Room, served: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.history.stream.PING_SECONDS", 0.1)
        watcher = watch(served, room, make_key(room, "audit:read"))
        watcher.listen(lambda heard: len(heard) == 2).join(PATIENCE)

        assert [(said["event"], said["data"]) for said in watcher.heard] == [("ping", {"seq": room.board()["seq"]})] * 2

    def test_a_board_hears_when_consent_has_ended(
        self, room: Room, served: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.history.stream.SWEEP_SECONDS", 0.2)
        room.tell("The well works")
        watcher = watch(served, room, make_key(room, "audit:read"))
        listening = watcher.listen(lambda heard: any(said["event"] == "reset" for said in heard))

        with writing(engine) as session:
            session.connection().execute(sa.update(Consent).values(ends_at=now()))
        listening.join(PATIENCE)

        assert [said["data"] for said in watcher.heard if said["event"] == "reset"] == [{"reason": "consent_ended"}]

    def test_only_those_who_may_see_the_log_may_listen(self, room: Room, served: str, engine: Engine) -> None:
        for headers, status in (
            ({}, 401),
            (make_key(room, "stories:read"), 403),
            (make_seat(room.client, room.workshop), 403),
        ):
            reply = httpx2.get(f"{served}{room.url}/events", headers=headers, timeout=PATIENCE)

            assert reply.status_code == status
            assert reply.headers["content-type"] == "application/problem+json"
        nowhere = f"{served}/api/v1/workshops/{uuid4()}/events"
        assert httpx2.get(nowhere, headers=make_key(room, "audit:read"), timeout=PATIENCE).status_code == 404
