"""A phone dies or is reloaded anywhere between the first key and the receipt: no character is lost, none doubled.

Even moments end in a reload, odd ones in a killed browser (every process at once, no goodbye).
`STORYHARVEST_PHONE_MOMENTS=20` (the default) is how many moments are tried.
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

MOMENTS = int(os.environ.get("STORYHARVEST_PHONE_MOMENTS", "20"))
WRITING = MOMENTS // 2
TEXT = "My neighbour reads to the children now; البئر بجوار المدرسة 🌾 and nobody walks an hour for water"

pytestmark = pytest.mark.browser


class Handset:
    """A browser in a process of its own, with storage that outlives it."""

    def __init__(self, chromium: str, kind: BrowserType, folder: Path, address: str) -> None:
        self._chromium, self._kind, self._folder, self._address = chromium, kind, folder, address
        self.start()

    def start(self) -> None:
        note = self._folder / "DevToolsActivePort"
        note.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [self._chromium, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={self._folder}",
             *CHROMIUM_ARGUMENTS, "about:blank"],
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + 30
        while not note.is_file() or not note.read_text().strip():
            assert time.monotonic() < deadline, "the browser did not start"
            time.sleep(0.05)
        port = note.read_text().splitlines()[0]
        self._browser: Browser = self._kind.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.page: Page = self._browser.contexts[0].new_page()
        self.page.goto(self._address)

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._browser.close()

    def interrupt(self, moment: int) -> None:
        """Reload the page, or kill the browser and open it again."""
        if moment % 2 == 0:
            self.page.reload()
        else:
            self.kill()
            self.start()

    @property
    def phone(self) -> Phone:
        return Phone(self.page)


@pytest.fixture
def network(service: Service) -> Iterator[BadNetwork]:
    with BadNetwork(service.port, share=1.0) as network:
        yield network


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_nothing_is_lost_or_doubled(
    moment: int, chromium: str, browser: Browser, service: Service, network: BadNetwork, tmp_path: Path
) -> None:
    workshop = service.workshop()
    address = f"http://127.0.0.1:{network.port}/j/{workshop['join_code']}"
    handset = Handset(chromium, browser.browser_type, tmp_path / "profile", address)
    try:
        expect(handset.phone.headline).to_be_visible(timeout=30_000)
        headline = f"{moment}: {TEXT}"
        written = headline[: 1 + moment * len(headline) // WRITING] if moment < WRITING else headline
        handset.phone.headline.press_sequentially(written)
        if moment < WRITING:
            if moment % 2:  # a kill takes what was typed since the last pause; a reload takes nothing
                handset.page.locator("[data-safe=true]").wait_for()
            handset.interrupt(moment)
            expect(handset.phone.headline).to_have_value(written)
            handset.phone.headline.press("End")
            handset.phone.headline.press_sequentially(headline[len(written) :])
            handset.phone.send()
        else:
            network.mode = ("latency", "half_open", "reset_after", "jitter", "down")[moment % 5]
            handset.phone.send()
            handset.page.wait_for_timeout((moment - WRITING) * 45)
            network.mode = "well"
            handset.interrupt(moment)
        finish(handset.phone, headline)
        assert [row["headline"] for row in service.stories(workshop)] == [headline]
    finally:
        handset.kill()


def finish(phone: Phone, headline: str) -> None:
    """The story is received, by itself; or it was never sent and still stands in the form, whole."""
    card = phone.page.locator("article[data-standing]")
    expect(card.or_(phone.headline).first).to_be_visible(timeout=30_000)
    if phone.headline.is_visible():
        expect(phone.headline).to_have_value(headline)
        phone.send()
    expect(phone.page.locator("article[data-standing=received] h2")).to_have_text(headline, timeout=60_000)
    expect(card).to_have_count(1)
