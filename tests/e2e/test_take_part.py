"""The room sorts and panels choose, from phones and the facilitator's pages, over dead networks and restarts."""

import re
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.house import House
from tests.e2e.test_loop_back import looks_right
from tests.making import API, EMAIL, PASSWORD, SCHOOL, WATER, make_story, make_workshop
from tests.serving import Service

pytestmark = pytest.mark.browser

SMALL = {"width": 320, "height": 640}
HEADLINES = [*WATER, *SCHOOL]


@pytest.fixture
def workshop(service: Service) -> dict[str, Any]:
    """Eight stories in a workshop that reviews them."""
    with closing(service.facilitator()) as client:
        made = make_workshop(client, title="Water and school", reveal="open")  # type: ignore[arg-type]
        told = [make_story(headline, notes=["It was different before."]) for headline in HEADLINES]
        client.post(f"{API}/workshops/{made['id']}/stories/batch", json={"stories": told})
        client.patch(f"{API}/workshops/{made['id']}", json={"stage": "reviewing"})
    return made


def enter(house: House, page_at: str) -> Page:
    page = house.laptop()
    page.goto(page_at)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    return page


def join(house: House, workshop: dict[str, Any], language: str = "en") -> Page:
    """A phone that joined and went to what the room asks of it."""
    phone = house.phone()
    phone.goto(f"/j/{workshop['join_code']}?lang={language}")
    phone.locator("textarea").first.wait_for()
    phone.goto(f"/part?lang={language}")
    return phone


def top(phone: Page) -> str:
    return phone.locator("#story h2").inner_text()


def sort_all(phone: Page) -> None:
    """Put what is about water into the first pile and the rest into the second."""
    seen: list[str] = []
    while phone.locator("#story").count():
        headline = top(phone)
        about = "water" if "ater" in headline or "well" in headline else "school"
        if about in seen:
            phone.locator(".piles .pile").nth(seen.index(about)).click()
        else:
            phone.get_by_role("button", name="A new pile").click()
            seen.append(about)
        expect(phone.locator("#story h2").or_(phone.get_by_role("heading", name="All sorted!"))).not_to_have_text(
            headline
        )


def test_the_room_sorts_and_the_board_gets_suggestions(
    house: House, service: Service, workshop: dict[str, Any]
) -> None:
    page = enter(house, f"/sorting#{workshop['join_code']}")
    phones = [join(house, workshop) for _ in range(2)]
    page.get_by_label("How many stories does each person get?").fill("8")
    looks_right(house, page, "begin sorting")
    page.get_by_role("button", name="Everybody sorts").click()
    expect(page.get_by_text("The room sorts now")).to_be_visible()

    for phone in phones:
        phone.get_by_role("button", name="Sort along").click()
        phone.get_by_role("button", name="Give us stories").click()
        phone.locator("#story").wait_for()
    looks_right(house, phones[0], "sort first story")
    sort_all(phones[0])
    phones[0].get_by_role("button", name=re.compile("^Look into")).first.click()
    dialog = phones[0].get_by_role("dialog")
    dialog.get_by_label("A name for it, if you like").fill("Life near us")
    looks_right(house, phones[0], "sort open pile")
    dialog.get_by_role("button", name="Close").last.click()
    expect(phones[0].get_by_text("Life near us", exact=True)).to_be_visible()
    looks_right(house, phones[0], "sort all sorted")
    phones[0].get_by_role("button", name="I am done").click()
    expect(phones[0].get_by_text("Everything has arrived.")).to_be_visible()
    sort_all(phones[1])
    phones[1].get_by_role("button", name="I am done").click()
    expect(phones[1].get_by_text("Everything has arrived.")).to_be_visible()

    expect(page.get_by_text("2 of")).to_be_visible()
    looks_right(house, page, "sorting progress")
    page.get_by_role("button", name="That is enough").click()
    expect(page.get_by_text("Sorting is closed")).to_be_visible()
    service.wait_for_worker()
    page.get_by_role("button", name="Make suggestions from what the room sorted").click()
    expect(page.get_by_text("on the board")).to_be_visible(timeout=60_000)
    looks_right(house, page, "sorted suggestions")
    assert house.trouble == []


def test_a_hand_lasts_over_a_dead_network_and_a_killed_page(
    house: House, service: Service, workshop: dict[str, Any]
) -> None:
    with closing(service.facilitator()) as client:
        sorting = client.post(f"{API}/workshops/{workshop['id']}/sorting-rounds", json={"size": 8}).json()["id"]
    phone = join(house, workshop)
    phone.get_by_role("button", name="Sort along").click()
    phone.get_by_role("button", name="Give us stories").click()
    phone.locator("#story").wait_for()
    phone.context.set_offline(True)
    phone.keyboard.press("n")
    phone.keyboard.press("1")
    phone.keyboard.press("0")
    expect(phone.get_by_text("5 stories left")).to_be_visible()
    phone.keyboard.press("u")
    expect(phone.get_by_text("6 stories left")).to_be_visible()
    context = phone.context
    phone.close()

    context.set_offline(False)
    again = context.new_page()
    again.goto("/part")
    again.get_by_role("button", name="Sort along").click()
    expect(again.get_by_text("6 stories left")).to_be_visible()
    again.get_by_role("button", name="I am done").click()
    expect(again.get_by_text("Everything has arrived.")).to_be_visible()

    with closing(service.facilitator()) as client:
        read = client.get(f"{API}/sorting-rounds/{sorting}").json()
        sorts = client.get(f"{API}/workshops/{workshop['id']}/sorting-rounds/{sorting}/sorts.csv").text
    assert (read["hands"], read["people"]) == (1, 1)
    assert len(sorts.strip().splitlines()) == 1 + 2


