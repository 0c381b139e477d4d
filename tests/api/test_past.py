"""The board as it stood, and the way back to it."""

from typing import Any

from tests.making import API, SCHOOL, WATER, Room


def shape(board: dict[str, Any]) -> dict[str, set[str]]:
    """Which stories are in which theme, by name."""
    return {theme["name"]: set(theme["story_ids"]) for theme in board["themes"]}


class TestMoment:
    def test_the_board_can_be_seen_as_it_stood(self, room: Room) -> None:
        water = room.tell(*WATER)
        room.theme("Water", *water)
        then = room.board()
        room.command({"type": "rename", "theme_id": then["themes"][0]["id"], "name": "Wells"})
        room.command({"type": "move", "story_id": water[0], "theme_id": None})

        seen = room.client.get(f"{room.url}/board", params={"at": then["seq"]}).json()

        assert shape(seen) == shape(then)
        assert seen["seq"] == then["seq"]
        assert shape(room.board()) == {"Wells": set(water[1:])}

    def test_before_its_first_event_the_board_is_empty(self, room: Room) -> None:
        room.tell(*WATER)

        seen = room.client.get(f"{room.url}/board", params={"at": 0})

        assert seen.status_code == 200
        assert (seen.json()["stage"], seen.json()["themes"], seen.json()["not_placed"]) == ("draft", [], [])

    def test_a_restored_board_is_one_new_step_that_can_be_undone(self, room: Room) -> None:
        water, school = room.tell(*WATER), room.tell(*SCHOOL)
        theme = room.theme("Water", *water)
        then = room.board()
        other = room.theme("School", *school)
        room.command({"type": "merge", "theme_id": theme, "into_theme_id": other})
        merged = room.board()

        room.command({"type": "restore", "seq": then["seq"]})

        assert shape(room.board()) == shape(then)
        assert room.check()["equal"]
        room.command({"type": "undo"})
        assert shape(room.board()) == shape(merged)
        assert room.check()["equal"]

    def test_what_was_withdrawn_stays_withdrawn_and_late_stories_stay(self, room: Room) -> None:
        water = room.tell(*WATER)
        room.theme("Water", *water)
        then = room.board()
        room.client.post(f"{API}/stories/{water[0]}/withdraw", json={})
        [late] = room.tell("Late but welcome")
        room.command({"type": "move", "story_id": water[1], "theme_id": None})

        room.command({"type": "restore", "seq": then["seq"]})

        board = room.board()
        assert shape(board) == {"Water": set(water[1:])}
        assert [story["id"] for story in board["not_placed"]] == [late]

    def test_a_moment_that_has_not_come_is_refused(self, room: Room) -> None:
        refused = room.command({"type": "restore", "seq": 999}, status=409)

        assert refused["type"] == "/problems/command-refused"
