"""Somebody joins a team, gets another role, leaves; and looks after an account of their own."""

import pytest
from playwright.sync_api import Page, expect

from app.accounts.service import create_account
from app.db import make_engine, writing
from tests.e2e.house import House
from tests.e2e.morning import Attentive, trouble_in, workshop_with_stories
from tests.making import PASSWORD

pytestmark = pytest.mark.browser

BEN, LATER = "ben-in-the-team@example.org", "a heron stands in the reeds"


def enter(page: Page, address: str, password: str = PASSWORD) -> None:
    page.goto(address)
    page.get_by_label("E-mail").fill(BEN)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_a_member_comes_changes_and_goes_and_everybody_sees_it(house: House) -> None:
    engine = make_engine(f"sqlite:///{house.service.log.parent / 'harvest.sqlite3'}")
    with writing(engine) as session:
        create_account(session, BEN, PASSWORD, "Ben")
    engine.dispose()
    workshop_id = workshop_with_stories(house.service, 3)
    amina = Attentive(house.laptop(), workshop_id)
    page = amina.page
    page.goto(f"/board#/w/{workshop_id}")
    amina.log_in()

    page.get_by_role("banner").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Team").click()
    team = page.get_by_role("complementary", name="Team")
    team.get_by_label("E-mail of an account").fill("nobody@example.org")
    team.get_by_role("button", name="Add to the team").click()
    expect(team.get_by_role("alert")).to_contain_text("Nobody has an account with this address yet")
    team.get_by_label("E-mail of an account").fill(BEN)
    page.keyboard.press("Enter")
    expect(team.get_by_label("Role of Ben")).to_have_value("facilitator")

    laptop = house.laptop()
    enter(laptop, f"/board#/w/{workshop_id}")
    ben = Attentive(laptop, workshop_id)
    expect(ben.lane("Not placed yet")).to_be_visible()
    team.get_by_label("Role of Ben").select_option("evaluator")
    amina.hears("Ben has another role now")
    house.picture(page, "team")
    team.get_by_role("button", name="Leave the team").click()
    page.get_by_role("dialog").get_by_role("button", name="Leave the team").click()
    expect(team.get_by_role("alert")).to_contain_text("at least one facilitator")

    team.get_by_role("button", name="Take Ben out of the team").click()
    page.get_by_role("dialog", name="Take Ben out of the team?").get_by_role("button", name="Take out").click()
    expect(team.get_by_label("Role of Ben")).to_have_count(0)
    page.get_by_role("button", name="History").click()
    history = page.get_by_role("complementary", name="History")
    expect(history.locator("p", has_text="took somebody out of the team")).to_be_visible()
    laptop.goto("/board#/")
    laptop.reload()
    expect(laptop.get_by_text("No workshop yet")).to_be_visible()

    lent = house.laptop()
    enter(lent, "/board#/")
    expect(lent.get_by_role("link", name="Ben")).to_be_visible()
    laptop.get_by_role("link", name="Ben").click()
    expect(laptop.get_by_role("heading", name="Your account", exact=True)).to_be_visible()
    ends = laptop.get_by_role("button", name="End this login")
    expect(ends.first).to_be_visible()
    logins = ends.count()
    ends.first.click()
    expect(ends).to_have_count(logins - 1)
    laptop.get_by_label("Password until now").fill(PASSWORD)
    laptop.get_by_label("New password").fill("password")
    laptop.get_by_role("button", name="Change the password").click()
    expect(laptop.get_by_role("alert").filter(has_text="tried first everywhere")).to_be_visible()
    laptop.get_by_label("New password").fill(LATER)
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_text("The new password counts.")).to_be_visible()
    house.picture(laptop, "account")
    lent.reload()
    expect(lent.get_by_label("Password")).to_be_visible()

    laptop.get_by_role("button", name="Close my account").click()
    dialog = laptop.get_by_role("dialog", name="Close your account for good?")
    dialog.get_by_label("Your password").fill(LATER)
    dialog.get_by_role("button", name="Close my account").click()
    enter(laptop, "/board#/", LATER)
    expect(laptop.get_by_text("do not go together")).to_be_visible()
    refusals = ("401", "404", "409", "422")
    assert [told for told in trouble_in(house) if not any(code in told for code in refusals)] == []
