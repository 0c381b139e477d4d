"""Two moments of one board side by side."""

from typing import Any

from tests.api.conftest import make_key, problem
from tests.making import API, Room


def compared(room: Room, start: int, end: int | None = None, **headers: str) -> dict[str, Any]:
    asked = {"from": start} | ({} if end is None else {"to": end})
    reply = room.client.get(f"{room.url}/board/comparison", params=asked, headers=headers)
    assert reply.status_code == 200, reply.text
    told: dict[str, Any] = reply.json()
    return told


def ways(told: dict[str, Any]) -> set[tuple[str | None, str | None, tuple[str, ...]]]:
    return {(way["from_theme_id"], way["to_theme_id"], tuple(way["story_ids"])) for way in told["moves"]}


def lives(told: dict[str, Any]) -> dict[str, tuple[str | None, str | None]]:
    """The name of each theme at both moments."""
    return {one["id"]: tuple(one[side] and one[side]["name"] for side in ("before", "after")) for one in told["themes"]}


class TestCompare:
    def test_it_tells_what_became_of_themes_and_stories_in_both_directions(self, room: Room) -> None:
        one, two, three, four = room.tell("One", "Two", "Three", "Four")
        wells, water, school = room.theme("Wells", one), room.theme("Water", two), room.theme("School", three)
        then = room.board()["seq"]
        room.command({"type": "merge", "theme_id": wells, "into_theme_id": water})
        room.command({"type": "rename", "theme_id": water, "name": "Clean water"})
        room.command({"type": "dissolve", "theme_id": school})
        fresh = room.theme("Leaders", four)
        (late,) = room.tell("Late")
        room.client.post(f"{API}/stories/{two}/withdraw", json={})

        there = compared(room, then)
        back = compared(room, room.board()["seq"], then)

        assert (there["from_seq"], there["to_seq"]) == (then, room.board()["seq"])
        assert ways(there) == {(wells, water, (one,)), (school, None, (three,)), (None, fresh, (four,))}
        assert ways(back) == {(to, start, ids) for start, to, ids in ways(there)}
        assert lives(there) == {
            wells: ("Wells", None),
            water: ("Water", "Clean water"),
            school: ("School", None),
            fresh: (None, "Leaders"),
        }
        assert lives(back) == {id: (after, before) for id, (before, after) in lives(there).items()}
        assert {one["id"]: one["merged_into"] for one in there["themes"] if one["merged_into"]} == {wells: water}
        assert {one["id"]: one["merged_into"] for one in back["themes"] if one["merged_into"]} == {wells: water}
        assert {one["id"]: one["after"]["stories"] for one in there["themes"] if one["after"]} == {water: 1, fresh: 1}
        assert (there["joined"], there["left"]) == ([late], 1)
        assert (back["joined"], back["left"]) == ([], 1)

    def test_a_moment_is_like_itself_and_a_moment_to_come_is_now(self, room: Room) -> None:
        (one,) = room.tell("One")
        water = room.theme("Water", one)

        same = compared(room, room.board()["seq"], 99_999)

        assert (same["moves"], same["joined"], same["left"]) == ([], [], 0)
        assert lives(same) == {water: ("Water", "Water")}

    def test_a_script_hears_of_stories_whose_consent_covers_it(self, room: Room) -> None:
        start = room.board()["seq"]
        (open_one,) = room.tell("For all")
        room.tell("For us", consent={"scope": "workshop", "name_use": "anonymous"})

        told = compared(room, start, **make_key(room, "themes:read"))

        assert told["joined"] == [open_one]
        stranger = room.client.get(f"{room.url}/board/comparison?from=1", headers=make_key(room, "stories:read"))
        problem(stranger, 403, "not-allowed")
