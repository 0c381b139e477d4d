"""The morning of a facilitator who points but cannot drag: every step by a click, no key but for writing."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.house import PATIENCE_MS, House
from tests.e2e.morning import TITLE, Attentive, counted, counting, trouble_in, workshop_with_stories
from tests.making import EMAIL, PASSWORD
from tests.serving import until

pytestmark = pytest.mark.browser

NEVER = ("dragstart", "keydown")
TWICE_MS = 500  # what follows a decision faster than a hand can mean it is taken for the same press


class Pointer(Attentive):
    """Nothing but clicks; text is pasted."""

    def __init__(self, page: Page, workshop_id: str) -> None:
        super().__init__(page, workshop_id)
        counting(page, *NEVER)

    def click(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=name, exact=True).first.click()

    def story_menu(self, headline: str, action: str) -> None:
        self.choose(f"Actions for “{headline}”", action)

    def theme_menu(self, name: str, action: str) -> None:
        self.choose(f"Actions for the theme {name}", action)

    def picks(self, theme: str, submit: str) -> None:
        asked = self.page.get_by_role("dialog")
        asked.get_by_role("option", name=theme, exact=True).click()
        self.click(submit, asked)

    def side(self, title: str) -> Locator:
        """Open a side panel by its button."""
        panel = self.page.get_by_role("complementary", name=title)
        if panel.count() == 0:
            self.page.get_by_role("button", name=re.compile(rf"^{title}")).click()
        expect(panel).to_be_visible()
        return panel


def test_the_whole_morning_by_clicks_alone(house: House) -> None:
    amina = Pointer(house.laptop(), workshop_with_stories(house.service))
    log_in_and_open(amina)
    decide_on_suggestions(amina)
    move_without_dragging(amina, house)
    work_on_themes(amina)
    look_back_and_around(amina, house)
    for event in NEVER:
        assert counted(amina.page, event) == 0
    checked = amina.read("/board/check")
    assert (checked["equal"], checked["chain_holds"]) == (True, True)
    assert trouble_in(house) == []


def log_in_and_open(amina: Pointer) -> None:
    amina.page.goto("/board")
    amina.page.get_by_label("E-mail").fill(EMAIL)
    amina.page.get_by_label("Password").fill(PASSWORD)
    amina.click("Log in")
    amina.page.get_by_role("link", name=f"Open the board of {TITLE}").click()
    expect(amina.lane("Not placed yet")).to_be_visible()


def decide_on_suggestions(amina: Pointer) -> None:
    amina.click("Group stories")
    expect(amina.button("Accept all")).to_be_visible(timeout=3 * PATIENCE_MS)  # a cold worker loads its model first
    panel = amina.side("Suggestions")
    left = len(amina.read("/board")["run"]["suggestions"])
    amina.click(re.compile("^Next"), panel)
    amina.hears(re.compile("^2 of .+: New theme “.+”"))
    amina.click(re.compile("^Previous"), panel)
    amina.hears(re.compile("^1 of .+: New theme “.+”"))
    amina.click("Accept", panel)
    amina.hears("Suggestion accepted")
    amina.sees_left(left - 1)
    amina.page.wait_for_timeout(TWICE_MS)
    amina.click("Dismiss", panel)
    amina.hears(re.compile("^Suggestion dismissed"))
    amina.sees_left(left - 2)
    panel.get_by_role("checkbox", name=re.compile("^Include “")).first.click()
    amina.page.wait_for_timeout(TWICE_MS)
    amina.click(re.compile(r"^Accept \d+ ticked$"), panel)
    amina.hears("Suggestion accepted")
    amina.sees_left(left - 3)
    assert len(amina.themes()) == 2
    amina.click("Accept all", panel)
    amina.click("Accept all", amina.dialog("Accept all suggestions?"))
    amina.hears("All suggestions accepted")
    until(lambda: len(amina.themes()) > 2, "all suggestions are on the board")


def move_without_dragging(amina: Pointer, house: House) -> None:
    first, second = amina.themes()[:2]
    tapped, also_tapped, chosen = amina.stories_in(first)[:3]

    # Select, then tap the lane.
    for headline in (tapped, also_tapped):
        amina.sticky(headline).get_by_role("checkbox").click()
    amina.hears("2 stories selected")
    amina.click(f"Put here Put the selected stories into {second['name']}")
    amina.hears(re.compile(rf"^2 stories moved to {re.escape(second['name'])}, \d+ stories there now$"))
    for headline in (tapped, also_tapped):
        expect(amina.sticky(headline, amina.lane(second["name"]))).to_be_visible()
    house.picture(amina.page, "pointer 01 put here")

    # The same by a menu.
    amina.story_menu(chosen, "Move to…")
    amina.picks(second["name"], "Move")
    amina.hears(re.compile(rf"^Moved to {re.escape(second['name'])}, \d+ stories$"))
    expect(amina.sticky(chosen, amina.lane(second["name"]))).to_be_visible()
    amina.story_menu(chosen, "Pin here")
    amina.hears("Pinned. The machine will leave it here.")
    amina.story_menu(chosen, "Open")
    reader = amina.page.get_by_role("complementary", name="Story")
    expect(reader.get_by_role("heading", name=chosen)).to_be_visible()
    amina.click("Close the side panel")


def work_on_themes(amina: Pointer) -> None:
    first, second = amina.themes()[:2]
    amina.theme_menu(first["name"], "Lock")
    amina.hears(f"Locked: {first['name']}. The machine will not touch it.")
    amina.theme_menu(first["name"], "Unlock")
    amina.hears(f"Unlocked: {first['name']}")

    amina.theme_menu(first["name"], "Rename…")
    amina.page.get_by_role("textbox", name="Name").fill("People mend what they own")
    amina.click("Rename")
    amina.hears("Renamed: People mend what they own")

    amina.theme_menu("People mend what they own", "Merge into…")
    amina.picks(second["name"], "Merge")
    amina.hears(f"Merged into {second['name']}")
    expect(amina.lane("People mend what they own")).to_have_count(0)

    amina.theme_menu(second["name"], "Split…")
    asked = amina.dialog(f"Split “{second['name']}”")
    asked.get_by_role("checkbox").first.click()
    asked.get_by_role("textbox", name="Name").fill("A new beginning")
    amina.click("Split", asked)
    amina.hears("Split in two")
    expect(amina.lane("A new beginning")).to_be_visible()

    amina.theme_menu("A new beginning", "Agree")
    agreed = amina.lane("A new beginning").get_by_text("Agreed", exact=True)
    amina.hears("Agreed: A new beginning")
    expect(agreed).to_be_visible()
    amina.click("Undo")
    amina.hears("Undone")
    expect(agreed).to_have_count(0)
    amina.click("Redo")
    amina.hears("Done again")
    expect(agreed).to_be_visible()


def look_back_and_around(amina: Pointer, house: House) -> None:
    history = amina.side("History")
    history.get_by_label("What").select_option("split")
    expect(history.get_by_text("“A new beginning”").first).to_be_visible()
    history.get_by_role("button", name=re.compile("^See the board then")).first.click()
    expect(amina.button("Back to now")).to_be_visible()
    expect(amina.lane("A new beginning").get_by_text("Agreed", exact=True)).to_have_count(0)
    house.picture(amina.page, "pointer 02 the board then")
    amina.click("Back to now")
    amina.click("Check the record", history)
    expect(history.get_by_text("The record is complete and equals the board.")).to_be_visible()

    discuss = amina.side("Discuss first")
    expect(discuss.get_by_role("article").get_by_role("heading")).to_be_visible()
    amina.click("Close the side panel")

    story = amina.stories_in(amina.themes()[0])[0]
    search = amina.page.get_by_role("searchbox", name="Search")
    search.fill(story)
    expect(amina.page.get_by_text(f"1 story with “{story}”")).to_be_visible()
    view = amina.page.get_by_role("group", name="View")
    amina.click("List", view)
    expect(amina.page.get_by_role("listitem", name=story)).to_be_visible()
    amina.click("Map", view)
    expect(amina.page.get_by_role("application", name="Map of the stories")).to_be_visible()
    amina.click("Lanes", view)
    expect(amina.sticky(story)).to_be_visible()
