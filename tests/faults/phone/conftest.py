"""A service, a browser and a phone in it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.faults.phone.phone import CHROMIUM_ARGUMENTS
from tests.faults.phone.service import Service

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium."""
    found = os.environ.get("STORYHARVEST_TEST_CHROMIUM") or next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if not found:
        pytest.skip("no Chromium on this machine: set STORYHARVEST_TEST_CHROMIUM to one")
    return found


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    root = Path(os.environ.get("STORYHARVEST_TEST_ROOT", ROOT))
    if not (root / "app/static/join.html").is_file():
        pytest.skip("the pages are not built: run `npm run build` in frontend/")
    service = Service(tmp_path_factory.mktemp("service"), root)
    yield service
    service.stop()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
