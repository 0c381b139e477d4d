"""What a participant does on a phone, from the code on the wall to what became of the story."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.faults.phone.phone import Phone
from tests.faults.phone.service import Service
from tests.serving import until

pytestmark = pytest.mark.browser

HEADLINE = "The clinic opens on Sundays, and I no longer lose a day of pay"
NOTE = "We asked three times.\nThe third time we came with forty people."
LANGUAGES = ("en", "es", "fr", "pt", "sw", "ar")
ALL_QUESTIONS = ["significance", "where", "when", "direction", "expected", "domain"]
SEND = "main form button[type=submit]"


@pytest.fixture
def workshop(service: Service) -> dict[str, Any]:
    domains = [{"name": "Getting results", "description": ""}, {"name": "Scaling impact", "description": ""}]
    return service.workshop(asks=ALL_QUESTIONS, domains=domains, languages=list(LANGUAGES))


@pytest.fixture
def page(phones: Browser) -> Iterator[Page]:
    """A page whose console must stay free of errors, those of the content policy above all."""
    context = phones.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    yield from watched(context)


def watched(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert wrong == []


def join_address(service: Service, workshop: dict[str, Any]) -> str:
    return f"{service.address}/J/{workshop['join_code']}"


def tell(page: Page, headline: str = HEADLINE, note: str = NOTE) -> None:
    page.locator("#headline").fill(headline)
    page.locator("#note0").fill(note)
    page.locator(SEND).click()
    expect(page.locator("article[data-standing=received]").first).to_be_visible()


def receipt_link(page: Page) -> str:
    page.locator("article[data-standing=received]").first.get_by_role("button").first.click()
    link = page.locator("dialog input").input_value()
    page.keyboard.press("Escape")
    return link


class TestJoining:
    def test_a_typed_code_leads_to_the_question(self, page: Page, service: Service, workshop: dict[str, Any]) -> None:
        page.goto(f"{service.address}/join")
        page.get_by_label("Workshop code").fill(f" {workshop['join_code'].lower()} ")
        page.get_by_role("button", name="Join").click()

        expect(page.get_by_role("heading", level=1)).to_have_text(workshop["focus_question"])
        assert page.url.endswith(f"/j/{workshop['join_code']}")

    def test_the_question_is_there_before_the_seat_is(
        self, page: Page, service: Service, workshop: dict[str, Any]
    ) -> None:
        page.route("**/api/v1/join", lambda route: route.abort())
        page.goto(join_address(service, workshop))
        expect(page.get_by_role("heading", level=1)).to_have_text(workshop["focus_question"])
        page.locator("#headline").fill(HEADLINE)
        page.locator(SEND).click()
        expect(page.locator("article[data-standing=waiting]")).to_be_visible()

        page.unroute("**/api/v1/join")
        page.evaluate("dispatchEvent(new Event('online'))")

        expect(page.locator("article[data-standing=received]")).to_be_visible()
        assert [row["headline"] for row in service.stories(workshop)] == [HEADLINE]

    def test_a_wrong_code_and_a_closed_workshop_read_the_same(self, page: Page, service: Service) -> None:
        closed = service.workshop()
        service.http.patch(f"/workshops/{closed['id']}", json={"stage": "closed"}).raise_for_status()

        said = []
        for code in ("XXXXXX", closed["join_code"]):
            page.goto(f"{service.address}/join#{code}")
            page.reload()
            said.append(page.get_by_role("alert").inner_text())

        assert said[0] == said[1] != ""

    def test_it_works_over_plain_http(self, page: Page, service: Service, workshop: dict[str, Any]) -> None:
        """At an address that browsers do not trust: no service worker, no `randomUUID`, no clipboard."""
        page.goto(f"http://workshop.test:{service.port}/J/{workshop['join_code']}")
        assert page.evaluate("[isSecureContext, typeof crypto.randomUUID]") == [False, "undefined"]

        tell(page)

        assert [row["headline"] for row in service.stories(workshop)] == [HEADLINE]


class TestWriting:
    def test_by_keyboard_alone(self, page: Page, service: Service, workshop: dict[str, Any]) -> None:
        page.goto(join_address(service, workshop))
        expect(page.locator("#headline")).to_be_visible()
        while page.evaluate("document.activeElement.id") != "headline":
            page.keyboard.press("Tab")
        page.keyboard.type(HEADLINE)
        page.keyboard.press("Enter")  # a headline is one line: Enter goes on
        page.keyboard.type("By hand only")
        while page.evaluate("document.activeElement.type") != "submit":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("article[data-standing=received]")).to_be_visible()

        (stored,) = service.stories(workshop)
        assert (stored["headline"], stored["notes"]) == (HEADLINE, ["By hand only"])

    def test_every_answer_arrives(self, page: Page, service: Service, workshop: dict[str, Any]) -> None:
        page.goto(join_address(service, workshop))
        page.get_by_label("What changed?").fill(HEADLINE)
        page.get_by_role("button", name="Add a second note").click()
        page.get_by_label("And one thing more").fill("The nurse sings")
        page.get_by_label("Why does this matter").fill("It is my health")
        page.get_by_label("Where did it happen").fill("Up the valley")
        page.get_by_label("From").fill("2026-03-01")
        for choice in ("Scaling impact", "Both", "No, it surprised me", "Also partner organisations", "My first name"):
            page.get_by_label(choice).check()
        page.get_by_label("Somebody else is named").check()
        page.get_by_label("The name to use").fill("Amina")
        page.locator(SEND).click()
        expect(page.locator("article[data-standing=received]")).to_be_visible()

        (stored,) = service.stories(workshop)
        assert stored["notes"] == ["The nurse sings"]
        assert (stored["significance"], stored["happened_where"]) == ("It is my health", "Up the valley")
        assert (stored["happened_from"], stored["direction"], stored["expected"]) == ("2026-03-01", "mixed", "no")
        assert stored["teller_domain_id"] == workshop["domains"][1]["id"]
        assert (stored["consent"]["scope"], stored["consent"]["name_use"]) == ("partners", "first_name")
        assert stored["third_party_named"] is True

    def test_what_is_missing_is_said_at_the_field(self, page: Page, service: Service, workshop: dict[str, Any]) -> None:
        page.goto(join_address(service, workshop))
        page.locator(SEND).click()
        expect(page.locator("#headline")).to_be_focused()
        expect(page.locator("#headline-hint")).to_have_text("Please write one sentence first.")

        page.locator("#headline").fill("x" * 161)
        expect(page.locator("#headline-hint")).to_have_text("1 letter too many")
        page.locator(SEND).click()

        expect(page.locator("#headline")).to_be_focused()
        assert service.stories(workshop) == []


class TestPassingOn:
    def test_the_next_person_finds_nothing_of_the_one_before(
        self, page: Page, service: Service, workshop: dict[str, Any]
    ) -> None:
        page.goto(join_address(service, workshop))
        tell(page)
        page.get_by_role("button", name="Tell another story").click()
        page.locator("#headline").fill("Half a secret")
        page.locator("#headline").blur()
        page.get_by_role("button", name="My stories").click()
        Phone(page).next_person()

        assert page.locator("#headline").input_value() == ""
        kept = page.evaluate(
            """() => new Promise(done => { const opening = indexedDB.open('storyharvest'); opening.onsuccess = () => {
                const shelf = opening.result.transaction(['drafts', 'stories']); const found = [];
                for (const room of ['drafts', 'stories']) { const all = shelf.objectStore(room).getAll();
                    all.onsuccess = () => found.push(...all.result); }
                shelf.oncomplete = () => done(JSON.stringify([found, { ...localStorage }])); }; })"""
        )
        assert "secret" not in kept
        assert "clinic" not in kept
        tell(page, "Another voice", "")
        assert page.locator("article h2").all_inner_texts() == ["Another voice"]

    def test_the_page_opens_without_a_network(self, page: Page, service: Service, workshop: dict[str, Any]) -> None:
        page.goto(join_address(service, workshop))
        expect(page.locator("#headline")).to_be_visible()
        kept = "navigator.serviceWorker.getRegistration('/j').then(one => one?.active?.state ?? '')"
        until(lambda: page.evaluate(kept) == "activated", "the page is kept", patience=30, pause=0.2)
        page.context.set_offline(True)
        page.reload()
        page.locator("#headline").fill(HEADLINE)
        page.locator(SEND).click()
        expect(page.locator("article[data-standing=waiting]")).to_be_visible()

        page.context.set_offline(False)

        expect(page.locator("article[data-standing=received]")).to_be_visible(timeout=15_000)
        assert len(service.stories(workshop)) == 1


class TestCare:
    def test_a_story_that_needs_care_says_who_reads_it_and_goes_to_them(
        self, page: Page, service: Service, workshop: dict[str, Any]
    ) -> None:
        page.goto(join_address(service, workshop))
        page.get_by_text("I want somebody to talk to me").click()
        expect(page.get_by_text("Only those who take care of people in this workshop can read")).to_be_visible()
        page.get_by_label("Yes, please talk to me").check()
        page.get_by_label("How can they find you?").fill("by the gate")
        page.get_by_label("Anyone, also on the internet").check()
        tell(page)

        expect(page.locator("article")).to_contain_text("Only those who take care of people here can read it")
        (held,) = service.stories(workshop)
        assert (held["care"], held["care_contact"], held["state"]) == ("talk", "by the gate", "submitted")
        assert HEADLINE not in service.http.get(f"/workshops/{workshop['id']}/export.csv?profile=public").text

    def test_a_story_told_before_asks_for_care_by_its_receipt(
        self, page: Page, service: Service, workshop: dict[str, Any]
    ) -> None:
        page.goto(join_address(service, workshop))
        tell(page)
        page.goto(receipt_link(page))
        page.get_by_text("I want somebody to talk to me").click()
        page.get_by_label("Yes, somebody may be at risk").check()
        page.get_by_role("button", name="Ask for care").click()

        expect(page.get_by_text("Only those who take care of people here can read it").first).to_be_visible()
        assert service.http.get(f"/workshops/{workshop['id']}/board").json()["not_placed"] == []


class TestRefusals:
    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("fr", "L’atelier est fermé et ne prend plus d’histoires."),
            ("ar", "الورشة مغلقة ولم تعد تستقبل القصص."),
        ],
    )
    def test_a_refusal_is_told_in_the_visitors_language(
        self, language: str, said: str, page: Page, service: Service, workshop: dict[str, Any]
    ) -> None:
        with page.expect_response("**/api/v1/join"):
            page.goto(f"{join_address(service, workshop)}?lang={language}")
        page.locator("#headline").fill(HEADLINE)
        service.http.patch(f"/workshops/{workshop['id']}", json={"stage": "closed"}).raise_for_status()
        page.locator(SEND).click()

        expect(page.locator("article[data-standing=needs_look]")).to_contain_text(said)
        assert "closed" not in page.locator("article").inner_text()


class TestWithoutScripts:
    def test_the_address_on_the_wall_leads_to_the_plain_form(
        self, phones: Browser, service: Service, workshop: dict[str, Any]
    ) -> None:
        context = phones.new_context(java_script_enabled=False, locale="sw")
        page = context.new_page()
        page.goto(join_address(service, workshop))
        page.get_by_role("button").click()
        page.locator("#headline").fill(HEADLINE)
        page.get_by_role("button").click()
        page.get_by_role("link").first.wait_for()
        context.close()

        assert [row["headline"] for row in service.stories(workshop)] == [HEADLINE]


class TestReceipt:
    def test_correct_narrow_and_take_back(self, page: Page, service: Service, workshop: dict[str, Any]) -> None:
        page.goto(join_address(service, workshop))
        page.get_by_label("Also those who evaluate").check()
        tell(page)
        assert service.http.get(f"/workshops/{workshop['id']}/export.csv?profile=evaluation").status_code == 200
        page.goto(receipt_link(page))
        expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
        expect(page.get_by_text("for those who evaluate this work · CSV")).to_be_visible()

        page.get_by_role("button", name="Correct the story").click()
        page.locator("#headline").fill("The clinic opens on Saturdays, too")
        page.get_by_role("button", name="Save the correction").click()
        expect(page.get_by_role("heading", name="The clinic opens on Saturdays, too")).to_be_visible()
        page.get_by_role("button", name="Choose fewer readers").click()
        page.get_by_label("Only people in this workshop").check()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Only people in this workshop · No name")).to_be_visible()
        (now,) = service.stories(workshop)
        assert (now["headline"], now["version"]) == ("The clinic opens on Saturdays, too", 2)
        assert now["consent"]["scope"] == "workshop"

        page.get_by_role("button", name="Take the story back").click()
        page.get_by_role("button", name="Take it back for good").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("withdrawn")
        expect(page.get_by_text("It is in 1 file that was made before")).to_be_visible()
        (gone,) = service.stories(workshop)
        assert (gone["state"], gone["headline"], gone["notes"]) == ("withdrawn", "", [])

    def test_taking_back_on_the_phone_erases_the_words(
        self, page: Page, service: Service, workshop: dict[str, Any]
    ) -> None:
        page.goto(join_address(service, workshop))
        tell(page)
        page.get_by_role("button", name="Take it back").click()
        page.locator("dialog").get_by_role("button", name="Take it back").click()
        expect(page.locator("article[data-standing=withdrawn]")).to_be_visible()

        assert page.get_by_text(HEADLINE).count() == 0
        assert service.stories(workshop)[0]["state"] == "withdrawn"

    def test_an_unknown_code_is_said_so(self, page: Page, service: Service) -> None:
        page.goto(f"{service.address}/receipt#NOBODYSCODE")

        expect(page.get_by_role("alert")).to_contain_text("No story has this receipt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_speaks_each_language_and_serves_everybody(
    language: str, phones: Browser, service: Service, workshop: dict[str, Any]
) -> None:
    """Right words and direction, no violation that axe knows, and nothing wider than a narrow phone."""
    dark = LANGUAGES.index(language) % 2 == 1
    context = phones.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark" if dark else "light")
    for page in watched(context):
        page.goto(f"{service.address}/join?lang={language}")
        expect(page.locator("#code")).to_be_visible()
        fits(page, language)
        page.goto(join_address(service, workshop))
        expect(page.locator("#headline")).to_be_visible()
        page.locator("#name-use, input[name=name-use][value=named]").check()
        page.locator(SEND).click()
        fits(page, language)
        page.locator("#name").fill("Amina")
        tell(page)
        fits(page, language)
        link = receipt_link(page)
        page.locator(".pass button").first.click()
        fits(page, language)
        page.goto(link)
        expect(page.locator("main h2").first).to_be_visible()
        fits(page, language)


def fits(page: Page, language: str) -> None:
    root = page.locator("html")
    expect(root).to_have_attribute("lang", language)
    assert root.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert "undefined" not in page.locator("body").inner_text()
    if language != "en":
        assert page.get_by_text("Send my story").or_(page.get_by_text("My stories")).count() == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
