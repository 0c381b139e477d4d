"""The loop back over HTTP: claims, verifications, feedback, recommendations, counting, and the mirror."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.followup import claims, evidence, feedback, more_cases, participation, recommendations, verification
from app.followup.access import ClaimToChange, StoryToFollow, VerificationToChange
from app.followup.on_record import IdTaken
from app.may import (
    EVERYBODY,
    HIDDEN,
    THE_ROOM,
    WorkshopOfTeam,
    WorkshopToInvite,
    WorkshopToReadThemes,
    audience_of,
    role_in,
    row_for,
    workshop_for,
)
from app.problems import NotAllowed, NotFound, PayloadInvalid, raises
from app.selection.access import RoundToRead
from app.session import SessionDep, SettingsDep
from app.stories.access import may_read, stories_for
from app.stories.service import StoryWithdrawn
from app.who import ActorDep
from app.workshops.addresses import address
from models import Recommendation, Story, TellerReply, Verification, Workshop
from models.followup import (
    Cases,
    CasesKnown,
    ClaimCreate,
    ClaimProposals,
    ClaimRead,
    Claims,
    ClaimUpdate,
    EvidenceChecklist,
    FeedbackCreate,
    FeedbackGiven,
    FeedbackMissing,
    FeedbackRead,
    Participation,
    RecommendationCreate,
    RecommendationRead,
    Recommendations,
    RecommendationUpdate,
    ReplyRead,
    StoryCounts,
    VerificationAsked,
    VerificationCreate,
    VerificationRead,
    Verifications,
    VerificationUpdate,
    VerifierView,
)

router = APIRouter(tags=["follow-up"])
STORED = "The same was stored before; nothing changed."
WorkshopToFollow = Annotated[Workshop, workshop_for(*EVERYBODY, scope="stories:read")]
RecommendationToChange = Annotated[Recommendation, row_for(Recommendation, *THE_ROOM)]
ReplyToRead = Annotated[TellerReply, row_for(TellerReply, *THE_ROOM)]
JUDGING = raises(StoryWithdrawn, verification.WrongVerificationState, PayloadInvalid)


@router.get("/stories/{story_id}/claim-proposals", response_model=ClaimProposals, responses=HIDDEN)
def propose_claims(story: StoryToFollow, session: SessionDep) -> ClaimProposals:
    """Figures found in the story's words that nobody has judged yet. None is a claim until a person says so."""
    return ClaimProposals(items=claims.proposals(session, story))


@router.get("/stories/{story_id}/claims", response_model=Claims, responses=HIDDEN)
def list_claims_of_story(story: StoryToFollow, session: SessionDep) -> Claims:
    """The story's claims, each with its status."""
    return Claims(items=claims.claims_of(session, story))


@router.post(
    "/stories/{story_id}/claims",
    status_code=201,
    response_model=ClaimRead,
    responses=HIDDEN
    | raises(IdTaken, StoryWithdrawn, PayloadInvalid)
    | {200: {"model": ClaimRead, "description": STORED}},
)
def make_claim(
    story: StoryToFollow, wanted: ClaimCreate, actor: ActorDep, session: SessionDep, response: Response
) -> ClaimRead:
    """Say that a figure in the story is a result, or dismiss it. The quote must stand in the story, letter for letter.

    Nobody has verified it yet, and every view says so.
    """
    claim, is_new = claims.create(session, story, wanted, actor)
    response.status_code = 201 if is_new else 200
    return claims.as_read(session, claim, story)


@router.patch("/claims/{claim_id}", response_model=ClaimRead, responses=HIDDEN | raises(StoryWithdrawn, PayloadInvalid))
def update_claim(claim: ClaimToChange, wanted: ClaimUpdate, actor: ActorDep, session: SessionDep) -> ClaimRead:
    """Correct a claim, or dismiss it: only what is sent changes. Its status is a verification's to change."""
    changed = claims.update(session, claim, wanted, actor)
    return claims.as_read(session, changed, session.get_one(Story, changed.story_id))


@router.get("/workshops/{workshop_id}/claim-proposals", response_model=ClaimProposals, responses=HIDDEN)
def propose_claims_of_workshop(workshop: WorkshopToFollow, actor: ActorDep, session: SessionDep) -> ClaimProposals:
    """Figures that nobody has judged yet, in every story that you may read."""
    told = stories_for(session, workshop, actor)
    return ClaimProposals(items=[one for story in told for one in claims.proposals(session, story)])


