"""Panels: a graph of who feeds whom without a loop, and who sits on each."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.events import lock, record
from app.history.kinds.panel import panel_state
from app.history.states import key
from app.may import THE_ROOM, role_in
from app.problems import NotFound, PayloadInvalid, Problem
from app.security import Actor, hash_token, new_token
from app.workshops.service import free_code, take_chair
from models import Account, Ballot, Panel, PanelMember, Seat, SelectionRound, Workshop, WorkshopMember
from models.base import State, new_id
from models.selection import MembersAdd, PanelCreate, PanelMemberRead, PanelRead, PanelUpdate, SeatOpened


class PanelLoop(Problem):
    """These panels would feed each other in a circle; what is chosen has to come to an end somewhere."""

    status, title, slug = 409, "Panels in a loop", "panel-loop"


class PanelIdTaken(Problem):
    """Another panel has this id; send yours with a new one."""

    status, title, slug = 409, "Panel id taken", "panel-id-taken"


def create(session: Session, workshop: Workshop, wanted: PanelCreate, actor: Actor) -> tuple[Panel, bool]:
    """A panel with a code of its own, and whether it is new. Raises PanelIdTaken, PanelLoop, PayloadInvalid."""
    workshop = lock(session, workshop)
    fields = wanted.model_dump(mode="json", exclude={"id"})
    if wanted.id and (known := session.get(Panel, wanted.id)):
        if known.workshop_id != workshop.id or any(getattr(known, name) != value for name, value in fields.items()):
            raise PanelIdTaken
        return known, False
    panel = Panel.model_validate(
        {
            **fields,
            "id": wanted.id or new_id(),
            "workshop_id": workshop.id,
            "panel_code": free_code(session),
            "created_by": actor.ref,
        }
    )
    check_feeds(session, panel)
    session.add(panel)
    session.flush()
    after: dict[str, State | None] = {key("panel", panel.id): panel_state(panel)}
    record(session, workshop, actor=actor.ref, action="create_panel", before={}, after=after, apply=False)
    return panel, True


def update(session: Session, panel: Panel, wanted: PanelUpdate, actor: Actor) -> Panel:
    """Change what was sent, on record. Raises PanelLoop, PayloadInvalid."""
    workshop = lock(session, session.get_one(Workshop, panel.workshop_id))
    session.refresh(panel)
    before: dict[str, State | None] = {key("panel", panel.id): panel_state(panel)}
    sent = wanted.model_dump(mode="json", exclude_unset=True)
    panel.sqlmodel_update({name: value for name, value in sent.items() if value is not None})
    check_feeds(session, panel)
    session.flush()
    after: dict[str, State | None] = {key("panel", panel.id): panel_state(panel)}
    if after != before:
        record(session, workshop, actor=actor.ref, action="change_panel", before=before, after=after, apply=False)
    return panel


def check_feeds(session: Session, panel: Panel) -> None:
    """Every panel it feeds is another one of its workshop, and no way leads back to it."""
    with session.no_autoflush:
        others = {str(one.id): one.feeds_panel_ids for one in panels_of(session, panel.workshop_id)}
    feeds = {**others, str(panel.id): panel.feeds_panel_ids}
    for place, fed in enumerate(panel.feeds_panel_ids):
        if fed not in feeds:
            pointer = f"/feeds_panel_ids/{place}"
            raise PayloadInvalid(errors=[{"pointer": pointer, "detail": "is no panel of this workshop"}])
    if str(panel.id) in fed_by(feeds, panel.feeds_panel_ids):
        raise PanelLoop


def fed_by(feeds: Mapping[str, Sequence[str]], start: Sequence[str]) -> set[str]:
    """Every panel that something chosen can come up to from `start`, itself included."""
    reached: set[str] = set()
    ahead = list(start)
    while ahead:
        panel_id = ahead.pop()
        if panel_id not in reached:
            reached.add(panel_id)
            ahead += feeds.get(panel_id, [])
    return reached


def panels_of(session: Session, workshop_id: UUID) -> Sequence[Panel]:
    return session.exec(select(Panel).where(Panel.workshop_id == workshop_id).order_by(col(Panel.id))).all()


def members_of(session: Session, panel_id: UUID) -> Sequence[PanelMember]:
    query = select(PanelMember).where(PanelMember.panel_id == panel_id)
    return session.exec(query.order_by(col(PanelMember.id))).all()


def member_for(session: Session, panel_id: UUID, actor: Actor) -> PanelMember | None:
    """The actor's own place on a panel, if they sit on it."""
    mine = PanelMember.seat_id if actor.kind == "seat" else PanelMember.account_id
    query = select(PanelMember).where(PanelMember.panel_id == panel_id, mine == actor.id)
    return session.exec(query).first() if actor.kind != "key" else None


