"""The day in pictures: `make pictures` plays the sample workshop and photographs it for the guide.

The service, the stories and the clicks are real; only the clock runs faster.
"""

import base64
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from app.db import make_engine
from app.demo import fill
from app.settings import Settings
from tests.e2e.house import QUIET, House, browser_here
from tests.e2e.morning import Attentive
from tests.making import API, EMAIL, PASSWORD
from tests.serving import ROOT, Service, run_to_its_end, serving, until

PICTURES = ROOT / "docs" / "pictures"
HEADLINE = "The market women keep their own books now"
NOTE = "Nobody from the office counts for them any more; they showed us how they do it."
QUALITY = 82


def photograph(page: Page, name: str) -> None:
    """Save what the page looks like, small enough for a guide."""
    page.wait_for_timeout(400)  # what glides in has arrived
    chrome = page.context.new_cdp_session(page)
    taken = chrome.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    file = PICTURES / f"{name}.webp"
    file.write_bytes(base64.b64decode(taken["data"]))


class Day:
    """The sample workshop with its facilitator, one phone and the wall."""

    def __init__(self, house: House) -> None:
        self.house = house
        service = house.service
        settings = Settings(
            _env_file=None,
            database_url=f"sqlite:///{service.log.parent / 'harvest.sqlite3'}",
            first_account_email=EMAIL,
            first_account_password=PASSWORD,
        )  # type: ignore[call-arg]
        engine = make_engine(settings.database_url)
        self.workshop_id = str(fill(engine, settings).id)
        engine.dispose()
        self.client = service.facilitator()
        self.path = f"{API}/workshops/{self.workshop_id}"
        self.code = self.client.get(self.path).json()["join_code"]
        self.amina = Attentive(house.laptop(), self.workshop_id)
        self.phone, self.wall = house.phone(), house.laptop()
        self.wall.set_viewport_size({"width": 1366, "height": 768})

    def stage(self, stage: str) -> None:
        assert self.client.patch(self.path, json={"stage": stage}).is_success

    def point(self, **shows: Any) -> None:
        assert self.client.put(f"{self.path}/wall", json=shows).is_success

    def telling(self) -> None:
        """The wall collects, a phone tells."""
        token = self.client.post(f"{self.path}/wall").json()["token"]
        self.wall.goto(f"/present#{token}")
        expect(self.wall.locator(".counter")).to_be_visible()
        photograph(self.wall, "wall-collecting")
        self.phone.goto(f"/j/{self.code}")
        self.phone.get_by_label("What changed? In one sentence").fill(HEADLINE)
        self.phone.get_by_label("A little more about it").fill(NOTE)
        photograph(self.phone, "phone-writing")
        self.phone.get_by_role("radio", name="Also those who evaluate this work").check()
        self.phone.get_by_role("button", name="Send my story").click()
        card = self.phone.get_by_role("article").filter(has_text=HEADLINE)
        expect(card.get_by_text("Received")).to_be_visible()
        card.scroll_into_view_if_needed()
        photograph(self.phone, "phone-received")
        card.get_by_role("button", name="Receipt").click()
        self.receipt = self.phone.get_by_role("dialog").get_by_role("textbox").first.input_value()

    def grouping(self) -> None:
        """Suggestions, one of them accepted, then all; what to discuss first."""
        self.stage("reviewing")
        page = self.amina.page
        page.goto(f"/board#/w/{self.workshop_id}")
        self.amina.log_in()
        expect(self.amina.lane("Not placed yet")).to_be_visible()
        run_to_its_end(self.client, self.workshop_id)
        expect(self.amina.button("Accept all")).to_be_visible()
        photograph(page, "board-suggestions")
        self.amina.button("Accept all").click()
        self.amina.dialog("Accept all suggestions?").get_by_role("button", name="Accept all").click()
        expect(self.amina.button("Accept all")).to_have_count(0)

    def discussing(self) -> None:
        page = self.amina.page
        first = self.amina.read("/board")["discuss_first"][0]
        explained = f"{API}/stories/{first}/explanation"
        until(lambda: self.client.get(explained).is_success, "the machine has said why")
        page.get_by_role("button", name=re.compile("^Discuss first")).click()
        panel = page.get_by_role("complementary", name="Discuss first")
        expect(panel.get_by_role("heading", name=re.compile("^Why here|^Why not placed"))).to_be_visible()
        photograph(page, "discuss-first")
        panel.get_by_role("button", name="On the wall").click()
        expect(self.wall.locator(".one h1")).to_be_visible()
        photograph(self.wall, "wall-story")
        self.amina.button("Close the side panel").click()

    def deciding(self) -> None:
        """A story moves with the keyboard; themes are named and agreed."""
        page, amina = self.amina.page, self.amina
        theme = amina.themes()[0]
        amina.sticky(theme["stories"][0]["headline"]).focus()
        page.keyboard.press("m")
        expect(amina.dialog(re.compile("^Move"))).to_be_visible()
        photograph(page, "move-to")
        amina.pick_theme(amina.themes()[1]["name"])
        amina.is_told(re.compile("^Moved to"))
        for theme in amina.themes()[:2]:
            amina.choose(f"Actions for the theme {theme['name']}", "Agree")
            expect(amina.lane(theme["name"]).get_by_text("Agreed", exact=True)).to_be_visible()
        photograph(page, "board-agreed")
        self.point(show="board")
        expect(self.wall.locator(".themes")).to_be_visible()
        photograph(self.wall, "wall-themes")

    def looking(self) -> None:
        """The map, the record, and what evaluators take away."""
        page = self.amina.page
        views = page.get_by_role("group", name="View")
        views.get_by_role("button", name="Map").click()
        page.get_by_role("application").focus()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("main").get_by_role("article")).to_be_visible()
        photograph(page, "map")
        views.get_by_role("button", name="Lanes").click()
        page.get_by_role("button", name=re.compile("^History")).click()
        # The oldest step shown in the middle of the morning against now: what became of the board since.
        page.get_by_role("button", name=re.compile("^Compare from here")).nth(3).click()
        self.amina.button("Compare with now").click()
        expect(page.get_by_role("region", name="Two moments")).to_be_visible()
        photograph(page, "history")
        self.choosing()
        self.stage("feeding_back")
        self.phone.goto(self.receipt)
        expect(self.phone.get_by_text(HEADLINE)).to_be_visible()
        photograph(self.phone, "phone-receipt")
        themes = self.client.get(f"{self.path}/board").json()["themes"]
        said = {
            "theme_id": themes[0]["id"],
            "message": "The council reads your stories on 3 March; we tell you the answer.",
        }
        self.client.post(f"{self.path}/feedback", json=said)
        page.goto(f"/feedback#{self.code}")
        expect(page.get_by_text("have heard back")).to_be_visible()
        photograph(page, "feed-back")
        page.goto(f"/evaluate#/w/{self.workshop_id}")
        expect(page.get_by_role("heading", name="In their words").first).to_be_visible()
        photograph(page, "take-away")

    def choosing(self) -> None:
        """A phone sorts, and a panel has voted by a show of hands."""
        self.stage("reviewing")
        sorting = self.client.post(f"{self.path}/sorting-rounds", json={"size": 12}).json()
        self.phone.goto("/part")
        self.phone.get_by_role("button", name="Sort along").click()
        self.phone.get_by_role("button", name="Give us stories").click()
        for _ in range(2):
            self.phone.get_by_role("button", name="A new pile").click()
        photograph(self.phone, "phone-sort")
        self.client.post(f"{API}/sorting-rounds/{sorting['id']}/close")
        self.stage("selecting")
        panel = self.client.post(f"{self.path}/panels", json={"name": "Residents"}).json()
        asked = {"scope": {"kind": "all"}, "method": "majority"}
        voting = self.client.post(f"{API}/panels/{panel['id']}/rounds", json=asked).json()
        url = f"{API}/rounds/{voting['id']}"
        self.client.post(f"{url}/turns", json={})
        counts = dict(zip(voting["story_ids"], (9, 5, 2), strict=False))
        self.client.post(f"{url}/hand-count", json={"turn": 1, "present": 16, "counts": counts})
        self.client.post(f"{url}/reveal", json={})
        page = self.amina.page
        page.goto(f"/select#{self.code}")
        expect(page.get_by_role("heading", name="Residents")).to_be_visible()
        photograph(page, "panel")


def play(service: Service) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_here(), args=list(QUIET))
        house = House(browser, service)
        day = Day(house)
        steps: tuple[Callable[[], None], ...] = (day.telling, day.grouping, day.discussing, day.deciding, day.looking)
        for step in steps:
            step()
        house.close()
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as service:
        service.wait_for_worker()
        play(service)
    sys.exit(0)
