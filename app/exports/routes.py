"""What evaluators take away."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.exports.record import exports_made, record_export
from app.exports.renderers import RENDERERS, Format
from app.exports.renderers.csv_file import Delimiter, csv_file
from app.exports.renderers.json_file import json_document
from app.exports.tables import TABLES, TableName
from app.harvest.past import as_it_stood
from app.harvest.read import Harvest, read_harvest
from app.may import HIDDEN, WorkshopToExport
from app.paging import LARGEST, PageDep
from app.session import Notes, SessionDep
from app.stories.consent import Profile
from app.summaries.words import ReadIn
from app.who import ActorDep
from models import Export, Workshop
from models.base import Page
from models.exports import ExportRead
from models.summaries import WorkshopExport

BYTES = {renderer.media_type.partition(";")[0]: {"schema": {"type": "string"}} for renderer in RENDERERS.values()}
router = APIRouter(tags=["exports"])
AsOf = Annotated[int | None, Query(ge=1, le=LARGEST)]


def file_name(workshop: Workshop, profile: Profile, ending: str) -> dict[str, str]:
    """The header that names a downloaded file: what it is and as of when, no title that needs escaping."""
    name = f"storyharvest-{workshop.id}-{profile}-{workshop.seq}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def on_record(session: SessionDep, notes: Notes, actor: ActorDep, read: Harvest, format: str) -> None:
    """Leave behind that this was taken away, and which stories were in it."""
    numbers = [told.story.serial_no for told in read.told]
    export = record_export(
        session, read.workshop, profile=read.profile, format=format, serial_nos=numbers, by=actor.ref
    )
    if export:
        notes.append(export)


@router.get("/workshops/{workshop_id}/export.csv", response_class=Response, responses=HIDDEN)
def export_csv(
    workshop: WorkshopToExport,
    actor: ActorDep,
    session: SessionDep,
    notes: Notes,
    profile: Profile,
    table: TableName = "stories",
    delimiter: Delimiter = "comma",
    bom: bool = True,
    as_of: AsOf = None,
) -> Response:
    """A table as CSV, as far as consent covers the profile. That it was taken away is put on record.

    People open it with the delimiter of their country and the byte-order mark; programs want `bom=false`. A text that a
    spreadsheet could take for a formula has an apostrophe in front of the sign; take it away to read the text back.
    """
    read = as_it_stood(read_harvest(session, workshop, profile), as_of)
    on_record(session, notes, actor, read, "csv")
    wanted = TABLES[table]
    return Response(
        csv_file(wanted.names, wanted.rows(read), delimiter=delimiter, bom=bom),
        media_type="text/csv; charset=utf-8",
        headers=file_name(read.workshop, profile, "csv" if table == "stories" else f"{table}.csv"),
    )


@router.get("/workshops/{workshop_id}/export.json", response_model=WorkshopExport, responses=HIDDEN)
def export_json(
    workshop: WorkshopToExport,
    actor: ActorDep,
    session: SessionDep,
    notes: Notes,
    response: Response,
    profile: Profile,
    as_of: AsOf = None,
) -> WorkshopExport:
    """Everything in one document: stories, themes, memberships, the log, the runs and the summaries.

    That it was taken away is put on record.
    """
    read = as_it_stood(read_harvest(session, workshop, profile), as_of)
    on_record(session, notes, actor, read, "json")
    response.headers.update(file_name(read.workshop, profile, "json"))
    return json_document(read)


@router.get(
    "/workshops/{workshop_id}/export.{format}",
    response_class=Response,
    responses={**HIDDEN, 200: {"content": BYTES}},
)
def export_file(
    workshop: WorkshopToExport,
    actor: ActorDep,
    session: SessionDep,
    notes: Notes,
    format: Format,
    profile: Profile,
    lang: ReadIn = "en",
    as_of: AsOf = None,
) -> Response:
    """The workshop in another format: a workbook, a report, a REFI-QDA project, or everything in one archive.

    `xlsx` has a sheet a table and `jsonl` a line a row; `docx`, `md`, `html` and `pdf` are the report of the themes;
    `qdpx` and `qdc` open in NVivo, ATLAS.ti, MAXQDA and QualCoder; `zip` is all of it with a manifest and a data
    dictionary.
    `lang` is the language of what a report says around people's own words.

    `as_of` is the decision (seq) after which the workshop is told, with today's words and consent; the same decision
    gives the same bytes. That it was taken away is put on record.
    """
    read = as_it_stood(read_harvest(session, workshop, profile), as_of)
    on_record(session, notes, actor, read, format)
    renderer = RENDERERS[format]
    headers = file_name(read.workshop, profile, format)
    return Response(renderer.write(read, lang), media_type=renderer.media_type, headers=headers)


@router.get("/workshops/{workshop_id}/exports", response_model=Page[ExportRead], responses=HIDDEN)
def list_exports(workshop: WorkshopToExport, session: SessionDep, asked: PageDep) -> Page[ExportRead]:
    """What was taken away so far, newest first."""
    rows = exports_made(session, workshop, asked.after(UUID), asked.limit + 1)
    return asked.page(rows, lambda row: row.id, as_read)


def as_read(export: Export) -> ExportRead:
    kind, _, _ = export.created_by.partition(":")
    return ExportRead.model_validate({**export.model_dump(), "made_by": kind})