def add_members(session: Session, panel: Panel, wanted: MembersAdd, actor: Actor) -> list[SeatOpened]:
    """Seat them on the panel; whoever sits there already stays. The seats opened for it, each with its token."""
    lock(session, session.get_one(Workshop, panel.workshop_id))
    for place, seat_id in enumerate(wanted.seat_ids):
        seat = session.get(Seat, seat_id)
        if seat is None or seat.workshop_id != panel.workshop_id:
            raise no_such("seat_ids", place, "is no seat of this workshop")
        take_chair(session, panel, seat, actor.ref)
    for place, account_id in enumerate(wanted.account_ids):
        seat_account(session, panel, account_id, place, actor)
    opened = [open_seat(session, panel, actor) for _ in range(wanted.open_seats)]
    session.flush()
    return opened


def no_such(field: str, place: int, detail: str) -> PayloadInvalid:
    return PayloadInvalid(errors=[{"pointer": f"/{field}/{place}", "detail": detail}])


def seat_account(session: Session, panel: Panel, account_id: UUID, place: int, actor: Actor) -> None:
    in_team = select(WorkshopMember).where(
        WorkshopMember.workshop_id == panel.workshop_id, WorkshopMember.account_id == account_id
    )
    if session.exec(in_team).first() is None:
        raise no_such("account_ids", place, "is not in this workshop's team")
    sits = select(PanelMember).where(PanelMember.panel_id == panel.id, PanelMember.account_id == account_id)
    if session.exec(sits).first() is None:
        session.add(PanelMember(panel_id=panel.id, account_id=account_id, created_by=actor.ref))


def open_seat(session: Session, panel: Panel, actor: Actor) -> SeatOpened:
    """A seat for somebody without a phone."""
    token = new_token("seat")
    seat = Seat(workshop_id=panel.workshop_id, token_hash=hash_token(token), created_by=actor.ref)
    session.add(seat)
    session.flush()
    take_chair(session, panel, seat, actor.ref)
    return SeatOpened(seat_id=seat.id, token=token)


def remove_member(session: Session, panel: Panel, member_id: UUID) -> None:
    """Somebody leaves a panel, by the id of their place, seat or account; what they said in an open turn goes too."""
    lock(session, session.get_one(Workshop, panel.workshop_id))
    member = next((one for one in members_of(session, panel.id) if member_id in places(one)), None)
    if member is None:
        raise NotFound
    running = select(Ballot).join(SelectionRound, col(Ballot.round_id) == SelectionRound.id)
    running = running.where(col(SelectionRound.turn_open), Ballot.turn == SelectionRound.turn)
    for ballot in session.exec(running.where(Ballot.member_id == member.id)):
        session.delete(ballot)
    session.flush()
    session.delete(member)
    session.flush()


def places(member: PanelMember) -> tuple[UUID | None, ...]:
    return member.id, member.seat_id, member.account_id


def as_read(session: Session, panel: Panel, actor: Actor) -> PanelRead:
    """A panel as the API shows it; whoever invites nobody is shown no code."""
    invites = role_in(session, actor, panel.workshop_id) in THE_ROOM
    members = [member_read(session, member) for member in members_of(session, panel.id)]
    shown = panel.model_dump(exclude={"panel_code"})
    return PanelRead.model_validate({**shown, "panel_code": panel.panel_code if invites else "", "members": members})


def member_read(session: Session, member: PanelMember) -> PanelMemberRead:
    """Who sits there, by the name they gave."""
    seat = session.get(Seat, member.seat_id) if member.seat_id else None
    account = session.get(Account, member.account_id) if member.account_id else None
    name = seat.display_name if seat else account.name if account else ""
    return PanelMemberRead(id=member.id, seat_id=member.seat_id, account_id=member.account_id, name=name)
