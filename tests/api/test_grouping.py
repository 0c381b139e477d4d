"""Grouping runs: the machine suggests, people decide, and what they decided holds."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.db import writing
from app.grouping.workflow import Desk
from clustering.testing import HashEmbedder
from models import Suggestion
from tests.api.conftest import make_key, make_room, problem
from tests.making import API, SCHOOL, WATER, Room

MODES = ("fresh", "refine", "place_new", "dense")


class EnglishOnly(HashEmbedder):
    """An embedder whose makers say what it reads."""

    languages = frozenset({"en"})


def suggested(run: dict[str, Any], kind: str | None = None) -> list[dict[str, Any]]:
    return [suggestion for suggestion in run["suggestions"] if kind in (None, suggestion["kind"])]


def proposals(run: dict[str, Any]) -> set[tuple[str, tuple[str, ...], str | None]]:
    """What a run suggests, whatever its ids are."""
    return {
        (told["kind"], tuple(sorted(told["story_ids"])), told["theme_id"])
        for told in run["suggestions"]
        if told["state"] == "open"
    }


class TestAsking:
    def test_a_run_can_be_watched_from_asking_to_its_suggestions(self, room: Room) -> None:
        room.tell(*WATER, *SCHOOL)

        asked = room.client.post(f"{room.url}/grouping-runs", json={})
        waiting = asked.json()
        room.desk.group(UUID(waiting["id"]))
        done = room.client.get(asked.headers["location"]).json()

        assert asked.status_code == 202
        assert asked.headers["location"] == f"{API}/grouping-runs/{waiting['id']}"
        assert (waiting["state"], waiting["mode"], waiting["progress"]["step"]) == ("queued", "fresh", "queued")
        assert (done["state"], done["progress"]) == ("proposed", {"step": "done", "done": 8, "total": 8})
        assert done["quality"]["stories"] == 8
        assert {suggestion["kind"] for suggestion in done["suggestions"]} == {"new_theme"}
        assert not done["stale"]

    def test_a_second_ask_joins_the_one_that_waits(self, room: Room) -> None:
        room.tell(*WATER)

        first, second = (room.client.post(f"{room.url}/grouping-runs", json={"mode": "fresh"}).json() for _ in range(2))
        room.desk.group(UUID(first["id"]))
        third = room.client.post(f"{room.url}/grouping-runs", json={"mode": "fresh"}).json()

        assert first["id"] == second["id"] != third["id"]

    def test_what_cannot_be_asked_is_refused(self, room: Room) -> None:
        assert room.client.post(f"{room.url}/grouping-runs", json={"mode": "magic"}).status_code == 422
        problem(room.client.get(f"{API}/grouping-runs/{uuid4()}"), 404, "not-found")

    def test_a_run_that_breaks_off_says_so_and_the_next_one_is_another(self, room: Room) -> None:
        room.tell(*WATER)
        run = room.client.post(f"{room.url}/grouping-runs", json={}).json()

        room.desk.fail(UUID(run["id"]), "MemoryError")

        failed = room.client.get(f"{API}/grouping-runs/{run['id']}").json()
        assert (failed["state"], "MemoryError" in failed["failure"]) == ("failed", True)
        assert room.group()["id"] != run["id"]
        assert room.board()["themes"] == []


class TestFewAndOdd:
    def test_no_one_two_or_three_stories_each_have_an_answer(self, client: TestClient, desk: Desk) -> None:
        for number in range(4):
            room = make_room(client, desk)
            room.tell(*WATER[:number]) if number else None

            for mode in MODES:
                run = room.group(mode)
                placed = [id for suggestion in suggested(run) for id in suggestion["story_ids"]]
                assert len(placed) == len(set(placed)) <= number
            assert room.check()["equal"]

    def test_stories_that_are_all_the_same_are_one_theme_at_most(self, room: Room) -> None:
        room.tell(*["The well works again"] * 6)

        assert len(suggested(room.group())) <= 1

    def test_a_language_the_model_does_not_read_is_counted_and_not_placed(
        self, client: TestClient, engine: Engine
    ) -> None:
        room = make_room(client, Desk(engine, EnglishOnly()))
        room.tell(*WATER)
        arabic = room.tell("البئر تعمل من جديد", "ماء نظيف كل يوم", language="ar")

        run = room.group()

        assert run["quality"]["language_not_covered"] == 2
        assert not {id for suggestion in suggested(run) for id in suggestion["story_ids"]} & set(arabic)

    def test_emoji_arabic_and_the_longest_story_go_through(self, room: Room) -> None:
        room.tell("💧💧💧", "البئر تعمل من جديد", "?!", "a" * 160, *WATER)
        room.tell("The well", notes=["water " * 160, "well " * 190], significance="w" * 1000)

        run = room.group()

        assert run["quality"]["stories"] == 9

    def test_the_same_question_gets_the_same_answer(self, room: Room) -> None:
        room.tell(*WATER, *SCHOOL)

        assert proposals(room.group()) == proposals(room.group())


class TestDeciding:
    def test_the_machine_never_confirms(self, room: Room) -> None:
        room.tell(*WATER, *SCHOOL)

        run = room.group()
        untouched = room.board()
        room.command({"type": "accept_run", "run_id": run["id"]})

        assert (untouched["themes"], len(untouched["not_placed"])) == ([], 8)
        memberships = [story["membership"] for theme in room.board()["themes"] for story in theme["stories"]]
        assert {(m["state"], m["source"]) for m in memberships} == {("suggested", "machine")}
        assert all(0 <= membership["strength"] <= 1 for membership in memberships)

    def test_a_suggestion_is_accepted_in_part_and_under_another_name(self, room: Room) -> None:
        room.tell(*WATER, *SCHOOL)
        first, *_ = suggested(room.group())
        taken = first["story_ids"][:2]

        done = room.command(
            {"type": "accept_suggestion", "suggestion_id": first["id"], "story_ids": taken, "name": "Mine"}
        )

        (theme,) = room.board()["themes"]
        assert (theme["name"], theme["story_ids"]) == ("Mine", sorted(taken, key=taken.index))
        assert done["results"][0]["story_ids"]
        again = room.command({"type": "accept_suggestion", "suggestion_id": first["id"]}, status=409)
        assert "already" in again["detail"]

    def test_a_run_is_told_as_what_people_made_of_it(self, room: Room) -> None:
        room.tell(*WATER, *SCHOOL)
        run = room.group()
        assert len(run["suggestions"]) > 1

        def state() -> str:
            told: str = room.client.get(f"{API}/grouping-runs/{run['id']}").json()["state"]
            return told

        states = [state()]
        for number, suggestion in enumerate(run["suggestions"]):
            kind = "accept_suggestion" if number == 0 else "refuse_suggestion"
            room.command({"type": kind, "suggestion_id": suggestion["id"]})
            states.append(state())

        assert states == ["proposed", *["partly_applied"] * len(run["suggestions"])]

    def test_what_was_refused_never_comes_back_unchanged(self, room: Room) -> None:
        room.tell(*WATER, *SCHOOL)
        run = room.group()
        assert proposals(run)
        for suggestion in run["suggestions"]:
            room.command({"type": "refuse_suggestion", "suggestion_id": suggestion["id"]})

        again = room.group()

        assert not proposals(again) & proposals(run)
        assert room.board()["themes"] == []

    def test_a_story_refused_for_a_theme_is_not_suggested_for_it_in_other_company(self, room: Room) -> None:
        room.theme("Water well", *room.tell(*WATER))
        room.theme("School", *room.tell(*SCHOOL))
        late = room.tell("The well gives water", "More water at the well")
        place = suggested(room.group("place_new"), "place")
        assert {id for suggestion in place for id in suggestion["story_ids"]} >= {late[0]}
        for suggestion in place:
            room.command({"type": "refuse_suggestion", "suggestion_id": suggestion["id"]})
        refused = {(id, suggestion["theme_id"]) for suggestion in place for id in suggestion["story_ids"]}

        room.tell("Water at the well again")
        pairs = {
            (id, suggestion["theme_id"])
            for mode in MODES
            for suggestion in suggested(room.group(mode))
            for id in suggestion["story_ids"]
        }

        assert not pairs & refused

    def test_a_suggestion_overtaken_by_people_is_stale_and_does_nothing(self, room: Room) -> None:
        room.tell(*WATER, *SCHOOL)
        run = room.group()
        first, *others = run["suggestions"]
        room.theme("Ours", *first["story_ids"])

        told = room.client.get(f"{API}/grouping-runs/{run['id']}").json()
        said = room.command({"type": "accept_suggestion", "suggestion_id": first["id"]}, status=409)

        assert told["stale"]
        assert [suggestion["state"] for suggestion in told["suggestions"]] == ["stale", *("open" for _ in others)]
        assert said["type"] == "/problems/suggestion-stale"
        room.command({"type": "accept_run", "run_id": run["id"]})
        assert room.board()["themes"][0]["story_ids"] == sorted(first["story_ids"], key=first["story_ids"].index)


class TestOnlyWhatClearlyBelongsTogether:
    def test_dense_groups_are_suggested_and_the_rest_is_left_alone(self, room: Room) -> None:
        water = room.tell(*(f"{headline} at the well {n}" for n in range(4) for headline in WATER))
        alone = room.tell("Elections came", "A bus stops here")

        run = room.group("dense")

        named = {id for one in run["suggestions"] for id in one["story_ids"]}
        assert run["algorithm"] == "hdbscan"
        assert {one["kind"] for one in run["suggestions"]} == {"new_theme"}
        assert named <= set(water)
        assert not named & set(alone)
        assert 0 <= run["quality"]["mean_outlier_score"] <= 1

    def test_a_small_room_is_told_that_density_needs_more_stories(self, room: Room) -> None:
        room.tell(*WATER, *SCHOOL)

        run = room.group("dense")

        assert (run["state"], run["suggestions"], run["quality"]["needs_stories"]) == ("proposed", [], 15)


class TestWhatPeopleDecidedHolds:
    @pytest.fixture
    def decided(self, room: Room) -> set[str]:
        """Stories that people put where a machine would not: pinned, confirmed, or in a locked theme."""
        water, school = room.tell(*WATER), room.tell(*SCHOOL)
        mixed, locked = room.theme("Water", school[0], school[1], water[2]), room.theme("School", water[0], school[2])
        room.command({"type": "pin", "story_id": school[0]}, {"type": "lock", "theme_id": locked})
        assert mixed != locked
        return {school[0], school[1], water[2], water[0], school[2]}

    def test_no_mode_suggests_to_move_what_people_placed(self, room: Room, decided: set[str]) -> None:
        for mode in MODES:
            named = {id for suggestion in suggested(room.group(mode)) for id in suggestion["story_ids"]}
            assert not named & decided, mode

    def test_no_mode_suggests_anything_for_a_locked_theme(self, room: Room, decided: set[str]) -> None:
        locked = {theme["id"] for theme in room.board()["themes"] if theme["locked"]}

        for mode in MODES:
            named = {suggestion["theme_id"] for suggestion in suggested(room.group(mode))}
            assert not named & locked, mode

    def test_accepting_everything_leaves_what_people_placed_where_it_was(self, room: Room, decided: set[str]) -> None:
        before = {id: room.where(id) for id in decided}

        for mode in MODES:
            run = room.group(mode)
            if proposals(run):
                room.command({"type": "accept_run", "run_id": run["id"]})

        assert {id: room.where(id) for id in decided} == before
        assert room.check()["equal"]

    def test_late_stories_are_placed_and_nothing_else_moves(self, room: Room) -> None:
        first, second = room.tell(*WATER), room.tell(*SCHOOL)
        water, _ = room.theme("Water well", *first), room.theme("School", *second)
        (late,) = room.tell("The well has clean water")

        run = room.group("place_new")

        assert {suggestion["kind"] for suggestion in run["suggestions"]} == {"place"}
        assert [(s["story_ids"], s["theme_id"]) for s in run["suggestions"]] == [([late], water)]
        room.command({"type": "accept_suggestion", "suggestion_id": run["suggestions"][0]["id"]})
        assert room.where(late) == water
        assert [room.where(id) for id in first] == [water] * len(first)

    def test_a_story_placed_and_its_theme_merged_in_one_step_is_where_the_theme_went(
        self, room: Room, engine: Engine
    ) -> None:
        one, two = room.tell("The well works", "Water every day")
        wells, water = room.theme("Wells"), room.theme("Water", two)
        run = room.group()
        with writing(engine) as session:
            for position, (kind, stories, into) in enumerate((("place", [one], None), ("merge", [], water))):
                payload = {
                    "story_ids": stories,
                    "strengths": [0.9] * len(stories),
                    "theme_id": wells,
                    "from": {},
                    "into_theme_id": into,
                }
                session.add(
                    Suggestion(
                        run_id=UUID(run["id"]),
                        workshop_id=UUID(room.workshop["id"]),
                        kind=kind,
                        position=100 + position,
                        payload=payload,
                        explanation={},
                        signature=kind,
                        created_by="machine",
                    )
                )

        room.command({"type": "accept_run", "run_id": run["id"]})

        assert room.where(one) == room.where(two) == water
        assert [theme["id"] for theme in room.board()["themes"]] == [water]
        assert room.check()["equal"]


class TestArrivals:
    def test_the_board_counts_what_came_since_the_machine_looked(self, client: TestClient, desk: Desk) -> None:
        room = make_room(client, desk, hold_for_steward=True)
        first = room.tell(*WATER)
        never_grouped = room.board()["arrived"]
        room.theme("Water", *first)
        room.group("place_new")
        nothing_new = room.board()["arrived"]
        (held,) = room.tell("A neighbour's well", third_party_named=True)
        still_held = room.board()["arrived"]
        (placed,) = room.tell("The well has clean water")
        client.post(f"{API}/stories/{held}/release")
        released = room.board()["arrived"]
        room.command({"type": "move", "story_id": placed, "theme_id": room.board()["themes"][0]["id"]})

        counted = room.board()["arrived"]
        room.group("place_new")

        assert (never_grouped, nothing_new, still_held, released, counted) == (0, 0, 0, 2, 1)
        assert room.board()["arrived"] == 0

    def test_a_story_that_went_and_came_back_is_new_again(self, room: Room) -> None:
        one, *_ = room.tell(*WATER)
        room.group()

        room.command({"type": "set_aside", "story_id": one, "reason": "told twice"})
        room.command({"type": "bring_back", "story_id": one})

        assert room.board()["arrived"] == 1


class TestDeclaredDomains:
    def test_stories_are_suggested_into_the_domains_that_were_declared(self, client: TestClient, desk: Desk) -> None:
        domains = [
            {"name": "Water", "description": "Wells and clean water"},
            {"name": "School", "description": "Girls at school, a teacher, a class"},
        ]
        room = make_room(client, desk, domains=domains)
        water, school = room.tell(*WATER), room.tell(*SCHOOL)

        run = room.group()
        room.command({"type": "accept_run", "run_id": run["id"]})

        assert {suggestion["kind"] for suggestion in run["suggestions"]} <= {"place", "new_theme"}
        themes = room.board()["themes"]
        assert [(theme["name"], theme["origin"]) for theme in themes][:2] == [
            ("Water", "declared"),
            ("School", "declared"),
        ]
        assert len(set(themes[0]["story_ids"]) & set(water)) >= 3
        assert len(set(themes[1]["story_ids"]) & set(school)) >= 3
        assert room.check()["equal"]

    def test_a_key_may_watch_a_run(self, room: Room, anybody: TestClient) -> None:
        room.tell(*WATER)
        run = room.group()
        url = f"{API}/grouping-runs/{run['id']}"

        assert anybody.get(url, headers=make_key(room, "themes:read")).json()["id"] == run["id"]
        problem(anybody.get(url, headers=make_key(room, "stories:read")), 403, "not-allowed")
