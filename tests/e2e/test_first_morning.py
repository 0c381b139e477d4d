"""The first morning of a workshop, in a real browser: join, tell, group, agree, take away.

Whatever is clicked is found by its role and its accessible name, as a screen reader finds it.
"""

import csv
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.house import PATIENCE_MS, House
from tests.making import API, EMAIL, PASSWORD
from tests.serving import ROOT, until

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE_MS)


def stories_at_hand() -> list[dict[str, Any]]:
    """The stories of the folder in STORYHARVEST_STORIES, else those of the sample workshop."""
    if folder := os.environ.get("STORYHARVEST_STORIES"):
        with (Path(folder) / "community_leadership.csv").open(encoding="utf-8", newline="") as file:
            return [
                {"headline": row["headline"], "notes": [row["note_1"], row["note_2"]]} for row in csv.DictReader(file)
            ]
    told = json.loads((ROOT / "app" / "demo_stories.json").read_text(encoding="utf-8"))["stories"]
    return [{"headline": story["headline"], "notes": story["notes"]} for story in told]


def tell(phone: Page, headline: str, note: str, readers: str) -> None:
    """Write one story on a phone and see that it was received."""
    phone.get_by_label("What changed? In one sentence").fill(headline)
    phone.get_by_label("A little more about it").fill(note)
    phone.get_by_label("Why does this matter to you?").fill("Because we did it ourselves.")
    phone.get_by_role("radio", name=readers).check()
    phone.get_by_role("button", name="Send my story").click()
    expect(phone.get_by_role("article").filter(has_text=headline).get_by_text("Received")).to_be_visible()


class Facilitator:
    """Somebody at a laptop who works on the board."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.workshop_id = ""

    def log_in(self) -> None:
        self.page.get_by_label("E-mail").fill(EMAIL)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def read(self, path: str) -> Any:
        """What the service says to this browser."""
        reply = self.page.request.get(f"{API}/workshops/{self.workshop_id}{path}")
        assert reply.ok, reply.text()
        return reply.json()

    def themes(self) -> list[dict[str, Any]]:
        themes: list[dict[str, Any]] = self.read("/board")["themes"]
        return themes

    def lane(self, name: str) -> Locator:
        """A theme's lane with whatever number of stories."""
        return self.page.get_by_role("region", name=re.compile(rf"^{re.escape(name)}, \d+ stor"))

    def sticky(self, headline: str, lane: Locator | None = None) -> Locator:
        return (lane or self.page).get_by_role("article", name=headline, exact=True)

    def lanes_shown(self) -> list[str]:
        """The accessible names of all lanes, such as “Wells reopened, 5 stories”."""
        lanes = self.page.get_by_role("region", name=re.compile(r", \d+ stor(y|ies)$"))
        return [lane.get_attribute("aria-label") or "" for lane in lanes.all()]

    def choose(self, menu: str, action: str) -> None:
        self.button(menu).click()
        self.page.get_by_role("menuitem", name=action, exact=True).click()

    def pick_theme(self, name: str) -> None:
        """Answer the question “which theme?” with the keyboard alone."""
        field = self.page.get_by_role("combobox", name="Theme")
        expect(field).to_be_focused()
        self.page.keyboard.type(name)
        expect(self.page.get_by_role("option", name=name).first).to_have_attribute("aria-selected", "true")
        self.page.keyboard.press("Enter")

    def drag(self, headline: str, to: Locator) -> None:
        """With the mouse, in steps, as a hand does."""
        self.sticky(headline).get_by_role("heading", name=headline).hover()
        self.page.mouse.down()
        to.get_by_role("heading", level=2).hover()
        to.get_by_role("heading", level=2).hover()
        self.page.mouse.up()

    def is_told(self, sentence: str | re.Pattern[str]) -> None:
        """The live region says it."""
        expect(self.page.get_by_role("status").filter(has_text=sentence).first).to_be_attached()


