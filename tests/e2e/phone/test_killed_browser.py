"""A phone dies or is reloaded anywhere between the first key and the receipt: no character is lost, none doubled.

Ten moments end in a reload, ten in a killed browser (every process at once, no goodbye); half of each while the
story is being written, half while it is on its way. `STORYHARVEST_PHONE_MOMENTS` changes how many of each.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.faults.phone.phone import CHROMIUM_ARGUMENTS, Phone
from tests.faults.phone.proxy import BadNetwork
from tests.faults.phone.service import Service

MOMENTS = int(os.environ.get("STORYHARVEST_PHONE_MOMENTS", "10"))
WAYS = ("latency", "half_open", "reset_after", "jitter", "down")
TEXT = "My neighbour reads to the children now; البئر بجوار المدرسة 🌾 and nobody walks an hour for water"
PATIENCE = 30_000

pytestmark = pytest.mark.browser


class Handset:
    """A browser in a process of its own, with storage that outlives it."""

    def __init__(self, chromium: str, kind: BrowserType, folder: Path) -> None:
        self._chromium, self._kind, self._folder = chromium, kind, folder
        self._start()

    def _start(self) -> None:
        note = self._folder / "DevToolsActivePort"
        note.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [
                self._chromium,
                "--headless=new",
                "--remote-debugging-port=0",
                f"--user-data-dir={self._folder}",
                *CHROMIUM_ARGUMENTS,
                "about:blank",
            ],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while not note.is_file() or not note.read_text().strip():
            assert time.monotonic() < deadline, "the browser did not start"
            time.sleep(0.05)
        port = note.read_text().splitlines()[0]
        self._browser: Browser = self._kind.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.page: Page = self._browser.contexts[0].new_page()

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._browser.close()

    def die_and_come_back(self) -> None:
        address = self.page.url
        self.kill()
        self._start()
        self.page.goto(address)


@pytest.fixture
def network(service: Service) -> Iterator[BadNetwork]:
    with BadNetwork(service.port, share=1.0) as network:
        yield network


@pytest.fixture
def handset(chromium: str, phones: Browser, tmp_path: Path) -> Iterator[Handset]:
    handset = Handset(chromium, phones.browser_type, tmp_path / "profile")
    yield handset
    handset.kill()


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_reload_loses_nothing(moment: int, phones: Browser, service: Service, network: BadNetwork) -> None:
    workshop = service.workshop()
    phone = Phone.open(phones, f"http://127.0.0.1:{network.port}/j/{workshop['join_code']}")
    headline = f"{moment}: {TEXT}"
    if moment < MOMENTS // 2:
        write_up_to(moment, headline, phone.page)
        phone.page.reload()  # at once, in the middle of a word
        go_on_writing(moment, headline, phone.page)
    else:
        send_and_be_interrupted(moment, headline, phone.page, network)
        phone.page.reload()
    arrives_once(headline, phone.page)

    assert [row["headline"] for row in service.stories(workshop)] == [headline]
    phone.close()


def test_a_reload_right_after_the_tap_shows_the_story_and_not_an_empty_form(
    phones: Browser, service: Service, network: BadNetwork
) -> None:
    workshop = service.workshop()
    phone = Phone.open(phones, f"http://127.0.0.1:{network.port}/j/{workshop['join_code']}")
    phone.headline.fill(TEXT)
    phone.send()
    expect(phone.page.locator("article[data-standing=received]")).to_be_visible()
    phone.page.evaluate("history.replaceState({ screen: 'write' }, '')")  # as the page was an instant before
    phone.page.reload()
    expect(phone.page.locator("article[data-standing=received] h2")).to_have_text(TEXT)
    phone.close()


def test_a_killed_browser_loses_nothing(handset: Handset, service: Service, network: BadNetwork) -> None:
    for moment in range(MOMENTS):
        workshop = service.workshop()
        handset.page.goto(f"http://127.0.0.1:{network.port}/j/{workshop['join_code']}")
        headline = f"{moment}: {TEXT}"
        if moment < MOMENTS // 2:
            write_up_to(moment, headline, handset.page)
            expect(handset.page.locator("[data-safe=true]")).to_be_visible()  # a pause, or a second of writing
            handset.die_and_come_back()
            go_on_writing(moment, headline, handset.page)
        else:
            send_and_be_interrupted(moment, headline, handset.page, network)
            handset.die_and_come_back()
        arrives_once(headline, handset.page)

        assert [row["headline"] for row in service.stories(workshop)] == [headline]


def so_far(moment: int, headline: str) -> str:
    """What is written by then: one character at the first moment, nearly all at the last."""
    return headline[: 1 + moment * len(headline) // (MOMENTS // 2)]


def write_up_to(moment: int, headline: str, page: Page) -> None:
    expect(Phone(page).headline).to_be_visible(timeout=PATIENCE)
    Phone(page).headline.press_sequentially(so_far(moment, headline))


def go_on_writing(moment: int, headline: str, page: Page) -> None:
    field = Phone(page).headline
    expect(field).to_have_value(so_far(moment, headline), timeout=PATIENCE)
    field.press("End")
    field.press_sequentially(headline[len(so_far(moment, headline)) :])
    Phone(page).send()
    expect(page.get_by_role("heading", name="My stories")).to_be_visible()


def send_and_be_interrupted(moment: int, headline: str, page: Page, network: BadNetwork) -> None:
    """Tap send, on a bad network, and let a little time pass: more at each moment."""
    expect(Phone(page).headline).to_be_visible(timeout=PATIENCE)
    Phone(page).headline.fill(headline)
    expect(page.locator("[data-safe=true]")).to_be_visible()
    network.mode = WAYS[moment % len(WAYS)]
    Phone(page).send()
    page.wait_for_timeout((moment - MOMENTS // 2) * 60)
    network.mode = "well"


def arrives_once(headline: str, page: Page) -> None:
    """The story is received, by itself; or it was not yet sent and still stands in the form, whole."""
    phone, card = Phone(page), page.locator("article[data-standing]")
    expect(card.or_(phone.headline).first).to_be_visible(timeout=PATIENCE)
    if not card.first.is_visible():
        expect(phone.headline).to_have_value(headline)
        phone.send()
    expect(page.locator("article[data-standing=received] h2")).to_have_text(headline, timeout=60_000)
    expect(page.locator("main li")).to_have_count(1)
