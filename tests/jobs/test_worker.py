"""A grouping run is done by a worker process, and a worker that is killed takes no run with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.grouping.workflow import Desk
from tests.making import API, SCHOOL, WATER, Room
from tests.serving import ROOT, until

SOON, NEVER = "1", "3600"


class Workers:
    """Starts worker processes on one database, and ends those that are left."""

    def __init__(self, database_url: str, folder: Path) -> None:
        known = {name: value for name, value in os.environ.items() if not name.startswith("STORYHARVEST_")}
        self._environment = {**known, "PYTHONPATH": str(ROOT), "STORYHARVEST_DATABASE_URL": database_url}
        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> "subprocess.Popen[bytes]":
        log = (self._folder / f"worker-{len(self._started)}.log").open("wb")
        worker = subprocess.Popen(
            [sys.executable, *command],
            env=self._environment,
            cwd=self._folder,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
        self._started.append(worker)
        return worker

    def quick(self, name: str, given_up: str = NEVER) -> "subprocess.Popen[bytes]":
        return self.start("-m", "tests.jobs.worker", name, "0.2", given_up)

    def killed_while_embedding(self, name: str, begun: Callable[[], bool]) -> None:
        """A worker that had begun the run that waits when its machine went down."""
        file = self._folder / f"begun-{name}"
        worker = self.start("-m", "tests.jobs.worker", name, "0.2", NEVER, str(file))
        until(lambda: file.exists() and begun(), "the worker begins to embed")
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()

    def end(self) -> None:
        for worker in self._started:
            if worker.poll() is None:
                worker.kill()
                worker.wait()


@pytest.fixture
def workers(database_url: str, tmp_path: Path) -> Iterator[Workers]:
    workers = Workers(database_url, tmp_path)
    yield workers
    workers.end()


@pytest.fixture
def told(client: TestClient, desk: Desk) -> Room:
    room = Room.opened(client, desk)
    room.tell(*WATER, *SCHOOL)
    return room


def ask(room: Room) -> str:
    asked = room.client.post(f"{room.url}/grouping-runs", json={})
    assert asked.status_code == 202
    id: str = asked.json()["id"]
    return id


def read(room: Room, run_id: str) -> dict[str, Any]:
    run: dict[str, Any] = room.client.get(f"{API}/grouping-runs/{run_id}").json()
    return run


def finished(room: Room, run_id: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        run = read(room, run_id)
        return None if run["state"] in ("queued", "running") else run

    return until(look, "the run ends")


class TestWorker:
    def test_a_killed_workers_run_is_finished_by_the_next_one_of_its_name(self, told: Room, workers: Workers) -> None:
        run_id = ask(told)
        workers.killed_while_embedding("one", lambda: read(told, run_id)["state"] == "running")
        broken_off = read(told, run_id)

        workers.quick("one")
        run = finished(told, run_id)

        assert (broken_off["state"], broken_off["suggestions"]) == ("running", [])
        assert (run["state"], run["quality"]["stories"]) == ("proposed", 8)
        placed = [id for suggestion in run["suggestions"] for id in suggestion["story_ids"]]
        assert len(placed) == len(set(placed)) > 0
        proposals = [
            event
            for event in told.client.get(f"{told.url}/change-events").json()["items"]
            if event["action"] == "propose"
        ]
        assert len(proposals) == 1
        assert told.check()["equal"]

    def test_a_worker_that_never_comes_back_is_replaced_when_its_heartbeat_lapses(
        self, told: Room, workers: Workers
    ) -> None:
        run_id = ask(told)
        workers.killed_while_embedding("one", lambda: read(told, run_id)["state"] == "running")

        workers.quick("two", given_up=SOON)
        run = finished(told, run_id)

        assert (run["state"], run["quality"]["stories"]) == ("proposed", 8)
        assert told.check()["equal"]

    def test_two_workers_share_the_work_and_each_run_is_done_once(self, told: Room, workers: Workers) -> None:
        others = [Room.opened(told.client, told.desk) for _ in range(4)]
        for room in others:
            room.tell(*WATER)
        asked = [(room, ask(room)) for room in (told, *others)]

        workers.quick("one")
        workers.quick("two")

        for room, run_id in asked:
            assert finished(room, run_id)["state"] == "proposed"
            actions = [event["action"] for event in room.client.get(f"{room.url}/change-events").json()["items"]]
            assert actions.count("propose") == 1


@pytest.mark.model
class TestTheRealWorker:
    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_it_groups_by_meaning_with_the_model_in_the_package(self, told: Room, workers: Workers) -> None:
        run_id = ask(told)

        worker = workers.start("-m", "app.cli", "work")
        run = finished(told, run_id)
        worker.terminate()

        assert run["state"] == "proposed"
        assert run["model_name"] == "all-MiniLM-L6-v2"
        assert worker.wait(30) == 0

    def test_a_search_by_meaning_is_answered_by_whichever_worker_is_there(self, told: Room, workers: Workers) -> None:
        workers.quick("one")
        finished(told, ask(told))
        asked = told.client.post(f"{told.url}/searches", json={"text": "Water in our well"})
        assert asked.status_code == 202

        def look() -> list[dict[str, Any]]:
            items: list[dict[str, Any]] = told.client.get(asked.headers["location"]).json()["items"]
            return items

        assert {item["headline"] for item in until(look, "the search is answered")[:4]} == set(WATER)
