"""What a facilitator's browser does with a board and a map far larger than any room's."""

import math
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from playwright.sync_api import BrowserContext, CDPSession, Page, Route, expect, sync_playwright

from models.board import Board, MembershipRead, StoryOnBoard, ThemeOnBoard
from models.grouping import StoryMap
from tests.e2e.house import QUIET, browser_here
from tests.making import API, EMAIL, PASSWORD
from tests.serving import Service, until

WIDE = {"width": 1366, "height": 768}
LOOKS = ("clay", "ochre", "moss", "leaf", "teal", "sea", "indigo", "plum", "berry", "rose", "umber", "slate")

# Runs in every page: notes when all lanes are there, and times the work that each drop makes: the handling of the event
# with all that follows from it at once, and the frame that shows it, with its style, layout and paint; not the waiting
# for the screen in between.
WATCH = """
window.drops = []; window.seen = [];
const after = (act) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = act; port2.postMessage(0); };
const now = () => performance.now();
const all = () => document.querySelectorAll('.lane').length > window.lanesWanted && document.querySelector('h3');
const look = () => all() ? (window.opened = now()) : requestAnimationFrame(look);
addEventListener('DOMContentLoaded', look);
let began = 0, handled = 0;
addEventListener('drop', () => {
  began = now();
  requestAnimationFrame(() => {
    const drawing = now();
    after(() => window.drops.push({ at: performance.timeOrigin + began, work: handled + now() - drawing }));
  });
}, true);
addEventListener('drop', () => { handled = now() - began; });
window.watchLane = (id) => new MutationObserver(() => window.seen.push(performance.timeOrigin + now()))
  .observe(document.querySelector(`[data-lane="${id}"]`), { attributeFilter: ['aria-label'] });
"""

# One gesture, one step a frame: how long the main thread works for each, and how far the frames are apart.
GESTURE = """
async ({ kind, steps }) => {
  const canvas = document.querySelector('[data-map]');
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const work = [], apart = [];
  let before = 0;
  for (let n = 0; n < steps; n++) {
    const round = (n / steps) * Math.PI * 2;
    const far = kind === 'lasso' ? 0.35 : 0.2;
    const place = {
      clientX: left + width * (0.5 + far * Math.cos(round)), clientY: top + height * (0.5 + far * Math.sin(round)),
      bubbles: true, cancelable: true, pointerId: 1,
    };
    const event = kind === 'zoom'
      ? new WheelEvent('wheel', { ...place, deltaY: n % 40 < 20 ? -1 : 1 })
      : new PointerEvent('pointermove', place);
    await new Promise((done) => requestAnimationFrame((at) => {
      const began = performance.now();
      if (before) apart.push(at - before);
      before = at;
      canvas.dispatchEvent(event);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (work.push(performance.now() - began), done());
      port2.postMessage(0);
    }));
  }
  return { work, apart };
}
"""


@contextmanager
def browsing() -> Iterator[Any]:
    """Opens laptops whose facilitator is logged in."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_here(), args=list(QUIET))

        def laptop(service: Service) -> BrowserContext:
            context = browser.new_context(base_url=service.url, locale="en", viewport=WIDE)  # type: ignore[arg-type]
            context.set_default_timeout(120_000)
            context.add_init_script(WATCH)
            entered = context.request.post(f"{API}/auth/login", data={"email": EMAIL, "password": PASSWORD})
            assert entered.ok, entered.text()
            return context

        yield laptop
        browser.close()


def opened(context: BrowserContext, workshop_id: str, lanes: int) -> tuple[Page, float]:
    """A board in a new window, and how many seconds it took until all its lanes were there."""
    page = context.new_page()
    page.add_init_script(f"window.lanesWanted = {lanes}")
    page.goto(f"/board#/w/{workshop_id}")
    return page, until(lambda: page.evaluate("window.opened"), "all lanes are there") / 1000


def drag(page: Page, source: str, target: str) -> None:
    """Drag the first story of a lane over another, with the mouse; it is not dropped yet."""
    card = page.locator(f'[data-lane="{source}"] [data-story] h3').first
    lane = page.locator(f'[data-lane="{target}"] header h2')
    start, end = card.bounding_box(), lane.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 8, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 20, start["y"] + 9, steps=3)
    page.mouse.move(end["x"] + 20, end["y"] + 60, steps=8)


def worked(chrome: CDPSession) -> float:
    """Seconds of processor time that the page's main thread has used, whoever else is at work on the machine."""
    metrics = chrome.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def wait_for(page: Page, what: str, number: int) -> None:
    """Wait until a page has noted so many of something."""
    until(lambda: len(page.evaluate(what)) >= number, f"{number} {what}")


