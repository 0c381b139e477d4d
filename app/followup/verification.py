"""Verification: somebody who was there, or knows, is asked whether a story or a claim is right, perhaps by a link."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.followup.claims import FOUND, claims_of
from app.followup.claims import KIND as CLAIM
from app.followup.on_record import keep
from app.history.events import lock
from app.history.kinds.verification import VerificationKind
from app.problems import NotFound, PayloadInvalid, Problem
from app.security import Actor, hash_token, new_token
from app.stories.consent import why_not
from app.stories.service import StoryWithdrawn, consent_of
from models import ResultClaim, Story, Verification, Workshop
from models.base import now
from models.followup import (
    Agreement,
    StoryToVerify,
    Verdict,
    VerificationCreate,
    VerificationRead,
    VerificationState,
    VerificationUpdate,
    VerifierView,
)

KIND = VerificationKind()
NEXT: dict[VerificationState, tuple[VerificationState, ...]] = {
    "requested": ("in_progress", *FOUND),
    "in_progress": FOUND,
    **dict.fromkeys(FOUND, ("in_progress",)),
}
SPEAK_AGAINST: dict[VerificationState, tuple[Verdict, ...]] = {
    "confirmed": ("right_with_changes", "disputed", "could_not_check", "teller_declined"),
    "confirmed_with_changes": ("disputed", "could_not_check", "teller_declined"),
}


class WrongVerificationState(Problem):
    """A verification goes from requested to in progress to what was found; open it again before it is judged anew."""

    status, title, slug = 409, "Not from this state", "wrong-verification-state"


def ask(session: Session, story: Story, wanted: VerificationCreate, actor: Actor) -> tuple[Verification, str]:
    """Ask somebody about a story or one of its claims; the verification, and the token of its link.

    Raises StoryWithdrawn, PayloadInvalid.
    """
    workshop = lock(session, session.get_one(Workshop, story.workshop_id))
    session.refresh(story)
    if story.state == "withdrawn":
        raise StoryWithdrawn
    claim = session.get(ResultClaim, wanted.claim_id) if wanted.claim_id else None
    if wanted.claim_id and (claim is None or claim.story_id != story.id):
        raise PayloadInvalid(errors=[{"pointer": "/claim_id", "detail": "is no claim of this story"}])
    token = new_token("verify")
    asked = Verification(
        workshop_id=workshop.id,
        story_id=story.id,
        claim_id=wanted.claim_id,
        story_version=story.version,
        why=wanted.why,
        verifier_name=wanted.verifier_name,
        teller="asked" if wanted.ask_teller else None,
        token_hash=hash_token(token),
        expires_at=now() + timedelta(days=wanted.days),
        created_by=actor.ref,
    )
    keep(session, workshop, actor.ref, "ask_verification", KIND, asked)
    follow(session, workshop, asked, actor.ref)
    return asked, token


def follow(session: Session, workshop: Workshop, verification: Verification, actor: str) -> None:
    """A claim has the status of the verification that was asked about it last, or judged last."""
    claim = session.get(ResultClaim, verification.claim_id) if verification.claim_id else None
    if claim and claim.status != verification.state:
        before = CLAIM.state_of(claim)
        claim.status = verification.state
        keep(session, workshop, actor, "change_claim", CLAIM, claim, before)


def update(session: Session, verification: Verification, wanted: VerificationUpdate, actor: str) -> Verification:
    """Write down what was found. What is judged straight away went through *in progress*, and the log says so.

    Raises StoryWithdrawn, WrongVerificationState, PayloadInvalid.
    """
    workshop = lock(session, session.get_one(Workshop, verification.workshop_id))
    session.refresh(verification)
    story = session.get_one(Story, verification.story_id)
    if story.state == "withdrawn":
        raise StoryWithdrawn
    sent = {name: value for name, value in wanted.model_dump(exclude_unset=True).items() if value is not None}
    state = sent.pop("state", verification.state)
    before, verdict_was = KIND.state_of(verification), verification.state
    verification.sqlmodel_update(sent)
    if state == verdict_was == "requested" and sent.keys() - {"verifier_name"}:
        state = "in_progress"
    if verdict_was in FOUND and state == verdict_was and sent:
        raise WrongVerificationState
    check_step(verification, state)
    if verdict_was == "requested" and state in FOUND:
        verification.state = "in_progress"
        keep(session, workshop, actor, "verify", KIND, verification, before)
        before = KIND.state_of(verification)
    verification.state = state
    if state in FOUND:
        verification.story_version = story.version
    keep(session, workshop, actor, "verify", KIND, verification, before)
    follow(session, workshop, verification, actor)
    return verification


def check_step(verification: Verification, state: VerificationState) -> None:
    """The state follows from the one before it, and no verdict speaks against it."""
    if state != verification.state and state not in NEXT[verification.state]:
        raise WrongVerificationState
    against = SPEAK_AGAINST.get(state, ())
    wrong = [
        {"pointer": f"/{name}", "detail": f"does not go with the state {state}"}
        for name in ("description_verdict", "interpretation_verdict")
        if getattr(verification, name) in against
    ]
    if wrong:
        raise PayloadInvalid(errors=wrong)


def teller_answers(session: Session, story: Story, verification_id: UUID, agrees: bool) -> None:
    """The teller agrees, or does not, that the story is verified. Raises NotFound unless they were asked."""
    workshop = lock(session, session.get_one(Workshop, story.workshop_id))
    verification = session.get(Verification, verification_id)
    if verification is None or verification.story_id != story.id or verification.teller is None:
        raise NotFound
    session.refresh(verification)
    before, answer = KIND.state_of(verification), f"receipt:{story.serial_no}"
    said: Agreement = "agreed" if agrees else "declined"
    verification.teller = said
    if not agrees and verification.state not in FOUND:
        verification.state = "teller_declined"
    keep(session, workshop, answer, "verify", KIND, verification, before)
    follow(session, workshop, verification, answer)


def by_token(session: Session, token: str) -> Verification:
    """The verification that a link opens. Raises NotFound for one that expired or was used up, as for any other."""
    query = select(Verification).where(Verification.token_hash == hash_token(token))
    found = session.exec(query).first()
    if found is None or found.expires_at <= now() or found.state in FOUND:
        raise NotFound
    if session.get_one(Story, found.story_id).state == "withdrawn":
        raise NotFound
    return found


def verifications_of(session: Session, story: Story) -> list[VerificationRead]:
    """A story's verifications, oldest first."""
    query = select(Verification).where(Verification.story_id == story.id).order_by(col(Verification.id))
    return [as_read(one, story) for one in session.exec(query)]


def as_read(verification: Verification, story: Story) -> VerificationRead:
    """A verification; where the story was changed after it was judged, the question is open again."""
    changed = verification.state in FOUND and verification.story_version != story.version
    return VerificationRead.model_validate({**verification.model_dump(), "story_changed": changed})


def view(session: Session, verification: Verification) -> VerifierView:
    """What whoever has the link sees: one story without a name, and only as far as its teller agreed."""
    story = session.get_one(Story, verification.story_id)
    told = why_not(story, consent_of(session, story), "evaluation") is None
    claims = [claim for claim in claims_of(session, story) if not claim.dismissed] if told else []
    return VerifierView(
        workshop_title=session.get_one(Workshop, story.workshop_id).title,
        story=StoryToVerify.model_validate(story) if told else None,
        claims=claims,
        verification=as_read(verification, story),
    )
