"""Every story told on a bad network arrives once, and what the phone says about it is true all the way.

Twenty-five stories in each mode; `STORYHARVEST_PHONE_STORIES=100` (or 1000) tells another number.
"""

import os
import time
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.faults.phone.phone import Phone
from tests.faults.phone.proxy import MODES, BadNetwork
from tests.faults.phone.service import Service

STORIES = int(os.environ.get("STORYHARVEST_PHONE_STORIES", "25"))
GROUP, TELLER = 5, 25  # stories told at one go, the first of them by hand; stories of one person
SHARE = {"down": 1.0, "half_open": 0.2}  # of the requests that meet the mode; each that hangs costs its patience
ARRIVED = {"received", "set_aside"}

pytestmark = pytest.mark.browser


def story(mode: str, number: int) -> tuple[str, str]:
    return f"{mode} {number}: the path to the clinic is dry, 📯 حتى في المطر", f"Note {number}, line one\nline two"


def truthful(phone: Phone, service: Service, workshop: dict[str, Any]) -> dict[str, str]:
    """What the phone says now, after checking that the service has each story that the phone calls received."""
    says = phone.says()
    stored = {row["headline"] for row in service.stories(workshop)}
    assert {headline for headline, standing in says.items() if standing in ARRIVED} <= stored
    assert set(says.values()) <= {"saved", "sending", "waiting", "received"}
    return says


def settle(phone: Phone, service: Service, workshop: dict[str, Any], network: BadNetwork) -> None:
    """Put the phone's clock forward until it says that everything is received."""
    deadline = time.monotonic() + 120
    while set(truthful(phone, service, workshop).values()) - ARRIVED:
        assert time.monotonic() < deadline, f"{network.mode}: {Counter(phone.says().values())}"
        # A pause between two tries; or, where an answer never comes, the patience of one.
        phone.page.clock.fast_forward(25_000 if network.waiting else 2_000)
        network.waiting = 0
        phone.page.wait_for_timeout(250)


@pytest.mark.parametrize("mode", MODES)
def test_each_story_arrives_once(mode: str, phones: Browser, service: Service) -> None:
    workshop = service.workshop(title=mode)
    told = [story(mode, number) for number in range(STORIES)]
    with BadNetwork(service.port, seed=len(mode)) as network:
        phone = Phone.open(phones, f"http://127.0.0.1:{network.port}/j/{workshop['join_code']}", clock=True)
        for start in range(0, STORIES, GROUP):
            network.mode = mode
            network.share = SHARE.get(mode, 0.5)
            first, *others = told[start : start + GROUP]
            phone.tell(*first)
            truthful(phone, service, workshop)
            phone.tell_quickly(others)
            truthful(phone, service, workshop)
            if (start + GROUP) % TELLER == 0 or start + GROUP >= STORIES:
                if mode == "down":
                    stays_honest(phone)
                    network.mode = "well"
                settle(phone, service, workshop, network)
                if start + GROUP < STORIES:
                    phone.next_person()
        phone.close()

    stored = [(row["headline"], row["notes"][0]) for row in service.stories(workshop)]
    assert Counter(stored) == Counter(told)
    assert network.hits or mode == "well"


def stays_honest(phone: Phone) -> None:
    """A quarter of an hour without a service, put forward in steps: nothing is received, and the phone says so."""
    for _ in range(15):
        phone.page.clock.fast_forward(60_000)
    phone.page.wait_for_timeout(500)
    assert set(phone.says().values()) <= {"saved", "waiting", "sending"}
    assert phone.page.get_by_text("No connection").is_visible()


def test_a_network_that_is_back_is_noticed_within_ten_seconds(phones: Browser, service: Service) -> None:
    workshop = service.workshop()
    with BadNetwork(service.port, share=1.0) as network:
        phone = Phone.open(phones, f"http://127.0.0.1:{network.port}/j/{workshop['join_code']}")
        network.mode = "down"
        phone.tell(*story("down", 0))
        phone.page.wait_for_timeout(8000)
        assert set(phone.says().values()) == {"waiting"}

        network.mode = "well"
        back = time.monotonic()
        while not service.stories(workshop):
            assert time.monotonic() < back + 10.5
            phone.page.wait_for_timeout(100)
        phone.close()


def test_a_story_that_the_service_refuses_never_blocks_the_rest(phones: Browser, service: Service) -> None:
    domain = {"name": "Getting results", "description": "What the money did"}
    workshop = service.workshop(asks=["domain"], domains=[domain])
    phone = Phone.open(phones, f"{service.address}/j/{workshop['join_code']}")
    phone.page.context.route("**/stories", lambda route: route.abort())
    phone.tell("This one names a domain that was never there")
    spoil = """() => new Promise(done => { const opening = indexedDB.open('storyharvest');
        opening.onsuccess = () => { const shelf = opening.result.transaction('stories', 'readwrite')
            .objectStore('stories'); const all = shelf.getAll(); all.onsuccess = () => { const [story] = all.result;
            story.body = story.body.replace('"teller_domain_id":null', '"teller_domain_id":"' + story.id + '"');
            shelf.put(story).onsuccess = () => done(); }; }; })"""
    phone.page.evaluate(spoil)
    phone.page.context.unroute("**/stories")

    phone.tell("This one is well")
    phone.page.locator("article[data-standing=received]").wait_for()
    phone.page.locator("article[data-standing=needs_look]").wait_for()
    phone.page.get_by_role("button", name="Edit and send again").click()
    assert phone.headline.input_value() == "This one names a domain that was never there"
    phone.send()
    phone.page.locator("article[data-standing=received]").nth(1).wait_for()

    assert [row["headline"] for row in service.stories(workshop)] == [
        "This one is well",
        "This one names a domain that was never there",
    ]
    phone.close()
