"""Every screen of the facilitators, evaluators and the wall: no violation that axe knows.

Each is looked at in light, in dark and at 200 % zoom (half the window); what is found anywhere is told together.
"""

import re
from contextlib import closing
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.house import House
from tests.e2e.morning import TITLE, Attentive, trouble_in, workshop_with_stories
from tests.making import API, EMAIL, PASSWORD
from tests.serving import Service, run_to_its_end

pytestmark = pytest.mark.browser

WIDE, ZOOMED = {"width": 1366, "height": 768}, {"width": 683, "height": 384}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ALL_BUT_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}


class Inspector(Attentive):
    """Looks at screens and keeps what is wrong with each."""

    def __init__(self, house: House, workshop_id: str) -> None:
        super().__init__(house.laptop(), workshop_id)
        self.found: list[str] = []
        self._house = house
        self.page.emulate_media(reduced_motion="reduce")

    def looks_at(self, screen: str) -> None:
        self._judge(screen)
        self.page.emulate_media(color_scheme="dark")
        self._judge(f"{screen}, dark", COLOURS)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
        self._judge(f"{screen}, 200 %", ALL_BUT_COLOURS)
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            self.found.append(f"{screen}, 200 %: the page scrolls sideways")
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    def _judge(self, screen: str, options: dict[str, Any] | None = None) -> None:
        self._house.picture(self.page, f"axe {screen}")
        for violation in Axe().run(self.page, options=options).response["violations"]:
            nodes = [f"{node['target']} {node['html'][:120]}" for node in violation["nodes"][:4]]
            self.found.append(f"{screen}: {violation['id']} ({violation['help']}): {'; '.join(nodes)}")

    def join_code(self, house: House) -> str:
        with closing(house.service.facilitator()) as client:
            return str(client.get(f"{API}/workshops/{self.workshop_id}").json()["join_code"])

    def view(self, name: str) -> None:
        self.page.get_by_role("group", name="View").get_by_role("button", name=name).click()

    def opens_side(self, button: str, title: str) -> None:
        self.page.get_by_role("button", name=re.compile(rf"^{button}")).click()
        expect(self.page.get_by_role("complementary", name=title)).to_be_visible()

    def closes_dialog(self) -> None:
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("dialog")).to_have_count(0)


@pytest.fixture
def inspector(house: House) -> Inspector:
    return Inspector(house, workshop_with_stories(house.service, 40, reveal="open"))


def enter(page: Page) -> None:
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def group(service: Service, workshop_id: str) -> dict[str, Any]:
    with closing(service.facilitator()) as client:
        return run_to_its_end(client, workshop_id)


def accept_all(inspector: Inspector, run: dict[str, Any]) -> None:
    commands = [{"type": "accept_run", "run_id": run["id"]}]
    sent = {"base_seq": inspector.read("/board")["seq"], "commands": commands}
    reply = inspector.page.request.post(f"{API}/workshops/{inspector.workshop_id}/board/commands", data=sent)
    assert reply.ok, reply.text()


def test_no_screen_has_a_violation_that_axe_knows(inspector: Inspector, house: House) -> None:
    page, at = inspector.page, f"#/w/{inspector.workshop_id}"
    page.goto("/")
    inspector.looks_at("home")
    page.goto("/board")
    expect(page.get_by_label("E-mail")).to_be_visible()
    inspector.looks_at("login")
    enter(page)
    expect(page.get_by_role("link", name=f"Open the board of {TITLE}")).to_be_visible()
    inspector.looks_at("workshops")
    page.goto("/board#/new")
    page.get_by_role("button", name="Add a domain").click()
    inspector.looks_at("new workshop")
    page.goto("/board#/account")
    expect(page.get_by_role("heading", name="Where you are logged in")).to_be_visible()
    inspector.looks_at("account")
    page.goto(f"/board{at}/code")
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    inspector.looks_at("code")

    page.goto(f"/board{at}")
    expect(inspector.lane("Not placed yet")).to_be_visible()
    inspector.looks_at("board before grouping")
    run = group(house.service, inspector.workshop_id)
    expect(inspector.button("Accept all")).to_be_visible()
    inspector.looks_at("suggestions")
    inspector.button("Accept all").click()
    inspector.looks_at("dialog accept all")
    inspector.closes_dialog()
    accept_all(inspector, run)
    page.reload()
    board(inspector)
    take_away(inspector, at)
    wall(inspector)
    assert not inspector.found, "\n" + "\n".join(inspector.found)
    assert trouble_in(house) == []


