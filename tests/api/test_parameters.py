"""A query parameter that an operation does not know is refused by name, by every operation."""

from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.conftest import problem
from tests.api.test_strangers import Operation, operations, things
from tests.making import API, Room

__all__ = ["things"]

# They need a seat, a projector's key or a verifier's link, or never end.
OF_OTHERS = {"read_seat", "read_asked", "read_wall", "read_by_link", "read_receipt", "stream_events", "follow_events"}


def readable(room: Room) -> list[Operation]:
    return [one for one in operations(room.client) if one.method == "get" and one.name not in OF_OTHERS]


def test_a_misspelt_filter_is_no_answer(room: Room, things: dict[str, str], engine: Engine) -> None:
    asked = [one for one in readable(room) if "events" not in one.path.rpartition("/")[2] or "change" in one.path]
    assert len(asked) > 30

    for operation in asked:
        known = {"profile": "public"} if "/export." in operation.path else {}
        reply = room.client.get(operation.on(things), params={**known, "languge": "sw"})

        refused = problem(reply, 422, "payload-invalid")
        assert {error.get("parameter") for error in refused["errors"]} == {"languge"}, operation.name


def test_a_parameter_that_comes_twice_is_refused(room: Room) -> None:
    reply = room.client.get(f"{room.url}/export.csv?profile=public&profile=evaluation")

    assert [error["parameter"] for error in problem(reply, 422, "payload-invalid")["errors"]] == ["profile"]


def test_what_changes_something_refuses_it_too_and_stores_nothing(room: Room) -> None:
    before = room.client.get(f"{room.url}/change-events").json()["items"]

    reply: Any = room.client.post(f"{room.url}/stories?dry_run=true", json={"headline": "The well works again"})

    problem(reply, 422, "payload-invalid")
    assert room.client.get(f"{room.url}/change-events").json()["items"] == before


def test_pages_may_be_asked_for_in_a_language(anybody: TestClient) -> None:
    assert anybody.get("/healthz?from=probe").status_code == 200
    assert anybody.get(f"{API}/openapi.json?v=1").status_code == 200
