"""Over plain http a browser opens six connections to a service; a facilitator opens more tabs than that."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.e2e.house import House
from tests.e2e.morning import Attentive, trouble_in, workshop_with_stories
from tests.making import API
from tests.serving import Service

pytestmark = pytest.mark.browser

TABS = 9


def test_nine_boards_in_one_browser_hear_every_change(house: House, service: Service) -> None:
    workshop_id = workshop_with_stories(service, 5)
    amina = Attentive(house.laptop(), workshop_id)
    amina.page.goto(f"/board#/w/{workshop_id}")
    amina.log_in()
    expect(amina.lane("Not placed yet")).to_be_visible()
    context = amina.page.context
    tabs = [context.new_page() for _ in range(TABS)]
    for tab in tabs:
        tab.goto(f"/board#/w/{workshop_id}")
        expect(tab.get_by_text("Live", exact=True)).to_be_visible()

    with closing(service.facilitator()) as somebody:
        board = somebody.get(f"{API}/workshops/{workshop_id}/board").json()
        theme = {"type": "create_theme", "name": "Heard in every tab", "story_ids": []}
        made = somebody.post(
            f"{API}/workshops/{workshop_id}/board/commands", json={"base_seq": board["seq"], "commands": [theme]}
        )
        assert made.status_code == 200, made.text

    for tab in (amina.page, *tabs):
        expect(tab.get_by_role("region", name="Heard in every tab, 0 stories")).to_be_visible()
    for tab in tabs[1:]:
        tab.close()
    tabs[0].reload()
    expect(tabs[0].get_by_text("Live", exact=True)).to_be_visible()
    assert trouble_in(house) == []
