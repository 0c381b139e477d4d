"""Workshops: made, moved from stage to stage, joined."""

import io
from uuid import UUID

import segno
import sqlalchemy as sa
from sqlalchemy import func
from sqlmodel import Session, col, select

from app.history.events import lock, record
from app.history.kinds.settings import SettingsKind
from app.history.kinds.workshop import workshop_state
from app.history.states import key
from app.history.themes import new_theme
from app.problems import NotFound, Problem
from app.security import Actor, clean_code, hash_token, new_join_code, new_token
from app.workshops.care import care_by
from app.workshops.consent_end import move_ends
from models import Domain, Panel, PanelMember, Seat, Workshop, WorkshopMember
from models.base import State, new_id
from models.workshops import DomainRead, Join, SeatUpdate, WorkshopCreate, WorkshopForSeat, WorkshopUpdate

SETTINGS = SettingsKind()


class UnknownCode(Problem):
    """No workshop can be joined with this code. Check the letters, or ask the facilitator."""

    status, title, slug = 404, "This code opens nothing", "unknown-code"


class SeatTaken(Problem):
    """Somebody else has a seat with this id. Join again with a new one."""

    status, title, slug = 409, "Seat taken", "seat-taken"


def create(session: Session, wanted: WorkshopCreate, actor: Actor) -> Workshop:
    """A workshop that collects at once, its maker as facilitator; each declared domain is a theme from the start."""
    workshop = Workshop.model_validate(
        wanted.model_dump(exclude={"domains"}), update={"join_code": free_code(session), "created_by": actor.ref}
    )
    session.add(workshop)
    session.flush()
    session.add(WorkshopMember(workshop_id=workshop.id, account_id=actor.id, created_by=actor.ref))
    after: dict[str, State | None] = {key("workshop", workshop.id): workshop_state(workshop)}
    for position, declared in enumerate(wanted.domains):
        domain = Domain.model_validate(
            declared, update={"workshop_id": workshop.id, "position": position, "created_by": actor.ref}
        )
        session.add(domain)
        after[key("theme", new_id())] = new_theme(
            position, name=domain.name, description=domain.description, origin="declared", domain_id=domain.id
        )
    session.flush()
    record(session, workshop, actor=actor.ref, action="create_workshop", before={}, after=after)
    return workshop


def delete_workshop(session: Session, workshop: Workshop) -> None:
    """Everything that belongs to a workshop goes with it: each of its tables says so by its foreign key."""
    session.exec(sa.delete(Workshop).where(col(Workshop.id) == workshop.id))


def free_code(session: Session) -> str:
    """A join code that no workshop and no panel has; each table's own constraint guards against a tie."""
    while True:
        code = new_join_code()
        workshops = session.exec(select(Workshop.id).where(Workshop.join_code == code)).first()
        panels = session.exec(select(Panel.id).where(Panel.panel_code == code)).first()
        if not workshops and not panels:
            return code


def update(session: Session, workshop: Workshop, wanted: WorkshopUpdate, actor: Actor) -> Workshop:
    """Change what was sent. A moved stage, forward or back, is on record."""
    workshop = lock(session, workshop)
    sent = wanted.model_dump(exclude_unset=True, exclude={"stage", "reason"})
    # A field that may not be empty is not emptied by null.
    nullable = {"period_from", "period_to", "held_on"}
    settings_before = SETTINGS.state_of(workshop)
    workshop.sqlmodel_update({field: value for field, value in sent.items() if value is not None or field in nullable})
    if (settings := SETTINGS.state_of(workshop)) != settings_before:
        subject = key(SETTINGS.name, workshop.id)
        record(
            session,
            workshop,
            actor=actor.ref,
            action="change_workshop",
            before={subject: settings_before},
            after={subject: settings},
            apply=False,
        )
    if "timezone" in sent:
        move_ends(session, workshop)
    if wanted.stage and wanted.stage != workshop.stage:
        subject = key("workshop", workshop.id)
        before: dict[str, State | None] = {subject: workshop_state(workshop)}
        record(
            session,
            workshop,
            actor=actor.ref,
            action="move_stage",
            before=before,
            after={subject: {"stage": wanted.stage}},
            reason=wanted.reason or "",
        )
    session.add(workshop)
    session.flush()
    return workshop


def workshops_of(session: Session, account_id: UUID, after: UUID | None, limit: int) -> list[Workshop]:
    """The workshops an account belongs to, newest first."""
    query = (
        select(Workshop)
        .join(WorkshopMember, col(WorkshopMember.workshop_id) == Workshop.id)
        .where(WorkshopMember.account_id == account_id)
        .order_by(col(Workshop.id).desc())
    )
    if after:
        query = query.where(col(Workshop.id) < after)
    return list(session.exec(query.limit(limit)))


