"""Result claims and verifications: a figure is a result when a person says so, and right when somebody checked."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from app.db import writing
from models import Verification
from models.base import now
from tests.api.conftest import People, make_key, problem
from tests.making import API, Room, make_seat, make_story

HEADLINE = "28 % fewer children live in foster care"
CLAIM: dict[str, Any] = {"quoted_text": HEADLINE, "measure": "children live in foster care", "value": 28, "unit": "%"}
FULL = {"scope": "public", "name_use": "anonymous"}


@pytest.fixture
def story(room: Room) -> str:
    return tell(room, HEADLINE, consent=FULL)


def tell(room: Room, headline: str, **fields: Any) -> str:
    reply = room.client.post(f"{room.url}/stories", json=make_story(headline, **fields))
    assert reply.status_code == 201, reply.text
    id: str = reply.json()["id"]
    return id


def make_claim(client: TestClient, story: str, status: int = 201, **fields: Any) -> dict[str, Any]:
    reply = client.post(f"{API}/stories/{story}/claims", json={**CLAIM, **fields})
    assert reply.status_code == status, reply.text
    claim: dict[str, Any] = reply.json()
    return claim


def ask(client: TestClient, story: str, **fields: Any) -> dict[str, Any]:
    reply = client.post(f"{API}/stories/{story}/verifications", json={"why": "Is the figure right?", **fields})
    assert reply.status_code == 201, reply.text
    asked: dict[str, Any] = reply.json()
    return asked


def link_of(asked: dict[str, Any]) -> str:
    return f"{API}/verify/{asked['link'].partition('#')[2]}"


def claim_of(room: Room, claim: dict[str, Any]) -> dict[str, Any]:
    items = room.client.get(f"{room.url}/claims").json()["items"]
    return next(one for one in items if one["id"] == claim["id"])


class TestClaims:
    def test_a_figure_is_proposed_until_a_person_has_judged_it(self, room: Room, story: str) -> None:
        url = f"{API}/stories/{story}/claim-proposals"
        proposed = room.client.get(url).json()["items"]
        assert [(one["field"], one["value"], one["unit"]) for one in proposed] == [("headline", 28, "%")]

        make_claim(room.client, story, quoted_text=proposed[0]["quoted_text"])

        assert room.client.get(url).json()["items"] == []

    def test_a_claim_is_not_verified_until_somebody_has_verified_it(self, room: Room, story: str) -> None:
        claim = make_claim(room.client, story)

        assert (claim["status"], claim["quote_stands"], claim["serial_no"]) == ("not_verified", True, 1)

    @pytest.mark.parametrize("quote", ["82 % fewer", "28 %  fewer", HEADLINE.upper(), f"{HEADLINE}."])
    def test_its_words_stand_in_the_story_letter_for_letter(self, room: Room, story: str, quote: str) -> None:
        reply = room.client.post(f"{API}/stories/{story}/claims", json={**CLAIM, "quoted_text": quote})

        refused = problem(reply, 422, "payload-invalid")
        assert refused["errors"][0]["pointer"] == "/quoted_text"

    def test_sent_again_it_is_the_same_claim_and_its_id_is_no_one_elses(self, room: Room, story: str) -> None:
        id = str(uuid4())
        first = make_claim(room.client, story, id=id)

        assert make_claim(room.client, story, status=200, id=id) == first
        reply = room.client.post(f"{API}/stories/{story}/claims", json={**CLAIM, "id": id, "value": 29})
        problem(reply, 409, "id-taken")

    def test_words_that_stand_no_more_are_marked(self, room: Room, story: str) -> None:
        claim = make_claim(room.client, story)

        room.client.patch(f"{API}/stories/{story}", json={"headline": "Fewer children", "reason": "no figure"})

        assert claim_of(room, claim)["quote_stands"] is False

    def test_it_is_corrected_and_dismissed_on_record(self, room: Room, story: str) -> None:
        claim = make_claim(room.client, story)

        changed = room.client.patch(f"{API}/claims/{claim['id']}", json={"baseline": "2022", "dismissed": True})

        assert (changed.json()["baseline"], changed.json()["dismissed"]) == ("2022", True)
        actions = [event["action"] for event in room.client.get(f"{room.url}/change-events").json()["items"]]
        assert actions[-2:] == ["claim", "change_claim"]
        assert room.check()["equal"]


class TestVerification:
    def test_from_asked_to_confirmed_by_a_link(self, room: Room, anybody: TestClient, story: str) -> None:
        claim = make_claim(room.client, story)
        asked = ask(room.client, story, claim_id=claim["id"], verifier_name="Ms Otieno, district office")
        assert claim_of(room, claim)["status"] == "requested"

        view = anybody.get(link_of(asked)).json()
        assert (view["story"]["headline"], view["claims"][0]["value"]) == (HEADLINE, 28)
        begun = anybody.patch(link_of(asked), json={"sources": ["District register 2025, page 4"]})
        assert begun.json()["verification"]["state"] == "in_progress"
        body = {
            "state": "confirmed_with_changes",
            "description_verdict": "right_with_changes",
            "description_note": "27.6 %",
            "interpretation_verdict": "right",
        }
        assert anybody.patch(link_of(asked), json=body).status_code == 200

        assert claim_of(room, claim)["status"] == "confirmed_with_changes"
        read = room.client.get(f"{room.url}/verifications").json()["items"][0]
        assert (read["description_note"], read["sources"]) == ("27.6 %", ["District register 2025, page 4"])
        assert room.check()["equal"]

    def test_used_up_expired_and_unknown_links_are_answered_alike(
        self, room: Room, anybody: TestClient, story: str, engine: Engine
    ) -> None:
        used, expired = ask(room.client, story), ask(room.client, story)
        assert anybody.patch(link_of(used), json={"state": "confirmed"}).status_code == 200
        with writing(engine) as session:
            row = session.exec(select(Verification).where(Verification.id == UUID(expired["id"]))).one()
            row.expires_at = now()
            session.add(row)

        links = [link_of(used), link_of(expired), f"{API}/verify/msc_verify_{'a' * 32}"]
        said = {(anybody.get(link).text, anybody.patch(link, json={}).text) for link in links}

        assert len(said) == 1
        problem(anybody.get(links[0]), 404, "not-found")

    def test_a_link_is_no_way_in(self, room: Room, anybody: TestClient, story: str) -> None:
        token = link_of(ask(room.client, story)).rpartition("/")[2]
        headers = {"Authorization": f"Bearer {token}"}

        for path in (f"{room.url}/stories", f"{room.url}/claims", f"{API}/auth/me", f"{room.url}/board"):
            assert anybody.get(path, headers=headers).status_code == 401

    def test_whose_teller_did_not_agree_is_not_told_by_the_link(self, room: Room, anybody: TestClient) -> None:
        story = tell(room, HEADLINE, consent={"scope": "workshop"})
        make_claim(room.client, story)

        view = anybody.get(link_of(ask(room.client, story)))

        assert (view.json()["story"], view.json()["claims"]) == (None, [])
        assert HEADLINE not in view.text

    def test_a_changed_story_opens_the_question_again(self, room: Room, story: str) -> None:
        claim = make_claim(room.client, story)
        asked = ask(room.client, story, claim_id=claim["id"])
        url = f"{API}/verifications/{asked['id']}"
        assert room.client.patch(url, json={"state": "confirmed"}).status_code == 200

        room.client.patch(f"{API}/stories/{story}", json={"notes": ["In our ward"], "reason": "more exact"})

        read = claim_of(room, claim)
        assert (read["status"], read["earlier_status"], read["reopened"]) == ("not_verified", "confirmed", True)
        assert room.client.get(f"{room.url}/verifications").json()["items"][0]["story_changed"] is True
        again = room.client.patch(url, json={"state": "in_progress"})
        assert again.status_code == 200
        assert room.client.patch(url, json={"state": "disputed"}).json()["story_changed"] is False
        assert claim_of(room, claim)["status"] == "disputed"

    @pytest.mark.parametrize(
        ("steps", "refused"),
        [
            (["in_progress", "requested"], "requested"),
            (["confirmed", "disputed"], "disputed"),
            (["could_not_verify", "requested"], "requested"),
        ],
    )
    def test_states_follow_one_another(self, room: Room, story: str, steps: list[str], refused: str) -> None:
        url = f"{API}/verifications/{ask(room.client, story)['id']}"
        for state in steps[:-1]:
            assert room.client.patch(url, json={"state": state}).status_code == 200

        problem(room.client.patch(url, json={"state": refused}), 409, "wrong-verification-state")

    def test_no_state_against_its_own_verdict(self, room: Room, story: str) -> None:
        url = f"{API}/verifications/{ask(room.client, story)['id']}"

        reply = room.client.patch(url, json={"state": "confirmed", "description_verdict": "disputed"})

        assert problem(reply, 422, "payload-invalid")["errors"][0]["pointer"] == "/description_verdict"

    def test_a_key_follows_up_and_an_evaluator_as_far_as_consent_goes(
        self, room: Room, anybody: TestClient, people: People, story: str
    ) -> None:
        hidden = tell(room, HEADLINE, consent={"scope": "workshop"})
        key = make_key(room, "verifications:write")
        evaluator = people.member(room, "Eva", role="evaluator")
        paths = ("claims", "verifications", "claim-proposals", "evidence")

        for path in paths:
            assert anybody.get(f"{API}/stories/{story}/{path}", headers=key).status_code == 200
            for reply in (
                anybody.get(f"{API}/stories/{hidden}/{path}", headers=key),
                evaluator.get(f"{API}/stories/{hidden}/{path}"),
            ):
                problem(reply, 404, "not-found")

    def test_a_seat_judges_nobodys_story(self, room: Room, story: str) -> None:
        seat = make_seat(room.client, room.workshop)

        for reply in (
            room.client.get(f"{API}/stories/{story}/claims", headers=seat),
            room.client.post(f"{API}/stories/{story}/claims", json=CLAIM, headers=seat),
        ):
            assert reply.status_code == 404
