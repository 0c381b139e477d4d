"""A workshop full of stories, and a facilitator of whom we know where the focus is and what the page said."""

import re
from contextlib import closing
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.house import House
from tests.e2e.test_first_morning import Facilitator, stories_at_hand
from tests.making import API, make_workshop
from tests.serving import Service

TITLE = "Stories of this morning"


def workshop_with_stories(service: Service, number: int = 100, **fields: Any) -> str:
    """Make a workshop and tell at most `number` stories in it; its id."""
    with closing(service.facilitator()) as client:
        workshop = make_workshop(client, title=TITLE, **fields)  # type: ignore[arg-type]
        told = [{**story, "consent": {"scope": "evaluation"}} for story in stories_at_hand()[:number]]
        reply = client.post(f"{API}/workshops/{workshop['id']}/stories/batch", json={"stories": told})
        assert {result["status"] for result in reply.json()["results"]} == {201}
    made: str = workshop["id"]
    return made


class Attentive(Facilitator):
    """A facilitator whose focus and whose live region are looked at after each step."""

    def __init__(self, page: Page, workshop_id: str) -> None:
        super().__init__(page)
        self.workshop_id = workshop_id
        self.voice = page.locator("[role=status][aria-live=polite]")

    def hears(self, sentence: str | re.Pattern[str]) -> None:
        """The one polite live region of the board says exactly this (or something like this)."""
        expect(self.voice).to_have_text(sentence)

    def has_focus_on(self, target: Locator) -> None:
        expect(target).to_be_focused()

    def is_lost(self) -> bool:
        """Whether the focus is nowhere: what had it went away, and nothing got it instead."""
        return bool(self.page.evaluate("[document.body, null].includes(document.activeElement)"))

    def in_focus(self) -> str:
        """The headline of the story in focus."""
        return str(self.page.evaluate("document.activeElement.querySelector('h3')?.textContent ?? ''"))

    def sees_left(self, number: int) -> None:
        """The first of so many suggestions is open."""
        expect(self.page.get_by_text(f"1 of {number}", exact=True)).to_be_visible()

    def dialog(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("dialog", name=name)

    def stories_in(self, theme: dict[str, Any]) -> list[str]:
        return [story["headline"] for story in theme["stories"]]

    def where_is(self, headline: str) -> str:
        """The name of the theme a story is in, as the service knows it."""
        return next(str(theme["name"]) for theme in self.themes() if headline in self.stories_in(theme))

    def theme(self, name: str) -> dict[str, Any]:
        """A living theme as the service knows it."""
        return next(theme for theme in self.themes() if theme["name"] == name)


def trouble_in(house: House) -> list[str]:
    """What browsers complained about; that a story is not explained yet is an answer like another."""
    return [told for told in house.trouble if not ("/explanation: " in told and "404" in told)]


def counting(page: Page, *events: str) -> None:
    """Count how often any of these happens in the page from its next address on, over reloads."""
    page.add_init_script(
        f"""for (const kind of {list(events)!r})
              addEventListener(kind, () => {{
                sessionStorage.setItem(kind, Number(sessionStorage.getItem(kind) ?? 0) + 1);
              }}, true);"""
    )


def counted(page: Page, event: str) -> int:
    return int(page.evaluate("kind => Number(sessionStorage.getItem(kind) ?? 0)", event))
