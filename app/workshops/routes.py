"""Workshops, seats and the QR code that leads to them."""

from collections.abc import Iterator
from dataclasses import asdict
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.guessing import slow_guessing
from app.may import HIDDEN, THE_ROOM, WorkshopToInvite, WorkshopToReadThemes, WorkshopToRun, role_in
from app.paging import PageDep
from app.problems import LoginNeeded, NotAllowed, raises
from app.security import clean_code
from app.session import SessionDep, SettingsDep
from app.throttle import TooManyTries
from app.who import ActorDep
from app.workshops import care, service
from app.workshops.addresses import address, addresses_for_phones, means_itself
from app.workshops.turnout import turnout
from models import Seat, Workshop
from models.base import Page
from models.workshops import (
    DomainRead,
    Join,
    Joined,
    PanelForSeat,
    SeatRead,
    SeatUpdate,
    WorkshopCreate,
    WorkshopDetail,
    WorkshopListed,
    WorkshopRead,
    WorkshopUpdate,
)

router = APIRouter(tags=["workshops"])


def as_read(workshop: Workshop, invites: bool) -> WorkshopRead:
    """A workshop as the API shows it; whoever invites nobody is shown no join code, since with it one may tell."""
    read = WorkshopRead.model_validate(workshop)
    return read if invites else read.model_copy(update={"join_code": ""})


def detail(
    request: Request, settings: SettingsDep, session: SessionDep, workshop: Workshop, actor: ActorDep
) -> WorkshopDetail:
    domains = [DomainRead.model_validate(domain) for domain in service.domains_of(session, workshop)]
    invites = role_in(session, actor, workshop.id) in THE_ROOM
    here = address(request, settings)
    return WorkshopDetail(
        **as_read(workshop, invites).model_dump(),
        domains=domains,
        join_url=service.join_url(here, workshop) if invites else "",
        only_here=means_itself(here),
        phone_urls=addresses_for_phones(settings, here) if invites else [],
        **asdict(turnout(session, workshop)),
        needs_care=care.needs_care(session, workshop, actor),
    )


@router.post("/workshops", status_code=201, response_model=WorkshopDetail, responses=raises(LoginNeeded, NotAllowed))
def create_workshop(
    wanted: WorkshopCreate, actor: ActorDep, session: SessionDep, request: Request, settings: SettingsDep
) -> WorkshopDetail:
    """Make a workshop; it collects at once, and you are its facilitator."""
    if actor.kind != "account":
        raise NotAllowed
    return detail(request, settings, session, service.create(session, wanted, actor), actor)


@router.get("/workshops", response_model=Page[WorkshopListed], responses=raises(LoginNeeded, NotAllowed))
def list_workshops(actor: ActorDep, session: SessionDep, asked: PageDep) -> Page[WorkshopListed]:
    """Your workshops, newest first."""
    if actor.kind != "account":
        raise NotAllowed
    rows = service.workshops_of(session, actor.id, asked.after(UUID), asked.limit + 1)
    waiting = care.waiting_for(session, actor.id, [row.id for row in rows])
    return asked.page(
        rows,
        lambda row: row.id,
        lambda row: WorkshopListed(
            **as_read(row, role_in(session, actor, row.id) in THE_ROOM).model_dump(), waiting=waiting.get(row.id, 0)
        ),
    )


@router.get("/workshops/{workshop_id}", response_model=WorkshopDetail, responses=HIDDEN)
def read_workshop(
    workshop: WorkshopToReadThemes, actor: ActorDep, session: SessionDep, request: Request, settings: SettingsDep
) -> WorkshopDetail:
    """One workshop, with its domains and its join code."""
    return detail(request, settings, session, workshop, actor)


@router.patch("/workshops/{workshop_id}", response_model=WorkshopDetail, responses=HIDDEN)
def update_workshop(
    workshop: WorkshopToRun,
    wanted: WorkshopUpdate,
    actor: ActorDep,
    session: SessionDep,
    request: Request,
    settings: SettingsDep,
) -> WorkshopDetail:
    """Change a workshop or move its stage."""
    return detail(request, settings, session, service.update(session, workshop, wanted, actor), actor)


@router.delete("/workshops/{workshop_id}", status_code=204, responses=HIDDEN)
def delete_workshop(workshop: WorkshopToRun, session: SessionDep) -> None:
    """Delete a workshop for good: stories, seats, themes, keys and the whole record go; nothing of it can come back.

    To keep the record and take no more stories, move its stage to `closed` instead.
    """
    service.delete_workshop(session, workshop)


@router.get("/workshops/{workshop_id}/qr.svg", response_class=Response, responses=HIDDEN)
def read_qr(workshop: WorkshopToInvite, request: Request, settings: SettingsDep) -> Response:
    """The QR code that opens the join page."""
    picture = service.qr_svg(service.join_url(address(request, settings), workshop))
    return Response(picture, media_type="image/svg+xml")


def slow_join(request: Request, wanted: Join) -> Iterator[None]:
    """Whoever tries join codes has to wait."""
    yield from slow_guessing(request, "join", service.UnknownCode, right=clean_code(wanted.join_code))


@router.post(
    "/join",
    status_code=201,
    response_model=Joined,
    responses=raises(service.UnknownCode, service.SeatTaken, TooManyTries),
    dependencies=[Depends(slow_join)],
)
def join_workshop(wanted: Join, session: SessionDep) -> Joined:
    """Take a seat in a workshop with its join code, or a panel's: then the seat sits on it. No account is needed.

    A phone may mint the seat's `id` and `token` itself; joining again with both finds the same seat.
    """
    workshop, seat, token, panel = service.join(session, wanted)
    sits_on = PanelForSeat.model_validate(panel) if panel else None
    return Joined(seat_id=seat.id, token=token, workshop=service.for_seat(session, workshop), panel=sits_on)


@router.get("/seat", response_model=SeatRead, responses=HIDDEN)
def read_seat(actor: ActorDep, session: SessionDep) -> SeatRead:
    """The seat whose token you show, and where its workshop stands."""
    return shown(session, *service.seat_of(session, actor))


@router.patch("/seat", response_model=SeatRead, responses=HIDDEN)
def update_seat(wanted: SeatUpdate, actor: ActorDep, session: SessionDep) -> SeatRead:
    """Change your name, language or voice groups."""
    seat, workshop = service.seat_of(session, actor)
    return shown(session, service.update_seat(seat, wanted), workshop)


def shown(session: SessionDep, seat: Seat, workshop: Workshop) -> SeatRead:
    return SeatRead(
        seat_id=seat.id,
        display_name=seat.display_name,
        language=seat.language,
        workshop=service.for_seat(session, workshop),
    )
