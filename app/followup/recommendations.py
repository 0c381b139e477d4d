"""Recommendations: what people decided to do, from a selection, a theme or a verification, and what came of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.followup.feedback import themes_of
from app.followup.on_record import hash_of, keep, stored_before
from app.history.events import lock
from app.history.kinds.recommendation import RecommendationKind
from app.problems import PayloadInvalid
from app.security import Actor
from app.selection.record import reaches
from models import Recommendation, Selection, Story, Theme, Verification, Workshop
from models.base import new_id
from models.followup import RecommendationCreate, RecommendationRead, RecommendationUpdate
from models.stories import ConsentScope

KIND = RecommendationKind()


def create(
    session: Session, workshop: Workshop, wanted: RecommendationCreate, actor: Actor
) -> tuple[Recommendation, bool]:
    """Write down what somebody will do; and whether it is new. Raises IdTaken, PayloadInvalid."""
    workshop = lock(session, workshop)
    sent = hash_of(wanted)
    if known := stored_before(session, Recommendation, wanted.id, workshop.id, sent):
        return known, False
    check_origin(session, workshop, wanted)
    made = Recommendation(
        **wanted.model_dump(exclude={"id"}),
        id=wanted.id or new_id(),
        workshop_id=workshop.id,
        request_hash=sent,
        created_by=actor.ref,
    )
    keep(session, workshop, actor.ref, "recommend", KIND, made)
    return made, True


def check_origin(session: Session, workshop: Workshop, wanted: RecommendationCreate) -> None:
    """What it follows from is of this workshop."""
    origins = (
        ("selection_id", session.get(Selection, wanted.selection_id) if wanted.selection_id else None),
        ("theme_id", session.get(Theme, wanted.theme_id) if wanted.theme_id else None),
        ("verification_id", session.get(Verification, wanted.verification_id) if wanted.verification_id else None),
    )
    errors = [
        {"pointer": f"/{name}", "detail": f"is no {name.removesuffix('_id')} of this workshop"}
        for name, row in origins
        if getattr(wanted, name) and (row is None or row.workshop_id != workshop.id)
    ]
    if errors:
        raise PayloadInvalid(errors=errors)


def update(session: Session, made: Recommendation, wanted: RecommendationUpdate, actor: Actor) -> Recommendation:
    """Change what was sent, on record."""
    workshop = lock(session, session.get_one(Workshop, made.workshop_id))
    session.refresh(made)
    before = KIND.state_of(made)
    sent = wanted.model_dump(exclude_unset=True)
    made.sqlmodel_update({name: value for name, value in sent.items() if value is not None or name == "due"})
    keep(session, workshop, actor.ref, "change_recommendation", KIND, made, before)
    return made


def of_workshop(session: Session, workshop_id: UUID) -> Sequence[Recommendation]:
    """All recommendations, oldest first; one that quoted a story that was taken back has no words left."""
    query = select(Recommendation).where(Recommendation.workshop_id == workshop_id)
    return session.exec(query.order_by(col(Recommendation.id))).all()


def read_all(session: Session, workshop_id: UUID, audience: ConsentScope) -> list[RecommendationRead]:
    """All recommendations for an audience: words about stories that it may not read are left blank."""
    return [as_read(session, made, audience) for made in of_workshop(session, workshop_id)]


def as_read(session: Session, made: Recommendation, audience: ConsentScope) -> RecommendationRead:
    read = RecommendationRead.model_validate(made)
    if all(reaches(session, id, audience) for id in stories_behind(session, made)):
        return read
    return read.model_copy(update={"text": "", "outcome": ""})


def stories_behind(session: Session, made: Recommendation) -> list[UUID]:
    """The stories that a recommendation speaks of: those that were chosen, the one that was verified."""
    selection = session.get(Selection, made.selection_id) if made.selection_id else None
    verification = session.get(Verification, made.verification_id) if made.verification_id else None
    chosen = [UUID(id) for id in selection.story_ids] if selection else []
    return [*chosen, verification.story_id] if verification else chosen


def of_story(session: Session, story: Story) -> list[Recommendation]:
    """What was decided because of a story: it was chosen, verified or in the theme; or it is for the whole workshop."""
    themes = themes_of(session, [story.id], story.workshop_id).get(story.id, set())
    told = [one for one in of_workshop(session, story.workshop_id) if one.text]
    return [one for one in told if concerns(session, one, story, themes)]


def concerns(session: Session, made: Recommendation, story: Story, themes: set[UUID]) -> bool:
    for_all = not (made.selection_id or made.verification_id or made.theme_id)
    return for_all or made.theme_id in themes or story.id in stories_behind(session, made)
