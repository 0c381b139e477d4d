"""What evaluators take away: within consent, verbatim, countable, and safe to open in a spreadsheet."""

import csv
import io
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from app.exports.guard import unguarded
from app.exports.tables import TABLES
from tests.api.conftest import make_key, problem
from tests.api.following import make_loop
from tests.making import API, SCHOOL, WATER, Room, make_seat, make_story

PROFILES = ("evaluation", "partners", "public")
SCOPES = ("workshop", *PROFILES)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(A1)")


def rows(room: Room, **asked: str) -> list[dict[str, str]]:
    reply = room.client.get(f"{room.url}/export.csv", params={"profile": "evaluation", **asked})
    assert reply.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"), newline="")))


def rows_of(reply: Response, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def exported(room: Room, **asked: str) -> dict[str, Any]:
    read: dict[str, Any] = room.client.get(f"{room.url}/export.json", params={"profile": "evaluation", **asked}).json()
    return read


def summaries(room: Room, **asked: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = room.client.get(f"{room.url}/theme-summaries", params=asked).json()["summaries"]
    return read


class TestConsent:
    def test_each_profile_shows_the_stories_whose_tellers_agreed_to_it(self, room: Room) -> None:
        told = {scope: room.tell(f"Agreed to {scope}", consent={"scope": scope})[0] for scope in SCOPES}
        room.tell("Until last year", consent={"scope": "public", "expires_on": "2020-01-01"})
        theme = room.theme("Water", *told.values())

        for place, profile in enumerate(PROFILES, start=1):
            covered = [told[scope] for scope in SCOPES[place:]]
            read, (summary,) = exported(room, profile=profile), summaries(room, profile=profile)

            assert [row["story_id"] for row in rows(room, profile=profile)] == covered
            assert [story["story_id"] for story in read["stories"]] == covered
            assert read["excluded_counts"] == {"consent_does_not_cover": place, "consent_expired": 1}
            assert {row["story_id"] for row in read["memberships"]} == set(covered)
            assert (summary["counts"]["stories"], summary["counts"]["withheld_by_consent"]) == (4, place)
            assert {quote["story_id"] for quote in summary["quotes"]} <= set(covered)
            assert not any(f"Agreed to {scope}" in str(read) for scope in SCOPES[:place])
        assert room.client.get(f"{room.url}/export.csv?profile=everybody").status_code == 422
        assert room.client.get(f"{API}/themes/{theme}/summary").json() == summaries(room)[0]

    def test_a_teller_is_called_as_they_agreed_to_be(self, room: Room) -> None:
        seat = make_seat(room.client, room.workshop, display_name="Rosa Maria Lopez")
        for name_use in ("named", "first_name", "pseudonym", "anonymous"):
            story = make_story(name_use, consent={"scope": "evaluation", "name_use": name_use})
            room.client.post(f"{room.url}/stories", json=story, headers=seat)

        called = ["Rosa Maria Lopez", "anonymous", "Teller 3", "anonymous"]
        assert [row["storyteller_label"] for row in rows(room)] == called

    def test_nobody_is_named_in_the_audit(self, room: Room) -> None:
        seat = make_seat(room.client, room.workshop, display_name="Rosa Maria Lopez")
        (one,) = room.tell("The well works")
        mine = room.client.post(f"{room.url}/stories", json=make_story(), headers=seat).json()
        room.theme("Water", one, mine["id"])
        room.command({"type": "pin", "story_id": one})

        read = exported(room)

        assert {row["actor"] for row in read["audit"]} == {"facilitator 1", "storyteller 1"}
        assert not any(secret in str(read) for secret in ("Rosa", "amina", "Amina", "account:", "seat:"))
        assert room.workshop["join_code"] not in str(read)


class TestSpreadsheets:
    def test_no_cell_starts_a_formula(self, room: Room) -> None:
        for formula in FORMULAS:
            room.tell(formula, notes=[formula, f"\t{formula}"], significance=formula, happened_where=formula)
        room.theme("=Water", *[story["id"] for story in room.board()["not_placed"]])

        table = rows(room)

        assert len(table) == len(FORMULAS)
        assert not [cell for row in table for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert [row["headline"].removeprefix("'") for row in table] == list(FORMULAS)
        assert {row["primary_theme"] for row in table} == {"'=Water"}

    def test_quotes_commas_and_lines_stay_inside_their_cells(self, room: Room) -> None:
        words = 'He said: "it works", and\nleft;\tالبئر 😀'
        room.tell("A story", notes=[words, "second"])

        (row,) = rows(room)

        assert (row["note_1"], row["note_2"]) == (words, "second")

    def test_json_keeps_the_words_as_they_are(self, room: Room) -> None:
        room.tell(*FORMULAS)

        assert [story["headline"] for story in exported(room)["stories"]] == list(FORMULAS)

    def test_programs_ask_for_another_delimiter_and_no_mark(self, room: Room) -> None:
        room.tell('Water;=HYPERLINK("http://x.example","x")', "10-14")

        reply = room.client.get(f"{room.url}/export.csv?profile=public&delimiter=semicolon&bom=false")

        assert reply.content.startswith(b"serial_no;story_id;headline")
        table = rows_of(room.client.get(f"{room.url}/export.csv?profile=evaluation&delimiter=semicolon&bom=false"), ";")
        assert [unguarded(row["headline"]) for row in table] == ['Water;=HYPERLINK("http://x.example","x")', "10-14"]
        assert ";=" not in str(table)

    def test_what_is_not_known_is_refused(self, room: Room) -> None:
        for asked in ("table=votes", "delimiter=;", "bom=perhaps", "columns=all"):
            assert room.client.get(f"{room.url}/export.csv?profile=public&{asked}").status_code == 422
        assert room.client.get(f"{room.url}/export.csv?profile=everybody").status_code == 422

    def test_for_whom_it_is_has_to_be_said(self, room: Room) -> None:
        for format in ("csv", "json", "zip"):
            refused = problem(room.client.get(f"{room.url}/export.{format}"), 422, "payload-invalid")
            assert [error["parameter"] for error in refused["errors"]] == ["profile"]

    def test_a_file_is_called_after_what_it_is(self, room: Room) -> None:
        reply = room.client.get(f"{room.url}/export.csv?profile=public")

        assert reply.headers["content-type"] == "text/csv; charset=utf-8"
        assert reply.headers["content-disposition"].endswith('-public-1.csv"')
        assert reply.headers["cache-control"] == "no-store"


class TestTables:
    def test_each_table_is_a_csv_file_with_the_rows_of_the_json_file(self, room: Room) -> None:
        first, *_ = room.tell(*WATER, *SCHOOL)
        room.command({"type": "accept_run", "run_id": room.group()["id"]})
        make_loop(room, first, WATER[0])
        read = exported(room)

        for name, table in TABLES.items():
            written = rows_of(room.client.get(f"{room.url}/export.csv?profile=evaluation&table={name}"))

            assert len(written) == len(read[name]) > 0
            assert [list(row) for row in written] == [list(table.names)] * len(written)

    def test_two_themes_of_one_name_are_told_apart_by_their_ids(self, room: Room) -> None:
        one, two = room.tell("The well works", "The river is clean")
        ids = [room.theme("Water", one), room.theme("Water", two)]
        room.command({"type": "add_secondary", "story_id": one, "theme_id": ids[1]})

        first, second = exported(room)["stories"]

        assert [first["primary_theme_id"], second["primary_theme_id"]] == ids
        assert (first["secondary_themes"], first["secondary_theme_ids"]) == (["Water"], [ids[1]])

    def test_only_evaluation_learns_the_hour(self, room: Room) -> None:
        room.theme("Water", *room.tell("The well works", consent={"scope": "public"}))

        for profile in ("partners", "public"):
            read = exported(room, profile=profile)
            assert len(read["stories"][0]["recorded_at"]) == len("2026-11-21")
            assert {len(event["at"]) for event in read["audit"]} == {len("2026-11-21")}
            assert read["summaries"][0]["coming"]["suggested_at"].endswith("T00:00:00Z")
        assert "T" in exported(room, profile="evaluation")["stories"][0]["recorded_at"]

    def test_a_row_says_where_a_story_is_and_who_put_it_there(self, room: Room) -> None:
        one, two = room.tell("The well works", "Not placed", direction="mixed", expected="no", language="es")
        water, school = room.theme("Water", one), room.theme("School")
        room.command({"type": "pin", "story_id": one}, {"type": "add_secondary", "story_id": one, "theme_id": school})

        first, second = rows(room)

        assert (first["story_id"], first["primary_theme"], first["secondary_themes"]) == (one, "Water", "School")
        assert (first["membership_source"], first["pinned"], first["language"]) == ("facilitator", "true", "es")
        assert (first["direction"], first["expected"], first["serial_no"]) == ("mixed", "no", "1")
        assert (second["story_id"], second["primary_theme"], second["pinned"]) == (two, "", "false")
        themes = {row["theme_id"]: row for row in exported(room)["themes"]}
        assert (themes[water]["n_stories"], themes[water]["n_negative"], themes[school]["n_stories"]) == (1, 1, 0)

    def test_the_audit_is_the_log(self, room: Room) -> None:
        room.tell(*WATER, *SCHOOL)
        room.command({"type": "accept_run", "run_id": room.group()["id"], "reason": "it fits"})
        room.command({"type": "undo"})

        read, log = exported(room), room.client.get(f"{room.url}/change-events?limit=500").json()["items"]

        told = ("seq", "action", "subjects", "reason", "undo_of", "stage", "hash")
        assert [[row[name] for name in told] for row in read["audit"]] == [
            [event[name] for name in told] for event in log
        ]
        assert read["as_of_seq"] == log[-1]["seq"]
        assert read["board_hash"] == room.check()["replayed_hash"]
        assert [run["mode"] for run in read["runs"]] == ["fresh"]
        assert read["runs"][0]["model_name"] == "hash"

    def test_an_empty_workshop_has_headers_and_no_rows(self, room: Room) -> None:
        assert rows(room) == []
        assert room.client.get(f"{room.url}/export.csv?profile=evaluation").text.startswith(
            "\ufeffserial_no,story_id,headline"
        )
        assert (exported(room)["stories"], summaries(room)) == ([], [])


class TestSummaries:
    def test_every_sentence_rests_on_stories_and_every_quote_is_verbatim(self, room: Room) -> None:
        told = dict(zip(room.tell(*WATER, *SCHOOL), [*WATER, *SCHOOL], strict=True))
        room.command({"type": "accept_run", "run_id": room.group()["id"]})

        for summary in summaries(room):
            assert summary["meaning"]
            assert all(sentence["story_ids"] for sentence in summary["meaning"])
            assert 1 <= len(summary["quotes"]) <= 4
            assert all(quote["text"] == told[quote["story_id"]] for quote in summary["quotes"])
            assert "not prove" in summary["limits"]

    def test_a_description_is_no_finding_and_what_is_counted_speaks_the_readers_language(self, room: Room) -> None:
        room.theme("Water", *room.tell(*WATER))
        theme = room.board()["themes"][0]["id"]
        room.command({"type": "describe", "theme_id": theme, "description": "What changed with wells"})

        (english,), (spanish,) = (
            room.client.get(f"{room.url}/theme-summaries?profile=evaluation&lang={lang}").json()["summaries"]
            for lang in ("en", "es")
        )
        assert [(said["kind"], said["n"]) for said in english["meaning"]] == [("in_theme", 4)]
        assert english["meaning"][0]["text"] == "4 stories are in this theme, 100% of all that are placed."
        assert spanish["meaning"][0]["text"] == "4 historias están en este tema, 100% de todas las colocadas."
        assert english["description"] == spanish["description"] == "What changed with wells"
        report = room.client.get(f"{room.url}/export.html?profile=evaluation&lang=es").text
        assert '<html lang="es">' in report
        assert "stories" not in report.partition("<body>")[2]
        problem(room.client.get(f"{room.url}/export.md?profile=evaluation&lang=de"), 422, "payload-invalid")

    def test_counts_are_of_stories_tellers_and_their_share(self, room: Room) -> None:
        seat = make_seat(room.client, room.workshop)
        mine = [
            room.client.post(f"{room.url}/stories", json=make_story(str(n)), headers=seat).json()["id"]
            for n in range(2)
        ]
        others = room.tell("Worse than before", "Another", direction="bad")
        room.theme("Water", *mine, others[0])
        room.theme("School", others[1])

        water, school = summaries(room)

        assert water["counts"] == {
            "stories": 3,
            "tellers": 2,
            "share": 0.75,
            "confirmed": 3,
            "negative": 1,
            "withheld_by_consent": 0,
        }
        assert water["negative_story_ids"] == [others[0]]
        assert school["counts"]["share"] == 0.25

    def test_a_figure_is_a_result_when_a_person_says_so_and_has_its_status(self, room: Room) -> None:
        figure, other = room.tell("28 % fewer children in foster care", "A child came home")
        room.theme("Children", figure, other)
        assert summaries(room)[0]["headline_results"] == []

        make_loop(room, figure, "28 % fewer children")

        (summary,) = summaries(room)
        assert [(result["text"], result["status"]) for result in summary["headline_results"]] == [
            ("28 % fewer children", "requested")
        ]

    def test_what_a_panel_chose_is_told_with_its_reasons_and_dissent(self, room: Room) -> None:
        chosen, other = room.tell("The well works again", "A child came home")
        room.theme("Water", chosen, other)
        make_loop(room, chosen, "The well works")

        (summary,) = summaries(room)
        (row, _) = rows(room)

        assert [story["panel_name"] for story in summary["chosen"]] == ["Residents"]
        assert summary["chosen"][0]["reasons"][0]["sentence"] == "It reached every family here."
        assert summary["chosen"][0]["dissent"] == ["The school matters more to us."]
        assert (row["selected_levels"], row["selected_count"], row["verification_state"]) == (
            "Residents",
            "1",
            "requested",
        )

    def test_quotes_say_something_and_each_something_else(self, room: Room) -> None:
        ids = room.tell("N/A", "-", "…", "The well works again", "The well works again!", "Girls go to school now")
        room.theme("Life", *ids)

        quotes = [quote["text"] for quote in summaries(room)[0]["quotes"]]

        assert len(quotes) == 2
        assert "Girls go to school now" in quotes

    def test_how_a_theme_came_about_is_told(self, room: Room) -> None:
        room.tell(*WATER)
        room.command({"type": "accept_run", "run_id": room.group()["id"]})
        theme = room.board()["themes"][0]["id"]
        room.command({"type": "rename", "theme_id": theme, "name": "Wells"}, {"type": "agree", "theme_id": theme})

        coming = summaries(room)[0]["coming"]

        assert (coming["origin"], coming["human_changes"], coming["agreed_by"]) == ("machine", 3, "facilitator")
        assert coming["suggested_at"] < coming["agreed_at"]

    def test_neighbours_are_themes_that_share_stories(self, room: Room) -> None:
        one, two = room.tell("The school has a well", "Other")
        water, school = room.theme("Water", one), room.theme("School", two)
        room.command({"type": "add_secondary", "story_id": one, "theme_id": school})

        first, second = summaries(room)

        assert [(n["theme_id"], n["shared_stories"]) for n in first["neighbours"]] == [(school, 1)]
        assert [(n["theme_id"], n["shared_stories"]) for n in second["neighbours"]] == [(water, 1)]

    def test_a_key_takes_it_all_away(self, room: Room, anybody: TestClient) -> None:
        room.theme("Water", *room.tell(*WATER))
        key = make_key(room, "exports:read")

        assert (
            anybody.get(f"{room.url}/export.json?profile=evaluation", headers=key).json()["stories"]
            == exported(room)["stories"]
        )
        assert anybody.get(f"{API}/themes/{room.board()['themes'][0]['id']}/summary", headers=key).status_code == 200