def domains_of(session: Session, workshop: Workshop) -> list[Domain]:
    query = select(Domain).where(Domain.workshop_id == workshop.id).order_by(col(Domain.position))
    return list(session.exec(query))


def seats_taken(session: Session, workshop: Workshop) -> int:
    return session.exec(select(func.count()).select_from(Seat).where(Seat.workshop_id == workshop.id)).one()


def find_by_code(session: Session, code: str) -> Workshop:
    """The workshop a join code opens, its own or a panel's. Unknown and closed sound the same: raises UnknownCode."""
    workshop = session.exec(select(Workshop).where(Workshop.join_code == clean_code(code))).first()
    if panel := panel_by_code(session, code):
        workshop = session.get(Workshop, panel.workshop_id)
    if workshop is None or workshop.stage in {"draft", "closed"}:
        raise UnknownCode
    return workshop


def panel_by_code(session: Session, code: str) -> Panel | None:
    return session.exec(select(Panel).where(Panel.panel_code == clean_code(code))).first()


def take_chair(session: Session, panel: Panel, seat: Seat, by: str) -> None:
    """A seat sits on a panel; once is enough."""
    sits = select(PanelMember).where(PanelMember.panel_id == panel.id, PanelMember.seat_id == seat.id)
    if session.exec(sits).first() is None:
        session.add(PanelMember(panel_id=panel.id, seat_id=seat.id, created_by=by))
        session.flush()


def for_seat(session: Session, workshop: Workshop) -> WorkshopForSeat:
    """What whoever has the code may know."""
    domains = [DomainRead.model_validate(domain) for domain in domains_of(session, workshop)]
    return WorkshopForSeat(
        id=workshop.id,
        title=workshop.title,
        focus_question=workshop.focus_question,
        stage=workshop.stage,
        languages=workshop.languages,
        asks=workshop.asks,
        domains=domains,
        care_by=care_by(session, workshop),
    )


def join(session: Session, wanted: Join) -> tuple[Workshop, Seat, str, Panel | None]:
    """Take a seat with a join code: the workshop, the seat and its token; with a panel's code the seat sits on it."""
    workshop = find_by_code(session, wanted.join_code)
    token = wanted.token or new_token("seat")
    seat = seat_again(session, workshop, wanted, token) or new_seat(session, workshop, wanted, token)
    if panel := panel_by_code(session, wanted.join_code):
        take_chair(session, panel, seat, "joining")
    return workshop, seat, token, panel


def seat_again(session: Session, workshop: Workshop, wanted: Join, token: str) -> Seat | None:
    """The seat that was taken before with this id and token. Raises SeatTaken."""
    known = session.get(Seat, wanted.id) if wanted.id else None
    if known and (known.workshop_id != workshop.id or known.token_hash != hash_token(token)):
        raise SeatTaken
    return known


def new_seat(session: Session, workshop: Workshop, wanted: Join, token: str) -> Seat:
    seat = Seat.model_validate(
        wanted.model_dump(exclude={"join_code", "id", "token"}),
        update={
            "id": wanted.id or new_id(),
            "workshop_id": workshop.id,
            "token_hash": hash_token(token),
            "created_by": "joining",
        },
    )
    session.add(seat)
    session.flush()
    return seat


def seat_of(session: Session, actor: Actor) -> tuple[Seat, Workshop]:
    """The seat whose token is shown, and its workshop."""
    if actor.kind != "seat" or (seat := session.get(Seat, actor.id)) is None:
        raise NotFound
    return seat, session.get_one(Workshop, seat.workshop_id)


def update_seat(seat: Seat, wanted: SeatUpdate) -> Seat:
    """Change what was sent."""
    sent = wanted.model_dump(exclude_unset=True)
    return seat.sqlmodel_update({field: value for field, value in sent.items() if value is not None})


def join_url(base: str, workshop: Workshop) -> str:
    """The address that opens the join page with the code filled in."""
    return f"{base.rstrip('/')}/j/{workshop.join_code}"


def qr_svg(url: str) -> bytes:
    """The address as a QR code, in small letters: some scanners do not open `HTTP://…`."""
    picture = io.BytesIO()
    code = segno.make(url, error="m", micro=False)
    code.save(picture, kind="svg", xmldecl=False, omitsize=True, border=2, light="#fff")
    return picture.getvalue()
