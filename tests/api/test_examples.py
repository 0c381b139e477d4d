"""The evaluator's script in examples/ does what it says."""

import importlib.util
import io
import json
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request

import pytest

from tests.making import API, WATER, Room

SCRIPT = Path(__file__).parents[2] / "examples" / "take_away.py"


def served_by(room: Room) -> Callable[[Request], io.BytesIO]:
    """`urlopen` that asks the service under test."""

    def open_address(request: Request) -> io.BytesIO:
        path = request.full_url.split("/api/v1")[1]
        reply = room.client.get(f"{API}{path}", headers=dict(request.header_items()))
        assert reply.status_code == 200, reply.text
        return io.BytesIO(json.dumps(reply.json()).encode())

    return open_address


class TestTakeAway:
    def test_it_prints_themes_with_quotes(
        self, room: Room, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        room.theme("Water", *room.tell(*WATER))
        key = room.client.post(f"{room.url}/api-keys", json={"name": "script", "scopes": ["exports:read"]}).json()
        spec = importlib.util.spec_from_file_location("take_away", SCRIPT)
        assert spec
        assert spec.loader
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        monkeypatch.setenv("STORYHARVEST_KEY", key["token"])
        monkeypatch.setattr(script, "urlopen", served_by(room))

        script.main(room.workshop["id"])

        printed = capsys.readouterr().out
        assert "Water (4 stories, suggested)" in printed
        assert f"“{WATER[0]}” (anonymous)" in printed
