"""Theme summaries over HTTP."""

from uuid import UUID

from fastapi import APIRouter

from app.harvest.read import read_harvest
from app.may import EVERYBODY, HIDDEN, WorkshopToExport, may
from app.problems import NotAllowed, NotFound
from app.session import SessionDep
from app.stories.consent import Profile
from app.summaries import build
from app.who import ActorDep
from models import Theme, Workshop
from models.summaries import ThemeSummaries, ThemeSummary

router = APIRouter(tags=["summaries"])


@router.get("/workshops/{workshop_id}/theme-summaries", response_model=ThemeSummaries, responses=HIDDEN)
def list_theme_summaries(
    workshop: WorkshopToExport, session: SessionDep, profile: Profile = "evaluation"
) -> ThemeSummaries:
    """What can be said of each theme, and on which stories it rests. `profile` is the audience consent must cover."""
    return build.summaries(read_harvest(session, workshop, profile))


@router.get("/themes/{theme_id}/summary", response_model=ThemeSummary, responses=HIDDEN)
def read_theme_summary(
    theme_id: UUID, actor: ActorDep, session: SessionDep, profile: Profile = "evaluation"
) -> ThemeSummary:
    """One theme's summary."""
    if (theme := session.get(Theme, theme_id)) is None:
        raise NotFound
    if not may(session, actor, theme.workshop_id, roles=EVERYBODY, scope="exports:read"):
        raise NotAllowed
    workshop = session.get_one(Workshop, theme.workshop_id)
    return build.summary(read_harvest(session, workshop, profile), theme)
