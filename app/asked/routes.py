"""What the room asks of a seat now, over HTTP."""

from fastapi import APIRouter

from app.asked import service
from app.may import HIDDEN
from app.problems import NotAllowed
from app.session import SessionDep
from app.who import ActorDep
from models.asked import Asked

router = APIRouter(tags=["workshops"])


@router.get("/seat/asked", response_model=Asked, responses=HIDDEN)
def read_asked(actor: ActorDep, session: SessionDep) -> Asked:
    """What the room asks of your seat now: to sort stories, to vote on the panels you sit on."""
    if actor.kind != "seat" or actor.workshop_id is None:
        raise NotAllowed
    return service.asked_of(session, actor, actor.workshop_id)