@router.get("/workshops/{workshop_id}/claims", response_model=Claims, responses=HIDDEN)
def list_claims(workshop: WorkshopToFollow, actor: ActorDep, session: SessionDep) -> Claims:
    """Every claim of the stories that you may read, in the order of their serial numbers."""
    told = stories_for(session, workshop, actor)
    return Claims(items=[claim for story in told for claim in claims.claims_of(session, story)])


@router.post(
    "/stories/{story_id}/verifications",
    status_code=201,
    response_model=VerificationAsked,
    responses=HIDDEN | raises(StoryWithdrawn, PayloadInvalid),
)
def ask_for_verification(
    story: StoryToFollow,
    wanted: VerificationCreate,
    actor: ActorDep,
    session: SessionDep,
    request: Request,
    settings: SettingsDep,
) -> VerificationAsked:
    """Ask somebody whether the story, or one claim of it, is right. `link` is for them, and is shown this once.

    Whoever has the link needs no account, and sees this story and its claims alone, as far as its teller agreed.
    """
    asked, token = verification.ask(session, story, wanted, actor)
    shown = verification.as_read(asked, story).model_dump()
    return VerificationAsked(**shown, link=f"{address(request, settings).rstrip('/')}/verify#{token}")


@router.get("/stories/{story_id}/verifications", response_model=Verifications, responses=HIDDEN)
def list_verifications_of_story(story: StoryToFollow, session: SessionDep) -> Verifications:
    """What was asked about the story and what was found, oldest first."""
    return Verifications(items=verification.verifications_of(session, story))


@router.get("/workshops/{workshop_id}/verifications", response_model=Verifications, responses=HIDDEN)
def list_verifications(workshop: WorkshopToFollow, actor: ActorDep, session: SessionDep) -> Verifications:
    """Every verification of the stories that you may read."""
    told = stories_for(session, workshop, actor)
    return Verifications(items=[one for story in told for one in verification.verifications_of(session, story)])


@router.patch("/verifications/{verification_id}", response_model=VerificationRead, responses=HIDDEN | JUDGING)
def update_verification(
    asked: VerificationToChange, wanted: VerificationUpdate, actor: ActorDep, session: SessionDep
) -> VerificationRead:
    """Write down what was found: the description and the interpretation are judged apart."""
    changed = verification.update(session, asked, wanted, actor.ref)
    return verification.as_read(changed, session.get_one(Story, changed.story_id))


def load_by_token(token: str, session: SessionDep) -> Verification:
    """The verification that a link opens."""
    return verification.by_token(session, token)


ByToken = Annotated[Verification, Depends(load_by_token)]


@router.get("/verify/{token}", response_model=VerifierView, responses=raises(NotFound))
def read_by_link(asked: ByToken, session: SessionDep) -> VerifierView:
    """What a verifier is asked. A link that expired or was used up is answered like one that never was."""
    return verification.view(session, asked)


@router.patch("/verify/{token}", response_model=VerifierView, responses=raises(NotFound) | JUDGING)
def answer_by_link(asked: ByToken, wanted: VerificationUpdate, session: SessionDep) -> VerifierView:
    """A verifier's answer. With a state that says what was found, the link is used up."""
    return verification.view(session, verification.update(session, asked, wanted, f"verifier:{asked.id}"))


@router.get("/stories/{story_id}/evidence", response_model=EvidenceChecklist, responses=HIDDEN)
def read_evidence(story: StoryToFollow, session: SessionDep) -> EvidenceChecklist:
    """What makes the story stronger evidence, each thing there or not."""
    return evidence.checklist(session, story)


@router.post(
    "/workshops/{workshop_id}/feedback",
    status_code=201,
    response_model=FeedbackRead,
    responses=HIDDEN
    | raises(IdTaken, StoryWithdrawn, PayloadInvalid)
    | {200: {"model": FeedbackRead, "description": STORED}},
)
def give_feedback(
    workshop: WorkshopToInvite, wanted: FeedbackCreate, actor: ActorDep, session: SessionDep, response: Response
) -> FeedbackRead:
    """Tell tellers what became of a story, of a theme's stories, or of the workshop. Their receipts say it at once."""
    given, is_new = feedback.give(session, workshop, wanted, actor)
    response.status_code = 201 if is_new else 200
    return FeedbackRead.model_validate(given)


