"""The room sorts: a facilitator opens a round, phones are dealt hands and say which stories belong together."""

import secrets
from uuid import UUID

from sqlmodel import Session, select

from app.grouping.hands import as_sorted
from app.history.events import lock, record
from app.history.states import key
from app.problems import NotAllowed, NotFound, PayloadInvalid, Problem
from app.security import Actor
from app.sorting import queries
from app.sorting.dealing import cards
from app.sorting.queries import dealt_stories, hands_of, serial_numbers
from app.stories.consent import label
from clustering.hands import coverage
from clustering.steadiness import steadiness
from models import SortingHand, SortingRound, Workshop
from models.sorting import (
    CoverageRead,
    DealtStory,
    HandCreate,
    HandRead,
    HandSent,
    PileRead,
    SortingRoundCreate,
    SortingRoundRead,
)


class NotReviewing(Problem):
    """The room sorts while the workshop reviews its stories; move it to that stage first."""

    status, title, slug = 409, "This workshop is not reviewing", "not-reviewing"


class SortingClosed(Problem):
    """This sorting round is closed; no more hands are dealt."""

    status, title, slug = 409, "Sorting is closed", "sorting-closed"


class SortingIdTaken(Problem):
    """Another sorting round or hand has this id; take a new one."""

    status, title, slug = 409, "Id taken", "sorting-id-taken"


def open_round(
    session: Session, workshop: Workshop, wanted: SortingRoundCreate, actor: Actor
) -> tuple[SortingRound, bool]:
    """Open a sorting round, or find it opened already: the round, and whether it is new."""
    workshop = lock(session, workshop)
    if known := session.get(SortingRound, wanted.id):
        if known.workshop_id != workshop.id or any(
            getattr(known, field) != value for field, value in wanted.model_dump().items()
        ):
            raise SortingIdTaken
        return known, False
    if workshop.stage != "reviewing":
        raise NotReviewing
    sorting = SortingRound.model_validate(
        wanted.model_dump(),
        update={"workshop_id": workshop.id, "created_by": actor.ref, "opened_seq": workshop.seq + 1},
    )
    session.add(sorting)
    session.flush()
    after = {key("sorting_round", sorting.id): {"state": "open"}}
    record(session, workshop, actor=actor.ref, action="open_sorting", before={}, after={**after}, apply=False)
    return sorting, True


def close_round(session: Session, sorting: SortingRound, actor: Actor) -> SortingRound:
    """Deal no more hands; what phones still have to say of theirs is heard."""
    workshop = lock(session, session.get_one(Workshop, sorting.workshop_id))
    session.refresh(sorting)
    if sorting.state == "open":
        subject = key("sorting_round", sorting.id)
        record(
            session,
            workshop,
            actor=actor.ref,
            action="close_sorting",
            before={subject: {"state": "open"}},
            after={subject: {"state": "closed"}},
        )
    return sorting


def rounds_in(session: Session, workshop_id: UUID) -> list[SortingRound]:
    """The sorting rounds of a workshop, oldest first."""
    return queries.rounds_of(session, workshop_id)


def read_round(session: Session, sorting: SortingRound) -> SortingRoundRead:
    """How far the room is."""
    hands = hands_of(session, sorting)
    row_of = {str(id): row for row, id in enumerate(serial_numbers(session, sorting.workshop_id, "workshop"))}
    sorts = as_sorted(hands, row_of)
    covered = coverage(sorts, len(row_of))
    return SortingRoundRead.model_validate(
        sorting.model_dump()
        | {
            "stories": len(row_of),
            "hands": len(hands),
            "people": covered.people,
            "coverage": CoverageRead(stories=covered.stories, pairs=covered.pairs),
            "steadiness": steadiness(sorts, len(row_of)),
        }
    )


