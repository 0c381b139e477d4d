"""Paper comes in by keyboard alone: fast, with a true word for each sheet, and nothing lost on the way."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.faults.phone.proxy import BadNetwork
from tests.faults.phone.service import EMAIL, PASSWORD, Service
from tests.serving import until

pytestmark = pytest.mark.browser

SHEETS = [("The well works again", "We dug it twice"), ("Girls go to school", ""), ("The bus stops here now", "At six")]


@pytest.fixture
def workshop(service: Service) -> dict[str, Any]:
    domains = [{"name": "Getting results", "description": ""}]
    return service.workshop(asks=["significance", "domain"], domains=domains, languages=["en", "es"])


@pytest.fixture
def page(phones: Browser) -> Iterator[Page]:
    context = phones.new_context(viewport={"width": 1366, "height": 768}, locale="en")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert wrong == []


def open_at(page: Page, address: str) -> None:
    """Log in where the page asks for it."""
    page.goto(address)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("E-mail")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def type_sheet(page: Page, headline: str, note: str = "") -> None:
    """As a scribe types: the sentence, Enter, the note, and the sheet is done."""
    expect(page.locator("#headline")).to_be_focused()
    page.keyboard.type(headline)
    page.keyboard.press("Enter")
    expect(page.locator("#note0")).to_be_focused()
    page.keyboard.type(note)
    page.keyboard.press("Control+Enter")


def standings(page: Page) -> list[str]:
    return page.locator("li[data-standing]").evaluate_all("all => all.map(one => one.dataset.standing)")


class TestScribe:
    def test_sheet_after_sheet_by_keyboard(self, page: Page, service: Service, workshop: dict[str, Any]) -> None:
        open_at(page, f"{service.address}/scribe#{workshop['join_code']}-7")
        for headline, note in SHEETS:
            type_sheet(page, headline, note)
        expect(page.locator("li[data-standing=received]")).to_have_count(3)

        stored = service.stories(workshop)
        assert [(row["headline"], row["notes"]) for row in stored] == [(h, [n] if n else []) for h, n in SHEETS]
        assert [(row["sheet_no"], row["capture_mode"]) for row in stored] == [(n, "paper") for n in (7, 8, 9)]
        assert {row["consent"]["scope"] for row in stored} == {"workshop"}
        expect(page.get_by_text("Receipt for its teller")).to_have_count(3)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    def test_what_the_sheet_says_arrives(self, page: Page, service: Service, workshop: dict[str, Any]) -> None:
        open_at(page, f"{service.address}/scribe#{workshop['join_code']}")
        page.get_by_label("Who may read it").select_option("partners")
        page.get_by_label("Name with the story").select_option("named")
        page.get_by_label("The name").fill("Rosa Lopez")
        page.get_by_label("Read back to the teller").check()
        page.get_by_label("Mostly about").select_option(label="Getting results")
        page.locator("#headline").focus()
        type_sheet(page, *SHEETS[0])
        expect(page.locator("li[data-standing=received]")).to_have_count(1)

        (row,) = service.stories(workshop)
        assert (row["consent"]["scope"], row["consent"]["name_use"], row["read_back"]) == ("partners", "named", True)
        assert row["teller_domain_id"] == workshop["domains"][0]["id"]
        expect(page.get_by_label("Name with the story")).to_have_value("anonymous")

    def test_a_number_that_was_typed_before_is_said_so(
        self, page: Page, service: Service, workshop: dict[str, Any]
    ) -> None:
        told = {"headline": "From another table", "capture_mode": "paper", "sheet_no": 12}
        service.http.post(f"/workshops/{workshop['id']}/stories", json=told).raise_for_status()
        open_at(page, f"{service.address}/scribe#{workshop['join_code']}")
        expect(page.get_by_label("Sheet number")).to_have_value("13")

        page.get_by_label("Sheet number").fill("012")

        expect(page.locator("#sheet-hint")).to_contain_text("From another table")

    def test_nothing_is_lost_while_the_network_or_the_login_is_gone(
        self, page: Page, service: Service, workshop: dict[str, Any]
    ) -> None:
        with BadNetwork(service.port, share=1.0) as network:
            open_at(page, f"http://127.0.0.1:{network.port}/scribe#{workshop['join_code']}")
            network.mode = "down"
            for headline, note in SHEETS[:2]:
                type_sheet(page, headline, note)
            expect(page.get_by_text("2 sheets wait here")).to_be_visible()
            assert set(standings(page)) <= {"saved", "waiting", "sending"}
            page.keyboard.type(SHEETS[2][0])
            page.context.clear_cookies()
            network.mode = "well"
            expect(page.get_by_label("E-mail")).to_be_visible(timeout=30_000)
            page.reload()

            open_at(page, page.url)

            expect(page.locator("#headline")).to_have_value(SHEETS[2][0])
            expect(page.locator("li[data-standing=received]")).to_have_count(2, timeout=30_000)
        assert [row["headline"] for row in service.stories(workshop)] == [headline for headline, _ in SHEETS[:2]]

    def test_the_page_opens_without_a_network_for_whoever_was_here_last(
        self, page: Page, service: Service, workshop: dict[str, Any]
    ) -> None:
        open_at(page, f"{service.address}/scribe#{workshop['join_code']}")
        expect(page.locator("p.over")).to_have_text(workshop["title"])
        kept = "navigator.serviceWorker.getRegistration('/scribe').then(one => one?.active?.state ?? '')"
        until(lambda: page.evaluate(kept) == "activated", "the page is kept", patience=30, pause=0.2)
        page.context.set_offline(True)
        page.reload()
        expect(page.locator("p.over")).to_have_text(workshop["title"])
        type_sheet(page, *SHEETS[0])
        expect(page.locator("li[data-standing=waiting]")).to_have_count(1)

        page.context.set_offline(False)
        expect(page.locator("li[data-standing=received]")).to_have_count(1, timeout=15_000)
        assert [row["headline"] for row in service.stories(workshop)] == [SHEETS[0][0]]

        # Whoever logs out is forgotten, with the network and without.
        page.context.clear_cookies()
        page.reload()
        expect(page.get_by_label("E-mail")).to_be_visible()
        page.context.set_offline(True)
        page.reload()
        expect(page.get_by_text("No answer from the service.")).to_be_visible()
        assert SHEETS[0][0] not in page.locator("body").inner_text()


class TestSheets:
    def test_each_sheet_has_its_number_and_asks_what_a_phone_asks(
        self, page: Page, service: Service, workshop: dict[str, Any]
    ) -> None:
        open_at(page, f"{service.address}/sheets#{workshop['join_code']}")
        page.get_by_label("First number").fill("40")
        page.get_by_label("How many").fill("5")
        page.get_by_label("Sheets on a page").select_option("2")

        expect(page.locator("article")).to_have_count(5)
        expect(page.locator(".page")).to_have_count(3)
        assert [text.split()[-1] for text in page.locator(".number p").all_inner_texts()] == [
            f"{number:03}" for number in range(40, 45)
        ]
        first = page.locator("article").first.inner_text()
        for said in ("Who may read it?", "¿Quién puede leerla?", "No name", workshop["focus_question"]):
            assert said in first

    @pytest.mark.parametrize("paper", ["a4", "letter"])
    @pytest.mark.parametrize("per_page", ["1", "2", "4"])
    def test_what_is_printed_fits_its_paper(
        self, page: Page, service: Service, workshop: dict[str, Any], paper: str, per_page: str
    ) -> None:
        open_at(page, f"{service.address}/sheets#{workshop['join_code']}")
        page.get_by_label("Paper", exact=True).select_option(paper)
        page.get_by_label("Sheets on a page").select_option(per_page)
        page.get_by_label("How many").fill("4")
        expect(page.locator("article")).to_have_count(4)
        page.emulate_media(media="print")

        too_large = page.locator("article").evaluate_all(
            "all => all.filter(one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)"
            ".length"
        )

        assert too_large == 0
        printed = page.pdf(prefer_css_page_size=True)
        assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 4 // int(per_page)
