"""Theme summaries over HTTP."""

from typing import Annotated

from fastapi import APIRouter

from app.harvest.read import read_harvest
from app.may import EVERYBODY, HIDDEN, WorkshopToExport, row_for
from app.session import SessionDep
from app.stories.consent import Profile
from app.summaries import build
from app.summaries.words import WORDS, ReadIn
from models import Theme, Workshop
from models.summaries import ThemeSummaries, ThemeSummary

router = APIRouter(tags=["summaries"])
ThemeToExport = Annotated[Theme, row_for(Theme, *EVERYBODY, scope="exports:read")]


@router.get("/workshops/{workshop_id}/theme-summaries", response_model=ThemeSummaries, responses=HIDDEN)
def list_theme_summaries(
    workshop: WorkshopToExport, session: SessionDep, profile: Profile = "evaluation", lang: ReadIn = "en"
) -> ThemeSummaries:
    """What can be said of each theme, and on which stories it rests. `profile` is the audience consent must cover.

    `lang` is the language of what is said around people's own words.
    """
    return build.summaries(read_harvest(session, workshop, profile), lang)


@router.get("/themes/{theme_id}/summary", response_model=ThemeSummary, responses=HIDDEN)
def read_theme_summary(
    theme: ThemeToExport, session: SessionDep, profile: Profile = "evaluation", lang: ReadIn = "en"
) -> ThemeSummary:
    """One theme's summary."""
    workshop = session.get_one(Workshop, theme.workshop_id)
    return build.summary(read_harvest(session, workshop, profile), theme, WORDS[lang])
