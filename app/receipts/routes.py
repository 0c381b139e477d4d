"""Receipts over HTTP: what became of a story, for whoever holds its code."""

from typing import Annotated

from fastapi import APIRouter, Depends

from app.followup import feedback, verification
from app.problems import NotFound, raises
from app.receipts import service
from app.session import SessionDep
from app.stories import service as stories
from app.stories import stewarding
from models import Story
from models.followup import TellerAgrees, TellerSays
from models.stories import CareAsked, ReceiptRead, StoryUpdate, Withdraw

router = APIRouter(tags=["receipts"])


def load_receipt(code: str, session: SessionDep) -> Story:
    """The story that a receipt code opens."""
    return stories.find_by_receipt(session, code)


ReceiptDep = Annotated[Story, Depends(load_receipt)]


@router.get("/receipts/{code}", response_model=ReceiptRead, responses=raises(NotFound))
def read_receipt(story: ReceiptDep, session: SessionDep) -> ReceiptRead:
    """What became of the story. The code is all that is needed."""
    return service.read(session, story)


@router.patch("/receipts/{code}", response_model=ReceiptRead, responses=raises(NotFound) | stories.EDITING)
def edit_by_receipt(story: ReceiptDep, wanted: StoryUpdate, session: SessionDep) -> ReceiptRead:
    """Correct the story or change what you agreed to."""
    stories.edit(session, story, wanted, None)
    return service.read(session, story)


@router.post("/receipts/{code}/withdraw", response_model=ReceiptRead, responses=raises(NotFound))
def withdraw_by_receipt(story: ReceiptDep, wanted: Withdraw, session: SessionDep) -> ReceiptRead:
    """Take the story back for good."""
    stories.withdraw(session, story, f"receipt:{story.serial_no}", wanted.reason or "")
    return service.read(session, story)


@router.post("/receipts/{code}/care", response_model=ReceiptRead, responses=raises(NotFound, stories.StoryWithdrawn))
def ask_for_care_by_receipt(story: ReceiptDep, wanted: CareAsked, session: SessionDep) -> ReceiptRead:
    """The teller wants to talk, or somebody may be at risk: the story goes to the carers alone."""
    return service.read(session, stewarding.ask_for_care(session, story, wanted, f"receipt:{story.serial_no}"))


@router.post(
    "/receipts/{code}/reply",
    status_code=201,
    response_model=ReceiptRead,
    responses=raises(NotFound, stories.StoryWithdrawn, feedback.RepliesWait),
)
def reply_by_receipt(story: ReceiptDep, wanted: TellerSays, session: SessionDep) -> ReceiptRead:
    """The teller answers what they heard; it waits until somebody of the team has read it."""
    feedback.reply(session, story, wanted.message)
    return service.read(session, story)


@router.post("/receipts/{code}/agreement", response_model=ReceiptRead, responses=raises(NotFound))
def agree_by_receipt(story: ReceiptDep, wanted: TellerAgrees, session: SessionDep) -> ReceiptRead:
    """The teller, who was asked, agrees that the story is verified, or declines."""
    verification.teller_answers(session, story, wanted.verification_id, wanted.agrees)
    return service.read(session, story)
