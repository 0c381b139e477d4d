"""From 14:50 to 15:40: tellers hear back, a figure is checked by somebody outside, the room sees who was missing."""

from contextlib import closing
from typing import Any

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.house import House
from tests.making import API, EMAIL, PASSWORD, make_seat, make_story, make_workshop
from tests.serving import Service

pytestmark = pytest.mark.browser

FIGURE = "28 % fewer children live in foster care"
SMALL = {"width": 320, "height": 640}


class Afternoon:
    """A workshop in which twelve people told, one theme was agreed on and a panel chose."""

    def __init__(self, service: Service) -> None:
        with closing(service.facilitator()) as client:
            self.workshop = make_workshop(client, title="What changed in Kibera", reveal="open")  # type: ignore[arg-type]
            self.url = f"{API}/workshops/{self.workshop['id']}"
            self.told = [self._tell(client, n) for n in range(12)]
            self._theme(client)
            self._choose(client)

    def _tell(self, client: httpx2.Client, n: int) -> dict[str, Any]:
        seat = make_seat(client, self.workshop, voice_groups=["Women" if n % 3 else "Elders"])  # type: ignore[arg-type]
        headline = FIGURE if n == 0 else f"The well of street {n} works again"
        body = make_story(headline, notes=["It was different before."])
        told: dict[str, Any] = client.post(f"{self.url}/stories", json=body, headers=seat).json()
        return told

    def _theme(self, client: httpx2.Client) -> None:
        made = {"type": "create_theme", "name": "Children stay at home", "story_ids": [self.told[0]["id"]]}
        seq = client.get(f"{self.url}/board").json()["seq"]
        reply = client.post(f"{self.url}/board/commands", json={"base_seq": seq, "commands": [made]})
        assert reply.status_code == 200, reply.text

    def _choose(self, client: httpx2.Client) -> None:
        panel = client.post(f"{self.url}/panels", json={"name": "Residents"}).json()
        asked = client.post(
            f"{API}/panels/{panel['id']}/rounds", json={"scope": {"kind": "all"}, "method": "majority"}
        ).json()
        url = f"{API}/rounds/{asked['id']}"
        client.post(f"{url}/turns", json={})
        hands = {"turn": 1, "present": 9, "counts": {self.told[0]["id"]: 9}}
        for what, body in (("hand-count", hands), ("reveal", {})):
            assert client.post(f"{url}/{what}", json=body).status_code == 200
        reasons = [{"sentence": "It keeps families together."}]
        chosen = {"outcome": "one", "story_ids": [self.told[0]["id"]], "reasons": reasons}
        assert client.post(f"{url}/selection", json=chosen).status_code == 201


def looks_right(house: House, page: Page, name: str) -> None:
    """No violation that axe knows, and nothing to scroll sideways."""
    house.picture(page, f"loop {name}")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:100] for node in one["nodes"]]) for one in found] == [], name
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), name


def enter(house: House, afternoon: Afternoon) -> Page:
    page = house.laptop()
    page.goto(f"/feedback#{afternoon.workshop['join_code']}")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("0 of 12 have heard back")).to_be_visible()
    return page


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="The loop back").get_by_role("button", name=name).click()


def receipt(house: House, afternoon: Afternoon, teller: int, language: str = "en") -> Page:
    phone = house.phone()
    phone.goto(f"/receipt?lang={language}#{afternoon.told[teller]['receipt_code']}")
    phone.locator("#heard").wait_for()
    return phone


def test_everybody_hears_back_and_the_list_ends_at_zero(house: House, service: Service) -> None:
    afternoon = Afternoon(service)
    page = enter(house, afternoon)
    looks_right(house, page, "who has heard")

    page.get_by_role("button", name="Answer story 1", exact=True).click()
    page.get_by_label("What became of it?").fill("The council has read your story.\nIt will be heard in May.")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("1 of 12 have heard back")).to_be_visible()
    page.get_by_role("button", name="Answer everybody").click()
    page.get_by_label("What became of it?").fill("Thank you. Each of your stories was read by two people.")
    looks_right(house, page, "answer everybody")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("Everybody has heard back.")).to_be_visible()
    looks_right(house, page, "all have heard")

    phone = receipt(house, afternoon, 0)
    expect(phone.get_by_text("The council has read your story.")).to_be_visible()
    expect(phone.get_by_text("It keeps families together.").first).to_be_visible()
    phone.get_by_label("Do you want to answer?").fill("Who will be there?")
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_text("Nobody has read it yet.")).to_be_visible()
    looks_right(house, phone, "receipt")

    tab(page, "Their answers")
    expect(page.get_by_text("1 waits to be read")).to_be_visible()
    page.get_by_role("button", name="I have read it").click()
    expect(page.get_by_text("Read", exact=True)).to_be_visible()
    looks_right(house, page, "answers")
    for teller in range(1, 12):
        with closing(service.anybody()) as anybody:
            read = anybody.get(f"{API}/receipts/{afternoon.told[teller]['receipt_code']}").json()
        assert [said["message"] for said in read["feedback"]] == [
            "Thank you. Each of your stories was read by two people."
        ]
    assert house.trouble == []


