"""A story that asks for care reaches whoever has the board open, and is decided on without ever being on it."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.e2e.house import House
from tests.e2e.morning import TITLE, Attentive, trouble_in, workshop_with_stories
from tests.making import API, make_seat, make_story
from tests.serving import Service

pytestmark = pytest.mark.browser

ALONE, NAMED = "I do not dare to go to the meetings", "Grace speaks at the council now"


def somebody_tells(service: Service, workshop_id: str, headline: str, **fields: object) -> None:
    with closing(service.facilitator()) as client:
        workshop = client.get(f"{API}/workshops/{workshop_id}").json()
        told = client.post(
            f"{API}/workshops/{workshop_id}/stories",
            json=make_story(headline, **fields),
            headers=make_seat(client, workshop),  # type: ignore[arg-type]
        )
        assert told.status_code == 201, told.text


def test_who_takes_care_hears_of_a_story_that_waits_and_decides_on_it(house: House) -> None:
    amina = Attentive(house.laptop(), workshop_with_stories(house.service, 3, hold_for_steward=True))
    page = amina.page
    page.goto(f"/board#/w/{amina.workshop_id}")
    amina.log_in()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    badge, panel = page.get_by_role("button", name="for you"), page.get_by_role("complementary")
    expect(badge).to_have_count(0)

    # It comes while the board is open: the number is there, and the page says so.
    somebody_tells(house.service, amina.workshop_id, ALONE, care="talk", care_contact="the blue door")
    expect(badge).to_have_text("1 waits for you")
    expect(amina.voice).to_contain_text("1 story waits for you")
    somebody_tells(house.service, amina.workshop_id, NAMED, third_party_named=True)
    expect(badge).to_have_text("2 wait for you")
    badge.click()
    expect(panel.get_by_role("listitem").filter(has_text=ALONE)).to_contain_text("the blue door")
    house.picture(page, "steward 01 two wait")

    # One is kept out with a word on what was done; it stays in the care of the same people.
    page.get_by_role("button", name=f"Set aside…: {ALONE}").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Spoke with her; she is safe.")
    page.get_by_role("dialog").get_by_role("button", name="Set aside").click()
    expect(badge).to_have_text("1 waits for you")
    page.get_by_role("button", name=f"Let it join: {NAMED}").click()
    expect(badge).to_have_count(0)
    expect(page.locator("article[data-story]").filter(has_text=NAMED)).to_be_visible()

    page.get_by_role("button", name="Options of the board").click()
    page.get_by_role("menuitem", name="Set aside").click()
    kept = panel.get_by_role("listitem").filter(has_text=ALONE)
    expect(kept).to_contain_text("Spoke with her; she is safe.")
    expect(kept.get_by_role("button", name="Bring back")).to_have_count(0)
    house.picture(page, "steward 02 kept out")
    kept.get_by_role("button", name="Let it join").click()
    expect(page.locator("article[data-story]").filter(has_text=ALONE)).to_be_visible()
    assert trouble_in(house) == []


def test_the_list_of_workshops_says_how_many_wait(house: House) -> None:
    amina = Attentive(house.laptop(), workshop_with_stories(house.service, 2, hold_for_steward=True))
    somebody_tells(house.service, amina.workshop_id, NAMED, third_party_named=True)

    amina.page.goto("/board")
    amina.log_in()

    newest = amina.page.get_by_role("listitem").filter(has_text=TITLE).first
    newest.get_by_role("link", name="1 waits for you").click()
    expect(amina.page.get_by_role("button", name="1 story waits for you")).to_be_visible()
    expect(amina.page.get_by_role("complementary").get_by_role("listitem").filter(has_text=NAMED)).to_be_visible()
    assert trouble_in(house) == []
