"""The morning of a facilitator who has no mouse: every step by keys, with the focus and the voice after each."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.house import PATIENCE_MS, House
from tests.e2e.morning import TITLE, Attentive, counted, counting, trouble_in, workshop_with_stories
from tests.making import EMAIL, PASSWORD
from tests.serving import until

pytestmark = pytest.mark.browser

NEVER = ("pointerdown", "mousedown", "touchstart")


class Keys(Attentive):
    """Nothing but keys."""

    def __init__(self, page: Page, workshop_id: str) -> None:
        super().__init__(page, workshop_id)
        counting(page, *NEVER)
        self.lost: list[str] = []

    def keeps_focus(self, after: str) -> None:
        if self.is_lost():
            self.lost.append(after)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab_to(self, target: Locator) -> None:
        """Tab until the target has the focus, the whole way round if need be."""
        expect(target).to_be_visible()
        for _ in range(200):
            if target.evaluate("element => element === document.activeElement"):
                assert target.evaluate("element => element.matches(':focus-visible')")
                return
            self.press("Tab")
        raise AssertionError(f"Tab never comes to {target}.")

    def answers(self, *texts: str) -> None:
        """Write into the field of a dialog that has the focus, and take it with Enter."""
        for text in texts:
            self.press("Control+a")
            self.type(text)
        self.press("Enter")

    def picks(self, theme: str) -> None:
        self.has_focus_on(self.page.get_by_role("combobox", name="Theme"))
        self.pick_theme(theme)

    @property
    def focused(self) -> Locator:
        return self.page.locator("[data-story]:focus")

    def story_has_focus(self, headline: str) -> None:
        self.has_focus_on(self.sticky(headline))


def test_the_whole_morning_by_keyboard_alone(house: House) -> None:
    amina = Keys(house.laptop(), workshop_with_stories(house.service))
    log_in_and_open(amina)
    decide_on_suggestions(amina, house)
    walk_among_stories(amina)
    work_on_stories(amina)
    work_on_themes(amina, house)
    look_back_and_search(amina, house)
    for event in NEVER:
        assert counted(amina.page, event) == 0
    checked = amina.read("/board/check")
    assert (checked["equal"], checked["chain_holds"]) == (True, True)
    assert amina.lost == []
    assert trouble_in(house) == []


def log_in_and_open(amina: Keys) -> None:
    amina.page.goto("/board")
    amina.tab_to(amina.page.get_by_label("E-mail"))
    amina.type(EMAIL)
    amina.press("Tab")
    amina.has_focus_on(amina.page.get_by_label("Password"))
    amina.type(PASSWORD)
    amina.press("Enter")
    amina.tab_to(amina.page.get_by_role("link", name=f"Open the board of {TITLE}"))
    amina.press("Enter")
    expect(amina.lane("Not placed yet")).to_be_visible()


def decide_on_suggestions(amina: Keys, house: House) -> None:
    amina.tab_to(amina.button("Group stories").first)
    amina.press("Enter")
    expect(amina.button("Accept all")).to_be_visible(timeout=3 * PATIENCE_MS)  # a cold worker loads its model first
    amina.hears(re.compile(r"^\d+ suggestions$"))
    amina.keeps_focus("grouping")
    assert amina.themes() == []
    left = len(amina.read("/board")["run"]["suggestions"])

    # One after the other, and back.
    amina.press("n")
    amina.hears(re.compile("^2 of .+: New theme “.+” with .+ stories$"))
    amina.press("p")
    amina.hears(re.compile("^1 of .+: New theme “.+” with .+ stories$"))
    house.picture(amina.page, "keyboard 01 suggestion")

    # Accept, dismiss, accept without one story.
    amina.press("y")
    amina.hears("Suggestion accepted")
    assert len(amina.themes()) == 1
    amina.sees_left(left - 1)
    amina.keeps_focus("accepting")
    amina.press("x")
    amina.hears(re.compile("^Suggestion dismissed"))
    amina.sees_left(left - 2)
    tick = amina.page.get_by_role("checkbox", name=re.compile("^Include “")).first
    amina.tab_to(tick)
    amina.press("Space")
    expect(tick).not_to_be_checked()
    amina.has_focus_on(tick)
    amina.tab_to(amina.page.get_by_role("button", name=re.compile(r"^Accept \d+ ticked$")))
    amina.press("Enter")
    amina.hears("Suggestion accepted")
    amina.sees_left(left - 3)
    amina.keeps_focus("accepting the ticked")
    assert len(amina.themes()) == 2

    # All the others at once.
    amina.tab_to(amina.button("Accept all"))
    amina.press("Enter")
    asked = amina.dialog("Accept all suggestions?")
    amina.tab_to(asked.get_by_role("button", name="Accept all"))
    amina.press("Enter")
    amina.hears("All suggestions accepted")
    until(lambda: len(amina.themes()) > 2, "all suggestions are on the board")
    expect(amina.button("Accept all")).to_have_count(0)
    amina.keeps_focus("accepting all")


def walk_among_stories(amina: Keys) -> None:
    first, second = amina.themes()[:2]
    here, there = amina.stories_in(first), amina.stories_in(second)
    amina.tab_to(amina.page.locator("article[data-story][tabindex='0']"))
    while amina.in_focus() not in here:
        amina.press("ArrowRight" if amina.in_focus() not in there else "ArrowLeft")
    amina.press("Home")
    amina.story_has_focus(here[0])
    amina.press("ArrowDown")
    amina.story_has_focus(here[1])
    amina.press("ArrowUp", "End")
    amina.story_has_focus(here[-1])
    amina.press("Home", "ArrowRight")
    amina.story_has_focus(there[0])
    amina.press("Control+ArrowLeft")
    amina.story_has_focus(here[0])

    # Choose some on the way, and let them go again.
    amina.press("Space")
    amina.hears("1 story selected")
    amina.press("Shift+ArrowDown")
    amina.hears("2 stories selected")
    amina.story_has_focus(here[1])
    amina.press("Escape")
    expect(amina.page.get_by_role("checkbox", checked=True)).to_have_count(0)
    amina.story_has_focus(here[1])
    amina.press("Home")
    amina.story_has_focus(here[0])


def work_on_stories(amina: Keys) -> None:
    first, second = amina.themes()[:2]
    here, there = amina.stories_in(first), amina.stories_in(second)

    amina.press("m")
    amina.picks(second["name"])
    amina.hears(f"Moved to {second['name']}, {len(there) + 1} stories")
    amina.story_has_focus(here[1])

    amina.press("i")
    amina.hears("Pinned. The machine will leave it here.")
    amina.story_has_focus(here[1])
    expect(amina.sticky(here[1]).get_by_text("pinned")).to_be_visible()

    amina.press("Enter")
    reader = amina.page.get_by_role("complementary", name="Story")
    expect(reader.get_by_role("heading", name=here[1])).to_be_visible()
    amina.press("Escape")
    expect(reader).to_have_count(0)
    amina.story_has_focus(here[1])


def work_on_themes(amina: Keys, house: House) -> None:
    first, second = amina.themes()[:2]
    story = amina.stories_in(first)[0]
    amina.story_has_focus(story)

    amina.press("l")
    amina.hears(f"Locked: {first['name']}. The machine will not touch it.")
    amina.story_has_focus(story)
    expect(amina.lane(first["name"]).get_by_text("Locked")).to_be_visible()
    amina.press("l")
    amina.hears(f"Unlocked: {first['name']}")

    amina.press("e")
    amina.has_focus_on(amina.page.get_by_role("textbox", name="Name"))
    amina.answers("People mend what they own")
    amina.hears("Renamed: People mend what they own")
    amina.story_has_focus(story)

    amina.press("Shift+M")
    amina.picks(second["name"])
    amina.hears(f"Merged into {second['name']}")
    amina.story_has_focus(story)
    expect(amina.lane("People mend what they own")).to_have_count(0)
    assert amina.where_is(story) == second["name"]

    amina.press("s")
    asked = amina.dialog(f"Split “{second['name']}”")
    amina.tab_to(asked.get_by_role("checkbox").first)
    amina.press("Space")
    amina.tab_to(asked.get_by_role("textbox", name="Name"))
    house.picture(amina.page, "keyboard 02 split")
    amina.answers("A new beginning")
    amina.hears("Split in two")
    expect(amina.lane("A new beginning")).to_be_visible()

    amina.story_has_focus(story)
    agreed = amina.where_is(story)
    amina.press("a")
    amina.hears(f"Agreed: {agreed}")
    amina.story_has_focus(story)
    expect(amina.lane(agreed).get_by_text("Agreed", exact=True)).to_be_visible()

    amina.press("Control+z")
    amina.hears("Undone")
    amina.story_has_focus(story)
    expect(amina.lane(agreed).get_by_text("Agreed", exact=True)).to_have_count(0)
    amina.press("Control+Shift+Z")
    amina.hears("Done again")
    amina.story_has_focus(story)
    expect(amina.lane(agreed).get_by_text("Agreed", exact=True)).to_be_visible()


def look_back_and_search(amina: Keys, house: House) -> None:
    story = amina.in_focus()
    amina.press("h")
    history = amina.page.get_by_role("complementary", name="History")
    expect(history.get_by_text("“A new beginning”").first).to_be_visible()
    house.picture(amina.page, "keyboard 03 history")
    amina.tab_to(history.get_by_role("button", name="Check the record"))
    amina.press("Enter")
    expect(history.get_by_text("The record is complete and equals the board.")).to_be_visible()
    amina.tab_to(amina.button("Close the side panel"))
    amina.press("Enter")
    expect(history).to_have_count(0)
    amina.keeps_focus("closing the history")

    amina.tab_to(amina.sticky(story))
    amina.press("/")
    amina.has_focus_on(amina.page.get_by_role("searchbox", name="Search"))
    amina.type(story)
    expect(amina.page.get_by_text(f"1 story with “{story}”")).to_be_visible()
    amina.press("Enter")
    amina.story_has_focus(story)
    amina.press("Escape")
    expect(amina.page.get_by_role("searchbox", name="Search")).to_have_value("")
    amina.story_has_focus(story)
