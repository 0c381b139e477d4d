"""A real service in a process of its own, on a free port, with an SQLite file: what phones talk to in these tests."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2 as httpx

EMAIL, PASSWORD = "facilitator@example.org", "a-long-password"
SERVE = """
import uvicorn
from app.db import make_engine
from app.log import configure
from app.main import create_app
from app.migrate import upgrade
from app.settings import Settings
settings = Settings(_env_file=None)
configure("warning")
upgrade(make_engine(settings.database_url), settings.database_url)
uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_config=None)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """The API and the pages; no worker, since nobody groups stories here."""

    def __init__(self, folder: Path, root: Path | None = None) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = (folder / "service.log").open("w")
        environment = {
            **os.environ,
            "STORYHARVEST_DATABASE_URL": f"sqlite:///{folder / 'harvest.sqlite3'}",
            "STORYHARVEST_PORT": str(self.port),
            "STORYHARVEST_FIRST_ACCOUNT_EMAIL": EMAIL,
            "STORYHARVEST_FIRST_ACCOUNT_PASSWORD": PASSWORD,
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVE], env=environment, cwd=root, stdout=self._log, stderr=subprocess.STDOUT
        )
        self.http = httpx.Client(base_url=f"{self.address}/api/v1", timeout=30)
        self._wait()
        self.http.post("/auth/login", json={"email": EMAIL, "password": PASSWORD}).raise_for_status()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.address}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise RuntimeError(f"the service did not start; see {self._log.name}")

    def stop(self) -> None:
        self.http.close()
        self._process.terminate()
        self._process.wait(10)
        self._log.close()

    def workshop(self, **more: Any) -> dict[str, Any]:
        """A workshop that collects."""
        wanted = {"title": "Wells and roads", "focus_question": "What changed for you since the well was dug?", **more}
        reply = self.http.post("/workshops", json=wanted)
        reply.raise_for_status()
        made: dict[str, Any] = reply.json()
        return made

    def stories(self, workshop: dict[str, Any]) -> list[dict[str, Any]]:
        """All stories that the service holds, in the order it took them."""
        found: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            asked = {"limit": "500", **({"cursor": cursor} if cursor else {})}
            page = self.http.get(f"/workshops/{workshop['id']}/stories", params=asked).json()
            found += page["items"]
            cursor = page["next_cursor"]
        return found
