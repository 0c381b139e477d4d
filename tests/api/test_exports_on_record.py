"""Whatever is taken away is on record, and a teller sees which files their story went into."""

from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.exports.record import runs_of
from tests.api.conftest import make_key
from tests.making import API, Room, make_story


def receipt(room: Room, scope: str) -> tuple[str, str]:
    told = room.client.post(f"{room.url}/stories", json=make_story(consent={"scope": scope})).json()
    return told["id"], f"{API}/receipts/{told['receipt_code']}"


class TestRecord:
    def test_each_export_is_on_record_with_what_it_held(self, room: Room, anybody: TestClient) -> None:
        receipt(room, "workshop")
        receipt(room, "public")
        script = make_key(room, "exports:read")
        room.client.get(f"{room.url}/export.csv?profile=evaluation")
        anybody.get(f"{room.url}/export.json?profile=public", headers=script)

        made = room.client.get(f"{room.url}/exports").json()["items"]

        seq = room.board()["seq"]
        assert [(e["format"], e["profile"], e["made_by"], e["n_stories"], e["as_of_seq"]) for e in made] == [
            ("json", "public", "key", 1, seq),
            ("csv", "evaluation", "account", 1, seq),
        ]

    def test_the_same_taken_again_is_one_export(self, room: Room) -> None:
        receipt(room, "public")
        for _ in range(3):
            room.client.get(f"{room.url}/export.csv?profile=evaluation")

        assert len(room.client.get(f"{room.url}/exports").json()["items"]) == 1

    def test_many_at_once_are_all_on_record(self, room: Room, served: str) -> None:
        receipt(room, "public")
        keys = [make_key(room, "exports:read") for _ in range(6)]
        with ThreadPoolExecutor(6) as pool:
            replies = list(
                pool.map(
                    lambda key: httpx2.get(
                        f"{served}{room.url}/export.csv?profile=evaluation", headers=key, timeout=30
                    ),
                    keys,
                )
            )

        assert {reply.status_code for reply in replies} == {200}
        assert len(room.client.get(f"{room.url}/exports").json()["items"]) == 6


class TestReceipt:
    def test_a_teller_sees_the_files_their_story_is_in_also_after_taking_it_back(self, room: Room) -> None:
        (_, inside), (_, outside) = receipt(room, "partners"), receipt(room, "workshop")
        room.client.get(f"{room.url}/export.csv?profile=partners")

        seen = room.client.get(inside).json()["exports"]

        assert [(export["profile"], export["format"]) for export in seen] == [("partners", "csv")]
        assert room.client.get(outside).json()["exports"] == []
        assert room.client.post(f"{inside}/withdraw", json={}).json()["exports"] == seen

    def test_an_export_after_consent_was_narrowed_holds_it_no_more(self, room: Room) -> None:
        _, mine = receipt(room, "public")
        room.client.get(f"{room.url}/export.csv?profile=public")
        room.client.patch(mine, json={"consent": {"scope": "workshop"}})

        room.client.get(f"{room.url}/export.csv?profile=public")

        assert len(room.client.get(mine).json()["exports"]) == 1
        assert len(room.client.get(f"{room.url}/exports").json()["items"]) == 2

    def test_it_tells_who_moved_it_where_and_why(self, room: Room) -> None:
        id, mine = receipt(room, "workshop")
        first = room.theme("Water", id)
        second = room.theme("Wells reopened")
        room.command({"type": "move", "story_id": id, "theme_id": second, "reason": "It is the well"})
        room.command({"type": "merge", "theme_id": first, "into_theme_id": second})
        room.command({"type": "pin", "story_id": id, "reason": "We are sure", "acting_for": "group"})

        read = room.client.get(mine).json()

        assert [(step["by"], step["moved"], step["theme"], step["reason"]) for step in read["steps"]] == [
            ("group", False, "Wells reopened", "We are sure"),
            ("facilitator", True, "Wells reopened", "It is the well"),
            ("facilitator", True, "Water", ""),
        ]
        assert (read["theme"], read["placed_by"]) == ("Wells reopened", "facilitator")


@pytest.mark.parametrize(
    ("numbers", "found"), [([], []), ([4], [[4, 4]]), ([1, 2, 3, 7, 9, 10], [[1, 3], [7, 7], [9, 10]])]
)
def test_numbers_are_kept_as_runs(numbers: list[int], found: list[list[int]]) -> None:
    assert runs_of(numbers) == found
