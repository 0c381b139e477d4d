"""Deciding with reasons on record: dissent, going against the tally, passing up, and what is marked later."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.choosing import Asked, make_decision, make_panel, make_vote
from tests.api.conftest import People, make_key, pointers, problem
from tests.making import API, WATER, Room

WHY = "It reached every family here."


def revealed(room: Room, *ids: str) -> Asked:
    """A round in which the stories `ids` each got a vote."""
    sitting = make_panel(room, seats=len(ids))
    asked = make_vote(sitting)
    for who, story in zip(sitting.people, ids, strict=True):
        asked.votes(who, story_id=story)
    asked.does("close-turn")
    asked.does("reveal")
    return asked


def chosen(*ids: str, **fields: Any) -> dict[str, Any]:
    reasons = [{"story_id": id, "sentence": WHY} for id in ids]
    return {"outcome": ("none", "one", "two")[len(ids)], "story_ids": list(ids), "reasons": reasons, **fields}


def listed(room: Room) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = room.client.get(f"{room.url}/selections").json()["items"]
    return items


class TestReasons:
    @pytest.mark.parametrize("reasons", [[], [{"sentence": "Very good"}], [{"sentence": "…   !"}], [{}]])
    @pytest.mark.parametrize("outcome", ["one", "none"])
    def test_no_round_is_decided_without_a_full_sentence(self, room: Room, outcome: str, reasons: list[Any]) -> None:
        ids = room.tell(*WATER)
        asked = revealed(room, ids[0])
        body = {"outcome": outcome, "story_ids": ids[:1] if outcome == "one" else [], "reasons": reasons}

        reply = room.client.post(f"{asked.url}/selection", json=body)

        assert pointers(reply) == ["/reasons/0/sentence"]
        assert asked.read()["state"] == "revealed"
        assert listed(room) == []

    def test_two_stories_have_a_reason_each(self, room: Room) -> None:
        ids = room.tell(*WATER)
        asked = revealed(room, ids[0], ids[1])
        body = chosen(*ids[:2])

        one = room.client.post(f"{asked.url}/selection", json={**body, "reasons": body["reasons"][:1]})
        asked.does("selection", status=201, **body)

        assert pointers(one) == ["/reasons/1/sentence"]
        assert asked.read()["state"] == "decided"

    def test_a_sentence_in_a_script_without_blanks_is_a_sentence(self, room: Room) -> None:
        (story,) = room.tell("The well works again")

        asked = revealed(room, story)

        asked.does("selection", status=201, **chosen(story, reasons=[{"sentence": "村の皆が水を飲めるようになった。"}]))

    def test_what_was_chosen_is_told_with_its_tally_its_reasons_and_the_dissent(self, room: Room) -> None:
        ids = room.tell(*WATER)
        dissent = [{"sentence": "The school would matter more.", "preferred_story_id": ids[2], "count": 2}]
        reasons = [{"story_id": ids[0], "sentence": WHY, "criterion": "reach", "weight": 2, "stated_by": "Ama"}]
        sitting = make_panel(room, seats=3)

        made = make_decision(sitting, ids[0], dissent=dissent, reasons=reasons)

        assert listed(room) == [made]
        assert (made["panel_name"], made["method"], made["marks"]) == ("Residents", "majority", [])
        assert (made["tally"]["base"], made["tally"]["voted"], made["tally"]["leading"]) == ("voted", 3, ids[:1])
        assert {**made["reasons"][0], "id": None} == {**reasons[0], "id": None}
        assert {**made["dissent"][0], "id": None} == {**dissent[0], "id": None}


class TestDeciding:
    def test_against_the_tally_is_allowed_when_it_is_said(self, room: Room) -> None:
        ids = room.tell(*WATER)
        asked = revealed(room, ids[0])

        problem(room.client.post(f"{asked.url}/selection", json=chosen(ids[1])), 409, "against-tally")
        problem(
            room.client.post(f"{asked.url}/selection", json=chosen(reasons=[{"sentence": WHY}])), 409, "against-tally"
        )
        made = asked.does("selection", status=201, **chosen(ids[1], against_tally=True))

        assert made["against_tally"]

    def test_nothing_is_decided_before_the_reveal(self, room: Room) -> None:
        ids = room.tell(*WATER)
        asked = make_vote(make_panel(room, seats=1))

        problem(room.client.post(f"{asked.url}/selection", json=chosen(ids[0])), 409, "wrong-moment")
        asked.does("close-turn")
        problem(room.client.post(f"{asked.url}/selection", json=chosen(ids[0])), 409, "wrong-moment")

    def test_a_decision_made_anew_names_the_one_before_it(self, room: Room) -> None:
        ids = room.tell(*WATER)
        asked = revealed(room, ids[0], ids[1])
        first = asked.does("selection", status=201, **chosen(ids[0]))

        second = asked.does("selection", status=201, **chosen(ids[1]))

        assert second["replaces_id"] == first["id"]
        assert [one["replaced_by_id"] for one in listed(room)] == [second["id"], None]
        events = room.client.get(f"{room.url}/change-events").json()["items"]
        assert [event["action"] for event in events[-3:]] == ["close_round", "select", "select"]
        assert WHY not in str(events)
        room.command({"type": "undo"}, status=409)
        assert room.check()["equal"]

    def test_what_is_chosen_passes_up_and_never_down(self, room: Room) -> None:
        ids = room.tell(*WATER)
        upper = make_panel(room, "Everybody", seats=1)
        lower = make_panel(room, "Residents", seats=1, feeds_panel_ids=[upper.panel["id"]])

        make_decision(lower, ids[0], pass_to_panel_id=upper.panel["id"])
        above = upper.ask(scope={"kind": "passed_up"}).json()
        asked = revealed(room, ids[0])
        itself = room.client.post(
            f"{asked.url}/selection", json=chosen(ids[0], pass_to_panel_id=asked.sitting.panel["id"])
        )

        assert above["story_ids"] == ids[:1]
        assert pointers(itself) == ["/pass_to_panel_id"]


class TestMarks:
    def test_what_happens_later_is_marked_and_changes_nothing(self, room: Room) -> None:
        ids = room.tell(*WATER)
        room.theme("Water", *ids)
        made = make_decision(make_panel(room, seats=1), ids[0])

        room.command({"type": "move", "story_id": ids[0], "theme_id": None})
        room.client.patch(f"{API}/stories/{ids[0]}", json={"headline": "The well works", "reason": "shorter"})

        assert listed(room) == [{**made, "marks": ["earlier_grouping", "words_changed"]}]

    def test_a_withdrawn_story_takes_what_was_said_about_it_along(self, room: Room) -> None:
        ids = room.tell(*WATER)
        about = [{"story_id": ids[0], "sentence": "The pump by the mosque is why we meet there."}]
        make_decision(
            make_panel(room, seats=1), ids[0], reasons=about, dissent=[{"sentence": "The pump is too small."}]
        )
        quoting = [{"story_id": ids[1], "sentence": f"It says more than “{WATER[0].lower()}” does."}]
        make_decision(make_panel(room, seats=1), ids[1], reasons=quoting)
        kept = make_decision(make_panel(room, seats=1), ids[2])

        room.client.post(f"{API}/stories/{ids[0]}/withdraw", json={})

        first, second, third = listed(room)
        assert first["marks"] == ["withdrawn"]
        assert first["reasons"][0]["sentence"] == first["dissent"][0]["sentence"] == ""
        assert second["reasons"][0]["sentence"] == ""
        assert third == kept

    def test_a_key_reads_reasons_only_where_consent_reaches_it(self, room: Room) -> None:
        (inside,) = room.tell("Only for us", consent={"scope": "workshop", "name_use": "anonymous"})
        (shared,) = room.tell("For evaluation, too")
        make_decision(make_panel(room, seats=1), inside)
        make_decision(make_panel(room, seats=1), shared)

        read = room.client.get(f"{room.url}/selections", headers=make_key(room, "themes:read")).json()["items"]

        assert [one["reasons"][0]["sentence"] for one in read] == ["", WHY]

    def test_the_answer_of_a_parallel_panel_is_hidden_from_whoever_still_chooses(
        self, room: Room, people: People
    ) -> None:
        ids = room.tell(*WATER)
        one, two = (make_panel(room, name, seats=1, mode="parallel") for name in ("Residents", "Practitioners"))
        eva = people.member(room, "Eva", "evaluator")
        account = eva.get(f"{API}/auth/me").json()["account"]["id"]
        room.client.post(f"{two.url}/members", json={"account_ids": [account]})

        make_decision(one, ids[0])
        waiting = eva.get(f"{room.url}/selections").json()["items"]
        make_decision(two, ids[1])

        assert waiting == []
        assert len(eva.get(f"{room.url}/selections").json()["items"]) == 2


class TestSentAgain:
    def test_a_decision_whose_answer_was_lost_is_one_decision(self, room: Room) -> None:
        first, second, *_ = room.tell(*WATER)
        asked = revealed(room, first, second)
        body = {**chosen(first), "id": str(uuid4())}
        once = asked.client.post(f"{asked.url}/selection", json=body)
        twice = asked.client.post(f"{asked.url}/selection", json=body)

        assert (once.status_code, twice.status_code) == (201, 200)
        assert once.json() == twice.json()
        other = asked.client.post(f"{asked.url}/selection", json={**body, **chosen(second)})
        problem(other, 409, "selection-id-taken")
        assert len(room.client.get(f"{room.url}/selections").json()["items"]) == 1

    def test_what_it_was_sent_with_is_forgotten_with_the_story(self, room: Room) -> None:
        first, second, *_ = room.tell(*WATER)
        asked = revealed(room, first, second)
        body = {**chosen(first), "id": str(uuid4())}
        assert asked.client.post(f"{asked.url}/selection", json=body).status_code == 201

        room.client.post(f"{API}/stories/{second}/withdraw", json={})

        assert asked.client.post(f"{asked.url}/selection", json=body).status_code == 200


class TestLots:
    def test_one_of_a_tie_is_drawn_and_it_is_on_record(self, room: Room) -> None:
        first, second, third, *_ = room.tell(*WATER)
        asked = revealed(room, first, second)
        body = {"outcome": "one", "by_lot": True, "reasons": [{"sentence": "We could not decide and drew lots."}]}

        drawn = asked.does("selection", status=201, **body)

        assert drawn["by_lot"] is True
        assert set(drawn["story_ids"]) < {first, second}
        assert drawn["reasons"][0]["story_id"] == drawn["story_ids"][0]
        assert third not in drawn["story_ids"]
        assert room.check()["equal"]

    def test_lots_are_for_a_tie_alone(self, room: Room) -> None:
        first, second, *_ = room.tell(*WATER)
        body = {"outcome": "one", "by_lot": True, "reasons": [{"sentence": "We could not decide and drew lots."}]}
        clear, tied = revealed(room, first), revealed(room, first, second)

        for asked, sent in ((clear, body), (tied, {**body, "story_ids": [first]}), (tied, {**body, "outcome": "none"})):
            reply = asked.client.post(f"{asked.url}/selection", json=sent)
            assert pointers(reply) == ["/by_lot"]
