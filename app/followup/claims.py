"""Result claims: a figure in a story counts as a result once a person says so, in the story's own words."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.followup.claim_finder import find_claims
from app.followup.on_record import hash_of, keep, stored_before
from app.history.events import lock
from app.history.kinds.claim import ClaimKind
from app.problems import PayloadInvalid
from app.security import Actor
from app.stories.service import StoryWithdrawn
from models import ResultClaim, Story, Verification, Workshop
from models.base import new_id
from models.followup import ClaimCreate, ClaimProposal, ClaimRead, ClaimStatus, ClaimUpdate, VerificationState

KIND = ClaimKind()
FOUND: tuple[VerificationState, ...] = (
    "confirmed",
    "confirmed_with_changes",
    "disputed",
    "could_not_verify",
    "teller_declined",
)


def fields_of(story: Story) -> dict[str, str]:
    """The texts of a story, each by the field it stands in."""
    notes = {f"note_{n}": note for n, note in enumerate(story.notes, 1)}
    return {"headline": story.headline, **notes, "significance": story.significance}


def stands(quote: str, story: Story) -> bool:
    """Whether the words stand in the story as it is now, letter for letter."""
    return bool(quote) and any(quote in text for text in fields_of(story).values())


def proposals(session: Session, story: Story) -> list[ClaimProposal]:
    """Figures in a story that nobody has confirmed or dismissed yet, in the order they stand there."""
    judged = list(rows_of_story(session, story.id))
    return [one for one in found_in(story) if not any(is_about(claim, one) for claim in judged)]


def is_about(claim: ResultClaim, found: ClaimProposal) -> bool:
    """Whether a claim is about this figure: a sentence may have several, and a person may have corrected one part."""
    return claim.quoted_text == found.quoted_text and (claim.value == found.value or claim.measure == found.measure)


def found_in(story: Story) -> Iterator[ClaimProposal]:
    for field, text in fields_of(story).items():
        for found in find_claims(text, story.language):
            yield ClaimProposal(
                story_id=story.id,
                serial_no=story.serial_no,
                field=field,
                quoted_text=found.quoted_text,
                measure=found.measure,
                value=found.value,
                unit=found.unit,
                direction=found.direction,
                baseline=found.baseline,
                period=found.period,
            )


def rows_of_story(session: Session, story_id: UUID) -> Sequence[ResultClaim]:
    query = select(ResultClaim).where(ResultClaim.story_id == story_id)
    return session.exec(query.order_by(col(ResultClaim.id))).all()


def claims_of(session: Session, story: Story) -> list[ClaimRead]:
    """A story's claims, oldest first, each with its status; those dismissed are among them and say so."""
    return [as_read(session, claim, story) for claim in rows_of_story(session, story.id)]


def create(session: Session, story: Story, wanted: ClaimCreate, actor: Actor) -> tuple[ResultClaim, bool]:
    """A figure becomes a claim, or is dismissed for good; and whether it is new.

    Raises IdTaken, StoryWithdrawn; PayloadInvalid where the quote does not stand in the story.
    """
    workshop = lock(session, session.get_one(Workshop, story.workshop_id))
    session.refresh(story)
    sent = hash_of(wanted)
    if known := stored_before(session, ResultClaim, wanted.id, workshop.id, sent):
        return known, False
    check_quote(wanted.quoted_text, story)
    said = {name: value for name, value in wanted.model_dump(exclude={"id"}).items() if value is not None}
    claim = ResultClaim(
        **said,
        id=wanted.id or new_id(),
        workshop_id=workshop.id,
        story_id=story.id,
        story_version=story.version,
        request_hash=sent,
        created_by=actor.ref,
    )
    keep(session, workshop, actor.ref, "claim", KIND, claim)
    return claim, True


def update(session: Session, claim: ResultClaim, wanted: ClaimUpdate, actor: Actor) -> ResultClaim:
    """Change what was sent, on record. Raises StoryWithdrawn, PayloadInvalid."""
    workshop = lock(session, session.get_one(Workshop, claim.workshop_id))
    session.refresh(claim)
    story = session.get_one(Story, claim.story_id)
    if wanted.quoted_text is not None:
        check_quote(wanted.quoted_text, story)
        claim.story_version = story.version
    elif story.state == "withdrawn":
        raise StoryWithdrawn
    before = KIND.state_of(claim)
    sent = wanted.model_dump(exclude_unset=True)
    claim.sqlmodel_update({name: value for name, value in sent.items() if value is not None or name == "value"})
    keep(session, workshop, actor.ref, "change_claim", KIND, claim, before)
    return claim


def check_quote(quote: str, story: Story) -> None:
    if story.state == "withdrawn":
        raise StoryWithdrawn
    if not stands(quote, story):
        detail = "does not stand in the story, letter for letter"
        raise PayloadInvalid(errors=[{"pointer": "/quoted_text", "detail": detail}])


def newest_verification(session: Session, claim: ResultClaim) -> Verification | None:
    query = select(Verification).where(Verification.claim_id == claim.id)
    return session.exec(query.order_by(col(Verification.id).desc())).first()


def as_read(session: Session, claim: ResultClaim, story: Story) -> ClaimRead:
    """A claim as everybody reads it: what was found before the story was changed is no status any more."""
    verification = newest_verification(session, claim)
    reopened = claim.status in FOUND and verification is not None and verification.story_version != story.version
    status: ClaimStatus = "not_verified" if reopened else claim.status
    return ClaimRead.model_validate(
        {
            **claim.model_dump(),
            "serial_no": story.serial_no,
            "status": status,
            "earlier_status": claim.status if reopened else None,
            "reopened": reopened,
            "quote_stands": stands(claim.quoted_text, story),
        }
    )
