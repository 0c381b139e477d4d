"""Sorting rounds: the room says which stories belong together."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from app.may import EVERYBODY, HIDDEN, WorkshopOfTeam, WorkshopToRun, row_for, workshop_for
from app.problems import LARGE_BODY, NotFound, PayloadInvalid, raises
from app.session import SessionDep
from app.sorting import queries, service
from app.sorting.sorts_csv import sorts_csv
from app.who import ActorDep
from models import SortingHand, SortingRound, Workshop
from models.sorting import HandCreate, HandRead, HandSent, SortingRoundCreate, SortingRoundRead, SortingRounds

router = APIRouter(tags=["sort"])

RoundToRun = Annotated[SortingRound, row_for(SortingRound, "facilitator", named="sorting_round_id")]
RoundToSee = Annotated[SortingRound, row_for(SortingRound, *EVERYBODY, scope="wall:read", named="sorting_round_id")]
RoundToSortIn = Annotated[SortingRound, row_for(SortingRound, seats=True, named="sorting_round_id")]
HandToSort = Annotated[SortingHand, row_for(SortingHand, seats=True)]
WorkshopToTakeSorts = Annotated[Workshop, workshop_for("facilitator", "evaluator", scope="exports:read")]


@router.post(
    "/workshops/{workshop_id}/sorting-rounds",
    status_code=201,
    response_model=SortingRoundRead,
    responses=HIDDEN | raises(service.NotReviewing, service.SortingIdTaken),
)
def open_sorting_round(
    workshop: WorkshopToRun, wanted: SortingRoundCreate, actor: ActorDep, session: SessionDep, response: Response
) -> SortingRoundRead:
    """Let everybody sort: each phone is dealt some of the stories. The same id again is the same round (200)."""
    sorting, new = service.open_round(session, workshop, wanted, actor)
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"/api/v1/sorting-rounds/{sorting.id}"
    return service.read_round(session, sorting)


@router.get("/workshops/{workshop_id}/sorting-rounds", response_model=SortingRounds, responses=HIDDEN)
def list_sorting_rounds(workshop: WorkshopOfTeam, session: SessionDep) -> SortingRounds:
    """The sorting rounds of a workshop, oldest first."""
    rounds = queries.rounds_of(session, workshop.id)
    return SortingRounds(items=[service.read_round(session, sorting) for sorting in rounds])


@router.get("/sorting-rounds/{sorting_round_id}", response_model=SortingRoundRead, responses=HIDDEN)
def read_sorting_round(sorting: RoundToSee, session: SessionDep) -> SortingRoundRead:
    """How many sort and how much is covered; never who put what where."""
    return service.read_round(session, sorting)


@router.post("/sorting-rounds/{sorting_round_id}/close", response_model=SortingRoundRead, responses=HIDDEN)
def close_sorting_round(sorting: RoundToRun, actor: ActorDep, session: SessionDep) -> SortingRoundRead:
    """Deal no more hands. What is still on its way from phones counts."""
    return service.read_round(session, service.close_round(session, sorting, actor))


@router.post(
    "/sorting-rounds/{sorting_round_id}/hands",
    status_code=201,
    response_model=HandRead,
    responses=HIDDEN | raises(service.NotReviewing, service.SortingClosed, service.SortingIdTaken),
)
def deal_hand(
    sorting: RoundToSortIn, wanted: HandCreate, actor: ActorDep, session: SessionDep, response: Response
) -> HandRead:
    """Get stories to sort. The same id again is the same hand (200); a new id is a hand of other stories."""
    service.seat_only(actor)
    hand, new = service.deal_hand(session, sorting, wanted, actor)
    response.status_code = 201 if new else 200
    return hand


@router.put(
    "/hands/{hand_id}",
    max_body_size=LARGE_BODY,
    response_model=HandRead,
    responses=HIDDEN | raises(PayloadInvalid),
)
def put_hand(hand: HandToSort, sent: HandSent, actor: ActorDep, session: SessionDep) -> HandRead:
    """Say all that was sorted so far. An older revision than the one kept is ignored; the answer is what is kept."""
    return service.put_hand(session, hand, sent, actor)


@router.get(
    "/workshops/{workshop_id}/sorting-rounds/{sorting_round_id}/sorts.csv", response_class=Response, responses=HIDDEN
)
def take_sorts(workshop: WorkshopToTakeSorts, sorting_round_id: UUID, session: SessionDep) -> Response:
    """The sorts under pseudonyms drawn for this round, within consent to evaluation."""
    sorting = session.get(SortingRound, sorting_round_id)
    if sorting is None or sorting.workshop_id != workshop.id:
        raise NotFound
    headers = {"Content-Disposition": 'attachment; filename="sorts.csv"', "Cache-Control": "no-store"}
    return Response(sorts_csv(session, sorting), media_type="text/csv; charset=utf-8", headers=headers)
