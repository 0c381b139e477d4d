"""The wall: what the room sees from the back row, however much there is of it and whatever happens to the network."""

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.house import House
from tests.e2e.morning import Attentive, trouble_in
from tests.making import API, EMAIL, PASSWORD, make_story, make_workshop

pytestmark = pytest.mark.browser

SIZES = ((1366, 768), (1920, 1080), (3840, 2160))
SMALLEST_PX = 28
NAMES = [
    "Wells reopened",
    "عاد الماء إلى القرية بعد سنوات من الجفاف وصار الناس يجتمعون",
    "New voices sit on the water committee and are listened to now",
    "Ungebrochenerüberlangernameohnejedeleerstelledarinbisansende",
]
HEADLINE = "The women of the upper village repaired the pump themselves and now keep the key in turns"

# Where everything is: what the room needs, the themes and stories of this page, and the smallest letters in sight.
SIGHT = """
() => {
  const inside = (one, box) => one.left >= box.left - 1 && one.top >= box.top - 1
    && one.right <= box.right + 1 && one.bottom <= box.bottom + 1;
  const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const place = (element) => element.getBoundingClientRect();
  const box = document.querySelector('.box');
  const within = box ? place(box) : screen;
  const texts = [...document.querySelectorAll('.wall *')].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && !element.closest('.unseen'));
  return {
    scrolls: document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth,
    out: [...document.querySelectorAll('svg[role=img], .letters, .wall header, .turning, .counter, .box')]
      .filter((element) => !inside(place(element), screen)).map((element) => element.outerHTML.slice(0, 80)),
    whole: [...document.querySelectorAll('.box li')].filter((item) => inside(place(item), within))
      .map((item) => item.innerText),
    smallest: Math.min(...texts.map((element) => parseFloat(getComputedStyle(element).fontSize))),
  };
}
"""


class Wall:
    """A workshop whose stories may be read, and the projector's window in front of it."""

    def __init__(self, house: House, **about: Any) -> None:
        self.house = house
        self.client = house.service.facilitator()
        workshop = make_workshop(self.client, title="Stories of this morning", **about)
        self.path = f"{API}/workshops/{workshop['id']}"
        self.workshop_id: str = workshop["id"]
        self.token = self.client.post(f"{self.path}/wall").json()["token"]
        self.page: Page = house.laptop()

    def tell(self, *stories: dict[str, Any]) -> list[str]:
        reply = self.client.post(f"{self.path}/stories/batch", json={"stories": list(stories)})
        return [result["id"] for result in reply.json()["results"]]

    def command(self, *commands: dict[str, Any]) -> list[dict[str, Any]]:
        seq = self.client.get(f"{self.path}/board").json()["seq"]
        reply = self.client.post(f"{self.path}/board/commands", json={"base_seq": seq, "commands": list(commands)})
        assert reply.is_success, reply.text
        results: list[dict[str, Any]] = reply.json()["results"]
        return results

    def reveal(self) -> None:
        assert self.client.patch(self.path, json={"stage": "reviewing"}).is_success

    def point(self, **shows: Any) -> None:
        assert self.client.put(f"{self.path}/wall", json=shows).is_success

    def opens(self, width: int = 1366, height: int = 768) -> None:
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto("about:blank")
        self.page.goto(f"/present#{self.token}")
        expect(self.page.locator(".wall")).to_be_visible()

    def fill(self, themes: int) -> list[str]:
        """So many themes, every third of them with three long stories; the names."""
        names = [f"{NAMES[n % len(NAMES)][:56]} {n + 1}" for n in range(themes)]
        told = self.tell(*(make_story(f"{n}: {HEADLINE}") for n in range(themes)))
        self.command(
            *(
                {"type": "create_theme", "name": name, "story_ids": told[n : n + 3] if n % 3 == 0 else []}
                for n, name in enumerate(names)
            )
        )
        self.reveal()
        return names

    def mark(self) -> str:
        """“2 / 3” where there are several pages."""
        mark = self.page.locator(".turning")
        return mark.inner_text() if mark.count() else "1 / 1"

    def pages(self) -> Iterator[dict[str, Any]]:
        """What is in sight on each page, turning them by hand."""
        number = int(self.mark().split("/")[1])
        for n in range(number):
            assert self.mark() == f"{n + 1} / {number}"
            yield self.page.evaluate(SIGHT)
            self.page.keyboard.press("ArrowRight")


