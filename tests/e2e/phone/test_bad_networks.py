"""Every story told on a bad network arrives once, and what the phone says about it is true all the way.

A hundred stories in each mode; `STORYHARVEST_PHONE_STORIES=1000` tells another number. The page writes down each change
of its words, and the network what it saw of each story; the two are compared when all is told.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import inf

import pytest
from playwright.sync_api import Browser

from tests.faults.phone.phone import Heard, Phone
from tests.faults.phone.proxy import MODES, BadNetwork
from tests.faults.phone.service import Service

STORIES = int(os.environ.get("STORYHARVEST_PHONE_STORIES", "100"))
TELLER = 25  # stories of one person, the first of them by hand
SHARE = {"down": 1.0, "half_open": 0.2}  # of the requests that meet the mode; each that hangs costs its patience
LATE = 0.1  # seconds each way; the phone's clock goes ten seconds on meanwhile
SAVED, SENDING, WAITING, RECEIVED = "Saved on this phone", "Sending…", "Waiting for connection", "Received"
STEPS = {SAVED: 0, SENDING: 1, WAITING: 1, RECEIVED: 2}  # a story never goes back
PRECISION, LAG = 0.001, 3.0  # seconds: of the page's clock; from a request until a slow screen tells of it

pytestmark = pytest.mark.browser


def story(mode: str, number: int) -> tuple[str, str]:
    return f"{mode} {number}: the path to the clinic is dry, 📯 حتى في المطر", f"Note {number}, line one\nline two"


def settle(phone: Phone, network: BadNetwork) -> None:
    """Put the phone's clock forward until it says that everything is received."""
    deadline = time.monotonic() + 120
    while set(phone.says().values()) != {RECEIVED}:
        assert time.monotonic() < deadline, f"{network.mode}: {Counter(phone.says().values())}"
        # Past the longest pause between two tries; or, where an answer never comes, past the patience of one.
        phone.page.clock.fast_forward(25_000 if network.waiting else 10_000)
        network.waiting = 0
        phone.rest()


@pytest.mark.parametrize("mode", MODES)
def test_each_story_arrives_once(mode: str, phones: Browser, service: Service) -> None:
    workshop = service.workshop(title=mode)
    told = [story(mode, number) for number in range(STORIES)]
    with BadNetwork(service.port, share=SHARE.get(mode, 0.5), late=LATE, seed=len(mode)) as network:
        phone = Phone.open(phones, f"http://127.0.0.1:{network.port}/j/{workshop['join_code']}", clock=True)
        for start in range(0, STORIES, TELLER):
            if start:
                phone.next_person()
            network.mode = mode
            first, *others = told[start : start + TELLER]
            phone.tell(*first)
            phone.tell_quickly(others)
            if mode == "down":
                stays_honest(phone, network)
                network.mode = "well"
            settle(phone, network)
        said = phone.said()
        phone.close()

    assert Counter((row["headline"], row["notes"][0]) for row in service.stories(workshop)) == Counter(told)
    assert {heard.headline for heard in said} == {headline for headline, _ in told}
    assert not list(untrue(said, network))
    assert network.hits or mode == "well"


def untrue(said: list[Heard], network: BadNetwork) -> Iterator[Heard]:
    """What the phone said of a story while the network knew better, or after it had known better itself."""
    for headline in {heard.headline for heard in said}:
        its = [heard for heard in said if heard.headline == headline]
        furthest = 0
        for heard, until in pairwise([*its, Heard(inf, headline, "")]):
            if not heard.words:
                continue
            true = STEPS[heard.words] >= furthest
            furthest = max(furthest, STEPS[heard.words])
            if heard.words == SAVED:  # and was never sent while this stood there
                true &= until.at <= network.sent[headline] + LAG
            if heard.words == RECEIVED:  # and the service had answered so
                true &= heard.at >= network.stored[headline] - PRECISION
            if not true:
                yield heard


def stays_honest(phone: Phone, network: BadNetwork) -> None:
    """A quarter of an hour without a service, put forward in steps: nothing is received, and the phone says so."""
    for _ in range(15):
        phone.page.clock.fast_forward(60_000)
    phone.rest()
    for headline, words in phone.says().items():
        assert words in ({WAITING, SENDING} if headline in network.sent else {SAVED, WAITING, SENDING})
    assert phone.page.get_by_text("No connection").is_visible()


def test_a_network_that_is_back_is_noticed_within_ten_seconds(phones: Browser, service: Service) -> None:
    workshop = service.workshop()
    with BadNetwork(service.port, share=1.0) as network:
        phone = Phone.open(phones, f"http://127.0.0.1:{network.port}/j/{workshop['join_code']}")
        network.mode = "down"
        phone.tell(*story("down", 0))
        phone.page.wait_for_timeout(8000)
        assert set(phone.says().values()) == {WAITING}

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
    phone.page.context.route("**/api/v1/**", lambda route: route.abort())
    phone.tell("This one names a domain that was never there")
    spoil = """() => new Promise(done => { const opening = indexedDB.open('storyharvest');
        opening.onsuccess = () => { const shelf = opening.result.transaction('stories', 'readwrite')
            .objectStore('stories'); const all = shelf.getAll(); all.onsuccess = () => { const [story] = all.result;
            story.body = story.body.replace('"teller_domain_id":null', '"teller_domain_id":"' + story.id + '"');
            shelf.put(story).onsuccess = () => done(); }; }; })"""
    phone.page.evaluate(spoil)
    phone.page.context.unroute("**/api/v1/**")

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
