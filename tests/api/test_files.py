"""The files of the take-away, each opened by another library than the one that wrote it."""

import csv
import io
import json
import re
import zipfile
from hashlib import sha256
from typing import Any, get_args
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from app.exports.guard import unguarded
from app.exports.renderers import RENDERERS, Format
from app.exports.tables import TABLES
from tests.api.following import make_loop
from tests.making import SCHOOL, WATER, Room

HOSTILE = [
    '=HYPERLINK("http://x.example","x")',
    "＝1+1",
    "10-14",
    "007",
    "1e5",
    "A; b \\ c",
    "_x0041_",
    "<script>alert(1)</script>",
    "'=1",
    "البئر تعمل من جديد",
    "कुआँ फिर चलता है 😀",
]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def taken(room: Room, format: str, profile: str = "evaluation") -> bytes:
    reply = room.client.get(f"{room.url}/export.{format}", params={"profile": profile})
    assert reply.status_code == 200, reply.text
    return reply.content


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture
def busy(room: Room) -> Room:
    """A workshop with a run, themes that share a name, and words that are hard on files."""
    told = room.tell(*WATER, *SCHOOL)
    room.command({"type": "accept_run", "run_id": room.group()["id"]})
    hard = room.tell(*HOSTILE, notes=["First\n- second"], consent={"scope": "public"})
    room.theme("=Water/Health", *hard[:7])
    room.theme("[new]", *hard[7:])
    make_loop(room, told[0], WATER[0])
    return room


@pytest.mark.parametrize("format", RENDERERS)
class TestEveryFormat:
    def test_the_same_decision_gives_the_same_bytes(self, busy: Room, format: Format) -> None:
        assert taken(busy, format) == taken(busy, format)

    def test_it_says_what_it_is_and_is_on_record(self, busy: Room, format: Format) -> None:
        reply = busy.client.get(f"{busy.url}/export.{format}?profile=public")

        assert reply.headers["content-type"].startswith(RENDERERS[format].media_type.partition(";")[0])
        assert reply.headers["content-disposition"].endswith(f'.{format}"')
        assert busy.workshop["join_code"] not in reply.headers["content-disposition"]
        made = busy.client.get(f"{busy.url}/exports").json()["items"]
        assert (made[0]["format"], made[0]["profile"], made[0]["n_stories"]) == (format, "public", len(HOSTILE))

    def test_a_file_holds_no_word_that_the_profile_does_not_cover(self, busy: Room, format: Format) -> None:
        content = taken(busy, format, "public")

        files = unpacked(content) if content.startswith(b"PK") else {"": content}
        for inner in [name for name, file in files.items() if file.startswith(b"PK")]:
            files |= {f"{inner}/{name}": file for name, file in unpacked(files[inner]).items()}
        whole = b"".join(files.values()).decode("utf-8", "replace")
        assert not [word for word in (*WATER, *SCHOOL, busy.workshop["join_code"]) if word in whole]

    def test_an_empty_workshop_has_a_file(self, room: Room, format: Format) -> None:
        assert taken(room, format)