@pytest.fixture
def wall(house: House) -> Wall:
    return Wall(house)


@pytest.mark.parametrize("themes", [1, 5, 12, 40])
def test_every_theme_comes_in_sight_whole_and_the_code_never_leaves(wall: Wall, themes: int) -> None:
    names = wall.fill(themes)
    wall.page.emulate_media(reduced_motion="reduce")

    for width, height in SIZES:
        wall.opens(width, height)
        expect(wall.page.get_by_role("heading", name=names[-1])).to_have_count(1)
        seen: list[str] = []
        for number, sight in enumerate(wall.pages()):
            wall.house.picture(wall.page, f"wall {themes} themes {width} page {number}")
            assert (sight["scrolls"], sight["out"]) == (False, [])
            assert sight["smallest"] >= SMALLEST_PX
            seen += [name for name in names for item in sight["whole"] if item.split("\n")[1:2] == [name]]
        assert sorted(seen) == sorted(names), f"at {width} × {height}"


def test_a_theme_of_many_stories_and_a_long_story_are_turned_page_by_page(wall: Wall) -> None:
    notes = [" ".join(f"word{n}" for n in range(start, start + 120)) for start in (0, 500)]
    told = wall.tell(*(make_story(f"{n}: {HEADLINE}", notes=notes, significance="At last.") for n in range(30)))
    [theme] = wall.command({"type": "create_theme", "name": NAMES[1], "story_ids": told})[0]["theme_ids"]
    wall.reveal()
    wall.page.emulate_media(reduced_motion="reduce")

    for width, height in SIZES:
        wall.point(show="theme", theme_id=theme)
        wall.opens(width, height)
        items: list[str] = []
        for sight in wall.pages():
            assert (sight["scrolls"], sight["out"], sight["smallest"] >= SMALLEST_PX) == (False, [], True)
            items += sight["whole"]
        assert len(items) == len(set(items)) == len(told)

        wall.point(show="story", story_id=told[0])
        expect(wall.page.get_by_role("heading", name=f"0: {HEADLINE}")).to_be_visible()
        pages = list(wall.pages())
        assert len(pages) > 1
        assert all(
            (page["scrolls"], page["out"], page["smallest"] >= SMALLEST_PX) == (False, [], True) for page in pages
        )
        wall.page.keyboard.press("ArrowLeft")
        last = wall.page.get_by_text("told without a name")
        assert last.bounding_box()["x"] < width * 0.7, "the end of the story is on the last page"  # type: ignore[index]
        wall.house.picture(wall.page, f"wall long story {width}")


@pytest.mark.parametrize("question", ["What changed for you?", "What changed, and for whom? " * 70])
def test_while_people_write_the_question_the_counter_and_the_code_are_in_sight(house: House, question: str) -> None:
    wall = Wall(house, focus_question=question)
    wall.tell(make_story())
    for width, height in SIZES:
        wall.opens(width, height)
        expect(wall.page.get_by_text("1 story told")).to_be_visible()
        for sight in wall.pages():
            assert (sight["scrolls"], sight["out"], sight["smallest"] >= SMALLEST_PX) == (False, [], True)
        house.picture(wall.page, f"wall collecting {width} {len(question)}")


def test_pages_turn_by_themselves_and_rest_when_asked_to(wall: Wall) -> None:
    wall.fill(40)
    wall.page.clock.install()
    wall.opens()
    mark = wall.page.locator(".turning")

    expect(mark).to_have_text(re.compile(r"^\s*1 / \d"))
    wall.page.clock.run_for(12_500)
    expect(mark).to_have_text(re.compile(r"^\s*2 / \d"))
    wall.page.keyboard.press(" ")
    wall.page.clock.run_for(60_000)
    expect(mark).to_have_text(re.compile(r"^\s*2 / \d+\s*· stays on this page$"))

    assert wall.page.locator(".strip").evaluate("e => getComputedStyle(e).transitionDuration") != "0s"
    wall.page.emulate_media(reduced_motion="reduce")
    assert wall.page.locator(".strip").evaluate("e => getComputedStyle(e).transitionDuration") == "0s"


def offline_mark(page: Page) -> Any:
    return page.get_by_text(re.compile(r"Offline: as of \d\d:\d\d"))


