"""What evaluators take away."""

from importlib.metadata import version
from uuid import UUID

from fastapi import APIRouter, Response

from app.exports import csv_file, tables
from app.exports.record import exports_made, record_export
from app.harvest.read import Harvest, read_harvest
from app.may import HIDDEN, WorkshopToExport
from app.paging import PageDep
from app.session import Notes, SessionDep
from app.stories.consent import Profile
from app.summaries import build
from app.who import ActorDep
from models import Export, Workshop
from models.base import SCHEMA_VERSION, Page
from models.exports import ExportRead
from models.summaries import WorkshopExport
from models.workshops import WorkshopRead

router = APIRouter(tags=["exports"])


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
    workshop: WorkshopToExport, actor: ActorDep, session: SessionDep, notes: Notes, profile: Profile = "evaluation"
) -> Response:
    """The stories, a row each, as far as consent covers the profile. That they were taken away is put on record."""
    read = read_harvest(session, workshop, profile)
    on_record(session, notes, actor, read, "csv")
    return Response(
        csv_file.render(tables.STORY_COLUMNS, tables.story_rows(read)),
        media_type="text/csv; charset=utf-8",
        headers=file_name(workshop, profile, "csv"),
    )


@router.get("/workshops/{workshop_id}/export.json", response_model=WorkshopExport, responses=HIDDEN)
def export_json(
    workshop: WorkshopToExport,
    actor: ActorDep,
    session: SessionDep,
    notes: Notes,
    response: Response,
    profile: Profile = "evaluation",
) -> WorkshopExport:
    """Everything in one document: stories, themes, memberships, the log, the runs and the summaries.

    That it was taken away is put on record.
    """
    read = read_harvest(session, workshop, profile)
    on_record(session, notes, actor, read, "json")
    response.headers.update(file_name(workshop, profile, "json"))
    about = WorkshopRead.model_validate(workshop).model_dump(mode="json", exclude={"join_code"})
    return WorkshopExport(
        schema_version=SCHEMA_VERSION,
        software_version=version("storyharvest"),
        workshop=about,
        profile=profile,
        as_of_seq=workshop.seq,
        board_hash=workshop.board_hash,
        excluded_counts=read.excluded_counts,
        stories=tables.story_rows(read),
        themes=tables.theme_rows(read),
        memberships=tables.membership_rows(read),
        audit=tables.audit_rows(read),
        runs=tables.run_rows(read),
        summaries=build.summaries(read).summaries,
    )


@router.get("/workshops/{workshop_id}/exports", response_model=Page[ExportRead], responses=HIDDEN)
def list_exports(workshop: WorkshopToExport, session: SessionDep, asked: PageDep) -> Page[ExportRead]:
    """What was taken away so far, newest first."""
    rows = exports_made(session, workshop, asked.after(UUID), asked.limit + 1)
    return asked.page(rows, lambda row: row.id, as_read)


def as_read(export: Export) -> ExportRead:
    kind, _, _ = export.created_by.partition(":")
    return ExportRead.model_validate({**export.model_dump(), "made_by": kind})
