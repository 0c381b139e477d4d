"""The projector's window and what it is pointed at."""

from fastapi import APIRouter, Request, Response

from app.etags import IfNoneMatch, matches
from app.may import HIDDEN, WorkshopToRun
from app.problems import NotAllowed
from app.session import SessionDep, SettingsDep
from app.wall import service
from app.who import ActorDep
from app.workshops.addresses import address
from app.workshops.service import join_url
from models import Workshop
from models.wall import WallOpened, WallRead, WallShow

router = APIRouter(tags=["present"])


@router.post("/workshops/{workshop_id}/wall", status_code=201, response_model=WallOpened, responses=HIDDEN)
def open_wall(
    workshop: WorkshopToRun, actor: ActorDep, session: SessionDep, request: Request, settings: SettingsDep
) -> WallOpened:
    """Open a window for the projector: a read-only key, in the part of the address that servers never see."""
    token = service.open_wall(session, workshop, actor)
    return WallOpened(token=token, url=f"{address(request, settings).rstrip('/')}/present#{token}")


@router.put("/workshops/{workshop_id}/wall", status_code=204, responses=HIDDEN)
def point_wall(workshop: WorkshopToRun, wanted: WallShow, session: SessionDep) -> None:
    """Point the projector at the board, a theme or a story, or blank it."""
    service.point(session, workshop, wanted)


@router.get("/wall", response_model=WallRead, responses=HIDDEN)
def read_wall(
    actor: ActorDep,
    session: SessionDep,
    request: Request,
    settings: SettingsDep,
    response: Response,
    if_none_match: IfNoneMatch = None,
) -> WallRead | Response:
    """What the wall shows now. The bearer is the projector's key."""
    if "wall:read" not in actor.scopes or actor.workshop_id is None:
        raise NotAllowed
    workshop = session.get_one(Workshop, actor.workshop_id)
    join_at = join_url(address(request, settings), workshop)
    etag = service.etag(session, workshop, join_at)
    if matches(if_none_match, etag):
        return Response(status_code=304, headers={"ETag": etag})
    response.headers["ETag"] = etag
    return service.read(session, workshop, join_at)