def test_the_wall_keeps_its_picture_while_network_or_service_are_away_and_catches_up(wall: Wall) -> None:
    wall.fill(3)
    wall.opens()
    page, service = wall.page, wall.house.service
    kept = page.get_by_role("heading", name=re.compile(NAMES[0]))
    expect(kept).to_be_visible()

    page.context.set_offline(True)
    expect(offline_mark(page)).to_be_visible()
    expect(kept).to_be_visible()
    wall.house.picture(page, "wall offline")
    wall.command({"type": "create_theme", "name": "Made while the network was away", "story_ids": []})
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Made while the network was away")).to_be_visible()
    expect(offline_mark(page)).to_have_count(0)

    service.kill()
    expect(offline_mark(page)).to_be_visible()
    expect(kept).to_be_visible()
    service.start()
    expect(offline_mark(page)).to_have_count(0)
    wall.client = service.facilitator()
    wall.command({"type": "create_theme", "name": "Made after the restart", "story_ids": []})
    expect(page.get_by_role("heading", name="Made after the restart")).to_be_visible()


def test_a_wall_that_slept_shows_what_is_so_now(wall: Wall) -> None:
    wall.fill(3)
    wall.opens()
    expect(wall.page.get_by_role("heading", name=re.compile(NAMES[0]))).to_be_visible()
    chrome = wall.page.context.new_cdp_session(wall.page)

    chrome.send("Page.setWebLifecycleState", {"state": "frozen"})
    wall.command({"type": "create_theme", "name": "Made while the laptop slept", "story_ids": []})
    chrome.send("Page.setWebLifecycleState", {"state": "active"})

    expect(wall.page.get_by_role("heading", name="Made while the laptop slept")).to_be_visible()


def test_an_answer_that_never_comes_is_not_waited_for(wall: Wall) -> None:
    wall.fill(3)
    wall.page.clock.install()
    wall.opens()
    expect(wall.page.get_by_role("heading", name=re.compile(NAMES[0]))).to_be_visible()

    wall.page.route(f"**{API}/wall", lambda route: None)
    with wall.page.expect_request(f"**{API}/wall"):
        wall.page.clock.run_for(2_000)
    wall.page.clock.run_for(11_000)
    expect(offline_mark(wall.page)).to_be_visible()
    wall.page.unroute(f"**{API}/wall")
    wall.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(offline_mark(wall.page)).to_have_count(0)


def test_an_unchanged_wall_costs_an_empty_answer(wall: Wall) -> None:
    wall.fill(5)
    answers: list[int] = []
    wall.page.on("response", lambda reply: reply.url.endswith("/wall") and answers.append(reply.status))
    wall.opens()
    with wall.page.expect_response(lambda reply: reply.status == httpx2.codes.NOT_MODIFIED):
        pass
    assert answers[:2] == [200, 304]


def test_the_wall_follows_the_facilitator(wall: Wall) -> None:
    names = wall.fill(3)
    wall.opens()
    amina = Attentive(wall.house.laptop(), wall.workshop_id)
    amina.page.goto(f"/board#/w/{wall.workshop_id}")
    amina.page.get_by_label("E-mail").fill(EMAIL)
    amina.page.get_by_label("Password").fill(PASSWORD)
    amina.button("Log in").click()
    card = amina.sticky(f"0: {HEADLINE}")

    card.focus()
    amina.button(f"Actions for “0: {HEADLINE}”").click()
    amina.page.get_by_role("menuitem", name="Show on the wall").click()
    expect(wall.page.get_by_role("heading", level=1, name=f"0: {HEADLINE}")).to_be_visible()
    expect(wall.page.get_by_text("Story 1", exact=True)).to_be_visible()
    wall.house.picture(wall.page, "wall story")

    card.focus()
    amina.page.keyboard.press("b")
    expect(wall.page.locator(".blank")).to_be_visible()
    expect(wall.page.get_by_text(HEADLINE)).to_have_count(0)
    card.focus()
    amina.page.keyboard.press("b")
    expect(wall.page.get_by_role("heading", name=names[0])).to_be_visible()

    amina.button(f"Actions for the theme {names[0]}").click()
    amina.page.get_by_role("menuitem", name="Show on the wall").click()
    expect(wall.page.get_by_role("heading", level=1, name=names[0])).to_be_visible()
    wall.house.picture(wall.page, "wall theme")
    assert trouble_in(wall.house) == []
