"""What people write is only ever text: nothing in it runs, on any page that shows it."""

import re
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.house import House
from tests.e2e.morning import Attentive, trouble_in
from tests.making import API, EMAIL, PASSWORD, make_seat, make_workshop
from tests.serving import Service, run_to_its_end

pytestmark = pytest.mark.browser

HEADLINES = [
    "<img src=x onerror=\"alert('headline')\"> the well works",
    "<script>alert('script')</script> the well has water",
    "\"><svg onload=alert('svg')> water from the well",
    "javascript:alert('url') <a href=\"javascript:alert('link')\">the well</a>",
    "{{constructor.constructor('alert(1)')()}} ${alert(2)} water at the well",
    "</title></textarea></template><iframe srcdoc='<script>alert(3)</script>'> water",
]
NOTE = "<img src=x onerror=alert('note')> & <b>bold</b> <style>*{display:none}</style>"
WHY = "<object data=\"javascript:alert('why')\"></object>"
NAME = "<img src=x onerror=alert('name')>"
THEME = "<img src=x onerror=alert('theme')> \"Wells\""
MEANING = "<svg><script>alert('meaning')</script></svg>"
REASON = "<img src=x onerror=alert('reason')></p><script>alert('why')</script>"
DOMAIN = "<input autofocus onfocus=alert('domain')>"
TITLE = "<img src=x onerror=alert('title')> Harvest"
QUESTION = "<script>alert('question')</script> What changed?"

FOREIGN = "img[src='x'], svg[onload], svg script, iframe, object, [onerror], [onfocus], body script:not([src])"

WATCH = """
addEventListener('securitypolicyviolation', (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


def prepared(service: Service) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A workshop in which every text is hostile, grouped, with a theme that has a reason; its stories."""
    with closing(service.facilitator()) as client:
        workshop = make_workshop(
            client,  # type: ignore[arg-type]
            title=TITLE,
            focus_question=QUESTION,
            context=NOTE,
            place=NAME,
            reveal="open",
            domains=[{"name": DOMAIN, "description": MEANING}],
        )
        seat = make_seat(client, workshop, display_name=NAME)  # type: ignore[arg-type]
        stories = []
        for headline in HEADLINES:
            reply = client.post(
                f"{API}/workshops/{workshop['id']}/stories",
                headers=seat,
                json={
                    "headline": headline,
                    "notes": [NOTE],
                    "significance": WHY,
                    "happened_where": NAME,
                    "consent": {"scope": "public", "name_use": "named"},
                },
            )
            assert reply.status_code == 201, reply.text
            stories.append(reply.json())
        run_to_its_end(client, workshop["id"])
        for command in (
            {
                "type": "create_theme",
                "name": THEME,
                "description": MEANING,
                "reason": REASON,
                "story_ids": [story["id"] for story in stories[:4]],
            },
            {"type": "move", "story_ids": [stories[0]["id"]], "theme_id": None, "reason": REASON},
            {"type": "undo"},
        ):
            board = client.get(f"{API}/workshops/{workshop['id']}/board").json()
            sent = {"base_seq": board["seq"], "commands": [command]}
            reply = client.post(f"{API}/workshops/{workshop['id']}/board/commands", json=sent)
            assert reply.status_code == 200, reply.text
    return workshop, stories


class Reader(Attentive):
    """Looks at one page after the other, and at what ran in them."""

    def __init__(self, page: Page, workshop_id: str) -> None:
        super().__init__(page, workshop_id)
        self.opened: list[str] = []
        page.add_init_script(WATCH)
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Any) -> None:
        self.opened.append(dialog.message)
        dialog.dismiss()

    def sees(self, *texts: str, within: Locator | None = None) -> None:
        """Each text is on the page, letter by letter; none of them became anything else."""
        for text in texts:
            expect(
                (within or self.page.locator("body")).get_by_text(text).locator("visible=true").first
            ).to_be_visible()
        assert self.page.locator(FOREIGN).count() == 0
        assert self.opened == []

    def view(self, name: str) -> None:
        self.page.get_by_role("group", name="View").get_by_role("button", name=name).click()


def test_words_of_people_run_nothing_anywhere(house: House) -> None:
    workshop, stories = prepared(house.service)
    at, page = f"#/w/{workshop['id']}", house.laptop()
    reader = Reader(page, workshop["id"])

    page.goto("/board")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    reader.button("Log in").click()
    reader.sees(TITLE, QUESTION, NAME)
    page.goto(f"/board{at}/code")
    reader.sees(TITLE, QUESTION)
    page.goto(f"/board{at}")
    board_shows_text(reader, house)
    theme = reader.theme(THEME)

    page.goto(f"/evaluate{at}")
    summary = page.get_by_role("article", name=THEME, exact=True)
    reader.sees(THEME, MEANING, HEADLINES[0], NAME, within=summary)
    house.picture(page, "hostile evaluate")
    reader.button("Record").click()
    reader.sees(REASON)
    reader.button("Download").click()
    expect(page.get_by_role("heading", name="Left out for this profile")).to_be_visible()
    reader.sees()

    wall_shows_text(reader, house, theme["id"], stories[0]["id"])

    page.goto(f"/receipt#{stories[0]['receipt_code']}")
    reader.sees(TITLE, HEADLINES[0])
    house.picture(page, "hostile receipt")
    page.goto(f"/j/{workshop['join_code']}")
    reader.sees(QUESTION)
    assert trouble_in(house) == []


def board_shows_text(reader: Reader, house: House) -> None:
    page = reader.page
    expect(reader.lane(THEME)).to_be_visible()
    reader.sees(TITLE, THEME, DOMAIN, MEANING, NOTE, *HEADLINES)
    house.picture(page, "hostile lanes")
    reader.view("List")
    reader.sees(THEME, DOMAIN, NOTE, *HEADLINES)
    reader.view("Map")
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("main").get_by_role("article")).to_be_visible()
    reader.sees(NOTE)
    house.picture(page, "hostile map")
    reader.view("Lanes")

    reader.sticky(HEADLINES[1]).dblclick(position={"x": 60, "y": 60})
    story = page.get_by_role("complementary", name="Story")
    reader.sees(HEADLINES[1], NOTE, WHY, THEME, within=story)
    page.get_by_role("button", name=re.compile("^History")).click()
    reader.sees(THEME, REASON, within=page.get_by_role("complementary", name="History").get_by_role("list"))
    house.picture(page, "hostile history")
    reader.choose(f"Actions for the theme {THEME}", "Merge into…")
    reader.sees(DOMAIN, within=page.get_by_role("listbox"))
    page.keyboard.press("Escape")


def wall_shows_text(reader: Reader, house: House, theme_id: str, story_id: str) -> None:
    page = reader.page
    wall = f"{API}/workshops/{reader.workshop_id}/wall"
    opened = page.request.post(wall).json()
    for number, (shows, texts) in enumerate(
        [
            ({"show": "board"}, (TITLE, THEME)),
            ({"show": "theme", "theme_id": theme_id}, (THEME, MEANING, HEADLINES[0])),
            ({"show": "story", "story_id": story_id}, (HEADLINES[0], NOTE, WHY, NAME)),
        ]
    ):
        assert page.request.put(wall, data=shows).status == 204
        if number == 0:
            page.goto(f"/present#{opened['token']}")
        reader.sees(*texts)
        house.picture(page, f"hostile wall {number}")