def test_the_first_morning(house: House, tmp_path: Path) -> None:
    told = stories_at_hand()
    amina = Facilitator(house.laptop())

    # A facilitator logs in and makes a workshop.
    amina.page.goto("/board")
    house.picture(amina.page, "01 login")
    amina.log_in()
    amina.page.get_by_role("link", name="New workshop").click()
    amina.page.get_by_label("Title").fill("Leadership stories, first morning")
    house.picture(amina.page, "02 new workshop")
    amina.button("Make the workshop").click()
    spelt = amina.page.get_by_label(re.compile(r"^Code: (\w ){5}\w$")).get_attribute("aria-label") or ""
    code = spelt.removeprefix("Code: ").replace(" ", "")
    house.picture(amina.page, "03 code")
    amina.page.get_by_role("link", name="To the board").click()
    expect(amina.page.get_by_role("heading", name="No stories yet.")).to_be_visible()
    house.picture(amina.page, "04 empty board")
    amina.workshop_id = re.search(r"[0-9a-f-]{36}", amina.page.url)[0]  # type: ignore[index]

    # Two phones join, one by typing the code, one by the QR code's address, and tell.
    typing, scanning = house.phone(), house.phone()
    typing.goto("/join")
    typing.get_by_label("Workshop code").fill(code.lower())
    house.picture(typing, "05 phone code")
    typing.get_by_role("button", name="Join").click()
    scanning.goto(f"/J/{code}")
    tell(typing, "The well runs again", "We mend the pump ourselves.", "Also those who evaluate this work")
    tell(scanning, "I was asked what I think", "For the first time in that room.", "Only people in this workshop")
    house.picture(typing, "06 phone received")
    expect(amina.sticky("The well runs again")).to_be_visible()
    expect(amina.sticky("I was asked what I think")).to_be_visible()

    # The others' stories come in at once.
    sent = [{**story, "consent": {"scope": "evaluation"}} for story in told]
    reply = amina.page.request.post(f"{API}/workshops/{amina.workshop_id}/stories/batch", data={"stories": sent})
    assert {result["status"] for result in reply.json()["results"]} == {201}
    in_all = len(told) + 2
    expect(amina.page.get_by_text(f"{in_all} stories · 0 themes · {in_all} not placed yet")).to_be_visible()
    house.picture(amina.page, "07 board with stories")

    # A second facilitator's board is open elsewhere.
    ben = Facilitator(house.laptop())
    ben.workshop_id = amina.workshop_id
    ben.page.goto(amina.page.url)
    ben.log_in()
    expect(ben.lane("Not placed yet")).to_be_visible()

    # The machine groups; nothing moves until somebody accepts.
    amina.button("Group stories").first.click()
    expect(amina.page.get_by_role("progressbar", name="Grouping the stories")).to_be_visible()
    house.picture(amina.page, "08 grouping")
    expect(amina.button("Accept all")).to_be_visible(timeout=3 * PATIENCE_MS)  # a cold worker loads its model first
    assert amina.themes() == []
    house.picture(amina.page, "09 suggestions")
    amina.button("Accept").click()
    expect(ben.lane("Not placed yet")).not_to_have_accessible_name(f"Not placed yet, {in_all} stories")
    assert len(amina.themes()) == 1
    amina.button("Accept all").click()
    amina.page.get_by_role("dialog", name="Accept all suggestions?").get_by_role("button", name="Accept all").click()
    until(lambda: len(amina.themes()) > 2, "all suggestions are on the board")
    expect(amina.button("Accept all")).to_have_count(0)
    house.picture(amina.page, "10 accepted")
    first, second, third = amina.themes()[:3]
    expect(ben.lane(third["name"])).to_be_visible()

    # A story moves by mouse …
    dragged, carried, following = [story["headline"] for story in first["stories"][:3]]
    amina.drag(dragged, amina.lane(second["name"]))
    expect(amina.sticky(dragged, amina.lane(second["name"]))).to_be_visible()
    expect(ben.sticky(dragged, ben.lane(second["name"]))).to_be_visible()

    # … and another by keyboard; the next one then has the focus, so that a lane is sorted without a mouse.
    amina.sticky(carried).focus()
    amina.page.keyboard.press("m")
    house.picture(amina.page, "11 move to")
    amina.pick_theme(second["name"])
    amina.is_told(f"Moved to {second['name']}")
    expect(amina.sticky(carried, amina.lane(second["name"]))).to_be_visible()
    expect(amina.sticky(following)).to_be_focused()
    expect(ben.sticky(carried, ben.lane(second["name"]))).to_be_visible()

    # Two themes become one, under a name of its own, and the room agrees.
    amina.choose(f"Actions for the theme {third['name']}", "Merge into…")
    amina.pick_theme(second["name"])
    expect(amina.lane(third["name"])).to_have_count(0)
    amina.choose(f"Actions for the theme {second['name']}", "Rename…")
    amina.page.get_by_role("textbox", name="Name").fill("People mend what they own")
    amina.button("Rename").click()
    agreed = amina.lane("People mend what they own")
    expect(agreed).to_be_visible()
    amina.choose("Actions for the theme People mend what they own", "Agree")
    expect(agreed.get_by_text("Agreed", exact=True)).to_be_visible()
    expect(agreed.get_by_text("suggested")).to_have_count(0)

    # One step back, and forward again.
    amina.button("Undo").click()
    expect(agreed.get_by_text("Agreed", exact=True)).to_have_count(0)
    expect(ben.lane("People mend what they own").get_by_text("Agreed", exact=True)).to_have_count(0)
    amina.button("Redo").click()
    expect(agreed.get_by_text("Agreed", exact=True)).to_be_visible()
    expect(ben.lane("People mend what they own").get_by_text("Agreed", exact=True)).to_be_visible()
    house.picture(amina.page, "12 agreed")
    house.picture(ben.page, "13 second board")
    assert ben.lanes_shown() == amina.lanes_shown()

    # The evaluator reads the summary and takes the table home.
    amina.button("More").first.click()
    amina.page.get_by_role("menuitem", name="Take away").click()
    summary = amina.page.get_by_role("article", name="People mend what they own")
    expect(summary).to_be_visible()
    expect(summary.get_by_role("heading", name="In their words")).to_be_visible()
    house.picture(amina.page, "14 summary")
    amina.button("Download").click()
    house.picture(amina.page, "15 download")
    with amina.page.expect_download() as coming:
        amina.page.get_by_role("link", name="Stories as a table (CSV)").click()
    coming.value.save_as(tmp_path / "stories.csv")

    with (tmp_path / "stories.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    placed = {row["headline"]: row["primary_theme"] for row in rows}
    assert len(rows) == in_all - 1  # one teller wanted no readers outside the room
    assert "I was asked what I think" not in placed
    assert placed[dragged] == placed[carried] == "People mend what they own"
    checked = amina.read("/board/check")
    assert (checked["equal"], checked["chain_holds"]) == (True, True)
    assert house.trouble == []
