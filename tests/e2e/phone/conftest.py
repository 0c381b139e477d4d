"""A service for phones, and a browser that finds `workshop.test`: an address that browsers do not trust."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.faults.phone.phone import CHROMIUM_ARGUMENTS
from tests.faults.phone.service import Service

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def chromium(browser: Browser) -> str:
    """The path of a Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found or browser.browser_type.executable_path


@pytest.fixture(scope="session")
def phones(browser: Browser, chromium: str) -> Iterator[Browser]:
    """Started through the browser of the other tests: one process can hold only one Playwright."""
    phones = browser.browser_type.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
    yield phones
    phones.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    root = Path(os.environ.get("STORYHARVEST_TEST_ROOT", ROOT))
    if not (root / "app/static/join.html").is_file():
        pytest.skip("the pages are not built: run `npm run build` in frontend/")
    service = Service(tmp_path_factory.mktemp("service"), root)
    yield service
    service.stop()