def test_arabic_on_a_small_phone(house: House, service: Service, workshop: dict[str, Any]) -> None:
    with closing(service.facilitator()) as client:
        client.post(f"{API}/workshops/{workshop['id']}/sorting-rounds", json={"size": 8})
    phone = join(house, workshop, "ar")
    phone.set_viewport_size(SMALL)  # type: ignore[arg-type]
    phone.get_by_role("button", name="شارك في الفرز").click()
    phone.get_by_role("button", name="أعطونا قصصًا").click()
    phone.locator("#story").wait_for()
    phone.get_by_role("button", name="كومة جديدة").click()
    expect(phone.get_by_role("button", name="الكومة A", exact=True)).to_be_visible()

    looks_right(house, phone, "sort in arabic")
    assert house.trouble == []


def test_a_panel_chooses_and_a_vote_outlives_a_dead_network(
    house: House, service: Service, workshop: dict[str, Any]
) -> None:
    page = enter(house, f"/select#{workshop['join_code']}")
    page.get_by_label("Who sits on it").fill("Funders")
    page.get_by_role("button", name="Make the panel").click()
    page.get_by_role("heading", name="Funders").wait_for()
    page.get_by_label("Who sits on it").fill("Residents")
    page.get_by_label("What it chooses is passed up to").select_option(label="Funders")
    page.get_by_role("button", name="Make the panel").click()
    card = page.get_by_role("article", name="Residents")
    code = card.locator(".letters").inner_text()
    looks_right(house, page, "panels")

    phones = [house.phone() for _ in range(3)]
    for phone in phones:
        phone.goto(f"/j/{code}")
        expect(phone.get_by_text("Nothing right now.")).to_be_visible()
    card.get_by_role("button", name="Ask them to choose").click()
    looks_right(house, page, "ask a panel")
    card.get_by_role("button", name="Give them the stories").click()
    phones[0].get_by_role("button", name="Read the stories").click()
    phones[0].get_by_role("button", name="Next story").click()
    expect(phones[0].get_by_text("Story 2 of 8").first).to_be_visible()
    phones[0].get_by_role("button", name="Story before").click()
    expect(phones[0].get_by_text("read", exact=False).first).to_be_visible()
    looks_right(house, phones[0], "vote reading")
    phones[0].get_by_role("button", name="Back").click()

    card.get_by_role("button", name="Open the vote").click()
    for phone, choice in zip(phones, (WATER[0], WATER[0], SCHOOL[0]), strict=True):
        phone.get_by_role("button", name="Vote now").click()
        phone.get_by_role("button", name="Go to the vote").click()
        phone.get_by_role("radio", name=choice).check()
        if phone is phones[1]:
            phone.context.set_offline(True)
        phone.get_by_role("button", name="Vote", exact=True).click()
        expect(phone.get_by_text("Your vote is in.").first).to_be_visible()
    looks_right(house, phones[2], "vote cast")
    expect(card.get_by_text("2 of 3 have voted")).to_be_visible()
    phones[1].context.set_offline(False)
    expect(card.get_by_text("3 of 3 have voted")).to_be_visible(timeout=30_000)

    card.get_by_role("button", name="Close the vote").click()
    expect(card.get_by_text("Nobody has seen the result yet.")).to_be_visible()
    expect(phones[0].get_by_text("The vote is closed.")).to_be_visible(timeout=15_000)
    assert phones[0].get_by_text("2 votes").count() == 0
    card.get_by_role("button", name="Reveal what they voted").click()
    expect(phones[0].get_by_text("2 votes")).to_be_visible(timeout=15_000)
    looks_right(house, phones[0], "vote revealed")
    looks_right(house, page, "panel revealed")

    reason = card.get_by_label(f"Why “{WATER[0]}”?")
    reason.fill("Good.")
    card.get_by_role("button", name="Record the decision").click()
    expect(card.get_by_text("is no full sentence yet")).to_be_visible()
    reason.fill("Everybody drinks from it, and the children are well again.")
    card.get_by_label("Pass it up to").select_option(label="Funders")
    card.get_by_role("button", name="Record the decision").click()
    expect(card.get_by_text("passed up to Funders")).to_be_visible()
    expect(card.get_by_text("the children are well again")).to_be_visible()
    looks_right(house, page, "panel decided")
    phones[2].get_by_role("radio", name="3 to 5").check(timeout=15_000)
    expect(phones[2].get_by_text("Thank you, it is counted.").first).to_be_visible()
    looks_right(house, phones[2], "more cases")
    assert [told for told in house.trouble if "/selection" not in told and "ERR_INTERNET" not in told] == []
