"""Whoever has no place in a workshop gets nothing out of it, whichever operation they try."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.db import writing
from models import MeaningSearch, TellerReply
from tests.api.choosing import make_panel, make_vote
from tests.api.conftest import People, make_key, make_room
from tests.api.test_followup_claims import ask, make_claim
from tests.making import API, WATER, Room, make_seat, make_story

# Operations that need no proof of who one is, and those that only ever speak of the asker's own.
OPEN_TO_ALL = {"log_in", "join_workshop", "read_receipt", "edit_by_receipt", "withdraw_by_receipt"} | {
    "reply_by_receipt",
    "agree_by_receipt",
    "read_by_link",
    "answer_by_link",
}
ABOUT_ONESELF = {"log_out", "who_am_i", "create_workshop", "list_workshops", "read_seat", "update_seat"} | {
    "change_password",
    "list_logins",
    "end_login",
    "close_account",
    "read_asked",
}
BODIES: dict[str, Any] = {
    "update_workshop": {"stage": "closed"},
    "create_api_key": {"name": "mine", "scopes": ["stories:read"]},
    "tell_story": make_story("An intruder was here"),
    "tell_stories": {"stories": [make_story("An intruder was here")]},
    "edit_story": {"headline": "An intruder was here", "reason": "why not"},
    "set_story_aside": {"reason": "why not"},
    "command_board": {"base_seq": 0, "commands": [{"type": "create_theme", "name": "An intruder was here"}]},
    "ask_for_grouping": {"mode": "fresh"},
    "search_by_meaning": {"text": "What they told"},
    "create_workshop": {"title": "My own"},
    "open_sorting_round": {"size": 4},
    "put_hand": {"revision": 1},
    "create_panel": {"name": "Intruders"},
    "add_panel_members": {"open_seats": 1},
    "open_selection_round": {"scope": {"kind": "all"}, "method": "majority"},
    "cast_ballot": {"id": str(uuid4()), "turn": 1, "none": True},
    "decide_round": {"outcome": "none", "reasons": [{"sentence": "None of them says anything to us."}]},
    "make_claim": {"quoted_text": WATER[0], "measure": "water", "value": 1},
    "ask_for_verification": {"why": "An intruder wants to know"},
    "give_feedback": {"message": "An intruder was here"},
    "recommend": {"text": "An intruder was here"},
    "count_more_cases": {"story_id": str(uuid4()), "answer": "0", "hands": 1},
    "reply_by_receipt": {"message": "An intruder was here"},
    "agree_by_receipt": {"verification_id": str(uuid4()), "agrees": True},
    "count_hands": {"turn": 1, "present": 0, "counts": {}},
}


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str

    def on(self, things: dict[str, str]) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: things[found[1]], self.path)


def operations(client: TestClient) -> list[Operation]:
    """Every operation of the API, as its own description lists them."""
    described = client.get(f"{API}/openapi.json").json()["paths"]
    return [
        Operation(told["operationId"], method, path)
        for path, methods in described.items()
        for method, told in methods.items()
    ]


@pytest.fixture
def things(room: Room, engine: Engine) -> dict[str, str]:
    """One of everything that a path can name, all in one workshop, and the workshop's own words."""
    story, *_ = room.tell(*WATER)
    run = room.group()
    room.command({"type": "accept_run", "run_id": run["id"]})
    room.client.post(f"{room.url}/api-keys", json={"name": "theirs", "scopes": ["stories:read"]})
    search = MeaningSearch(workshop_id=UUID(room.workshop["id"]), text=WATER[0], created_by="account:hers")
    with writing(engine) as session:
        session.add(search)
    room.client.patch(room.url, json={"stage": "reviewing"})
    sorting = room.client.post(f"{room.url}/sorting-rounds", json={}).json()["id"]
    seat = make_seat(room.client, room.workshop)
    hand = room.client.post(f"{API}/sorting-rounds/{sorting}/hands", json={}, headers=seat).json()["id"]
    sitting = make_panel(room, seats=1)
    members = room.client.get(f"{room.url}/panels").json()["items"][0]["members"]
    claim = make_claim(room.client, story, quoted_text=WATER[0], measure="water")
    recommended = room.client.post(f"{room.url}/recommendations", json={"text": "Look after the well"}).json()
    with writing(engine) as session:
        said = TellerReply(
            workshop_id=UUID(room.workshop["id"]), story_id=UUID(story), message="Thanks", created_by="receipt:1"
        )
        session.add(said)
        session.flush()
        reply = str(said.id)
    return {
        "claim_id": claim["id"],
        "verification_id": ask(room.client, story)["id"],
        "recommendation_id": recommended["id"],
        "reply_id": reply,
        "token": f"msc_verify_{'a' * 32}",
        "sorting_round_id": sorting,
        "hand_id": hand,
        "panel_id": sitting.panel["id"],
        "member_id": members[0]["id"],
        "round_id": make_vote(sitting).id,
        "search_id": str(search.id),
        "workshop_id": room.workshop["id"],
        "story_id": story,
        "run_id": run["id"],
        "theme_id": room.board()["themes"][0]["id"],
        "key_id": room.client.get(f"{room.url}/api-keys").json()["items"][0]["id"],
        "account_id": room.client.get(f"{API}/auth/me").json()["account"]["id"],
        "code": "ABCDEFGHJKMN",
        "format": "zip",
    }


