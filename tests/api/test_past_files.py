"""A file as of an earlier decision is the file that was taken away then, within the consent of today."""

from typing import Any, get_args

import pytest

from app.exports.renderers import Format
from tests.api.conftest import problem
from tests.api.following import make_loop
from tests.making import API, SCHOOL, WATER, Room, make_story

NOT_THEN = ("participation",)


def exported(room: Room, profile: str = "evaluation", **asked: Any) -> dict[str, Any]:
    reply = room.client.get(f"{room.url}/export.json", params={"profile": profile, **asked})
    assert reply.status_code == 200, reply.text
    told: dict[str, Any] = reply.json()
    for one in [*told["selections"], *(chosen for theme in told["summaries"] for chosen in theme["chosen"])]:
        one["marks"] = []  # they tell what happened since
    return {name: value for name, value in told.items() if name not in NOT_THEN}


def steps(room: Room) -> Any:
    """A day of decisions, one after the other; yields after each."""
    water, school = room.tell(*WATER), room.tell(*SCHOOL)
    yield
    run = room.group()
    yield
    room.command({"type": "accept_run", "run_id": run["id"]})
    yield
    theme = room.theme("Our water", *water[:3])
    yield
    room.command({"type": "rename", "theme_id": theme, "name": "Water for all"}, {"type": "agree", "theme_id": theme})
    yield
    room.command({"type": "set_aside", "story_id": school[0], "reason": "told twice"})
    yield
    room.command({"type": "move", "story_id": water[0], "theme_id": None, "reason": "it is about health"})
    yield
    make_loop(room, water[1], WATER[1])
    yield
    room.command({"type": "bring_back", "story_id": school[0]})
    room.command({"type": "dissolve", "theme_id": theme})
    yield


def test_each_moment_of_a_day_is_told_as_it_was_told_then(room: Room) -> None:
    taken = {}
    for _ in steps(room):
        told = exported(room)
        taken[told["as_of_seq"]] = told
    assert len(taken) == 9

    for seq, told in taken.items():
        again = exported(room, as_of=seq)
        for name in told:
            assert again[name] == told[name], f"{name} as of {seq}"


def test_consent_of_today_holds_for_every_moment(room: Room) -> None:
    public = {"scope": "public", "name_use": "anonymous"}
    told = room.client.post(f"{room.url}/stories", json=make_story("Marrowick well", consent=public)).json()
    seq = room.board()["seq"]
    assert "Marrowick" in str(exported(room, "public", as_of=seq))
    room.client.patch(f"{API}/receipts/{told['receipt_code']}", json={"consent": {"scope": "evaluation"}})

    assert "Marrowick" not in str(exported(room, "public", as_of=seq))
    assert "Marrowick" in str(exported(room, "evaluation", as_of=seq))
    room.client.post(f"{API}/receipts/{told['receipt_code']}/withdraw", json={})
    assert "Marrowick" not in str(exported(room, "evaluation", as_of=seq))


def test_a_decision_that_has_not_come_is_no_moment(room: Room) -> None:
    later = room.board()["seq"] + 1
    for wrong in (later, 0, -1, "x"):
        problem(
            room.client.get(f"{room.url}/export.csv", params={"profile": "public", "as_of": wrong}),
            422,
            "payload-invalid",
        )


@pytest.mark.parametrize("format", get_args(Format))
def test_the_same_moment_gives_the_same_bytes_whatever_came_since(room: Room, format: Format) -> None:
    room.theme("Water", *room.tell(*WATER))
    asked = {"profile": "evaluation", "as_of": room.board()["seq"]}
    first = room.client.get(f"{room.url}/export.{format}", params=asked)

    room.theme("School", *room.tell(*SCHOOL))
    again = room.client.get(f"{room.url}/export.{format}", params=asked)

    assert first.status_code == again.status_code == 200
    assert first.headers["content-disposition"] == again.headers["content-disposition"]
    assert first.content == again.content