@pytest.mark.parametrize("format", ["xlsx", "docx", "zip"])
def test_no_archive_knows_the_time_of_day(busy: Room, format: Format) -> None:
    content = taken(busy, format)

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {about.date_time[0] for about in packed.infolist()} == {1980}
    core = unpacked(content).get("docProps/core.xml", b"1980-01-01").decode()
    assert set(re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", core)) == {"1980-01-01"}


class TestUnknown:
    def test_a_format_or_a_profile_that_is_not_known_is_refused(self, room: Room) -> None:
        assert room.client.get(f"{room.url}/export.doc?profile=evaluation").status_code == 422
        assert room.client.get(f"{room.url}/export.xlsx?profile=everybody").status_code == 422

    def test_the_table_of_formats_is_complete(self) -> None:
        assert set(get_args(Format)) == set(RENDERERS)


class TestWorkbook:
    def test_openpyxl_reads_every_table_as_text(self, busy: Room) -> None:
        book = load_workbook(io.BytesIO(taken(busy, "xlsx")))

        read = json.loads(taken(busy, "json"))
        assert book.sheetnames == list(TABLES)
        for sheet in book:
            rows = list(sheet.iter_rows())
            assert [cell.value for cell in rows[0]] == list(TABLES[sheet.title].names)
            assert len(rows) - 1 == len(read[sheet.title]) > 0
            assert {cell.data_type for row in rows for cell in row if cell.value is not None} <= {"s", "inlineStr"}
            assert {cell.number_format for row in rows[1:] for cell in row if cell.value is not None} == {"@"}

    def test_words_are_what_was_told(self, busy: Room) -> None:
        sheet = load_workbook(io.BytesIO(taken(busy, "xlsx", "public")))["stories"]

        assert [unescape(row[2]) for row in sheet.iter_rows(min_row=2, values_only=True)] == HOSTILE
        assert {row[3] for row in sheet.iter_rows(min_row=2, values_only=True)} == {"First\n- second"}


class TestWord:
    def test_quotes_are_verbatim_and_run_as_their_words_do(self, busy: Room) -> None:
        document = ElementTree.fromstring(unpacked(taken(busy, "docx", "public"))["word/document.xml"])

        paragraphs = {
            "".join(text.text or "" for text in next(paragraph.iter(f"{WORD}r")).iter(f"{WORD}t")): paragraph
            for paragraph in document.iter(f"{WORD}p")
            if paragraph.find(f"{WORD}r") is not None
        }
        assert "[new]" in paragraphs
        assert paragraphs["البئر تعمل من جديد"].find(f"{WORD}pPr/{WORD}bidi") is not None
        assert paragraphs["<script>alert(1)</script>"].find(f"{WORD}pPr/{WORD}bidi") is None
        assert "007" not in paragraphs


class TestLines:
    def test_each_line_is_a_row_of_a_table(self, busy: Room) -> None:
        lines = [json.loads(line) for line in taken(busy, "jsonl").decode().splitlines()]

        read = json.loads(taken(busy, "json"))
        assert [line["story_id"] for line in lines if line["table"] == "stories"] == [
            story["story_id"] for story in read["stories"]
        ]
        assert {line["table"] for line in lines} == set(TABLES)


class TestArchive:
    def test_the_manifest_tells_each_file_and_what_was_left_out(self, busy: Room) -> None:
        files = unpacked(taken(busy, "zip", "public"))

        manifest: dict[str, Any] = json.loads(files.pop("manifest.json"))
        assert {file["name"]: file["sha256"] for file in manifest["files"]} == {
            name: sha256(content).hexdigest() for name, content in files.items()
        }
        rows = {file["name"]: file["rows"] for file in manifest["files"]}
        assert (rows["stories.csv"], rows["report.docx"]) == (len(HOSTILE), None)
        assert manifest["left_out"] == {"consent_does_not_cover": len(WATER) + len(SCHOOL)}
        assert (manifest["as_of_seq"], manifest["board_hash"]) == (busy.board()["seq"], busy.check()["replayed_hash"])
        assert (manifest["profile"], manifest["model"]["name"]) == ("public", "hash")

    def test_its_tables_are_the_csv_files_and_its_dictionary_knows_every_column(self, busy: Room) -> None:
        files = unpacked(taken(busy, "zip", "public"))

        stories = list(csv.DictReader(io.StringIO(files["stories.csv"].decode("utf-8-sig"), newline="")))
        assert [unguarded(row["headline"]) for row in stories] == HOSTILE
        dictionary = files["data-dictionary.md"].decode()
        for name, table in TABLES.items():
            assert f"## {name}" in dictionary
            assert all(f"| `{column.name}` | {column.meaning} |" in dictionary for column in table.columns)
