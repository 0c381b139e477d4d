"""The reference of the API at /docs, within the content policy and without another server."""

from tests.e2e.house import House


def test_the_reference_shows_every_operation_and_asks_no_other_server(house: House) -> None:
    page = house.laptop()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/docs")
    page.locator("#operations-tag-board button").click()
    page.locator("#operations-board-command_board .opblock-summary-control").click()
    page.get_by_text("base_seq").first.wait_for()
    house.picture(page, "docs")

    described = page.evaluate("fetch('/api/v1/openapi.json').then((answer) => answer.json())")
    tags = {tag for path in described["paths"].values() for operation in path.values() for tag in operation["tags"]}
    assert page.locator(".opblock-tag").count() == len(tags)
    assert [url for url in asked if not url.startswith((house.service.url, "data:"))] == []
    assert house.trouble == []