def test_a_figure_becomes_a_result_and_somebody_outside_checks_it(house: House, service: Service) -> None:
    afternoon = Afternoon(service)
    page = enter(house, afternoon)
    tab(page, "Results and checks")
    found = page.locator("form", has_text=FIGURE)
    expect(found.get_by_label("Figure")).to_have_value("28")
    looks_right(house, page, "figures found")
    found.get_by_role("button", name="It is a result").click()
    expect(page.get_by_text("not verified")).to_be_visible()

    page.get_by_role("button", name="Ask somebody to check").click()
    page.get_by_label("Who is asked").fill("Ms Otieno")
    page.get_by_label("Ask the teller to agree, on their receipt").check()
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("dialog code").inner_text()
    looks_right(house, page, "the link")
    page.keyboard.press("Escape")
    expect(page.get_by_text("somebody was asked").first).to_be_visible()

    teller = receipt(house, afternoon, 0)
    teller.get_by_role("button", name="Yes, check it").click()
    expect(teller.get_by_text("You agreed that it is checked.").first).to_be_visible()

    verifier = house.phone()
    verifier.set_viewport_size(SMALL)  # type: ignore[arg-type]
    verifier.goto(link)
    expect(verifier.get_by_role("heading", name=FIGURE)).to_be_visible()
    what = verifier.get_by_role("group", name="What happened: is it described rightly?")
    what.get_by_label("Right with changes").check()
    what.get_by_label("What would you change or add?").fill("27.6 %, to be exact.")
    verifier.get_by_label("How do you know? One source a line").fill("The register of the district, page 4")
    verifier.get_by_role("button", name="Keep it and go on later").click()
    expect(verifier.get_by_text("Kept. You can come back with the same link.")).to_be_visible()
    verifier.reload()
    expect(what.get_by_label("What would you change or add?")).to_have_value("27.6 %, to be exact.")
    looks_right(house, verifier, "verifier")
    verifier.get_by_role("button", name="Send my answer").click()
    expect(verifier.get_by_text("Thank you. Your answer has arrived.")).to_be_visible()

    page.reload()
    tab(page, "Results and checks")
    expect(page.get_by_text("confirmed with changes").first).to_be_visible()
    expect(page.get_by_text("The register of the district, page 4")).to_be_visible()
    expect(page.get_by_text("The teller agreed.")).to_be_visible()
    looks_right(house, page, "checked")
    assert house.trouble == []
    verifier.goto("/verify")
    verifier.goto(link)
    expect(verifier.get_by_text("This link leads nowhere any more.")).to_be_visible()
    looks_right(house, verifier, "link used up")


def test_you_said_we_did_and_whose_voice_it_was(house: House, service: Service) -> None:
    afternoon = Afternoon(service)
    page = enter(house, afternoon)
    tab(page, "What is done")
    page.get_by_label("What will be done?").fill("A second office near the market")
    page.get_by_label("By whom").fill("The district")
    page.get_by_label("Until when").fill("2027-03-01")
    page.get_by_label("It follows from").select_option(label="what Residents chose")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("A second office near the market")).to_be_visible()
    page.get_by_label("How far is it?").select_option(label="done")
    page.get_by_label("What came of it?").fill("It opened in February.")
    page.keyboard.press("Tab")
    looks_right(house, page, "decided")

    teller = receipt(house, afternoon, 0, "ar")
    teller.set_viewport_size(SMALL)  # type: ignore[arg-type]
    expect(teller.get_by_text("It opened in February.")).to_be_visible()
    looks_right(house, teller, "receipt in arabic")

    tab(page, "Counts")
    expect(page.get_by_text("11 stories were not selected")).to_be_visible()
    looks_right(house, page, "counts")
    tab(page, "Whose voice")
    row = page.get_by_role("row", name="Women")
    expect(row.get_by_role("cell").first).to_contain_text("5 or more")
    expect(page.get_by_text("It keeps families together.")).to_be_visible()
    looks_right(house, page, "mirror")
    assert house.trouble == []
