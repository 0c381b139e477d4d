"""Undo and redo: one's own last step, unless somebody else has built on it since."""

from typing import Any

from tests.api.conftest import People
from tests.making import API, WATER, Room, make_seat, make_story

UNDO, REDO = {"type": "undo"}, {"type": "redo"}


def contents(room: Room) -> dict[str, Any]:
    """The board without its place in the log."""
    return {name: value for name, value in room.board().items() if name not in ("seq", "run")}


class TestUndo:
    def test_undoing_everything_leads_back_step_by_step_and_redoing_forward_again(self, room: Room) -> None:
        ids = room.tell(*WATER)
        theme = room.theme("Water", *ids)
        steps: list[dict[str, Any]] = [
            {"type": "rename", "theme_id": theme, "name": "Wells"},
            {"type": "pin", "story_id": ids[0]},
            {"type": "split", "theme_id": theme, "story_ids": ids[:2], "name": "Taps"},
            {"type": "create_theme", "name": "School", "story_ids": ids[3:]},
            {"type": "agree", "theme_id": theme},
            {"type": "merge", "theme_id": theme, "into_theme_id": "the newest"},
            {"type": "set_aside", "story_id": ids[1], "reason": "told twice"},
            {"type": "lock", "theme_id": "the newest"},
            {"type": "dissolve", "theme_id": "the newest"},
        ]
        boards = [contents(room)]
        for step in steps:
            newest = max(room.board()["themes"], key=lambda theme: theme["letter"])["id"]
            room.command({name: newest if value == "the newest" else value for name, value in step.items()})
            boards.append(contents(room))

        for board in reversed(boards[:-1]):
            room.command(UNDO)
            assert contents(room) == board
        for board in boards[1:]:
            room.command(REDO)
            assert contents(room) == board
        assert room.check()["equal"]
        assert "nothing to redo" in room.command(REDO, status=409)["detail"]

    def test_an_accepted_run_is_one_step(self, room: Room) -> None:
        room.tell(*WATER)
        run = room.group()
        before = contents(room)

        room.command({"type": "accept_run", "run_id": run["id"]})
        room.command(UNDO)

        assert contents(room) == before
        again = room.client.get(f"{API}/grouping-runs/{run['id']}").json()
        assert {suggestion["state"] for suggestion in again["suggestions"]} == {"open"}

    def test_each_facilitator_undoes_their_own(self, room: Room, people: People) -> None:
        one, two = room.tell("One", "Two")
        water = room.theme("Water")
        bo = people.second_facilitator(room)
        room.command({"type": "move", "story_id": one, "theme_id": water})
        bo.command({"type": "move", "story_id": two, "theme_id": water})

        room.command(UNDO)
        mine_undone = room.where(one), room.where(two)
        bo.command(UNDO)

        assert mine_undone == (None, water)
        assert room.where(two) is None
        assert "nothing to undo" in bo.command(UNDO, status=409)["detail"]

    def test_a_step_that_somebody_has_built_on_stays_and_says_why(self, room: Room, people: People) -> None:
        (one,) = room.tell("One")
        water, school = room.theme("Water"), room.theme("School")
        bo = people.second_facilitator(room)
        room.command({"type": "move", "story_id": one, "theme_id": water})
        bo.command({"type": "move", "story_id": one, "theme_id": school})

        said = room.command(UNDO, status=409)

        (conflict,) = said["conflicts"]
        assert said["type"] == "/problems/board-conflict"
        assert (conflict["actor_name"], conflict["action"], conflict["theme_name"]) == ("Bo", "move", "School")
        assert room.where(one) == school

    def test_a_theme_is_not_taken_from_under_stories_that_others_put_in(self, room: Room, people: People) -> None:
        one, two = room.tell("One", "Two")
        bo = people.second_facilitator(room)
        water = room.theme("Water", one)
        bo.command({"type": "move", "story_id": two, "theme_id": water})

        said = room.command(UNDO, status=409)

        assert [(conflict["subject"], conflict["actor_name"]) for conflict in said["conflicts"]] == [
            (f"story:{two}", "Bo")
        ]
        assert room.where(one) == room.where(two) == water

    def test_a_story_does_not_go_back_into_a_theme_that_is_gone(self, room: Room, people: People) -> None:
        (one,) = room.tell("One")
        bo = people.second_facilitator(room)
        water, school = bo.theme("Water", one), bo.theme("School")
        room.command({"type": "move", "story_id": one, "theme_id": school})
        bo.command({"type": "dissolve", "theme_id": water})

        assert "no longer on the board" in room.command(UNDO, status=409)["detail"]
        assert room.where(one) == school

    def test_undoing_a_name_leaves_the_theme_where_somebody_has_put_it_since(self, room: Room, people: People) -> None:
        one, two = room.theme("One"), room.theme("Two")
        bo = people.second_facilitator(room)
        room.command({"type": "rename", "theme_id": one, "name": "First"})
        bo.command({"type": "reorder", "theme_id": one, "position": 1})

        room.command(UNDO)

        assert [(theme["id"], theme["name"]) for theme in room.board()["themes"]] == [(two, "Two"), (one, "One")]
        assert room.check()["equal"]

    def test_a_story_withdrawn_meanwhile_stays_withdrawn(self, room: Room) -> None:
        seat = make_seat(room.client, room.workshop)
        mine = room.client.post(f"{room.url}/stories", json=make_story("Mine"), headers=seat).json()["id"]
        (other,) = room.tell("Another")
        water = room.theme("Water")
        room.command({"type": "move", "story_ids": [mine, other], "theme_id": water})
        room.client.post(f"{API}/stories/{mine}/withdraw", json={}, headers=seat)

        room.command(UNDO)
        undone = room.where(other)
        room.command(REDO)

        assert (undone, room.where(other)) == (None, water)
        assert room.client.get(f"{room.url}/stories?state=withdrawn").json()["items"][0]["id"] == mine
        assert room.board()["themes"][0]["story_ids"] == [other]
        assert room.check()["equal"]

    def test_a_new_step_takes_the_place_of_what_could_be_redone(self, room: Room) -> None:
        room.theme("One")
        room.command(UNDO)
        room.theme("Two")

        assert "nothing to redo" in room.command(REDO, status=409)["detail"]
        room.command(UNDO)
        assert room.board()["themes"] == []

    def test_an_undo_is_on_record_with_what_it_undid(self, room: Room) -> None:
        room.theme("One")
        done = room.command({"type": "undo", "reason": "too soon"})

        newest = room.client.get(f"{room.url}/change-events").json()["items"][-1]
        assert (newest["action"], newest["undo_of"], newest["reason"]) == ("undo", 2, "too soon")
        assert done["results"][0]["undo_of"] == 2
