"""The real service as a process of its own: started, watched, killed and started again by its process id."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx2

from tests.making import API, EMAIL, PASSWORD, log_in

ROOT = Path(__file__).parent.parent
PATIENCE = 300.0
Found = TypeVar("Found")


def until(look: Callable[[], Found], what: str, patience: float = PATIENCE, pause: float = 0.05) -> Found:
    """What `look` returns as soon as that is true; fails after `patience` seconds, saying what never came."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < deadline, f"Waited {patience:g} s in vain: {what}."
        time.sleep(pause)
    return found


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def children_of(pid: int) -> list[int]:
    """The processes that a process started."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = (line.split() for line in listed.splitlines())
    return [int(child) for child, parent in pairs if int(parent) == pid]


def is_alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.strip().startswith("Z")


class Service:
    """`storyharvest serve` on a free port, with a database and a log of its own in `folder`."""

    def __init__(self, folder: Path, database_url: str = "", **environment: str) -> None:
        self.port = free_port()
        self.log = folder / "service.log"
        self._folder = folder
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("STORYHARVEST_")},
            "PYTHONPATH": str(ROOT),
            "STORYHARVEST_DATABASE_URL": database_url or f"sqlite:///{folder / 'harvest.sqlite3'}",
            "STORYHARVEST_PORT": str(self.port),
            "STORYHARVEST_FIRST_ACCOUNT_EMAIL": EMAIL,
            "STORYHARVEST_FIRST_ACCOUNT_PASSWORD": PASSWORD,
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None, "The service was not started."
        return self._process.pid

    @property
    def worker_pid(self) -> int:
        """The worker beside the server."""
        return until(lambda: children_of(self.pid), "the server starts a worker")[0]

    def start(self) -> "Service":
        """Start it and wait until it takes stories."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "serve"],
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        until(self._is_ready, f"the service is ready; its log ends with\n{self.last_lines()}")
        return self

    def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"The service ended at start:\n{self.last_lines()}"
        try:
            return httpx2.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx2.TransportError:
            return False

    def last_lines(self, number: int = 30) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-number:])

    def times_logged(self, event: str) -> int:
        """How often an event is in the log so far."""
        return self.log.read_text(errors="replace").count(f'"event": "{event}"')

    def wait_for_worker(self, times: int = 1) -> None:
        """Wait until a worker has loaded its model (for the `times`-th time) and takes jobs."""
        until(lambda: self.times_logged("worker.ready") >= times, "a worker is ready", pause=0.2)

    def kill(self) -> None:
        """SIGKILL the server and its worker, as a power cut would."""
        workers = children_of(self.pid)
        self.kill_server()
        for worker in workers:
            os.kill(worker, signal.SIGKILL)

    def kill_server(self) -> None:
        """SIGKILL the server alone."""
        assert self._process is not None
        os.kill(self.pid, signal.SIGKILL)
        self._process.wait()

    def kill_worker(self) -> int:
        """SIGKILL the worker; its process id."""
        killed = self.worker_pid
        os.kill(killed, signal.SIGKILL)
        return killed

    def stop(self) -> None:
        """End it in good order."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    def facilitator(self) -> httpx2.Client:
        """A client that is logged in."""
        client = self.anybody()
        log_in(client)
        return client

    def anybody(self) -> httpx2.Client:
        """A client that nobody knows."""
        return httpx2.Client(base_url=self.url, timeout=30)


@contextmanager
def serving(folder: Path, database_url: str = "", **environment: str) -> Iterator[Service]:
    """The service, running for the length of the block."""
    service = Service(folder, database_url, **environment)
    try:
        yield service.start()
    finally:
        service.stop()


def run_to_its_end(client: httpx2.Client, workshop_id: str, mode: str = "fresh") -> dict[str, Any]:
    """Ask for a grouping run and wait until it waits no more."""
    asked = client.post(f"{API}/workshops/{workshop_id}/grouping-runs", json={"mode": mode})
    assert asked.status_code == 202, asked.text
    return finished(client, asked.json()["id"])


def finished(client: httpx2.Client, run_id: str) -> dict[str, Any]:
    """A run that is no longer queued or running."""

    def look() -> dict[str, Any] | None:
        run: dict[str, Any] = client.get(f"{API}/grouping-runs/{run_id}").json()
        return None if run["state"] in ("queued", "running") else run

    return until(look, "the grouping run ends")