@pytest.fixture
def strangers(room: Room, people: People, anybody: TestClient, things: dict[str, str]) -> dict[str, TestClient]:
    """Everybody who has no place in the workshop, or too small a one."""
    elsewhere = make_room(people.stranger("Bo"), room.desk)
    scopes = ("stories:read", "themes:read", "audit:read", "exports:read", "intake:write", "verifications:write")
    revoked = make_key(room, *scopes)
    newest = room.client.get(f"{room.url}/api-keys").json()["items"][-1]["id"]
    room.client.delete(f"{API}/api-keys/{newest}")
    tokens = {
        "a seat of another workshop": make_seat(anybody, elsewhere.workshop),
        "a key of another workshop": make_key(elsewhere, *scopes),
        "a key with a scope for nothing here": make_key(room),
        "a revoked key": revoked,
        "an expired key": make_key(room, *scopes, expires_at="2026-01-01T00:00:00Z"),
        "a token that nobody made": {"Authorization": f"Bearer msc_seat_{'a' * 32}"},
    }
    bearers = {
        who: TestClient(anybody.app, headers=token, raise_server_exceptions=False) for who, token in tokens.items()
    }
    return {"nobody": anybody, "a facilitator of another workshop": elsewhere.client, **bearers}


class TestStrangers:
    def test_no_operation_gives_a_stranger_anything(
        self, room: Room, things: dict[str, str], strangers: dict[str, TestClient]
    ) -> None:
        before = room.client.get(f"{room.url}/export.json?profile=evaluation").json()
        tried = operations(room.client)
        guarded = [operation for operation in tried if operation.name not in OPEN_TO_ALL | ABOUT_ONESELF]
        assert {name for operation in guarded for name in re.findall(r"\{(\w+)\}", operation.path)} <= set(things)

        for operation in guarded:
            for who, client in strangers.items():
                reply = client.request(operation.method, operation.on(things), json=BODIES.get(operation.name, {}))

                assert reply.status_code in (401, 403, 404), f"{who}: {operation.name} answered {reply.status_code}"
                assert reply.headers["content-type"] == "application/problem+json"
                assert not any(headline in reply.text for headline in WATER), f"{who}: {operation.name}"

        after = room.client.get(f"{room.url}/export.json?profile=evaluation").json()
        assert after == before

    def test_what_is_about_oneself_never_tells_of_others(
        self, room: Room, things: dict[str, str], strangers: dict[str, TestClient]
    ) -> None:
        own = [operation for operation in operations(room.client) if operation.name in ABOUT_ONESELF - {"log_out"}]
        assert {operation.name for operation in own} == ABOUT_ONESELF - {"log_out"}

        for operation in own:
            for who, client in strangers.items():
                reply = client.request(operation.method, operation.path, json=BODIES.get(operation.name, {}))

                inside = who == "a key with a scope for nothing here"
                assert inside or room.workshop["id"] not in reply.text, f"{who}: {operation.name}"
                assert reply.status_code < 500

    def test_a_thing_of_another_workshop_is_not_reached_through_ones_own(
        self, things: dict[str, str], people: People, room: Room
    ) -> None:
        mine = make_room(people.stranger("Bo"), room.desk)
        (story,) = mine.tell("My own")
        theme = mine.theme("My own theme")

        for command in (
            {"type": "move", "story_id": things["story_id"], "theme_id": theme},
            {"type": "move", "story_id": story, "theme_id": things["theme_id"]},
            {"type": "merge", "theme_id": theme, "into_theme_id": things["theme_id"]},
            {"type": "merge", "theme_id": things["theme_id"], "into_theme_id": theme},
            {"type": "rename", "theme_id": things["theme_id"], "name": "Mine now"},
            {"type": "accept_run", "run_id": things["run_id"]},
            {"type": "accept_suggestion", "suggestion_id": str(uuid4())},
            {"type": "set_aside", "story_id": things["story_id"], "reason": "why not"},
        ):
            assert mine.command(command, status=409)["type"] == "/problems/command-refused", command
        assert mine.client.get(f"{mine.url}/stories", params={"theme": things["theme_id"]}).json()["items"] == []
        assert mine.check()["equal"]
        assert room.check()["equal"]

    def test_a_seat_sees_no_board_and_no_other_seat(
        self, room: Room, things: dict[str, str], anybody: TestClient
    ) -> None:
        seat = make_seat(anybody, room.workshop)
        allowed = OPEN_TO_ALL | ABOUT_ONESELF | {"tell_story", "tell_stories", "list_stories", "deal_hand"}

        for operation in operations(anybody):
            if operation.name not in allowed:
                body = BODIES.get(operation.name, {})
                reply = anybody.request(operation.method, operation.on(things), json=body, headers=seat)
                assert reply.status_code in (403, 404), f"{operation.name} answered {reply.status_code}"
        assert anybody.get(f"{room.url}/stories", headers=seat).json()["items"] == []