def board(inspector: Inspector) -> None:
    page = inspector.page
    theme = inspector.themes()[0]
    headline = theme["stories"][0]["headline"]
    expect(inspector.lane(theme["name"])).to_be_visible()
    inspector.looks_at("lanes")
    inspector.view("List")
    inspector.looks_at("list")
    inspector.view("Map")
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("main").get_by_role("article")).to_be_visible()
    inspector.looks_at("map")
    inspector.view("Lanes")

    inspector.opens_side("Discuss first", "Discuss first")
    inspector.looks_at("discuss first")
    inspector.opens_side("History", "History")
    inspector.looks_at("history")
    page.get_by_role("button", name=re.compile("^See the board then")).first.click()
    expect(inspector.button("Back to now")).to_be_visible()
    inspector.looks_at("board of the past")
    inspector.button("Back to now").click()
    page.get_by_role("button", name=re.compile("^Compare from here")).last.click()
    inspector.looks_at("a moment to compare")
    inspector.button("Compare with now").click()
    expect(inspector.button("The other way round")).to_be_visible()
    inspector.looks_at("two moments")
    inspector.button("Close the side panel").click()
    page.get_by_role("searchbox", name="Search").fill("nobody asked before")
    inspector.looks_at("search for words")
    inspector.button("Search by meaning").click()
    expect(page.get_by_role("button", name=re.compile(r"^Select all \d+$"))).to_be_visible()
    inspector.looks_at("by meaning")
    inspector.button("Close the side panel").click()
    page.get_by_role("searchbox", name="Search").fill("")

    card = inspector.sticky(headline)
    for key, screen in (
        ("m", "dialog move"),
        ("e", "dialog rename"),
        ("s", "dialog split"),
        ("Shift+M", "dialog merge"),
        ("g", "dialog new theme"),
        ("?", "dialog keys"),
    ):
        card.focus()
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        inspector.looks_at(screen)
        inspector.closes_dialog()
    card.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Story")).to_be_visible()
    inspector.looks_at("story")
    card.focus()
    page.keyboard.press("f")
    expect(page.get_by_role("complementary", name="Similar stories")).to_be_visible()
    inspector.looks_at("similar stories")
    inspector.button("Close the side panel").click()
    card.focus()
    page.keyboard.press("Space")
    expect(inspector.button("Clear selection")).to_be_visible()
    inspector.looks_at("selection")
    inspector.button("Clear selection").click()
    inspector.button(f"Actions for the theme {theme['name']}").click()
    expect(page.get_by_role("menuitem").first).to_be_visible()
    inspector.looks_at("menu")
    page.keyboard.press("Escape")


def take_away(inspector: Inspector, at: str) -> None:
    page = inspector.page
    page.goto("/evaluate")
    expect(page.get_by_role("heading", name="Which workshop?")).to_be_visible()
    inspector.looks_at("take away, workshops")
    page.goto(f"/evaluate{at}")
    expect(page.get_by_role("heading", name="In their words").first).to_be_visible()
    inspector.looks_at("take away, themes")
    for tab, something in (("Download", "Left out for this profile"), ("API keys", "New key")):
        inspector.button(tab).click()
        expect(page.get_by_role("heading", name=something)).to_be_visible()
        inspector.looks_at(f"take away, {tab}")
    inspector.button("Record").click()
    expect(page.get_by_role("table", name="Change log")).to_be_visible()
    inspector.looks_at("take away, record")


def wall(inspector: Inspector) -> None:
    page = inspector.page
    address = f"{API}/workshops/{inspector.workshop_id}/wall"
    token = page.request.post(address).json()["token"]
    theme = inspector.themes()[0]
    for shows, something in (
        ({"show": "board"}, theme["name"]),
        ({"show": "theme", "theme_id": theme["id"]}, theme["stories"][0]["headline"]),
        ({"show": "story", "story_id": theme["stories"][0]["id"]}, theme["stories"][0]["headline"]),
        ({"show": "blank"}, None),
    ):
        assert page.request.put(address, data=shows).status == 204
        page.goto("/")
        page.goto(f"/present#{token}")
        if something:
            expect(page.get_by_text(something).first).to_be_visible()
        else:
            expect(page.get_by_role("heading", name=TITLE)).to_be_attached()
        inspector.looks_at(f"wall, {shows['show']}")


def test_right_to_left_has_no_violation_either(inspector: Inspector, house: House) -> None:
    """The pages that speak Arabic: where the code is typed, where the story is written, and the receipt."""
    page = inspector.page
    enter_by = inspector.join_code(house)
    for screen, address, field in (
        ("join", "/join?lang=ar", "#code"),
        ("write", f"/j/{enter_by}?lang=ar", "#headline"),
        ("receipt", "/receipt?lang=ar", "input"),
    ):
        page.goto(address)
        expect(page.locator(field).first).to_be_visible()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        inspector.looks_at(f"Arabic {screen}")
    assert not inspector.found, "\n" + "\n".join(inspector.found)
    assert trouble_in(house) == []
