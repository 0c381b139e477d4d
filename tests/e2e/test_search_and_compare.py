"""Stories are found by what they mean and put together; what came since is taken up; two moments are compared."""

import re
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.house import PATIENCE_MS, House
from tests.e2e.morning import Attentive, trouble_in, workshop_with_stories
from tests.making import API, make_story
from tests.serving import until

pytestmark = pytest.mark.browser


def found_by(house: House, workshop_id: str, text: str) -> list[dict[str, Any]]:
    """What a search by meaning finds, asked by a script."""
    with closing(house.service.facilitator()) as client:
        asked = client.post(f"{API}/workshops/{workshop_id}/searches", json={"text": text})
        if asked.status_code != 202:
            return []

        def look() -> dict[str, Any] | None:
            told: dict[str, Any] = client.get(asked.headers["location"]).json()
            return told if told["state"] == "found" else None

        items: list[dict[str, Any]] = until(look, "the search is answered")["items"]
        return items


def test_a_theme_is_made_of_what_was_found_by_meaning(house: House) -> None:
    house.service.wait_for_worker()
    workshop_id = workshop_with_stories(house.service, 40)
    amina = Attentive(house.laptop(), workshop_id)
    amina.page.goto(f"/board#/w/{workshop_id}")
    amina.log_in()
    expect(amina.lane("Not placed yet")).to_be_visible()

    # The machine has read the stories as they came; a text that none of them contains finds the nearest.
    text = "being listened to by those in power"
    until(lambda: len(found_by(house, workshop_id, text)) == 24, "the stories are read")
    search = amina.page.get_by_role("searchbox", name="Search")
    search.fill(text)
    expect(amina.page.get_by_text(f"0 stories with “{text}”")).to_be_visible()
    panel = amina.page.get_by_role("complementary", name="By meaning")
    search.press("Enter")
    expect(panel.get_by_role("button", name="Select all 24")).to_be_visible()
    amina.hears(f"24 stories near “{text}”")
    house.picture(amina.page, "search 01 by meaning")

    # Some of them together become a theme.
    panel.get_by_role("checkbox").nth(0).check()
    panel.get_by_role("checkbox").nth(1).check()
    amina.button("New theme from these").click()
    amina.page.get_by_role("textbox", name="Name").fill("Heard by those who decide")
    amina.button("Make the theme").click()
    expect(amina.lane("Heard by those who decide")).to_be_visible()
    assert len(amina.theme("Heard by those who decide")["stories"]) == 2
    amina.button("Close the side panel").click()
    search.fill("")

    # A run looks; what comes after it is counted and taken up in one click.
    amina.choose("Other ways to group", "Place the new stories only")
    expect(amina.page.get_by_role("complementary", name="Suggestions")).to_be_visible(timeout=3 * PATIENCE_MS)
    expect(amina.page.get_by_role("progressbar")).to_have_count(0)
    with closing(house.service.facilitator()) as client:
        for headline in ("The mayor asked us first", "They wrote down what we said"):
            told = client.post(f"{API}/workshops/{workshop_id}/stories", json=make_story(headline))
            assert told.status_code == 201
    expect(amina.page.get_by_text("2 stories arrived since the machine last looked.")).to_be_visible()
    amina.button("Close the side panel").click()
    takes_up = amina.button("Find their places")
    expect(takes_up).to_be_visible()
    house.picture(amina.page, "search 02 arrivals")
    takes_up.click()
    expect(takes_up).to_have_count(0)
    until(lambda: amina.read("/board")["arrived"] == 0, "the new stories are looked at")
    # The run that is over opens its suggestions; who opens something else before that is not waited for here.
    expect(amina.page.get_by_role("complementary", name="Suggestions")).to_be_visible()
    amina.button("Close the side panel").click()

    # The first moment and now, in words, both ways.
    amina.button("History").click()
    history = amina.page.get_by_role("complementary", name="History")
    history.get_by_role("button", name="Compare from here: 41", exact=True).click()
    expect(history.get_by_text("Comparing from step 41.")).to_be_visible()
    history.get_by_role("button", name="Compare with now").click()
    expect(history.get_by_text("“Heard by those who decide” is new, with 2 stories")).to_be_visible()
    history.get_by_text("2 stories: from “Not placed yet” to “Heard by those who decide”").click()
    house.picture(amina.page, "search 03 compare")
    history.get_by_role("button", name="The other way round").click()
    expect(history.get_by_text("“Heard by those who decide” is gone")).to_be_visible()
    history.get_by_role("button", name="Back to the record").click()
    expect(history.get_by_role("button", name="Check the record")).to_be_visible()
    assert trouble_in(house) == []


def test_while_nobody_compares_meanings_the_words_are_searched(house: House) -> None:
    amina = Attentive(house.laptop(), workshop_with_stories(house.service, 12))
    away = {"type": "/problems/worker-away", "title": "Nobody compares meanings now", "status": 503}
    amina.page.route("**/searches", lambda route: route.fulfill(status=503, json=away))
    amina.page.goto(f"/board#/w/{amina.workshop_id}")
    amina.log_in()
    words = amina.page.locator("article[data-story] h3").first.inner_text()

    amina.page.get_by_role("searchbox", name="Search").fill(words)
    amina.button("Search by meaning").click()

    panel = amina.page.get_by_role("complementary", name="By meaning")
    expect(panel.get_by_role("alert")).to_have_text(re.compile("^Nobody compares meanings just now."))
    expect(amina.page.locator("article[data-story]")).to_have_count(1)
    expect(amina.sticky(words)).to_be_visible()
