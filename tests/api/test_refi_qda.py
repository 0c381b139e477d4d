"""REFI-QDA files, read by a reader whose classes are generated from the standard's schema."""

from pathlib import Path
from typing import Any

import pytest
from pyrefiqda import RefiCodebook, RefiProject

from app.exports.renderers.refi_qda import BETWEEN
from tests.api.test_files import taken
from tests.making import Room

TOLD = ["The well 😀 works", "البئر تعمل من جديد", "Café, नमस्ते & <b>", "A\u2028line\nand another"]


@pytest.fixture
def coded(room: Room) -> Room:
    """Two themes of one name, letters outside the basic plane, a reason and a significance."""
    ids = room.tell(*TOLD, notes=["First\r\nnote"], significance="It is < near", consent={"scope": "public"})
    room.theme("Water", *ids[:2])
    second = room.theme("water", ids[2])
    room.command({"type": "add_secondary", "story_id": ids[0], "theme_id": second, "reason": "Both & more"})
    return room


def project(room: Room, folder: Path, profile: str = "evaluation") -> Any:
    file = folder / "project.qdpx"
    file.write_bytes(taken(room, "qdpx", profile))
    return RefiProject.load(file, extract_dir=str(folder))


class TestProject:
    def test_a_story_is_a_source_of_one_line_coded_from_end_to_end(self, coded: Room, tmp_path: Path) -> None:
        read = project(coded, tmp_path)

        sources = read.sources.text_source
        for source, headline in zip(sources, TOLD, strict=True):
            text = (tmp_path / "Sources" / source.plain_text_path.removeprefix("internal://")).read_bytes().decode()
            assert text == f"{' '.join(headline.split())}{BETWEEN}First note"
            assert len(text.splitlines()) == 1
            assert [(s.start_position, s.end_position) for s in source.plain_text_selection] == (
                [] if headline == TOLD[3] else [(0, len(text))]
            )

    def test_codings_say_which_theme_by_whom_and_why(self, coded: Room, tmp_path: Path) -> None:
        read = project(coded, tmp_path)

        codes = {code.guid: code.name for code in read.code_book.codes.code}
        users = {user.guid: user.name for user in read.users.user}
        notes = {note.guid: note.plain_text_content for note in read.notes.note}
        codings = read.sources.text_source[0].plain_text_selection[0].coding
        assert {codes[coding.code_ref.target_guid] for coding in codings} == {"Water (A)", "water (B)"}
        assert {users[coding.creating_user] for coding in codings} == {"facilitator 1"}
        assert {notes[ref.target_guid] for coding in codings for ref in coding.note_ref} == {"Both & more"}
        assert {notes[ref.target_guid] for source in read.sources.text_source for ref in source.note_ref} == {
            "It is < near"
        }

    def test_each_story_has_a_case_with_what_is_known_of_it(self, coded: Room, tmp_path: Path) -> None:
        read = project(coded, tmp_path)

        names = {variable.guid: variable.name for variable in read.variables.variable}
        case = read.cases.case[0]
        assert case.source_ref[0].target_guid == read.sources.text_source[0].guid
        values = {names[value.variable_ref.target_guid]: value.text_value for value in case.variable_value}
        assert (values["teller"], values["consent"]) == ("anonymous", "public")

    def test_the_public_learns_the_day_only(self, coded: Room, tmp_path: Path) -> None:
        read = project(coded, tmp_path, "public")

        assert {str(source.creation_date_time)[10:] for source in read.sources.text_source} == {"T00:00:00Z"}

    def test_an_empty_workshop_is_a_project(self, room: Room, tmp_path: Path) -> None:
        assert project(room, tmp_path).sources is None


def test_the_codebook_has_the_themes_with_their_meaning(coded: Room, tmp_path: Path) -> None:
    coded.command({"type": "describe", "theme_id": coded.board()["themes"][0]["id"], "description": "Wells < rivers"})
    file = tmp_path / "codebook.qdc"
    file.write_bytes(taken(coded, "qdc"))

    codes = RefiCodebook.load(str(file)).codes.code

    assert [(code.name, code.description, code.is_codable) for code in codes] == [
        ("Water (A)", "Wells < rivers", True),
        ("water (B)", None, True),
    ]
