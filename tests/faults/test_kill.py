"""The power fails in the middle of a workshop: what was acknowledged is there, once, and in order."""

import os
import random
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from uuid import uuid4

import httpx2

from tests.making import API, WATER, make_seat, make_story, make_workshop
from tests.serving import Service, finished, is_alive, serving, until

KILLS = int(os.environ.get("STORYHARVEST_KILLS", "10"))
WRITERS = 8


class Room:
    """A workshop that people write in while its server comes and goes. `broken` is what should not have happened."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.facilitator = service.facilitator()
        self.workshop = make_workshop(self.facilitator)
        self.told: dict[str, str] = {}
        self.themes: dict[str, list[str]] = {}
        self.heard: list[int] = []
        self.broken: list[str] = []
        self.seats: SimpleQueue[httpx2.Client] = SimpleQueue()
        for _ in range(WRITERS):
            client = service.anybody()
            client.headers.update(make_seat(client, self.workshop))
            self.seats.put(client)
        self.closing = threading.Event()
        self.silent = threading.Event()

    @property
    def path(self) -> str:
        return f"{API}/workshops/{self.workshop['id']}"

    def read(self, path: str) -> Any:
        reply = self.facilitator.get(f"{self.path}{path}")
        assert reply.status_code == 200, reply.text
        return reply.json()

    def insist(self, client: httpx2.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send the same request again and again until it is answered."""
        while True:
            try:
                reply = client.post(f"{self.path}{path}", json=body)
            except httpx2.TransportError:
                self.silent.wait(0.02)
                continue
            assert reply.status_code in (200, 201, 202), reply.text
            said: dict[str, Any] = reply.json()
            return said

    def write(self) -> None:
        """A participant who tells one story after the other."""
        client = self.seats.get()
        while not self.closing.is_set():
            story = make_story(f"Story {uuid4()}", id=str(uuid4()))
            told = self.insist(client, "/stories", story)
            self.told[told["id"]] = told["headline"]

    def command(self, seq: int, **command: Any) -> dict[str, Any]:
        body = {"base_seq": seq, "op_id": str(uuid4()), "commands": [command]}
        return self.insist(self.facilitator, "/board/commands", body)

    def sort(self) -> None:
        """A facilitator who makes themes, fills and renames them, and takes every other name back."""
        number, seq = 0, 0
        while not self.closing.is_set():
            number += 1
            made = self.command(seq, type="create_theme", name=f"Theme {number}")
            theme_id = made["results"][0]["theme_ids"][0]
            stories = list(self.told)[number - 1 : number]
            if stories:
                self.command(made["seq"], type="move", story_ids=stories, theme_id=theme_id)
            seq = self.command(made["seq"], type="rename", theme_id=theme_id, name=f"Renamed {number}")["seq"]
            if number % 2:
                seq = self.command(seq, type="undo")["seq"]
            self.themes[f"Theme {number}" if number % 2 else f"Renamed {number}"] = stories

    def listen(self) -> None:
        """A second board that follows live and, when cut off, goes on from the last seq it saw."""
        client = self.service.facilitator()
        while not self.silent.is_set():
            resume = {"Last-Event-ID": str(self.heard[-1] if self.heard else 0)}
            try:
                with client.stream("GET", f"{self.path}/events", headers=resume, timeout=1) as stream:
                    for line in stream.iter_lines():
                        if line.startswith("id:"):
                            self.heard.append(int(line.removeprefix("id:")))
                        if self.silent.is_set():
                            return
            except httpx2.TransportError:
                self.silent.wait(0.02)

    def wait_for_more(self, stories: int, themes: int) -> None:
        """Let people write on until so many more stories and themes are acknowledged."""
        told, made = len(self.told) + stories, len(self.themes) + themes
        until(lambda: self.broken or (len(self.told) >= told and len(self.themes) >= made), "people go on writing")

    def begin(self, act: Callable[[], None]) -> threading.Thread:
        def acting() -> None:
            try:
                act()
            except Exception as error:  # noqa: BLE001 - told by the test itself
                self.broken.append(f"{act.__name__}: {error!r}")

        thread = threading.Thread(target=acting, daemon=True)
        thread.start()
        return thread


def all_stories(room: Room) -> list[dict[str, Any]]:
    """Every story of the workshop, page by page."""
    page = room.read("/stories?limit=500")
    stories: list[dict[str, Any]] = page["items"]
    while page["next_cursor"]:
        page = room.read(f"/stories?limit=500&cursor={page['next_cursor']}")
        stories += page["items"]
    return stories


class TestPowerCuts:
    def test_what_was_acknowledged_is_there_once(self, database_url: str, tmp_path: Path) -> None:
        chance = random.Random(KILLS)
        with serving(tmp_path, database_url) as service:
            room = Room(service)
            listener = room.begin(room.listen)
            people = [*(room.begin(room.write) for _ in range(WRITERS)), room.begin(room.sort)]

            for _ in range(KILLS):
                room.wait_for_more(stories=chance.randrange(5, 60), themes=1)
                service.kill()
                service.start()
            room.closing.set()
            for person in people:
                person.join(60)
            board, stories = room.read("/board"), all_stories(room)
            until(lambda: room.broken or room.heard[-1:] == [board["seq"]], "the second board has caught up")
            room.silent.set()
            listener.join(60)

            assert room.broken == []
            assert {story["id"]: story["headline"] for story in stories} == room.told
            assert [story["serial_no"] for story in stories] == list(range(1, len(stories) + 1))
            assert {theme["name"]: theme["story_ids"] for theme in board["themes"]} == room.themes
            assert Counter(theme["name"] for theme in board["themes"]).most_common(1)[0][1] == 1
            assert room.heard == list(range(1, board["seq"] + 1))
            checked = room.read("/board/check")
            assert (checked["equal"], checked["chain_holds"]) == (True, True)


class TestTheWorkerDies:
    def test_its_run_is_finished_by_the_next(self, database_url: str, tmp_path: Path) -> None:
        with serving(tmp_path, database_url) as service:
            room = Room(service)
            stories = [
                make_story(f"{WATER[n % 4]}, says voice {n}", notes=[f"Since the year {n}."]) for n in range(500)
            ]
            told = room.insist(room.facilitator, "/stories/batch", {"stories": stories})
            service.wait_for_worker()

            run = room.insist(room.facilitator, "/grouping-runs", {"mode": "fresh"})
            until(lambda: progress(room, run) > 0, "some stories are embedded", pause=0.01)
            killed = service.kill_worker()
            done = progress(room, run)
            proposed = finished(room.facilitator, run["id"])

            assert killed != service.worker_pid
            assert 0 < done < len(stories)
            assert proposed["state"] == "proposed"
            suggested = [id for suggestion in proposed["suggestions"] for id in suggestion["story_ids"]]
            assert len(suggested) == len(set(suggested))
            assert set(suggested) <= {result["id"] for result in told["results"]}
            assert room.read("/board/check")["equal"]

    def test_it_ends_when_its_server_is_gone(self, tmp_path: Path) -> None:
        with serving(tmp_path) as service:
            worker = service.worker_pid
            service.kill_server()

            until(lambda: not is_alive(worker), "the worker ends")


def progress(room: Room, run: dict[str, Any]) -> int:
    """How many stories a run has embedded."""
    done: int = room.facilitator.get(f"{API}/grouping-runs/{run['id']}").json()["progress"]["done"]
    return done
