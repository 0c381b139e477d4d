"""Tellers hear what became of their story and answer; what is decided is followed; the room sees who was missing."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.choosing import make_decision, make_panel
from tests.api.conftest import problem
from tests.api.test_followup_claims import CLAIM, FULL, HEADLINE, ask, link_of, make_claim, tell
from tests.api.test_withdrawal import tables_that_say
from tests.making import API, Room, make_seat, make_story


class Teller:
    """Somebody with a phone, a story and its receipt."""

    def __init__(self, room: Room, headline: str, **seat: Any) -> None:
        self.room, self.headers = room, make_seat(room.client, room.workshop, **seat)
        reply = room.client.post(
            f"{room.url}/stories", json=make_story(headline, consent=FULL), headers=self.headers
        ).json()
        self.story, self.code = reply["id"], reply["receipt_code"]

    def receipt(self) -> dict[str, Any]:
        read: dict[str, Any] = self.room.client.get(f"{API}/receipts/{self.code}").json()
        return read

    def replies(self, message: str) -> Any:
        return self.room.client.post(f"{API}/receipts/{self.code}/reply", json={"message": message})


def give(room: Room, message: str, status: int = 201, **about: Any) -> dict[str, Any]:
    reply = room.client.post(f"{room.url}/feedback", json={"message": message, **about})
    assert reply.status_code == status, reply.text
    given: dict[str, Any] = reply.json()
    return given


def missing(room: Room) -> list[str]:
    return [one["story_id"] for one in room.client.get(f"{room.url}/feedback/missing").json()["items"]]


class TestFeedback:
    def test_who_has_not_heard_back_is_a_list_that_ends_at_zero(self, room: Room) -> None:
        ana, ben, cleo = (Teller(room, headline) for headline in ("A well", "A school", "A road"))
        room.theme("Learning", ben.story)
        theme = room.board()["themes"][0]["id"]
        assert missing(room) == [ana.story, ben.story, cleo.story]

        give(room, "The council read it.", story_id=ana.story)
        assert missing(room) == [ben.story, cleo.story]
        give(room, "Two schools will follow.", theme_id=theme)
        assert missing(room) == [cleo.story]
        give(room, "Thank you all.")
        assert missing(room) == []

        heard = {who.code: [one["message"] for one in who.receipt()["feedback"]] for who in (ana, ben, cleo)}
        assert heard == {
            ana.code: ["Thank you all.", "The council read it."],
            ben.code: ["Thank you all.", "Two schools will follow."],
            cleo.code: ["Thank you all."],
        }

    def test_reasons_come_with_it_where_wanted(self, room: Room) -> None:
        ana = Teller(room, "A well")
        make_decision(make_panel(room, seats=1), ana.story)
        give(room, "It was chosen.", story_id=ana.story, with_reasons=True)
        give(room, "Thank you.", story_id=ana.story)

        receipt = ana.receipt()
        heard = receipt["feedback"]

        assert receipt["read_by_panels"] == 1
        assert receipt["chosen_by"] == [{"panel_name": "Residents", "reasons": ["It reached every family here."]}]
        assert [one["reasons"] for one in heard] == [
            [],
            [{"panel_name": "Residents", "sentence": "It reached every family here."}],
        ]

    def test_a_receipt_does_not_tell_before_panels_beside_have_revealed(self, room: Room) -> None:
        ana = Teller(room, "A well")
        one = make_panel(room, "Residents", seats=1, mode="parallel")
        make_panel(room, "Staff", seats=1, mode="parallel")
        make_decision(one, ana.story)
        give(room, "It was chosen.", story_id=ana.story, with_reasons=True)

        receipt = ana.receipt()

        assert (receipt["read_by_panels"], receipt["chosen_by"]) == (1, [])
        assert receipt["feedback"][0]["reasons"] == []
        assert room.client.get(f"{room.url}/export.json?profile=evaluation").json()["selections"] == []

    def test_a_teller_answers_and_it_waits_until_somebody_has_read_it(self, room: Room) -> None:
        ana = Teller(room, "A well")
        give(room, "The council read it.", story_id=ana.story)
        assert ana.replies("And what will they do?").status_code == 201
        assert len(ana.replies("And what will they do?").json()["replies"]) == 1

        given = room.client.get(f"{room.url}/feedback").json()
        assert (given["unread"], given["replies"][0]["serial_no"]) == (1, 1)
        read = room.client.post(f"{API}/replies/{given['replies'][0]['id']}/read")

        assert read.status_code == 200
        assert room.client.get(f"{room.url}/feedback").json()["unread"] == 0
        assert ana.receipt()["replies"][0]["was_read"] is True

    def test_answers_that_nobody_reads_come_to_an_end(self, room: Room) -> None:
        ana = Teller(room, "A well")
        for n in range(20):
            assert ana.replies(f"Hello {n}").status_code == 201

        problem(ana.replies("Hello?"), 409, "replies-wait")

    def test_sent_again_it_is_said_once(self, room: Room) -> None:
        id = str(uuid4())
        first = give(room, "Thank you.", id=id)

        assert give(room, "Thank you.", status=200, id=id) == first
        problem(room.client.post(f"{room.url}/feedback", json={"message": "Other", "id": id}), 409, "id-taken")

    @pytest.mark.parametrize("field", ["story_id", "theme_id"])
    def test_what_it_is_about_is_of_this_workshop(self, room: Room, field: str) -> None:
        reply = room.client.post(f"{room.url}/feedback", json={"message": "Hi", field: str(uuid4())})

        assert problem(reply, 422, "payload-invalid")["errors"][0]["pointer"] == f"/{field}"

    def test_a_teller_is_asked_to_agree(self, room: Room) -> None:
        ana, ben = Teller(room, HEADLINE), Teller(room, "A school")
        claim = make_claim(room.client, ana.story)
        asked = ask(room.client, ana.story, claim_id=claim["id"], ask_teller=True)
        assert ana.receipt()["verifications"] == [{"id": asked["id"], "state": "requested", "agreement": "asked"}]
        body = {"verification_id": asked["id"], "agrees": False}
        problem(room.client.post(f"{API}/receipts/{ben.code}/agreement", json=body), 404, "not-found")

        said = room.client.post(f"{API}/receipts/{ana.code}/agreement", json=body).json()

        assert said["verifications"][0] == {"id": asked["id"], "state": "teller_declined", "agreement": "declined"}
        problem(room.client.get(link_of(asked)), 404, "not-found")


class TestTheAfternoon:
    def test_the_receipts_of_all_120_tellers_answer_where_what_and_why(self, room: Room) -> None:
        tellers = [Teller(room, f"Story {n}: the well of street {n} works again") for n in range(120)]
        room.theme("Water near us", *[teller.story for teller in tellers[:60]])
        room.theme("What we decide", *[teller.story for teller in tellers[60:]])
        make_decision(make_panel(room, seats=1), tellers[7].story)
        room.client.patch(room.url, json={"stage": "feeding_back"})
        for theme in room.board()["themes"]:
            give(room, f"“{theme['name']}” goes to the council.", theme_id=theme["id"], with_reasons=True)

        receipts = [teller.receipt() for teller in tellers]

        assert missing(room) == []
        assert {receipt["theme"] for receipt in receipts} == {"Water near us", "What we decide"}
        assert all(receipt["theme"] in receipt["feedback"][0]["message"] for receipt in receipts)
        assert {receipt["read_by_panels"] for receipt in receipts} == {1}
        assert [n for n, receipt in enumerate(receipts) if receipt["chosen_by"]] == [7]
        assert receipts[7]["feedback"][0]["reasons"][0]["sentence"] == "It reached every family here."

    def test_the_wall_tells_what_themes_heard_and_never_what_one_teller_was_told(
        self, room: Room, anybody: TestClient
    ) -> None:
        ana = Teller(room, "A well")
        theme = room.theme("Water", ana.story)
        give(room, "Only for Ana.", story_id=ana.story)
        give(room, "The council reads it in May.", theme_id=theme)
        give(room, "Thank you all.")
        key = {"Authorization": f"Bearer {room.client.post(f'{room.url}/wall').json()['token']}"}
        walls = []
        for stage in ("reviewing", "feeding_back"):
            room.client.patch(room.url, json={"stage": stage})
            walls.append(anybody.get(f"{API}/wall", headers=key).json())

        before, now = walls
        assert (before["heard"], before["themes"][0]["heard"]) == ("", "")
        assert (now["heard"], now["themes"][0]["heard"]) == ("Thank you all.", "The council reads it in May.")
        assert "Only for Ana" not in str(walls)


class TestRecommendations:
    def test_you_said_we_did_on_the_receipts_it_concerns(self, room: Room) -> None:
        ana, ben = Teller(room, "A well"), Teller(room, "A school")
        chosen = make_decision(make_panel(room, seats=1), ana.story)
        body = {"selection_id": chosen["id"], "text": "A second well", "owner": "The council", "due": "2027-03-01"}

        made = room.client.post(f"{room.url}/recommendations", json=body).json()
        done = room.client.patch(f"{API}/recommendations/{made['id']}", json={"status": "done", "outcome": "It runs"})

        assert done.json()["status"] == "done"
        heard = [(one["text"], one["status"], one["outcome"]) for one in ana.receipt()["recommendations"]]
        assert heard == [("A second well", "done", "It runs")]
        assert ben.receipt()["recommendations"] == []
        assert len(room.client.get(f"{room.url}/recommendations").json()["items"]) == 1
        assert room.check()["equal"]

    def test_what_it_follows_from_is_of_this_workshop(self, room: Room) -> None:
        fields = ("selection_id", "theme_id", "verification_id")
        body = {"text": "A second well", **{field: str(uuid4()) for field in fields}}

        refused = problem(room.client.post(f"{room.url}/recommendations", json=body), 422, "payload-invalid")

        assert [error["pointer"] for error in refused["errors"]] == [f"/{field}" for field in fields]


class TestCounting:
    def test_members_say_how_many_more_cases_they_know_and_hands_are_counted(self, room: Room) -> None:
        ana, ben = Teller(room, "A well"), Teller(room, "A school")
        sitting = make_panel(room, seats=2)
        chosen = make_decision(sitting, ana.story)
        url = f"{API}/rounds/{chosen['round_id']}/more-cases"
        for who, answer in zip(sitting.people, ("1-2", "more"), strict=True):
            body = {"story_id": ana.story, "answer": answer}
            assert room.client.post(url, json=body, headers=who).status_code == 200
        changed = {"story_id": ana.story, "answer": "3-5"}
        room.client.post(url, json=changed, headers=sitting.people[0])

        room.client.post(url, json={"story_id": ana.story, "answer": "0", "hands": 11})
        counted = room.client.post(url, json={"story_id": ana.story, "answer": "0", "hands": 12}).json()

        answers = {"0": 12, "1-2": 0, "3-5": 1, "more": 1, "do_not_know": 0}
        assert counted["items"] == [{"story_id": ana.story, "answers": answers}]
        problem(room.client.post(url, json={"story_id": ben.story, "answer": "0", "hands": 1}), 422, "payload-invalid")
        hands = {"story_id": ana.story, "answer": "0", "hands": 40}
        problem(room.client.post(url, json=hands, headers=sitting.people[0]), 403, "not-allowed")

    def test_all_stories_are_counted_chosen_or_not(self, room: Room) -> None:
        ana, ben = Teller(room, "A well"), Teller(room, "A school")
        make_decision(make_panel(room, seats=1), ana.story)

        counts = room.client.get(f"{room.url}/counts").json()

        assert counts["themes"] == [{"group": "", "stories": 2, "chosen": 1, "not_selected": 1}]
        assert counts["not_selected_story_ids"] == [ben.story]


class TestMirror:
    def test_it_counts_in_fives_and_hides_what_is_less(self, room: Room) -> None:
        for n in range(8):
            Teller(room, f"Story {n}", voice_groups=["Elders"])
        for n in range(3):
            Teller(room, f"Tale {n}", voice_groups=["Youth"])
        give(room, "Thank you all.")

        mirror = room.client.get(f"{room.url}/participation").json()

        assert mirror["total"] == {
            "group": "",
            "joined": 11,
            "told": 11,
            "read": None,
            "chosen": None,
            "heard_back": 11,
        }
        shown = {one["group"]: one["told"] for one in mirror["voice_groups"]}
        assert shown == {"Elders": 5, "Youth": None}


class TestErasure:
    def test_withdrawal_erases_what_was_written_of_the_story(self, room: Room, engine: Engine) -> None:
        quote, where, reply = "Grellowmere counted 41 wells", "Vextonbury", "Hollinquist"
        ana, ben = Teller(room, quote), Teller(room, "A school")
        claim = make_claim(room.client, ana.story, quoted_text=quote, measure="Grellowmere wells", place=where)
        asked = ask(room.client, ana.story, claim_id=claim["id"], why=f"Is it {where}?", verifier_name=where)
        body = {"description_note": f"{where} has 40", "sources": [f"{where} register"], "state": "disputed"}
        room.client.patch(f"{API}/verifications/{asked['id']}", json=body)
        give(room, f"{where} thanks you", story_id=ana.story)
        give(room, f"They said: {quote}!")
        ana.replies(f"{reply} here")
        other = ask(room.client, ben.story, why=f"As in “{quote.upper()}”?")
        room.client.post(f"{room.url}/recommendations", json={"text": f"Because {quote}", "owner": "The council"})
        words = ("Grellowmere", where, reply)
        assert {"result_claim", "verification", "feedback", "teller_reply", "recommendation"} <= tables_that_say(
            engine, *words
        )

        room.client.post(f"{API}/receipts/{ana.code}/withdraw", json={})

        assert tables_that_say(engine, *words) == set()
        assert room.client.get(f"{room.url}/claims").json()["items"] == []
        assert room.client.get(f"{room.url}/verifications").json()["items"][0]["id"] == other["id"]
        assert room.check()["equal"]

    def test_nothing_is_claimed_of_a_story_that_was_taken_back(self, room: Room, anybody: TestClient) -> None:
        story = tell(room, HEADLINE, consent=FULL)
        asked = ask(room.client, story)
        room.client.post(f"{API}/stories/{story}/withdraw", json={})

        problem(room.client.post(f"{API}/stories/{story}/claims", json=CLAIM), 409, "story-withdrawn")
        problem(anybody.get(link_of(asked)), 404, "not-found")
