"""What evaluators take away."""

from importlib.metadata import version

from fastapi import APIRouter, Response

from app.deps import HIDDEN, SessionDep, WorkshopToExport
from app.exports import csv_file, tables
from app.stories.consent import Profile
from app.summaries import build, harvest
from models import Workshop
from models.base import SCHEMA_VERSION
from models.summaries import WorkshopExport
from models.workshops import WorkshopRead

router = APIRouter(tags=["exports"])


def file_name(workshop: Workshop, profile: Profile, ending: str) -> dict[str, str]:
    """The header that names a downloaded file: what it is and as of when, no title that needs escaping."""
    name = f"storyharvest-{workshop.join_code}-{profile}-{workshop.seq}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}


@router.get("/workshops/{workshop_id}/export.csv", response_class=Response, responses=HIDDEN)
def export_csv(workshop: WorkshopToExport, session: SessionDep, profile: Profile = "evaluation") -> Response:
    """The stories, a row each, as far as consent covers the profile."""
    read = harvest.read(session, workshop, profile)
    return Response(
        csv_file.render(tables.STORY_COLUMNS, tables.story_rows(read)), media_type="text/csv; charset=utf-8",
        headers=file_name(workshop, profile, "csv"),
    )  # fmt: skip


@router.get("/workshops/{workshop_id}/export.json", response_model=WorkshopExport, responses=HIDDEN)
def export_json(
    workshop: WorkshopToExport, session: SessionDep, response: Response, profile: Profile = "evaluation"
) -> WorkshopExport:
    """Everything in one document: stories, themes, memberships, the log, the runs and the summaries."""
    read = harvest.read(session, workshop, profile)
    response.headers.update(file_name(workshop, profile, "json"))
    about = WorkshopRead.model_validate(workshop).model_dump(mode="json", exclude={"join_code"})
    return WorkshopExport(
        schema_version=SCHEMA_VERSION, software_version=version("storyharvest"), workshop=about, profile=profile,
        as_of_seq=workshop.seq, board_hash=workshop.board_hash, excluded_counts=read.excluded_counts,
        stories=tables.story_rows(read), themes=tables.theme_rows(read), memberships=tables.membership_rows(read),
        audit=tables.audit_rows(read), runs=tables.run_rows(read), summaries=build.summaries(read).summaries,
    )  # fmt: skip
