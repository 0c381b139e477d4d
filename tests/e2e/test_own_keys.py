"""A key of the board is changed, given up and taken back; the browser remembers it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.house import House
from tests.e2e.morning import Attentive, trouble_in, workshop_with_stories

pytestmark = pytest.mark.browser


def test_a_key_is_changed_given_up_and_taken_back(house: House) -> None:
    amina = Attentive(house.laptop(), workshop_with_stories(house.service, 6))
    page = amina.page
    page.goto(f"/board#/w/{amina.workshop_id}")
    amina.log_in()
    keys, move = amina.dialog("Keys"), amina.dialog("Move this story to…")
    story = page.locator("article[data-story]").first

    # m becomes q; a key that is taken is not given twice.
    story.focus()
    page.keyboard.press("?")
    page.get_by_role("button", name="Change the key of “Move to…”, now m").click()
    page.keyboard.press("h")
    expect(keys.get_by_text("h already means “History”.")).to_be_visible()
    page.get_by_role("button", name="Change the key of “Move to…”, now m").click()
    page.keyboard.press("q")
    expect(keys.get_by_text("The key is now q.")).to_be_visible()
    house.picture(page, "keys 01 changed")
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    story.focus()
    page.keyboard.press("m")
    expect(move).to_have_count(0)
    page.keyboard.press("q")
    expect(move).to_be_visible()
    page.keyboard.press("Escape")

    # After a reload it still is; without a key of its own the menu remains.
    page.reload()
    story.focus()
    page.keyboard.press("?")
    page.get_by_role("button", name="Change the key of “Move to…”, now q").click()
    page.keyboard.press("Backspace")
    expect(keys.get_by_text("It has no key now.")).to_be_visible()
    amina.button("Back to the keys as they were").click()
    expect(page.get_by_role("button", name="Change the key of “Move to…”, now m")).to_be_visible()
    page.keyboard.press("Escape")
    story.focus()
    page.keyboard.press("m")
    expect(move).to_be_visible()
    assert trouble_in(house) == []
