"""Bodies and addresses that are made to hurt: refused before they are read, and the answer stays small."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import problem
from tests.api.test_strangers import BODIES, operations
from tests.making import API, Room, make_seat, make_story

BATCHES = {"tell_stories", "command_board", "put_hand", "open_selection_round", "count_hands", "cast_ballot"}
USUAL = 64 * 1024


def nothing(path: str) -> str:
    """A path with an id that nobody has in each of its places."""
    return "/".join(
        "00000000-0000-7000-8000-000000000000" if part.startswith("{") else part for part in path.split("/")
    )


def test_no_operation_reads_more_than_a_story_needs_of_whom_nobody_knows(anybody: TestClient) -> None:
    large = b'{"x": "' + b"a" * USUAL + b'"}'
    tried = [one for one in operations(anybody) if one.method in ("post", "put", "patch") and one.name not in BATCHES]
    assert len(tried) > 40

    for operation in tried:
        reply = anybody.request(
            operation.method, nothing(operation.path), content=large, headers={"content-type": "application/json"}
        )

        assert reply.status_code == 413, operation.name
        assert reply.headers["content-type"] == "application/problem+json"
        assert len(reply.content) < 1000


def test_eight_megabytes_of_unknown_fields_cost_a_short_answer(anybody: TestClient) -> None:
    body = json.dumps({f"field {n}": n for n in range(400_000)}).encode()

    reply = anybody.post(f"{API}/join", content=body, headers={"content-type": "application/json"})

    assert (reply.status_code, len(reply.content) < 1000) == (413, True)


def test_of_many_mistakes_the_first_are_told_and_the_rest_counted(anybody: TestClient) -> None:
    reply = anybody.post(f"{API}/join", json={"join_code": "ABCDEF", **{f"field {n}": n for n in range(500)}})

    refused = problem(reply, 422, "payload-invalid")
    assert len(refused["errors"]) == 20
    assert refused["more_errors"] >= 480


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":['])
def test_a_body_that_is_nested_without_end_is_a_bad_request(anybody: TestClient, opening: bytes) -> None:
    body = opening * (USUAL // len(opening) - 1)

    reply = anybody.post(f"{API}/join", content=body, headers={"content-type": "application/json"})

    assert reply.status_code in (400, 422)
    assert reply.headers["content-type"] == "application/problem+json"


def test_the_largest_that_people_may_send_still_arrives(room: Room) -> None:
    seat = make_seat(room.client, room.workshop)
    longest: dict[str, Any] = {"headline": "水" * 160, "notes": ["🌍" * 1000] * 2, "significance": "क" * 1000}

    told = room.client.post(f"{room.url}/stories", json=make_story(**longest), headers=seat)
    batch = room.client.post(f"{room.url}/stories/batch", json={"stories": [make_story(**longest)] * 300})

    assert told.status_code == 201
    assert {result["status"] for result in batch.json()["results"]} == {201}


def test_every_operation_with_a_body_is_tried_by_somebody(anybody: TestClient) -> None:
    known = {one.name for one in operations(anybody)}

    assert known >= BATCHES
    assert set(BODIES) <= known
