"""The projector shows the room what it may see."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.making import API, WATER, Room, make_seat, make_story


def key_to_the_wall(room: Room) -> dict[str, str]:
    """The headers of a projector's window."""
    return {"Authorization": f"Bearer {room.client.post(f'{room.url}/wall').json()['token']}"}


def wall(room: Room) -> dict[str, Any]:
    reply = room.client.get(f"{API}/wall", headers=key_to_the_wall(room))
    assert reply.status_code == 200, reply.text
    shown: dict[str, Any] = reply.json()
    return shown


class TestPresent:
    def test_while_collecting_blind_there_are_counts_and_no_words(self, room: Room) -> None:
        room.theme("Water", *room.tell(*WATER))

        shown = wall(room)

        assert (shown["stories"], shown["revealed"], shown["themes"]) == (len(WATER), False, [])
        assert WATER[0] not in str(shown)

    def test_after_the_reveal_themes_show_stories_by_the_names_agreed_to(self, room: Room, client: TestClient) -> None:
        seat = make_seat(client, room.workshop, display_name="Grace Wanjiru")
        named = make_story(WATER[0], teller_name="Grace", consent={"scope": "workshop", "name_use": "first_name"})
        hidden = make_story(WATER[1], consent={"scope": "workshop", "name_use": "anonymous"})
        told = [client.post(f"{room.url}/stories", json=story, headers=seat).json()["id"] for story in (named, hidden)]
        room.theme("Water", *told)
        room.client.patch(room.url, json={"stage": "reviewing"})

        [theme] = wall(room)["themes"]

        assert [story["said_by"] for story in theme["stories"]] == ["Grace", "anonymous"]

    def test_the_wall_follows_the_facilitator_and_its_key_opens_nothing_else(self, room: Room) -> None:
        [story] = room.tell(WATER[0])
        room.client.patch(room.url, json={"stage": "reviewing"})
        room.client.put(f"{room.url}/wall", json={"show": "story", "story_id": story})
        token = room.client.post(f"{room.url}/wall").json()["token"]

        shown = wall(room)
        elsewhere = room.client.get(f"{room.url}/board", headers={"Authorization": f"Bearer {token}"})

        assert (shown["show"], shown["story"]["headline"]) == ("story", WATER[0])
        assert elsewhere.status_code == 403

    @pytest.mark.parametrize("held", ["{}", "W/{}", '"another", W/{}'])
    def test_a_wall_that_shows_this_already_is_sent_nothing(self, room: Room, held: str) -> None:
        key = key_to_the_wall(room)
        etag = room.client.get(f"{API}/wall", headers=key).headers["etag"]

        again = room.client.get(f"{API}/wall", headers=key | {"If-None-Match": held.format(etag)})

        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)

    @pytest.mark.parametrize(
        "change",
        [
            lambda room: room.tell(WATER[0]),
            lambda room: room.theme("Water"),
            lambda room: make_seat(room.client, room.workshop),
            lambda room: room.client.put(f"{room.url}/wall", json={"show": "blank"}),
            lambda room: room.client.patch(room.url, json={"stage": "reviewing"}),
            lambda room: room.client.patch(room.url, json={"focus_question": "And what else?"}),
            lambda room: room.client.patch(room.url, json={"title": "Another title"}),
        ],
        ids=["story", "theme", "seat", "blank", "stage", "question", "title"],
    )
    def test_whatever_changes_on_the_wall_is_sent(self, room: Room, change: Callable[[Room], object]) -> None:
        key = key_to_the_wall(room)
        before = room.client.get(f"{API}/wall", headers=key)

        change(room)
        after = room.client.get(f"{API}/wall", headers=key | {"If-None-Match": before.headers["etag"]})

        assert after.status_code == 200
        assert after.json() != before.json()

    def test_a_teller_who_takes_the_name_back_is_not_named_from_the_next_look_on(
        self, room: Room, client: TestClient
    ) -> None:
        seat = make_seat(client, room.workshop, display_name="Grace Wanjiru")
        told = make_story(WATER[0], consent={"scope": "workshop", "name_use": "named"})
        story = client.post(f"{room.url}/stories", json=told, headers=seat).json()["id"]
        room.theme("Water", story)
        room.client.patch(room.url, json={"stage": "reviewing"})
        key = key_to_the_wall(room)
        before = room.client.get(f"{API}/wall", headers=key)

        taken_back = {"consent": {"scope": "workshop", "name_use": "anonymous"}}
        assert client.patch(f"{API}/stories/{story}", json=taken_back, headers=seat).status_code == 200
        after = room.client.get(f"{API}/wall", headers=key | {"If-None-Match": before.headers["etag"]})

        assert ("Grace" in before.text, "Grace" in after.text) == (True, False)