def moves(service: Service, workshop_id: str, lanes: int, number: int) -> dict[str, list[float]]:
    """Open the board several times, then drag stories on one screen while another looks on; all in seconds."""
    with browsing() as laptop:
        amina, ben = laptop(service), laptop(service)
        opens = []
        for _ in range(5):
            page, took = opened(amina, workshop_id, lanes)
            opens.append(took)
            page.close()
        hers, his = opened(amina, workshop_id, lanes)[0], opened(ben, workshop_id, lanes)[0]
        for page in (hers, his):
            expect(page.get_by_text("Live", exact=True)).to_be_visible()
        here, there = hers.evaluate("[...document.querySelectorAll('.lane')].slice(1, 3).map((l) => l.dataset.lane)")
        his.evaluate("id => watchLane(id)", there)
        chrome = amina.new_cdp_session(hers)
        chrome.send("Performance.enable", {"timeDomain": "threadTicks"})
        spent = []
        for n in range(number):
            drag(hers, *((here, there) if n % 2 == 0 else (there, here)))
            before = worked(chrome)
            hers.mouse.up()
            time.sleep(0.3)  # by then the answer and the stream's event have come, too
            spent.append(worked(chrome) - before)
            wait_for(hers, "drops", n + 1)
            wait_for(his, "seen", n + 1)
        drops, seen = hers.evaluate("drops"), his.evaluate("seen")
        return {
            "open": opens,
            "frame": [drop["work"] / 1000 for drop in drops],
            "seen": [(at - drop["at"]) / 1000 for at, drop in zip(seen, drops, strict=True)],
            "spent": spent,
        }


# ---- The map --------------------------------------------------------------------------------------------------------


def crowded(template: dict[str, Any], stories: int, themes: int) -> tuple[str, str]:
    """A board of so many stories in clouds, one for each theme, and where each lies: both as the service sends them."""
    chance = random.Random(stories)
    placed: list[list[StoryOnBoard]] = [[] for _ in range(themes)]
    places = []
    for n in range(stories):
        theme = int(themes * chance.random() ** 1.5)
        story = StoryOnBoard(
            id=uuid4(),
            serial_no=n + 1,
            headline=f"What changed for us, told as story {n + 1}",
            notes=["A note."],
            significance="",
            language="en",
            direction="good",
            state="in_set",
            membership=MembershipRead(state="confirmed", source="facilitator", pinned=False, strength=None),
        )
        placed[theme].append(story)
        turned, far = theme * 2.399963, 0.95 * math.sqrt((theme + 0.5) / themes)
        x, y = (far * turn(turned) + chance.gauss(0, 0.05) for turn in (math.cos, math.sin))
        places.append({"story_id": story.id, "x": x, "y": y})
    shown = [theme_of(n, inside) for n, inside in enumerate(placed)]
    board = Board.model_validate({**template, "themes": [theme.model_dump() for theme in shown]})
    return board.model_dump_json(), StoryMap.model_validate({"places": places}).model_dump_json()


def theme_of(number: int, stories: list[StoryOnBoard]) -> ThemeOnBoard:
    return ThemeOnBoard(
        id=UUID(int=number + 1),
        name=f"Theme of the cloud {number + 1}",
        description="",
        state="agreed",
        locked=False,
        origin="group",
        domain_id=None,
        keywords=[],
        letter=chr(65 + number % 26),
        colour=LOOKS[number % 12],
        position=number,
        hint=None,
        story_ids=[story.id for story in stories],
        secondary_story_ids=[],
        stories=stories,
    )


def gestures(service: Service, workshop_id: str, stories: int, themes: int, steps: int) -> dict[str, dict[str, Any]]:
    """What each gesture on a map of so many stories costs a frame, in seconds."""
    with browsing() as laptop:
        context = laptop(service)
        template = context.request.get(f"{API}/workshops/{workshop_id}/board").json()
        board, places = crowded(template, stories, themes)

        def answer(body: str) -> Any:
            return lambda route: fulfil(route, body)

        context.route(f"**{API}/workshops/{workshop_id}/board", answer(board))
        context.route(f"**{API}/workshops/{workshop_id}/map", answer(places))
        page, _ = opened(context, workshop_id, themes)
        page.keyboard.press("Escape")
        page.get_by_role("group", name="View").get_by_role("button", name="Map").click()
        canvas = page.locator("[data-map]")
        expect(canvas).to_be_visible()
        page.wait_for_timeout(2_000)
        return {kind: gesture(page, kind, steps) for kind in ("hover", "pan", "zoom", "lasso")}


def fulfil(route: Route, body: str) -> None:
    route.fulfill(status=200, content_type="application/json", body=body)


def gesture(page: Page, kind: str, steps: int) -> dict[str, Any]:
    box = page.locator("[data-map]").bounding_box()
    assert box
    if kind == "pan":
        page.get_by_role("button", name="Move the map").click()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2)
    held = kind in ("pan", "lasso")
    if held:
        page.mouse.down()
    taken: dict[str, Any] = page.evaluate(GESTURE, {"kind": kind, "steps": steps})
    if held:
        page.mouse.up()
    if kind == "pan":
        page.get_by_role("button", name="Move the map").click()
    return {name: [value / 1000 for value in values] for name, values in taken.items()}
