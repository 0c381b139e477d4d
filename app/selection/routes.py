"""Panels, their rounds and ballots."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from app.may import HIDDEN, WorkshopOfTeam, WorkshopToReadThemes, WorkshopToRun, audience_of, row_for
from app.problems import LARGE_BODY, PayloadInvalid, raises
from app.selection import ballots, deciding, panels, queries, record, rounds
from app.selection.access import PanelToRead, RoundToRead
from app.session import SessionDep
from app.who import ActorDep
from models import Ballot, Panel, SelectionRound
from models.selection import (
    BallotCast,
    BallotRead,
    HandCount,
    MembersAdd,
    PanelCreate,
    PanelRead,
    Panels,
    PanelUpdate,
    PanelWithSeats,
    RoundCreate,
    Rounds,
    RoundWithStories,
    SelectionCreate,
    SelectionRead,
    Selections,
)

router = APIRouter(tags=["choosing"])
PanelToRun = Annotated[Panel, row_for(Panel, "facilitator")]
RoundToRun = Annotated[SelectionRound, row_for(SelectionRound, "facilitator")]
STORED = "The same was stored before; nothing changed."
GRAPH = HIDDEN | raises(panels.PanelLoop, panels.PanelIdTaken, PayloadInvalid)


@router.post(
    "/workshops/{workshop_id}/panels",
    status_code=201,
    response_model=PanelRead,
    responses=GRAPH | {200: {"model": PanelRead, "description": "The same panel was stored before."}},
)
def create_panel(
    workshop: WorkshopToRun, wanted: PanelCreate, actor: ActorDep, session: SessionDep, response: Response
) -> PanelRead:
    """Make a panel. It may feed others of the workshop, never in a loop; its code seats phones on it."""
    panel, is_new = panels.create(session, workshop, wanted, actor)
    response.status_code = 201 if is_new else 200
    return panels.as_read(session, panel, actor)


@router.get("/workshops/{workshop_id}/panels", response_model=Panels, responses=HIDDEN)
def list_panels(workshop: WorkshopOfTeam, actor: ActorDep, session: SessionDep) -> Panels:
    """The workshop's panels, oldest first, with who sits on them."""
    return Panels(items=[panels.as_read(session, one, actor) for one in panels.panels_of(session, workshop.id)])


@router.patch("/panels/{panel_id}", response_model=PanelRead, responses=GRAPH)
def update_panel(panel: PanelToRun, wanted: PanelUpdate, actor: ActorDep, session: SessionDep) -> PanelRead:
    """Change a panel: only what is sent."""
    return panels.as_read(session, panels.update(session, panel, wanted, actor), actor)


@router.post("/panels/{panel_id}/members", response_model=PanelWithSeats, responses=HIDDEN | raises(PayloadInvalid))
def add_panel_members(panel: PanelToRun, wanted: MembersAdd, actor: ActorDep, session: SessionDep) -> PanelWithSeats:
    """Seats and accounts sit on the panel; `open_seats` opens seats for people without a phone, tokens shown once."""
    seats = panels.add_members(session, panel, wanted, actor)
    return PanelWithSeats(**panels.as_read(session, panel, actor).model_dump(), seats=seats)


@router.delete("/panels/{panel_id}/members/{member_id}", status_code=204, responses=HIDDEN)
def remove_panel_member(panel: PanelToRun, member_id: UUID, session: SessionDep) -> None:
    """Somebody leaves the panel; `member_id` is the id of their place on it, of their seat or of their account."""
    panels.remove_member(session, panel, member_id)


@router.post(
    "/panels/{panel_id}/rounds",
    max_body_size=LARGE_BODY,
    status_code=201,
    response_model=RoundWithStories,
    responses=HIDDEN
    | raises(rounds.RoundIdTaken, rounds.NothingToChoose, PayloadInvalid)
    | {200: {"model": RoundWithStories, "description": STORED}},
)
def open_selection_round(
    panel: PanelToRun, wanted: RoundCreate, actor: ActorDep, session: SessionDep, response: Response
) -> RoundWithStories:
    """Ask a panel to choose among stories, which are frozen now as far as consent reaches; `left_out` counts the rest.

    The scope `passed_up` means what other panels chose and passed to this one.
    """
    asked, is_new = rounds.open_round(session, panel, wanted, actor)
    response.status_code = 201 if is_new else 200
    return queries.round_with_stories(session, asked, actor)


