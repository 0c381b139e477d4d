"""Two facilitators reach for the same thing at the same moment: no step is lost, and each is told of the other's."""

import re
from contextlib import closing
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Route, expect

from app.accounts.service import create_account
from app.db import make_engine, writing
from tests.e2e.house import House
from tests.e2e.morning import Attentive, trouble_in, workshop_with_stories
from tests.making import API, PASSWORD, log_in
from tests.serving import Service, until

pytestmark = pytest.mark.browser

BEN = "ben-who-is-faster@example.org"


class Slow(Attentive):
    """A facilitator whose steps reach the service only after somebody else's."""

    def begins_to_move(self, headline: str, theme: str) -> Route:
        """The move as it leaves the laptop and is still on its way."""
        held: list[Route] = []

        def hold_the_first(route: Route) -> None:
            if held:
                route.fallback()
            else:
                held.append(route)

        self.page.route("**/board/commands", hold_the_first)
        self.sticky(headline).focus()
        self.page.keyboard.press("m")
        self.pick_theme(theme)
        while not held:
            self.page.wait_for_timeout(20)
        return held[0]

    def message(self, text: str | re.Pattern[str]) -> Any:
        return self.page.get_by_role("region", name="Messages").get_by_text(text)


class Ben:
    """The other one, at another laptop."""

    def __init__(self, service: Service, workshop_id: str) -> None:
        engine = make_engine(f"sqlite:///{service.log.parent / 'harvest.sqlite3'}")
        with writing(engine) as session:
            create_account(session, BEN, PASSWORD, "Ben")
        engine.dispose()
        self.url = f"{API}/workshops/{workshop_id}"
        with closing(service.facilitator()) as amina:
            assert amina.post(f"{self.url}/members", json={"email": BEN, "role": "facilitator"}).status_code == 201
        self.client: httpx2.Client = service.anybody()
        log_in(self.client, BEN, PASSWORD)  # type: ignore[arg-type]

    def does(self, **command: Any) -> dict[str, Any]:
        seq = self.client.get(f"{self.url}/board").json()["seq"]
        reply = self.client.post(f"{self.url}/board/commands", json={"base_seq": seq, "commands": [command]})
        assert reply.status_code == 200, reply.text
        done: dict[str, Any] = reply.json()["results"][0]
        return done

    def makes(self, name: str, *stories: str) -> str:
        made: str = self.does(type="create_theme", name=name, story_ids=list(stories))["theme_ids"][0]
        return made


def test_two_boards_and_one_story(house: House) -> None:
    workshop_id = workshop_with_stories(house.service, 12)
    ben = Ben(house.service, workshop_id)
    waiting = ben.client.get(f"{ben.url}/board").json()["not_placed"]
    ids, headlines = [story["id"] for story in waiting], [story["headline"] for story in waiting]
    water, wells, school = ben.makes("Water"), ben.makes("Wells"), ben.makes("School")

    amina = Slow(house.laptop(), workshop_id)
    amina.page.goto(f"/board#/w/{workshop_id}")
    amina.log_in()
    expect(amina.lane("School")).to_be_visible()
    expect(amina.page.get_by_text("Live", exact=True)).to_be_visible()

    # Ben has a story in hand, and says so.
    ben.client.post(f"{ben.url}/holds", json={"story_id": ids[0]})
    expect(amina.sticky(headlines[0]).get_by_text("held by Ben")).to_be_visible()
    house.picture(amina.page, "conflict 01 held")

    # He puts it elsewhere first; she is told who, where and when, and moves it anyway.
    sent = amina.begins_to_move(headlines[0], "School")
    ben.does(type="move", story_id=ids[0], theme_id=water)
    sent.continue_()
    expect(amina.message(re.compile("^Ben put this in Water "))).to_be_visible()
    house.picture(amina.page, "conflict 02 second mover")
    amina.button("Move anyway").click()
    until(lambda: amina.where_is(headlines[0]) == "School", "the story is where she wanted it")

    # The theme she moves into becomes part of another: the story goes along.
    sent = amina.begins_to_move(headlines[1], "Wells")
    ben.does(type="merge", theme_id=wells, into_theme_id=water)
    sent.continue_()
    amina.hears("That theme had become part of Water; the story is there now.")
    assert amina.where_is(headlines[1]) == "Water"

    # The theme she moves into is dissolved: one press brings it back and does what she wanted.
    ben.does(type="move", story_id=ids[2], theme_id=school)
    expect(amina.sticky(headlines[2], amina.lane("School"))).to_be_visible()
    sent = amina.begins_to_move(headlines[3], "School")
    ben.does(type="dissolve", theme_id=school)
    sent.continue_()
    expect(amina.message(re.compile("^Ben dissolved “School” "))).to_be_visible()
    house.picture(amina.page, "conflict 03 dissolved")
    amina.button("Bring it back and go on").click()
    expect(amina.sticky(headlines[3], amina.lane("School"))).to_be_visible()
    assert set(amina.stories_in(amina.theme("School"))) == {headlines[0], headlines[2], headlines[3]}

    # He goes on from her step: it is not taken back from under him, and the record shows why.
    ben.does(type="move", story_id=ids[3], theme_id=water)
    expect(amina.sticky(headlines[3], amina.lane("Water"))).to_be_visible()
    amina.button("Undo").first.click()
    expect(
        amina.message(re.compile("^Not taken back, since others went on from it. Ben put this in Water"))
    ).to_be_visible()
    amina.page.get_by_role("region", name="Messages").get_by_role("button", name="History").click()
    history = amina.page.get_by_role("complementary", name="History")
    expect(history.get_by_text("Only story 4")).to_be_visible()
    assert amina.where_is(headlines[3]) == "Water"

    checked = amina.read("/board/check")
    assert (checked["equal"], checked["chain_holds"]) == (True, True)
    assert [told for told in trouble_in(house) if "409" not in told] == []
