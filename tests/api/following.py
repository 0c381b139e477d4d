"""`make_…` for the loop back: a chosen story that is claimed, checked, told of and acted upon."""

from tests.api.choosing import make_decision, make_panel
from tests.api.test_followup_claims import ask, make_claim
from tests.api.test_followup_feedback import give
from tests.making import Room


def make_loop(room: Room, story_id: str, quote: str) -> None:
    """A panel chose the story, with dissent; a figure is claimed and checked; its teller heard; something is done."""
    dissent = [{"sentence": "The school matters more to us."}]
    decided = make_decision(make_panel(room, seats=1), story_id, dissent=dissent)
    claim = make_claim(room.client, story_id, quoted_text=quote, measure=quote)
    ask(room.client, story_id, claim_id=claim["id"])
    give(room, "Thank you all.")
    body = {"text": "A second well", "selection_id": decided["id"]}
    assert room.client.post(f"{room.url}/recommendations", json=body).status_code == 201
