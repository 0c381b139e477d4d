"""A board of very many lanes: only those near are drawn, and nobody who walks through them notices."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.house import House
from tests.e2e.morning import Attentive, trouble_in
from tests.making import API, EMAIL, PASSWORD, make_story, make_workshop

pytestmark = pytest.mark.browser

THEMES, EACH = 40, 15
DRAWN_AT_MOST = 200  # of 600


@pytest.fixture
def amina(house: House) -> Attentive:
    """A facilitator in front of forty themes with fifteen stories each."""
    client = house.service.facilitator()
    workshop = make_workshop(client)
    path = f"{API}/workshops/{workshop['id']}"
    stories = [make_story(f"Story {n}") for n in range(THEMES * EACH)]
    told: list[str] = []
    for start in range(0, len(stories), 500):
        reply = client.post(f"{path}/stories/batch", json={"stories": stories[start : start + 500]}, timeout=120)
        told += [result["id"] for result in reply.json()["results"]]
    commands: list[dict[str, Any]] = [
        {"type": "create_theme", "name": f"Theme {n}", "story_ids": told[n * EACH : (n + 1) * EACH]}
        for n in range(THEMES)
    ]
    seq = client.get(f"{path}/board").json()["seq"]
    reply = client.post(f"{path}/board/commands", json={"base_seq": seq, "commands": commands}, timeout=120)
    assert reply.is_success, reply.text
    amina = Attentive(house.laptop(), workshop["id"])
    amina.page.goto(f"/board#/w/{workshop['id']}")
    amina.page.get_by_label("E-mail").fill(EMAIL)
    amina.page.get_by_label("Password").fill(PASSWORD)
    amina.button("Log in").click()
    expect(amina.lane("Theme 0")).to_be_visible()
    return amina


def drawn(amina: Attentive) -> int:
    return amina.page.locator("[data-story]").count()


def test_far_lanes_are_drawn_when_the_focus_goes_there_and_not_before(amina: Attentive, house: House) -> None:
    expect(amina.sticky("Story 0")).to_be_visible()
    expect(amina.sticky(f"Story {30 * EACH}")).to_have_count(0)
    assert drawn(amina) < DRAWN_AT_MOST
    amina.sticky("Story 1").focus()

    for lane in range(1, THEMES):
        amina.page.keyboard.press("Control+ArrowRight")
        expect(amina.sticky(f"Story {lane * EACH + 1}")).to_be_focused()
        assert drawn(amina) < DRAWN_AT_MOST
    house.picture(amina.page, "large board, far lanes")
    amina.page.keyboard.press("End")
    expect(amina.sticky(f"Story {THEMES * EACH - 1}")).to_be_focused()

    amina.page.keyboard.press("m")
    amina.pick_theme("Theme 20")
    amina.is_told("Moved to Theme 20")
    expect(amina.lane("Theme 20")).to_have_accessible_name(f"Theme 20, {EACH + 1} stories")
    assert trouble_in(house) == []


def test_a_lane_that_was_scrolled_down_is_so_again_when_it_comes_back(amina: Attentive) -> None:
    lane, lanes = amina.lane("Theme 1"), amina.page.locator(".lanes")
    lane.evaluate("e => (e.scrollTop = 200)")

    lanes.evaluate("e => (e.scrollLeft = e.scrollWidth)")
    expect(lane.get_by_role("article")).to_have_count(0)
    lanes.evaluate("e => (e.scrollLeft = 0)")

    expect(lane.get_by_role("article").first).to_be_visible()
    assert lane.evaluate("e => e.scrollTop") > 100  # stickies are measured anew, so not to the pixel
