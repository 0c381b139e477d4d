"""The projector shows the room what it may see."""

from typing import Any

from fastapi.testclient import TestClient

from tests.making import API, WATER, Room, make_seat, make_story


def wall(room: Room) -> dict[str, Any]:
    token = room.client.post(f"{room.url}/wall").json()["token"]
    reply = room.client.get(f"{API}/wall", headers={"Authorization": f"Bearer {token}"})
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
        named = make_story(WATER[0], consent={"scope": "workshop", "name_use": "first_name"})
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
