"""Laptops and phones around one workshop, and what went wrong in any of them."""

import os
import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.serving import Service

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 120_000


def browser_here() -> str | None:
    """The Chromium or Chrome of this machine; None: the one that Playwright brought, if any."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class House:
    """Each laptop and phone is a browser of its own; `trouble` is what any of them complained about."""

    def __init__(self, browser: Browser, service: Service) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.service = service
        self.trouble: list[str] = []

    def laptop(self) -> Page:
        return self._open(viewport={"width": 1366, "height": 768})

    def phone(self) -> Page:
        return self._open(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)

    def _open(self, **settings: object) -> Page:
        context = self._browser.new_context(base_url=self.service.url, locale="en", **settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.trouble.append(f"{page.url}: {error}"))
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        """Keep complaints, such as of a policy that was broken; being asked to log in is none."""
        asked_who = message.location.get("url", "").endswith("/auth/me") and "401" in message.text
        if message.type in ("error", "warning") and not asked_who:
            self.trouble.append(f"{message.location.get('url')}: {message.text}")

    def picture(self, page: Page, name: str) -> None:
        """Save what a page looks like, where STORYHARVEST_SCREENSHOTS names a folder."""
        if folder := os.environ.get("STORYHARVEST_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{re.sub('[^a-z0-9]+', '-', name.lower())}.png")

    def close(self) -> None:
        for number, context in enumerate(self._contexts):
            for page in context.pages:
                self.picture(page, f"last {number}")
            context.close()
