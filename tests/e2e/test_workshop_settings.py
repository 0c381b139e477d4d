"""A workshop is made, changed, copied and deleted on its own pages, by keyboard and pointer."""

from playwright.sync_api import Page, expect

from tests.e2e.house import House
from tests.making import EMAIL, PASSWORD


def enter(page: Page) -> None:
    page.goto("/board#/new")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="New workshop").wait_for()


def test_what_was_said_of_a_workshop_can_be_said_anew(house: House) -> None:
    page = house.laptop()
    enter(page)
    page.get_by_label("Title").fill("Wells")
    page.get_by_role("button", name="Add a domain").click()
    page.keyboard.type("Water")  # the focus is in the new field already
    page.get_by_label("Kiswahili").check()
    page.get_by_label("Other languages").fill("hi, am")
    page.get_by_role("button", name="Make the workshop").click()
    expect(page.get_by_text("Phones cannot open this address")).to_be_visible()
    page.get_by_role("link", name="To the board").click()
    expect(page.get_by_role("heading", name="Wells")).to_be_visible()
    expect(page.get_by_text("Water").first).to_be_visible()
    expect(page.get_by_text("the machine goes by the name alone")).to_be_visible()
    page.get_by_role("button", name="Write one Water").click()
    dialog = page.get_by_role("dialog", name="What “Water” means")
    dialog.get_by_role("textbox").first.fill("Wells, pumps and pipes that give water again")
    house.picture(page, "describe a domain")
    dialog.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("the machine goes by the name alone")).to_have_count(0)

    page.get_by_role("banner").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Settings of the workshop").click()
    expect(page.get_by_label("Other languages")).to_have_value("hi, am")
    page.get_by_label("Title").fill("Wells and schools")
    page.get_by_label("Focus question").fill("What is different now?")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    house.picture(page, "settings")

    page.get_by_role("button", name="Copy this workshop").click()
    expect(page.get_by_label("Title")).to_have_value("Wells and schools (copy)")
    expect(page.get_by_label("Focus question")).to_have_value("What is different now?")
    page.get_by_role("button", name="Delete this workshop").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Delete this workshop")).to_be_disabled()
    dialog.get_by_label("To delete it, type its title").fill("Wells and schools (copy)")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Open the board of Wells and schools", exact=True).wait_for()
    assert page.get_by_role("link", name="Wells and schools (copy)").count() == 0
    assert house.trouble == []


def test_closing_asks_first_and_says_who_may_be_writing(house: House) -> None:
    page = house.laptop()
    enter(page)
    page.get_by_label("Title").fill("Closing time")
    page.get_by_role("button", name="Make the workshop").click()
    code = page.locator(".letters").inner_text()
    phone = house.phone()
    phone.goto(f"/j/{code}")
    phone.get_by_label("What changed? In one sentence").fill("Half a story")
    expect(page.get_by_text("1 person has joined")).to_be_visible()
    page.get_by_role("link", name="To the board").click()
    page.get_by_role("button", name="Closed").click()
    dialog = page.get_by_role("dialog", name="Close the workshop?")
    expect(dialog.get_by_text("1 person has joined and sent nothing yet")).to_be_visible()
    house.picture(page, "closing")
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Collect")).to_have_attribute("aria-current", "step")
    assert house.trouble == []
