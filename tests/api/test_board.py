"""The board: what each command does, what it refuses, and what two people at once are told."""

import itertools
from typing import Any, get_args, get_type_hints
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from app.board.commands import COMMANDS
from app.board.service import apply
from app.db import writing
from app.grouping.workflow import Desk
from app.history.refusals import CommandRefused
from app.security import Actor
from models import ChangeEvent, Story, Workshop
from models.board import CommandType
from models.commands import Command, Commands, PutAside
from tests.api.conftest import People, make_key, make_room, pointers
from tests.making import API, Room

ID = str(uuid4())


def theme_of(room: Room, id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(theme for theme in room.board()["themes"] if theme["id"] == id)
    return found


def refused(room: Room, *commands: dict[str, Any]) -> dict[str, Any]:
    """What the board says no with; nothing may have changed."""
    before = room.board()
    said = room.command(*commands, status=409)
    assert said["type"] in ("/problems/command-refused", "/problems/theme-gone"), said
    assert room.board() == before
    return said


class TestCommands:
    def test_a_story_moves_between_themes_and_back_to_those_not_placed(self, room: Room) -> None:
        one, two = room.tell("The well works", "The school opened")
        water, school = room.theme("Water", one), room.theme("School")

        room.command({"type": "move", "story_ids": [one, two], "theme_id": school})
        together = theme_of(room, school)["story_ids"]
        room.command({"type": "move", "story_id": one, "theme_id": None})

        assert together == [one, two]
        assert theme_of(room, water)["story_ids"] == []
        assert [story["id"] for story in room.board()["not_placed"]] == [one]

    def test_a_story_may_belong_to_a_second_theme_and_leave_it(self, room: Room) -> None:
        (one,) = room.tell("The school has a well")
        water, school = room.theme("Water", one), room.theme("School")

        room.command({"type": "add_secondary", "story_id": one, "theme_id": school})
        both = theme_of(room, school)["secondary_story_ids"], room.where(one)
        room.command({"type": "remove_secondary", "story_id": one, "theme_id": school})

        assert both == ([one], water)
        assert theme_of(room, school)["secondary_story_ids"] == []
        assert "already" in refused(room, {"type": "add_secondary", "story_id": one, "theme_id": water})["detail"]

    def test_a_second_theme_that_becomes_the_first_is_not_both(self, room: Room) -> None:
        (one,) = room.tell("The school has a well")
        room.theme("Water", one)
        school = room.theme("School")
        room.command({"type": "add_secondary", "story_id": one, "theme_id": school})

        room.command({"type": "move", "story_id": one, "theme_id": school})

        assert (theme_of(room, school)["story_ids"], theme_of(room, school)["secondary_story_ids"]) == ([one], [])

    def test_a_pin_confirms_and_goes_along_when_people_move_the_story(self, room: Room) -> None:
        (one,) = room.tell("The well works")
        room.theme("Water", one)
        school = room.theme("School")

        room.command({"type": "pin", "story_id": one})
        room.command({"type": "move", "story_id": one, "theme_id": school})
        pinned = theme_of(room, school)["stories"][0]["membership"]
        room.command({"type": "unpin", "story_id": one})

        assert (pinned["pinned"], pinned["state"], pinned["source"]) == (True, "confirmed", "facilitator")
        assert theme_of(room, school)["stories"][0]["membership"]["pinned"] is False

    def test_merging_takes_stories_second_memberships_and_the_memory_of_parents_along(self, room: Room) -> None:
        one, two, three, four = room.tell("One", "Two", "Three", "Four")
        source, target = room.theme("Wells", one, two), room.theme("Water", three)
        elsewhere = room.theme("School", four)
        for story, theme in ((three, source), (two, target), (four, source)):
            room.command({"type": "add_secondary", "story_id": story, "theme_id": theme})

        room.command({"type": "merge", "theme_id": source, "into_theme_id": target})

        merged = theme_of(room, target)
        assert merged["story_ids"] == [one, two, three]
        assert merged["secondary_story_ids"] == [four]
        assert theme_of(room, elsewhere)["story_ids"] == [four]
        gone = room.command({"type": "rename", "theme_id": source, "name": "Wells"}, status=409)
        assert (gone["type"], gone["merged_into"]) == ("/problems/theme-gone", target)
        assert room.check()["equal"]

    def test_a_split_leaves_its_parent_behind(self, room: Room) -> None:
        one, two, three = room.tell("One", "Two", "Three")
        water = room.theme("Water", one, two, three)

        done = room.command({"type": "split", "theme_id": water, "story_ids": [two, three], "name": "Wells"})

        new = next(id for id in done["results"][0]["theme_ids"])
        assert (theme_of(room, new)["name"], theme_of(room, new)["story_ids"]) == ("Wells", [two, three])
        assert theme_of(room, water)["story_ids"] == [one]
        themes = room.client.get(f"{room.url}/export.json?profile=evaluation").json()["themes"]
        assert {theme["theme_id"]: theme["parents"] for theme in themes} == {water: [], new: [water]}

    def test_a_dissolved_theme_sets_its_stories_free(self, room: Room) -> None:
        one, two = room.tell("One", "Two")
        water, school = room.theme("Water", one), room.theme("School", two)
        room.command({"type": "add_secondary", "story_id": two, "theme_id": water})

        room.command({"type": "dissolve", "theme_id": water})

        assert [story["id"] for story in room.board()["not_placed"]] == [one]
        assert [theme["id"] for theme in room.board()["themes"]] == [school]

    def test_agreeing_confirms_what_is_in_the_theme(self, room: Room) -> None:
        room.tell("The well works", "The well has water", "A well for us", "Water in the well")
        room.command({"type": "accept_run", "run_id": room.group()["id"]})
        (theme, *_) = room.board()["themes"]
        assert {story["membership"]["state"] for story in theme["stories"]} == {"suggested"}

        room.command({"type": "agree", "theme_id": theme["id"], "acting_for": "group"})
        agreed = theme_of(room, theme["id"])
        room.command({"type": "reopen", "theme_id": theme["id"]})

        assert agreed["state"] == "agreed"
        assert {story["membership"]["state"] for story in agreed["stories"]} == {"confirmed"}
        assert theme_of(room, theme["id"])["state"] == "suggested"

    def test_a_theme_keeps_its_letter_and_takes_the_place_it_is_given(self, room: Room) -> None:
        one, two, three = (room.theme(name) for name in ("One", "Two", "Three"))

        room.command({"type": "reorder", "theme_id": three, "position": 0})
        room.command({"type": "describe", "theme_id": three, "description": "About the third"})
        room.command({"type": "rename", "theme_id": three, "name": " Third "})

        shown = [(theme["id"], theme["letter"], theme["name"]) for theme in room.board()["themes"]]
        assert shown == [(three, "C", "Third"), (one, "A", "One"), (two, "B", "Two")]
        assert theme_of(room, three)["description"] == "About the third"

    def test_a_name_that_says_nothing_gets_a_hint_and_is_still_allowed(self, room: Room) -> None:
        vague, clear = room.theme("Better communication"), room.theme("Wells reopened")

        assert theme_of(room, vague)["hint"] == "name_says_nothing"
        assert theme_of(room, clear)["hint"] is None

    def test_a_name_declared_before_collecting_is_the_rooms_own_and_gets_no_hint(
        self, client: TestClient, desk: Desk
    ) -> None:
        room = make_room(client, desk, domains=[{"name": "Lessons"}, {"name": "Other"}])

        assert [(theme["name"], theme["hint"]) for theme in room.board()["themes"]] == [
            ("Lessons", None),
            ("Other", None),
        ]

    def test_confirming_a_theme_or_a_story_leaves_the_others_suggested(self, room: Room) -> None:
        room.tell("The well works", "The well has water", "A well for us", "Water in the well")
        room.command({"type": "accept_run", "run_id": room.group()["id"]})
        (theme, *_) = room.board()["themes"]
        first, *rest = theme["story_ids"]

        room.command({"type": "confirm", "story_id": first})
        one = [story["membership"]["state"] for story in theme_of(room, theme["id"])["stories"]]
        room.command({"type": "confirm", "theme_id": theme["id"]})

        assert one == ["confirmed", *("suggested" for _ in rest)]
        assert {story["membership"]["state"] for story in theme_of(room, theme["id"])["stories"]} == {"confirmed"}

    def test_every_command_says_no_to_what_makes_no_sense(self, room: Room) -> None:
        one, two = room.tell("One", "Two")
        theme, nowhere = room.theme("Water", one), str(uuid4())
        dead = room.theme("Dead")
        room.command({"type": "dissolve", "theme_id": dead})
        senseless: list[dict[str, Any]] = [
            {"type": "move", "story_id": nowhere, "theme_id": theme},
            {"type": "move", "story_id": one, "theme_id": nowhere},
            {"type": "move", "story_id": one, "theme_id": dead},
            {"type": "add_secondary", "story_id": one, "theme_id": theme},
            {"type": "add_secondary", "story_id": one, "theme_id": dead},
            {"type": "remove_secondary", "story_id": one, "theme_id": nowhere},
            {"type": "pin", "story_id": two},
            {"type": "unpin", "story_id": two},
            {"type": "confirm", "story_id": two},
            {"type": "merge", "theme_id": theme, "into_theme_id": theme},
            {"type": "merge", "theme_id": theme, "into_theme_id": dead},
            {"type": "split", "theme_id": theme, "story_ids": [one], "name": "All of it"},
            {"type": "split", "theme_id": theme, "story_ids": [two], "name": "None of it"},
            {"type": "create_theme", "name": "New", "story_ids": [nowhere]},
            {"type": "rename", "theme_id": nowhere, "name": "Wells"},
            {"type": "describe", "theme_id": nowhere, "description": "Of nothing"},
            {"type": "agree", "theme_id": dead},
            {"type": "reopen", "theme_id": nowhere},
            {"type": "lock", "theme_id": dead},
            {"type": "unlock", "theme_id": nowhere},
            {"type": "dissolve", "theme_id": dead},
            {"type": "reorder", "theme_id": nowhere, "position": 0},
            {"type": "set_aside", "story_id": nowhere, "reason": "none there"},
            {"type": "accept_suggestion", "suggestion_id": nowhere},
            {"type": "refuse_suggestion", "suggestion_id": nowhere},
            {"type": "accept_run", "run_id": nowhere},
            {"type": "bring_back", "story_id": one},
            {"type": "restore", "seq": 99},
        ]

        for command in senseless:
            assert refused(room, command)["detail"], command
        assert {command["type"] for command in senseless} >= set(COMMANDS)

    def test_what_has_no_form_is_pointed_to(self, room: Room) -> None:
        url = f"{room.url}/board/commands"
        for body, pointer in (
            ({"base_seq": 0, "commands": []}, "/commands"),
            ({"commands": [{"type": "undo"}]}, "/base_seq"),
            ({"base_seq": -1, "commands": [{"type": "undo"}]}, "/base_seq"),
            ({"base_seq": 0, "commands": [{"type": "explode"}]}, "/commands/0/type"),
            ({"base_seq": 0, "commands": [{"type": "undo"}, {"type": "undo", "how": 1}]}, "/commands/1/how"),
            (
                {"base_seq": 0, "commands": [{"type": "rename", "theme_id": ID, "name": "a" * 61}]},
                "/commands/0/name",
            ),
            ({"base_seq": 0, "commands": [{"type": "rename", "theme_id": ID, "name": "  "}]}, "/commands/0/name"),
            (
                {"base_seq": 0, "commands": [{"type": "reorder", "theme_id": ID, "position": -1}]},
                "/commands/0/position",
            ),
            ({"base_seq": 0, "commands": [{"type": "undo"}] * 101}, "/commands"),
        ):
            assert pointers(room.client.post(url, json=body)) == [pointer]

    @pytest.mark.parametrize(
        ("command", "pointer"),
        [
            ({}, "/type"),
            ({"type": "move", "story_id": ID}, "/theme_id"),
            ({"type": "move", "theme_id": ID}, ""),
            ({"type": "move", "story_ids": [], "theme_id": ID}, ""),
            ({"type": "add_secondary", "story_id": ID}, "/theme_id"),
            ({"type": "pin"}, ""),
            ({"type": "confirm"}, ""),
            ({"type": "merge", "theme_id": ID}, "/into_theme_id"),
            ({"type": "split", "theme_id": ID, "story_ids": [ID]}, "/name"),
            ({"type": "create_theme"}, "/name"),
            ({"type": "rename", "theme_id": ID}, "/name"),
            ({"type": "describe", "theme_id": ID}, "/description"),
            ({"type": "agree"}, "/theme_id"),
            ({"type": "agree", "theme_id": ID, "name": "Wells"}, "/name"),
            ({"type": "reorder", "theme_id": ID}, "/position"),
            ({"type": "set_aside", "story_id": ID}, "/reason"),
            ({"type": "bring_back"}, ""),
            ({"type": "accept_suggestion"}, "/suggestion_id"),
            ({"type": "accept_run"}, "/run_id"),
            ({"type": "restore"}, "/seq"),
            ({"type": "undo", "seq": 1}, "/seq"),
        ],
    )
    def test_a_field_that_is_missing_or_means_nothing_to_a_command_is_pointed_to(
        self, room: Room, command: dict[str, Any], pointer: str
    ) -> None:
        reply = room.client.post(f"{room.url}/board/commands", json={"base_seq": 0, "commands": [command]})

        assert (reply.status_code, pointers(reply)) == (422, [f"/commands/0{pointer}"])

    def test_each_command_is_carried_out_by_the_function_of_its_form(self) -> None:
        forms = get_args(get_args(Command)[0])
        form_of = {type: form for form in forms for type in get_args(form.model_fields["type"].annotation)}

        assert set(form_of) == set(get_args(CommandType)) == {*COMMANDS, "undo", "redo"}
        assert {name: get_type_hints(run)["command"] for name, run in COMMANDS.items()} == {
            name: form_of[name] for name in COMMANDS
        }

    def test_a_command_that_changes_nothing_leaves_no_trace(self, room: Room) -> None:
        (one,) = room.tell("One")
        water = room.theme("Water", one)
        seq = room.board()["seq"]

        for command in (
            {"type": "rename", "theme_id": water, "name": "Water"},
            {"type": "unlock", "theme_id": water},
            {"type": "unpin", "story_id": one},
            {"type": "describe", "theme_id": water, "description": ""},
            {"type": "reorder", "theme_id": water, "position": 0},
        ):
            assert room.command(command)["seq"] == seq, command


class TestAllOrNothing:
    def test_one_senseless_command_takes_the_others_with_it(self, room: Room) -> None:
        (one,) = room.tell("One")
        water = room.theme("Water")

        refused(
            room,
            {"type": "rename", "theme_id": water, "name": "Wells"},
            {"type": "move", "story_id": one, "theme_id": water},
            {"type": "pin", "story_id": str(uuid4())},
        )

        assert room.check()["equal"]

    def test_commands_of_one_request_see_each_other(self, room: Room) -> None:
        (one,) = room.tell("One")
        water, school = room.theme("Water"), room.theme("School")

        done = room.command(
            {"type": "move", "story_id": one, "theme_id": water},
            {"type": "pin", "story_id": one},
            {"type": "merge", "theme_id": water, "into_theme_id": school},
            {"type": "agree", "theme_id": school},
        )

        assert [result["type"] for result in done["results"]] == ["move", "pin", "merge", "agree"]
        assert theme_of(room, school)["stories"][0]["membership"]["pinned"]
        assert done["board_hash"] == room.check()["replayed_hash"]

    def test_a_request_that_comes_twice_is_carried_out_once(self, room: Room) -> None:
        (one,) = room.tell("One")
        water = room.theme("Water", one)
        sent = {
            "base_seq": room.board()["seq"],
            "op_id": str(uuid4()),
            "commands": [
                {"type": "create_theme", "name": "Wells"},
                {"type": "rename", "theme_id": water, "name": "Rivers"},
            ],
        }

        first, again = (room.client.post(f"{room.url}/board/commands", json=sent).json() for _ in range(2))

        assert first == again
        assert [theme["name"] for theme in room.board()["themes"]] == ["Rivers", "Wells"]
        undo = sent | {"op_id": str(uuid4()), "commands": [{"type": "undo"}]}
        once, twice = (room.client.post(f"{room.url}/board/commands", json=undo).json() for _ in range(2))
        assert once == twice
        assert [theme["name"] for theme in room.board()["themes"]] == ["Water", "Wells"]

    def test_a_request_that_changed_nothing_changes_nothing_when_it_comes_again_later(
        self, room: Room, people: People
    ) -> None:
        one, two = room.tell("One", "Two")
        water = room.theme("Water", one)
        then = room.board()["seq"]
        room.command({"type": "pin", "story_id": one}, {"type": "undo"})
        bo = people.second_facilitator(room)
        for command in ({"type": "confirm", "theme_id": water}, {"type": "restore", "seq": then}):
            seq = room.board()["seq"]
            sent = {"base_seq": seq, "op_id": str(uuid4()), "commands": [command]}
            first = room.client.post(f"{room.url}/board/commands", json=sent).json()
            bo.command({"type": "move", "story_id": two, "theme_id": water})

            again = room.client.post(f"{room.url}/board/commands", json=sent).json()

            assert first == again
            assert first["seq"] == seq
            assert room.where(two) == water
            bo.command({"type": "undo"})


class TestTwoAtOnce:
    def test_the_second_to_move_a_story_is_told_who_moved_it_where_and_when(self, room: Room, people: People) -> None:
        (one,) = room.tell("One")
        water, school = room.theme("Water"), room.theme("School")
        bo, seen = people.second_facilitator(room), room.board()["seq"]
        bo.command({"type": "move", "story_id": one, "theme_id": water})

        said = room.command({"type": "move", "story_id": one, "theme_id": school}, base_seq=seen, status=409)

        (conflict,) = said["conflicts"]
        assert said["type"] == "/problems/board-conflict"
        assert (conflict["subject"], conflict["action"], conflict["seq"]) == (f"story:{one}", "move", seen + 1)
        assert (conflict["actor_name"], conflict["theme_name"]) == ("Bo", "Water")
        assert conflict["at"].endswith(("Z", "+00:00"))
        assert room.where(one) == water

    def test_whoever_touches_something_else_is_not_stopped(self, room: Room, people: People) -> None:
        one, two = room.tell("One", "Two")
        water, school = room.theme("Water"), room.theme("School")
        bo, seen = people.second_facilitator(room), room.board()["seq"]
        bo.command({"type": "move", "story_id": one, "theme_id": water})
        bo.command({"type": "rename", "theme_id": water, "name": "Wells"})
        bo.command({"type": "reorder", "theme_id": school, "position": 0})

        for command in (
            {"type": "move", "story_id": two, "theme_id": water},
            {"type": "rename", "theme_id": school, "name": "Classes"},
            {"type": "create_theme", "name": "New"},
        ):
            room.command(command, base_seq=seen)

        assert theme_of(room, water)["story_ids"] == [one, two]
        assert theme_of(room, school)["name"] == "Classes"

    def test_two_names_for_one_theme_are_a_conflict(self, room: Room, people: People) -> None:
        water = room.theme("Water")
        bo, seen = people.second_facilitator(room), room.board()["seq"]
        bo.command({"type": "rename", "theme_id": water, "name": "Wells"})

        said = room.command({"type": "rename", "theme_id": water, "name": "Rivers"}, base_seq=seen, status=409)

        assert said["conflicts"][0]["subject"] == f"theme:{water}"
        assert theme_of(room, water)["name"] == "Wells"

    def test_a_corrected_word_is_no_conflict(self, room: Room) -> None:
        (one,) = room.tell("The wel works")
        water, seen = room.theme("Water"), room.board()["seq"]
        room.client.patch(f"{API}/stories/{one}", json={"headline": "The well works", "reason": "a letter"})

        room.command({"type": "move", "story_id": one, "theme_id": water}, base_seq=seen)

        assert room.where(one) == water

    def test_a_story_withdrawn_since_one_looked_is_not_brought_back(self, room: Room, engine: Engine) -> None:
        if engine.dialect.name == "sqlite":
            pytest.skip("SQLite lets nobody write between a writer's look and its change")
        (one,) = room.tell("Mine")
        with writing(engine) as session:
            workshop = session.exec(select(Workshop).where(Workshop.join_code == room.workshop["join_code"])).one()
            story = session.exec(select(Story).where(Story.workshop_id == workshop.id)).one()
            room.client.post(f"{API}/stories/{one}/withdraw", json={})
            aside = PutAside(type="set_aside", story_id=story.id, reason="told twice")
            actor = Actor("account", uuid4(), "Amina", "")

            with pytest.raises(CommandRefused):
                apply(session, workshop, Commands(base_seq=workshop.seq + 1, commands=[aside]), actor)


class TestThemesThatGo:
    """A theme was merged or dissolved while somebody was about to use it."""

    def test_a_move_into_a_theme_follows_it_into_what_it_became(self, room: Room, people: People) -> None:
        one, two = room.tell("One", "Two")
        wells, rivers, water = room.theme("Wells"), room.theme("Rivers"), room.theme("Water")
        bo, seen = people.second_facilitator(room), room.board()["seq"]
        bo.command({"type": "merge", "theme_id": wells, "into_theme_id": rivers})
        bo.command({"type": "merge", "theme_id": rivers, "into_theme_id": water})

        moved = room.command({"type": "move", "story_id": one, "theme_id": wells}, base_seq=seen)
        placed = room.command({"type": "move", "story_id": two, "theme_id": water}, base_seq=seen)

        assert room.where(one) == room.where(two) == water
        assert moved["results"][0]["followed_to"] == water
        assert placed["results"][0]["followed_to"] is None
        assert room.check()["equal"]

    def test_a_second_theme_and_a_merge_follow_as_well(self, room: Room) -> None:
        (one,) = room.tell("One")
        school, wells, water = room.theme("School", one), room.theme("Wells"), room.theme("Water")
        room.command({"type": "merge", "theme_id": wells, "into_theme_id": water})

        room.command({"type": "add_secondary", "story_id": one, "theme_id": wells})
        both = theme_of(room, water)["secondary_story_ids"], room.where(one)
        room.command({"type": "merge", "theme_id": school, "into_theme_id": wells})

        assert both == ([one], school)
        assert room.where(one) == water

    def test_what_became_of_a_dissolved_theme_is_told_with_who_and_when(self, room: Room, people: People) -> None:
        (one,) = room.tell("One")
        water = room.theme("Water")
        bo, seen = people.second_facilitator(room), room.board()["seq"]
        bo.command({"type": "dissolve", "theme_id": water})

        for command in (
            {"type": "move", "story_id": one, "theme_id": water},
            {"type": "rename", "theme_id": water, "name": "Wells"},
        ):
            said = room.command(command, base_seq=seen, status=409)

            assert said["type"] == "/problems/theme-gone"
            assert (said["theme_id"], said["theme_name"], said["retired_reason"]) == (water, "Water", "dissolved")
            assert said["actor_name"] == "Bo"
            assert said["at"]
        assert room.where(one) is None

    def test_a_dissolved_theme_comes_back_with_the_stories_nobody_has_touched_and_takes_the_move(
        self, room: Room, people: People
    ) -> None:
        one, two, three, four = room.tell("One", "Two", "Three", "Four")
        water, school = room.theme("Water", one, two), room.theme("School", four)
        room.command({"type": "add_secondary", "story_id": four, "theme_id": water})
        room.command({"type": "agree", "theme_id": water})
        before = theme_of(room, water)
        bo = people.second_facilitator(room)
        bo.command({"type": "dissolve", "theme_id": water})
        bo.command({"type": "move", "story_id": two, "theme_id": school})

        room.command({"type": "bring_back", "theme_id": water}, {"type": "move", "story_id": three, "theme_id": water})

        back = theme_of(room, water)
        assert back["story_ids"] == [one, three]
        assert back["secondary_story_ids"] == [four]
        assert (back["name"], back["state"], back["letter"]) == (before["name"], "agreed", before["letter"])
        assert room.where(two) == school
        room.command({"type": "undo"}, {"type": "undo"})
        assert [theme["id"] for theme in room.board()["themes"]] == [school]
        assert room.check()["equal"]

    def test_bringing_back_twice_is_bringing_back_once_and_a_merged_theme_does_not_come_back(self, room: Room) -> None:
        wells, water = room.theme("Wells"), room.theme("Water")
        room.command({"type": "dissolve", "theme_id": water})
        for _ in range(2):
            room.command({"type": "bring_back", "theme_id": water})
        room.command({"type": "merge", "theme_id": wells, "into_theme_id": water})

        assert [theme["id"] for theme in room.board()["themes"]] == [water]
        assert "dissolved" in refused(room, {"type": "bring_back", "theme_id": wells})["detail"]


class TestReading:
    def test_a_board_seen_before_is_not_sent_again(self, room: Room) -> None:
        first = room.client.get(f"{room.url}/board")
        again = room.client.get(f"{room.url}/board", headers={"If-None-Match": first.headers["etag"]})
        room.tell("One")
        after = room.client.get(f"{room.url}/board", headers={"If-None-Match": first.headers["etag"]})

        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", '"1"')
        assert (after.status_code, after.headers["etag"]) == (200, '"2"')

    @pytest.mark.parametrize("held", ['W/"2"', '"1", "2"', "*"])
    def test_a_proxy_that_weakens_the_name_of_a_board_does_not_make_it_travel_again(
        self, room: Room, held: str
    ) -> None:
        room.tell("One")

        assert room.client.get(f"{room.url}/board", headers={"If-None-Match": held}).status_code == 304

    def test_the_log_can_be_read_in_pages_and_from_any_place(self, room: Room) -> None:
        room.tell("One", "Two", "Three")
        water = room.theme("Water")
        key = make_key(room, "audit:read")
        url, seen = f"{room.url}/change-events?limit=2", []

        while url:
            page = room.client.get(url, headers=key)
            seen += page.json()["items"]
            url = page.headers.get("link", "").partition(">")[0].lstrip("<")

        assert [event["seq"] for event in seen] == [1, 2, 3, 4, 5, 6]
        done = ["create_workshop", "tell", "tell", "tell", "create_theme", "create_key"]
        assert [event["action"] for event in seen] == done
        assert seen[-2]["subjects"] == [f"theme:{water}"]
        assert all(event["prev_hash"] == before["hash"] for before, event in itertools.pairwise(seen))
        later = room.client.get(f"{room.url}/change-events?after=4").json()["items"]
        assert [event["seq"] for event in later] == [5, 6]
        assert room.client.get(f"{room.url}/change-events?after=99999999999999999999").status_code == 422

    def test_a_script_is_told_roles_and_a_facilitator_names(self, room: Room, people: People) -> None:
        room.theme("Water")
        people.second_facilitator(room).theme("School")
        room.client.post(f"{API}/join", json={"join_code": room.workshop["join_code"]})
        script = make_key(room, "audit:read")

        named = room.client.get(f"{room.url}/change-events").json()["items"]
        asked = room.client.get(f"{room.url}/change-events", headers=script)
        nameless = asked.json()["items"]

        assert [event["actor_name"] for event in named] == ["Amina", "Amina", "Bo", "Amina"]
        assert {event["actor_name"] for event in nameless} == {"facilitator"}
        assert [event["actor"] for event in nameless] == [event["actor"] for event in named]
        assert len({event["actor"] for event in nameless}) == 2
        assert "Amina" not in asked.text

    def test_a_log_somebody_altered_is_found_out(self, room: Room, engine: Engine) -> None:
        (one,) = room.tell("One")
        room.theme("Water", one)
        assert room.check()["chain_holds"]

        newest = room.client.get(f"{room.url}/change-events?after=2").json()["items"][0]["hash"]
        with writing(engine) as session:
            event = session.exec(select(ChangeEvent).where(ChangeEvent.hash == newest)).one()
            event.reason_hash = "as if somebody had said so"

        assert not room.check()["chain_holds"]

    def test_what_people_do_not_see_is_not_in_the_log(self, room: Room) -> None:
        room.tell("Unmistakable words")
        room.client.patch(
            f"{API}/stories/{room.board()['not_placed'][0]['id']}",
            json={"headline": "Other unmistakable words", "reason": "a correction"},
        )

        assert "nmistakable" not in room.client.get(f"{room.url}/change-events").text

    def test_a_stage_moves_forward_and_back_and_is_on_record(self, room: Room) -> None:
        for stage in ("reviewing", "collecting", "collecting"):
            assert room.client.patch(room.url, json={"stage": stage, "reason": "we agreed"}).json()["stage"] == stage

        moves = [
            event
            for event in room.client.get(f"{room.url}/change-events").json()["items"]
            if event["action"] == "move_stage"
        ]
        stages = [state["stage"] for event in moves for state in event["after"].values()]
        assert stages == ["reviewing", "collecting"]
        assert room.board()["stage"] == "collecting"
        assert room.check()["equal"]