@router.get("/panels/{panel_id}/rounds", response_model=Rounds, responses=HIDDEN)
def list_selection_rounds(panel: PanelToRead, session: SessionDep) -> Rounds:
    """The panel's rounds, oldest first."""
    return Rounds(items=[queries.round_read(session, one) for one in queries.rounds_of(session, panel.id)])


@router.get("/rounds/{round_id}", response_model=RoundWithStories, responses=HIDDEN)
def read_selection_round(asked: RoundToRead, actor: ActorDep, session: SessionDep) -> RoundWithStories:
    """A round: to its members the stories in an order of their own. Until the reveal, turnout is all there is to see.

    What a parallel panel answered stays hidden from whoever sits on another that has not revealed yet.
    """
    return queries.round_with_stories(session, asked, actor)


@router.post("/rounds/{round_id}/turns", response_model=RoundWithStories, responses=HIDDEN | raises(rounds.WrongMoment))
def open_turn(asked: RoundToRun, actor: ActorDep, session: SessionDep) -> RoundWithStories:
    """The panel votes, or votes again."""
    return queries.round_with_stories(session, rounds.open_turn(session, asked, actor), actor)


@router.post(
    "/rounds/{round_id}/close-turn", response_model=RoundWithStories, responses=HIDDEN | raises(rounds.WrongMoment)
)
def close_turn(asked: RoundToRun, actor: ActorDep, session: SessionDep) -> RoundWithStories:
    """Nobody votes any more in this turn. In a secret round, what anybody said is destroyed; the sums stay."""
    return queries.round_with_stories(session, rounds.close_turn(session, asked, actor), actor)


@router.post(
    "/rounds/{round_id}/hand-count",
    max_body_size=LARGE_BODY,
    response_model=RoundWithStories,
    responses=HIDDEN | raises(rounds.WrongMoment, PayloadInvalid),
)
def count_hands(asked: RoundToRun, wanted: HandCount, actor: ActorDep, session: SessionDep) -> RoundWithStories:
    """A show of hands instead of ballots; it closes the open turn."""
    return queries.round_with_stories(session, rounds.count_hands(session, asked, wanted, actor), actor)


@router.post(
    "/rounds/{round_id}/reveal", response_model=RoundWithStories, responses=HIDDEN | raises(rounds.WrongMoment)
)
def reveal_round(asked: RoundToRun, actor: ActorDep, session: SessionDep) -> RoundWithStories:
    """Show the panel what it voted in the turn that was closed last."""
    return queries.round_with_stories(session, rounds.reveal(session, asked, actor), actor)


@router.post(
    "/rounds/{round_id}/ballots",
    max_body_size=LARGE_BODY,
    status_code=201,
    response_model=BallotRead,
    responses=HIDDEN
    | raises(ballots.BallotIdTaken, ballots.TurnClosed, PayloadInvalid)
    | {200: {"model": BallotRead, "description": STORED}},
)
def cast_ballot(
    asked: RoundToRead, cast: BallotCast, actor: ActorDep, session: SessionDep, response: Response
) -> Ballot:
    """Vote. Repeating the request with the same `id` and body is harmless; a new `id` replaces your earlier ballot."""
    ballot, is_new = ballots.cast_ballot(session, asked, cast, actor)
    response.status_code = 201 if is_new else 200
    return ballot


@router.post(
    "/rounds/{round_id}/selection",
    status_code=201,
    response_model=SelectionRead,
    responses=HIDDEN
    | raises(rounds.WrongMoment, deciding.AgainstTally, deciding.SelectionIdTaken, PayloadInvalid)
    | {200: {"model": SelectionRead, "description": STORED}},
)
def decide_round(
    asked: RoundToRun, wanted: SelectionCreate, actor: ActorDep, session: SessionDep, response: Response
) -> SelectionRead:
    """Record what the panel chose, with a full sentence of reason for each story, and dissent if there is any.

    Deciding again is a new decision that names the one it replaces; the earlier one stays on record.
    """
    selection, is_new = deciding.decide(session, asked, wanted, actor)
    response.status_code = 201 if is_new else 200
    return record.read(session, selection, audience_of(session, actor, asked.workshop_id))


@router.get("/workshops/{workshop_id}/selections", response_model=Selections, responses=HIDDEN)
def list_selections(workshop: WorkshopToReadThemes, actor: ActorDep, session: SessionDep) -> Selections:
    """Every decision with its tally, reasons, dissent, and marks for what has happened to the chosen stories since."""
    audience = audience_of(session, actor, workshop.id)
    return Selections(items=record.selections_of(session, workshop.id, actor, audience))
