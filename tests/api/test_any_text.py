"""Any text at all, from telling to every view and file: it is refused with its place, or shown everywhere."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import pointers
from tests.making import API, Room, make_seat, make_story

VIEWS = (
    "/board",
    "/stories",
    "/theme-summaries?profile=evaluation",
    "/export.json?profile=evaluation",
    "/export.csv?profile=evaluation",
)
HOSTILE = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(codec=None), max_size=6),
    st.text("\x1c\x85\u200b \u202e\ufffe", max_size=3),
)
NEVER_HANGS = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def answers(room: Room) -> dict[str, int]:
    """How each view of the workshop answers, the wall among them."""
    wall = room.client.post(f"{room.url}/wall").json()
    shown = room.client.get(f"{API}/wall", headers={"Authorization": f"Bearer {wall['token']}"})
    return {"/wall": shown.status_code} | {view: room.client.get(f"{room.url}{view}").status_code for view in VIEWS}


class TestAnyText:
    def test_a_control_character_as_a_name_takes_down_no_view(self, room: Room) -> None:
        said = {"teller_name": "\x1c", "capture_mode": "interview"}
        consent = {"scope": "evaluation", "name_use": "first_name"}

        reply = room.client.post(f"{room.url}/stories", json=make_story("Water") | said | {"consent": consent})

        assert pointers(reply) == ["/teller_name"]
        assert set(answers(room).values()) == {200}

    @given(headline=HOSTILE, note=HOSTILE, name=HOSTILE, where=HOSTILE, use=st.sampled_from(["named", "first_name"]))
    @NEVER_HANGS
    def test_any_story_is_refused_with_its_place_or_shown_everywhere(
        self, room: Room, headline: str, note: str, name: str, where: str, use: str
    ) -> None:
        room.client.patch(room.url, json={"stage": "reviewing"})
        words: dict[str, Any] = {"notes": [note], "teller_name": name, "happened_where": where}

        reply = room.client.post(
            f"{room.url}/stories",
            content=as_json(
                make_story(headline, capture_mode="interview", **words)
                | {"consent": {"scope": "public", "name_use": use}}
            ),
            headers={"Content-Type": "application/json"},
        )

        assert reply.status_code in (201, 422), reply.text
        assert reply.status_code == 201 or pointers(reply)
        assert set(answers(room).values()) == {200}, answers(room)

    @given(name=HOSTILE)
    @NEVER_HANGS
    def test_any_display_name_is_refused_or_shown(self, room: Room, name: str) -> None:
        reply = room.client.post(
            f"{API}/join",
            content=as_json({"join_code": room.workshop["join_code"], "display_name": name}),
            headers={"Content-Type": "application/json"},
        )

        assert reply.status_code in (201, 422), reply.text
        assert set(answers(room).values()) == {200}

    def test_a_right_to_left_override_cannot_be_a_name(self, room: Room) -> None:
        seat = make_seat(room.client, room.workshop)

        reply = room.client.patch(f"{API}/seat", json={"display_name": "\u202eAmina"}, headers=seat)

        assert pointers(reply) == ["/display_name"]


def as_json(body: dict[str, Any]) -> bytes:
    """The body with every letter escaped, halves of surrogate pairs too."""
    return json.dumps(body).encode("ascii")
