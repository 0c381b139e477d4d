"""How soon an old phone on a slow network can be written on: `python -m tests.bench.phone` prints a table.

A cold Chromium, 400 kbit/s both ways, 400 ms for each request, a processor six times slower than this one; from
opening the join address to the moment the question stands there and the first key is taken.
"""

import os
import platform
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.house import QUIET, browser_here
from tests.faults.phone.service import Service
from tests.serving import ROOT

RUNS = 9
KBITS, LATENCY_MS, SLOWER = 400, 400, 6
NETWORK = {
    "offline": False,
    "latency": LATENCY_MS,
    "downloadThroughput": KBITS * 1000 / 8,
    "uploadThroughput": KBITS * 1000 / 8,
}

# When the page itself has the question on it, and when it took the first key, by its own clock.
WATCH = """
new MutationObserver(() => {
    if (!window.seen && document.querySelector('#headline'))
        requestAnimationFrame(() => { window.seen ??= performance.now(); });
}).observe(document, { childList: true, subtree: true });
addEventListener('input', () => setTimeout(() => { window.taken ??= performance.now(); }), { capture: true });
"""


def slow_page(browser: Browser) -> tuple[Page, dict[str, int]]:
    """A page of a slow phone that has never been here, and the bytes it fetched."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, locale="en")
    page = context.new_page()
    fetched = {"bytes": 0}
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", NETWORK)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def count(event: dict[str, Any]) -> None:
        fetched["bytes"] += int(event["encodedDataLength"])

    cdp.on("Network.loadingFinished", count)
    return page, fetched


def usable(page: Page, address: str) -> tuple[float, float]:
    """Seconds until the question is there, and until a key pressed then stands in the field."""
    page.add_init_script(WATCH)
    page.goto(address, wait_until="commit")
    field = page.locator("#headline")
    field.press("a", timeout=60_000)
    expect(field).to_have_value("a")
    there, taken = page.evaluate("[window.seen, window.taken]")
    return there / 1000, taken / 1000


def figures(browser: Browser, service: Service) -> Iterator[tuple[str, str]]:
    address = f"{service.address}/j/{service.workshop(languages=['en'])['join_code']}"
    seen, typed, heavy = [], [], []
    for _ in range(RUNS):
        page, fetched = slow_page(browser)
        there, taken = usable(page, address)
        seen.append(there)
        typed.append(taken)
        heavy.append(fetched["bytes"])
        page.context.close()
    yield "The question stands there", f"{statistics.median(seen):.2f} s (slowest of {RUNS}: {max(seen):.2f} s)"
    yield "The first key is taken", f"{statistics.median(typed):.2f} s (slowest: {max(typed):.2f} s)"
    yield "Fetched by then", f"{statistics.median(heavy) / 1000:.0f} kB"


def main() -> None:
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}; {KBITS} kbit/s, "
        f"{LATENCY_MS} ms, {SLOWER} times slower\n"
    )
    print("| What | Figure |\n| --- | --- |")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        service = Service(Path(folder), ROOT)
        browser = playwright.chromium.launch(executable_path=browser_here(), args=list(QUIET))
        for what, figure in figures(browser, service):
            print(f"| {what} | {figure} |", flush=True)
        browser.close()
        service.stop()


if __name__ == "__main__":
    main()
