"""Rounds and ballots: what is frozen, who voted once, and that before the reveal nobody learns more than turnout."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.api.choosing import make_panel, make_round, make_vote
from tests.api.conftest import People, make_key, pointers, problem
from tests.making import API, SCHOOL, WATER, Room, make_seat

BEFORE = ("tally", "outcome")


class TestFreezing:
    def test_a_round_has_what_consent_reaches_and_says_what_it_leaves_out(self, room: Room) -> None:
        water = room.tell(*WATER)
        shared = room.tell("Shared", consent={"scope": "partners", "name_use": "anonymous"})
        room.command({"type": "set_aside", "story_id": water[3], "reason": "told twice"})
        within, outside = make_panel(room), make_panel(room, "Friends", from_outside=True)

        all_of_them = within.ask().json()
        theirs = outside.ask().json()

        assert all_of_them["story_ids"] == [*water[:3], *shared]
        assert all_of_them["left_out"] == {"set_aside": 1}
        assert (all_of_them["state"], all_of_them["turn"], all_of_them["method"]) == ("open", 0, "majority")
        assert theirs["story_ids"] == shared
        assert theirs["left_out"] == {"set_aside": 1, "consent_does_not_cover": 3}

    def test_it_stays_as_it_was_while_the_board_goes_on(self, room: Room) -> None:
        ids = room.tell(*WATER)
        theme = room.theme("Water", *ids[:2])
        asked = make_round(make_panel(room), scope={"kind": "theme", "theme_id": theme})
        seq = asked.read()["based_on_seq"]

        room.command({"type": "move", "story_id": ids[0], "theme_id": None})
        room.tell("Too late")

        assert asked.read()["story_ids"] == ids[:2]
        assert asked.read()["based_on_seq"] == seq < room.board()["seq"]

    def test_a_story_withdrawn_since_is_read_by_nobody(self, room: Room) -> None:
        ids = room.tell(*WATER)
        sitting = make_panel(room, seats=1)
        asked = make_round(sitting)

        room.client.post(f"{API}/stories/{ids[0]}/withdraw", json={})

        assert ids[0] not in {story["id"] for story in asked.read(sitting.people[0])["stories"]}
        assert WATER[0] not in json.dumps(asked.read())

    def test_each_member_has_an_order_of_their_own_that_stays(self, room: Room) -> None:
        room.tell(*WATER, *SCHOOL)
        sitting = make_panel(room, seats=4)
        asked = make_round(sitting)

        orders = [[story["id"] for story in asked.read(who)["stories"]] for who in sitting.people]
        again = [[story["id"] for story in asked.read(who)["stories"]] for who in sitting.people]

        assert orders == again
        assert len({tuple(order) for order in orders}) == 4
        assert {frozenset(order) for order in orders} == {frozenset(asked.read()["story_ids"])}

    def test_names_are_hidden_unless_the_round_says_otherwise(self, room: Room, anybody: TestClient) -> None:
        seat = make_seat(anybody, room.workshop, display_name="Ama Mensah")
        named = {"scope": "evaluation", "name_use": "named"}
        anybody.post(f"{room.url}/stories", json={"headline": "The well", "consent": named}, headers=seat)
        sitting = make_panel(room, seats=1)

        hidden, shown = make_round(sitting), make_round(sitting, names_hidden=False)

        assert "Ama" not in json.dumps(hidden.read(sitting.people[0]))
        assert shown.read(sitting.people[0])["stories"][0]["said_by"] == "Ama Mensah"

    def test_a_scope_that_names_nothing_here_is_refused(self, room: Room) -> None:
        room.tell(*WATER)
        sitting = make_panel(room)

        assert pointers(sitting.ask(scope={"kind": "theme", "theme_id": str(uuid4())})) == ["/scope/theme_id"]
        assert pointers(sitting.ask(scope={"kind": "stories", "story_ids": [str(uuid4())]})) == ["/scope/story_ids/0"]
        problem(sitting.ask(scope={"kind": "passed_up"}), 409, "nothing-to-choose")

    def test_the_same_round_sent_again_is_the_same(self, room: Room) -> None:
        room.tell(*WATER)
        sitting, id = make_panel(room), str(uuid4())

        first, again = sitting.ask(id=id), sitting.ask(id=id)

        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        problem(sitting.ask(id=id, names_hidden=False), 409, "round-id-taken")


class TestBallots:
    def test_a_ballot_counts_once_however_often_it_is_sent(self, room: Room) -> None:
        ids = room.tell(*WATER)
        sitting = make_panel(room, seats=2)
        asked = make_vote(sitting)
        who, ballot = sitting.people[0], {"id": str(uuid4()), "story_id": ids[0], "reason": "It lasts for all of us."}

        first, again = asked.votes(who, **ballot), asked.votes(who, **ballot)
        other = asked.votes(who, **{**ballot, "story_id": ids[1]})
        of_another = asked.votes(sitting.people[1], **ballot)

        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        problem(other, 409, "ballot-id-taken")
        problem(of_another, 409, "ballot-id-taken")
        assert asked.read()["turnout"] == {"voted": 1, "seats": 2}

    def test_a_new_ballot_replaces_the_first_and_a_late_copy_of_the_first_changes_nothing(self, room: Room) -> None:
        ids = room.tell(*WATER)
        sitting = make_panel(room, seats=1)
        asked = make_vote(sitting)
        who, first = sitting.people[0], {"id": str(uuid4()), "story_id": ids[0]}

        asked.votes(who, **first)
        asked.votes(who, story_id=ids[1])
        late = asked.votes(who, **first)
        asked.does("close-turn")
        tally = asked.does("reveal")["tally"]

        assert (late.status_code, late.json()["replaced"]) == (200, True)
        assert tally["leading"] == [ids[1]]
        assert tally["voted"] == 1

    def test_a_closed_turn_takes_no_ballot_but_knows_those_it_has(self, room: Room) -> None:
        ids = room.tell(*WATER)
        sitting = make_panel(room, seats=2)
        asked = make_vote(sitting)
        ballot = {"id": str(uuid4()), "story_id": ids[0]}
        asked.votes(sitting.people[0], **ballot)
        asked.does("close-turn")

        problem(asked.votes(sitting.people[1], story_id=ids[0]), 409, "turn-closed")
        assert asked.votes(sitting.people[0], **ballot).status_code == 200
        asked.does("turns")
        problem(asked.votes(sitting.people[1], story_id=ids[0]), 409, "turn-closed")
        assert asked.votes(sitting.people[1], turn=2, story_id=ids[0]).status_code == 201

    def test_only_who_sits_on_the_panel_votes(self, room: Room, anybody: TestClient) -> None:
        ids = room.tell(*WATER)
        sitting = make_panel(room, seats=1)
        asked = make_vote(sitting)
        elsewhere = make_panel(room, "Elders", seats=1).people[0]

        problem(asked.votes(make_seat(anybody, room.workshop), story_id=ids[0]), 404, "not-found")
        problem(asked.votes(elsewhere, story_id=ids[0]), 404, "not-found")
        body = {"id": str(uuid4()), "turn": 1, "story_id": ids[0]}
        problem(anybody.post(f"{asked.url}/ballots", json=body), 401, "login-needed")
        problem(room.client.post(f"{asked.url}/ballots", json=body), 403, "not-allowed")

    def test_a_facilitator_votes_by_hand_for_who_has_no_phone(self, room: Room) -> None:
        ids = room.tell(*WATER)
        sitting = make_panel(room, seats=2)
        asked = make_vote(sitting)
        seats = [one["seat_id"] for one in room.client.get(f"{room.url}/panels").json()["items"][0]["members"]]
        body = {"id": str(uuid4()), "turn": 1, "story_id": ids[0], "for_seat_id": seats[0]}

        assert room.client.post(f"{asked.url}/ballots", json=body).status_code == 201
        assert room.client.post(f"{asked.url}/ballots", json=body).status_code == 200
        problem(asked.votes(sitting.people[0], story_id=ids[0], for_seat_id=seats[1]), 403, "not-allowed")
        assert asked.read()["turnout"] == {"voted": 1, "seats": 2}

    def test_what_does_not_answer_the_question_is_refused(self, room: Room) -> None:
        room.tell(*WATER)
        sitting = make_panel(room, seats=1)
        asked, who = make_vote(sitting), sitting.people[0]

        assert pointers(asked.votes(who)) == ["/story_id"]
        assert pointers(asked.votes(who, story_id=str(uuid4()))) == ["/story_id"]
        assert asked.votes(who, none=True).status_code == 201

    def test_the_same_ballot_at_once_is_one(self, room: Room) -> None:
        ids = room.tell(*WATER)
        sitting = make_panel(room, seats=1)
        asked, ballot = make_vote(sitting), {"id": str(uuid4()), "story_id": ids[0]}

        with ThreadPoolExecutor(8) as at_once:
            replies = list(at_once.map(lambda _: asked.votes(sitting.people[0], **ballot).status_code, range(16)))

        assert sorted(replies) == [200] * 15 + [201]


class TestTurns:
    def test_iterative_voting_keeps_each_turns_tally(self, room: Room) -> None:
        ids = room.tell(*WATER)
        sitting = make_panel(room, seats=3)
        asked = make_vote(sitting, method="iterative", max_turns=2)

        for who, story in zip(sitting.people, ids, strict=False):
            asked.votes(who, story_id=story)
        asked.does("close-turn")
        first = asked.does("reveal")
        asked.does("turns")
        for who in sitting.people:
            asked.votes(who, turn=2, story_id=ids[0])
        hidden = asked.read()
        asked.does("close-turn")
        second = asked.does("reveal")

        assert (first["state"], first["outcome"]["tie"], first["outcome"]["further_turn"]) == ("revealed", True, True)
        assert (hidden["state"], len(hidden["tallies"]), hidden["turnout"]["voted"]) == ("voting", 1, 3)
        assert [tally["leading"] for tally in second["tallies"]] == [ids[:3], ids[:1]]
        problem(room.client.post(f"{asked.url}/turns"), 409, "wrong-moment")

    def test_scores_first_then_one_vote_among_the_best(self, room: Room) -> None:
        ids = room.tell(*WATER)
        sitting = make_panel(room, seats=2)
        criteria = [{"name": "depth", "weight": 2}, {"name": "reach", "weight": 1}]
        asked = make_vote(sitting, method="prescore_vote", criteria=criteria)

        for who in sitting.people:
            scores = {id: {"depth": 5 - n, "reach": 5 - n} for n, id in enumerate(ids)}
            assert asked.votes(who, scores=scores).status_code == 201
        asked.does("close-turn")
        revealed = asked.does("reveal")
        asked.does("turns")

        assert [line["mean"] for line in revealed["tally"]["lines"]] == [5, 4, 3, 2]
        assert asked.read()["question_story_ids"] == ids[:3]
        assert pointers(asked.votes(sitting.people[0], turn=2, story_id=ids[3])) == ["/story_id"]
        assert asked.votes(sitting.people[0], turn=2, story_id=ids[2]).status_code == 201

    def test_a_show_of_hands_is_counted_of_those_present(self, room: Room) -> None:
        ids = room.tell(*WATER)
        asked = make_vote(make_panel(room))
        hands = {"turn": 1, "counts": {ids[0]: 6, ids[1]: 2}, "none": 1}

        reply = room.client.post(f"{asked.url}/hand-count", json={**hands, "present": 8})
        assert pointers(reply) == ["/present"]
        asked.does("hand-count", **hands, present=12)
        tally = asked.does("reveal")["tally"]

        assert (tally["voted"], tally["sits"], tally["none"], tally["leading"]) == (9, 12, 1, ids[:1])
        problem(room.client.post(f"{asked.url}/hand-count", json={**hands, "present": 12}), 409, "wrong-moment")

    def test_nothing_is_done_twice_or_too_early(self, room: Room) -> None:
        room.tell(*WATER)
        asked = make_round(make_panel(room))

        for what in ("close-turn", "reveal"):
            problem(room.client.post(f"{asked.url}/{what}"), 409, "wrong-moment")
        asked.does("turns")
        for what in ("turns", "reveal"):
            problem(room.client.post(f"{asked.url}/{what}"), 409, "wrong-moment")
        asked.does("close-turn")
        assert asked.does("reveal") == asked.does("reveal")


def choices(room: Room) -> list[dict[str, Any]]:
    """What the log says of panels and rounds."""
    events = room.client.get(f"{room.url}/change-events").json()["items"]
    return [event for event in events if any(":" in s and s.split(":")[0] in ABOUT for s in event["subjects"])]


ABOUT = ("panel", "selection_round", "selection")


class TestBeforeTheReveal:
    @pytest.mark.parametrize("closed", [False, True])
    def test_nobody_learns_more_than_turnout(self, room: Room, people: People, closed: bool) -> None:
        ids = room.tell(*WATER)
        sitting, other = make_panel(room, seats=3), make_panel(room, "Elders", seats=1)
        asked = make_vote(sitting)
        quiet = choices(room)
        for who in sitting.people[:2]:
            asked.votes(who, story_id=ids[2], reason="Because it reached everybody here.")
        if closed:
            asked.does("close-turn")
        readers = {
            "facilitator": room.client,
            "steward": people.member(room, "Sia", "steward"),
            "evaluator": people.member(room, "Eva", "evaluator"),
            "member": TestClient(room.client.app, headers=sitting.people[2]),
            "other panel": TestClient(room.client.app, headers=other.people[0]),
            "key": TestClient(
                room.client.app,
                headers=make_key(room, "stories:read", "themes:read", "audit:read", "exports:read", "wall:read"),
            ),
        }
        addresses = [
            asked.url,
            f"{sitting.url}/rounds",
            f"{room.url}/change-events",
            f"{room.url}/export.json?profile=evaluation",
        ]
        addresses += [f"{room.url}/panels", f"{room.url}/board", f"{API}/wall", f"{room.url}/stories", room.url]

        for who, client in readers.items():
            for address in addresses:
                reply = client.get(address)
                said = reply.text
                assert reply.status_code in (200, 403, 404), f"{who}: {address}"
                for word in ("Because it reached", '"votes"', '"leading"', '"lines"'):
                    assert word not in said, f"{who}: {address}"
        seen = asked.read()
        assert all(seen[field] is None for field in BEFORE)
        assert seen["tallies"] == []
        assert seen["turnout"] == {"voted": 2, "seats": 3}
        assert len(choices(room)) == len(quiet) + closed

    def test_parallel_panels_wait_for_each_other(self, room: Room) -> None:
        ids = room.tell(*WATER)
        one = make_panel(room, "Residents", seats=2, mode="parallel")
        two = make_panel(room, "Practitioners", seats=1, mode="parallel")
        both = one.people[0]
        seat = room.client.get(f"{room.url}/panels").json()["items"][0]["members"][0]["seat_id"]
        room.client.post(f"{two.url}/members", json={"seat_ids": [seat]})
        first, second = make_vote(one), make_vote(two)
        for asked in (first, second):
            asked.votes(both, story_id=ids[0])
            asked.does("close-turn")

        first.does("reveal")
        waiting = first.read(both)
        own = first.read(one.people[1])
        second.does("reveal")

        assert waiting["tally"] is None
        assert waiting["waits_for_panel_ids"] == [two.panel["id"]]
        assert own["tally"]["leading"] == ids[:1]
        assert first.read(both)["tally"]["leading"] == ids[:1]
        assert first.read()["waits_for_panel_ids"] == []


class TestLateBallots:
    def test_one_that_was_long_under_way_takes_the_place_of_nothing_said_since(self, room: Room) -> None:
        first, second, *_ = room.tell(*WATER)
        asked = make_vote(sitting := make_panel(room, seats=1))
        who = sitting.people[0]
        assert asked.votes(who, story_id=second, revision=2).status_code == 201

        late = asked.votes(who, story_id=first, revision=1)

        assert (late.status_code, late.json()["replaced"]) == (201, True)
        asked.does("close-turn")
        assert asked.does("reveal")["outcome"]["story_ids"] == [second]