def deal_hand(session: Session, sorting: SortingRound, wanted: HandCreate, actor: Actor) -> tuple[HandRead, bool]:
    """Deal a seat its next hand, or show the one it has by this id: the hand, and whether it is new."""
    turn = select(SortingRound).where(SortingRound.id == sorting.id).with_for_update()
    sorting = session.exec(turn.execution_options(populate_existing=True)).one()
    if session.get_one(Workshop, sorting.workshop_id).stage in ("draft", "collecting"):
        raise NotReviewing
    if known := session.get(SortingHand, wanted.id):
        if known.seat_id != actor.id or known.round_id != sorting.id:
            raise SortingIdTaken
        return read_hand(session, sorting, known), False
    if sorting.state == "closed":
        raise SortingClosed
    hands = hands_of(session, sorting)
    hand = SortingHand(
        id=wanted.id,
        created_by="seat",
        workshop_id=sorting.workshop_id,
        round_id=sorting.id,
        seat_id=actor.id,
        sorter=next((hand.sorter for hand in hands if hand.seat_id == actor.id), secrets.token_hex(6)),
        people=wanted.people,
        dealt=cards(session, sorting, hands, actor.id),
    )
    session.add(hand)
    session.flush()
    return read_hand(session, sorting, hand), True


def put_hand(session: Session, hand: SortingHand, sent: HandSent, actor: Actor) -> HandRead:
    """Keep what a phone says of its hand, unless something newer is kept already."""
    if hand.seat_id != actor.id:
        raise NotFound
    session.refresh(hand, with_for_update=True)
    sorting = session.get_one(SortingRound, hand.round_id)
    check_stories(hand, sent)
    if sent.revision > hand.revision:
        there = {str(story.id) for story, _, _ in dealt_stories(session, hand)}
        hand.piles = [
            {
                "id": str(pile.id),
                "name": "" if str(pile.id) in hand.nameless else pile.name,
                "story_ids": [str(id) for id in pile.story_ids if str(id) in there],
            }
            for pile in sent.piles
        ]
        hand.nowhere = [str(id) for id in sent.nowhere if str(id) in there]
        hand.done, hand.revision = sent.done, sent.revision
        session.flush()
    return read_hand(session, sorting, hand)


def check_stories(hand: SortingHand, sent: HandSent) -> None:
    """Each story that is sorted must be in the hand, and in one place of it."""
    seen: set[UUID] = set()
    places = [(f"/piles/{n}/story_ids", pile.story_ids) for n, pile in enumerate(sent.piles)]
    mistakes = []
    for where, ids in [*places, ("/nowhere", sent.nowhere)]:
        for number, id in enumerate(ids):
            if str(id) not in hand.dealt:
                mistakes.append({"pointer": f"{where}/{number}", "detail": "is not in this hand"})
            elif id in seen:
                mistakes.append({"pointer": f"{where}/{number}", "detail": "is in this hand's piles twice"})
            seen.add(id)
    if mistakes:
        raise PayloadInvalid(errors=mistakes)


def read_hand(session: Session, sorting: SortingRound, hand: SortingHand) -> HandRead:
    """A hand as its seat sees it: what was taken back or set aside meanwhile is not in it any more."""
    stories = [
        DealtStory(
            id=story.id,
            serial_no=story.serial_no,
            headline=story.headline,
            notes=story.notes,
            language=story.language,
            said_by=None if sorting.names_hidden else label(story, consent, seat),
        )
        for story, consent, seat in dealt_stories(session, hand)
    ]
    there = {str(story.id) for story in stories}
    piles = [
        PileRead(id=pile["id"], name=pile["name"], story_ids=[id for id in pile["story_ids"] if id in there])
        for pile in hand.piles
    ]
    nowhere = [UUID(id) for id in hand.nowhere if id in there]
    return HandRead(
        id=hand.id,
        stories=stories,
        piles=piles,
        nowhere=nowhere,
        people=hand.people,
        revision=hand.revision,
        done=hand.done,
    )


def seat_only(actor: Actor) -> None:
    """Hands are for those in the room, by their seats."""
    if actor.kind != "seat":
        raise NotAllowed
