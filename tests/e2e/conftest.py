"""A real Chromium in front of the real service."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.e2e.house import QUIET, House, browser_here
from tests.serving import Service, serving

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The mornings of one file share a service, so a file stays with one worker; two files are played at a time."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=browser_here(), args=list(QUIET))
        except BrowserError as error:
            pytest.skip(f"No Chromium or Chrome could be started, so nothing is tested in a browser: {error}")
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture
def house(browser: Browser, service: Service) -> Iterator[House]:
    house = House(browser, service)
    yield house
    house.close()