@router.get("/workshops/{workshop_id}/feedback", response_model=FeedbackGiven, responses=HIDDEN)
def list_feedback(workshop: WorkshopOfTeam, actor: ActorDep, session: SessionDep) -> FeedbackGiven:
    """All feedback, what tellers answered, and how many answers wait to be read."""
    return feedback.given(session, workshop, actor)


@router.get("/workshops/{workshop_id}/feedback/missing", response_model=FeedbackMissing, responses=HIDDEN)
def list_missing_feedback(workshop: WorkshopOfTeam, actor: ActorDep, session: SessionDep) -> FeedbackMissing:
    """The stories whose tellers have heard nothing yet: a list that ends at zero."""
    return feedback.missing(session, workshop, actor)


@router.post("/replies/{reply_id}/read", response_model=ReplyRead, responses=HIDDEN)
def mark_reply_read(reply: ReplyToRead, actor: ActorDep, session: SessionDep) -> ReplyRead:
    """Somebody has read what a teller answered."""
    story = session.get_one(Story, reply.story_id)
    if not may_read(session, story, actor, "workshop"):
        raise NotFound
    return feedback.reply_read(feedback.mark_read(session, reply, actor), story)


@router.post(
    "/workshops/{workshop_id}/recommendations",
    status_code=201,
    response_model=RecommendationRead,
    responses=HIDDEN | raises(IdTaken, PayloadInvalid) | {200: {"model": RecommendationRead, "description": STORED}},
)
def recommend(
    workshop: WorkshopToInvite, wanted: RecommendationCreate, actor: ActorDep, session: SessionDep, response: Response
) -> RecommendationRead:
    """Write down what somebody will do, and what it follows from."""
    made, is_new = recommendations.create(session, workshop, wanted, actor)
    response.status_code = 201 if is_new else 200
    return RecommendationRead.model_validate(made)


@router.get("/workshops/{workshop_id}/recommendations", response_model=Recommendations, responses=HIDDEN)
def list_recommendations(workshop: WorkshopToReadThemes, actor: ActorDep, session: SessionDep) -> Recommendations:
    """All recommendations, oldest first; what is written of a story is told only where its consent reaches you."""
    audience = audience_of(session, actor, workshop.id)
    return Recommendations(items=recommendations.read_all(session, workshop.id, audience))


@router.patch(
    "/recommendations/{recommendation_id}", response_model=RecommendationRead, responses=HIDDEN | raises(PayloadInvalid)
)
def update_recommendation(
    made: RecommendationToChange, wanted: RecommendationUpdate, actor: ActorDep, session: SessionDep
) -> RecommendationRead:
    """Follow a recommendation up: only what is sent changes."""
    return RecommendationRead.model_validate(recommendations.update(session, made, wanted, actor))


@router.post(
    "/rounds/{round_id}/more-cases", response_model=Cases, responses=HIDDEN | raises(NotAllowed, PayloadInvalid)
)
def count_more_cases(asked: RoundToRead, wanted: CasesKnown, actor: ActorDep, session: SessionDep) -> Cases:
    """How many more such cases you know; whoever runs the room sends `hands` that were raised for an answer."""
    runs = role_in(session, actor, asked.workshop_id) == "facilitator"
    return more_cases.count(session, asked, wanted, actor, runs)


@router.get("/rounds/{round_id}/more-cases", response_model=Cases, responses=HIDDEN)
def read_more_cases(asked: RoundToRead, session: SessionDep) -> Cases:
    """What the room knows of more such cases, for each story that the round chose."""
    return more_cases.cases_of(session, asked)


@router.get("/workshops/{workshop_id}/counts", response_model=StoryCounts, responses=HIDDEN)
def count_stories(workshop: WorkshopToReadThemes, actor: ActorDep, session: SessionDep) -> StoryCounts:
    """All stories counted, chosen or not, by theme, direction, expectation, place and voice group."""
    return more_cases.counts(session, workshop, actor)


@router.get("/workshops/{workshop_id}/participation", response_model=Participation, responses=HIDDEN)
def read_participation(workshop: WorkshopToReadThemes, session: SessionDep) -> Participation:
    """Whose voice was there: who joined, told, was read, was chosen and heard back. Small groups cannot be told."""
    return participation.participation(session, workshop)
