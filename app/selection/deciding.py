"""Deciding: what a panel chose, with its reasons on record; a decision made anew names the one before it."""

import hashlib
import secrets
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.events import canonical, record
from app.history.kinds.selection import selection_state
from app.history.memberships import primary_rows
from app.history.states import key
from app.problems import PayloadInvalid, Problem
from app.security import Actor
from app.selection import reasons
from app.selection.panels import fed_by, panels_of
from app.selection.queries import outcome_of
from app.selection.rounds import hold, move, wrong_moment
from models import Dissent, Membership, Selection, SelectionReason, SelectionRound, Story, Workshop
from models.base import State, new_id
from models.selection import OutcomeName, RoundState, SelectionCreate

HOW_MANY: dict[OutcomeName, int] = {"one": 1, "two": 2, "none": 0, "deferred": 0}
STATES: dict[OutcomeName, RoundState] = {
    "one": "decided",
    "two": "decided",
    "none": "no_selection",
    "deferred": "deferred",
}


FORGOTTEN = ""  # what a decision was sent with is forgotten with a story that it may have quoted


class AgainstTally(Problem):
    """The panel voted otherwise. Choosing against the tally is allowed; say so with `against_tally`."""

    status, title, slug = 409, "Against the tally", "against-tally"


class SelectionIdTaken(Problem):
    """Another decision has this id; send yours with a new one."""

    status, title, slug = 409, "Selection id taken", "selection-id-taken"


def decide(session: Session, asked: SelectionRound, wanted: SelectionCreate, actor: Actor) -> tuple[Selection, bool]:
    """Record what the panel chose and why; a later decision takes the place of the earlier one and names it.

    The decision, and whether it is new. Raises WrongMoment, AgainstTally, SelectionIdTaken, PayloadInvalid.
    """
    workshop = hold(session, asked)
    sent = hashlib.sha256(canonical(wanted.model_dump(mode="json", exclude={"id"}))).hexdigest()
    if wanted.id and (known := session.get(Selection, wanted.id)):
        if known.round_id != asked.id or known.request_hash not in (sent, FORGOTTEN):
            raise SelectionIdTaken
        return known, False
    if asked.turn_open or not asked.revealed_turn or asked.revealed_turn < asked.turn:
        raise wrong_moment(asked, "Close the turn and reveal it before the panel decides.")
    if wanted.by_lot:
        wanted = wanted.model_copy(update={"story_ids": [draw(session, asked, wanted)]})
    check_stories(asked, wanted)
    reasons.check(wanted)
    check_passing(session, asked, wanted)
    against = goes_against(session, asked, wanted)
    if against and not wanted.against_tally:
        raise AgainstTally
    selection = new_selection(session, asked, wanted, actor, against)
    selection.request_hash = sent
    session.add(selection)
    session.flush()
    say_why(session, selection, wanted, actor)
    put_on_record(session, workshop, asked, selection, actor)
    return selection, True


def draw(session: Session, asked: SelectionRound, wanted: SelectionCreate) -> UUID:
    """One of the stories that lead with as many votes, each as likely. Raises PayloadInvalid where there is no tie."""
    said = outcome_of(session, asked)
    if wanted.outcome != "one" or wanted.story_ids or said is None or not said.tie:
        raise PayloadInvalid(errors=[{"pointer": "/by_lot", "detail": "is for one story out of a tie, and names none"}])
    return secrets.choice(said.story_ids)


def check_stories(asked: SelectionRound, wanted: SelectionCreate) -> None:
    """As many stories as the outcome says, all of the round, and reasons about these alone."""
    errors = []
    if len(set(wanted.story_ids)) != HOW_MANY[wanted.outcome] or len(wanted.story_ids) != len(set(wanted.story_ids)):
        errors.append({"pointer": "/story_ids", "detail": f"are not as many as the outcome {wanted.outcome} says"})
    named = [("/story_ids", wanted.story_ids)]
    named += [(f"/reasons/{n}/story_id", [one.story_id]) for n, one in enumerate(wanted.reasons) if one.story_id]
    named += [
        (f"/dissent/{n}/preferred_story_id", [one.preferred_story_id])
        for n, one in enumerate(wanted.dissent)
        if one.preferred_story_id
    ]
    errors += [
        {"pointer": pointer, "detail": "is no story of this round"}
        for pointer, ids in named
        if not {str(id) for id in ids} <= set(asked.story_ids)
    ]
    if errors:
        raise PayloadInvalid(errors=errors)


def check_passing(session: Session, asked: SelectionRound, wanted: SelectionCreate) -> None:
    """What is chosen goes up only: to another panel of the workshop from which no way leads back."""
    if wanted.pass_to_panel_id is None:
        return
    feeds = {str(one.id): one.feeds_panel_ids for one in panels_of(session, asked.workshop_id)}
    target = str(wanted.pass_to_panel_id)
    if target not in feeds or str(asked.panel_id) in fed_by(feeds, [target]):
        raise PayloadInvalid(errors=[{"pointer": "/pass_to_panel_id", "detail": "is no panel above this one"}])


def goes_against(session: Session, asked: SelectionRound, wanted: SelectionCreate) -> bool:
    """Whether the panel decides otherwise than it voted. To wait is not; a tie backs each of its own."""
    said = outcome_of(session, asked)
    if said is None or wanted.outcome == "deferred":
        return False
    if wanted.outcome == "none":
        return not said.none and bool(said.story_ids)
    return not set(wanted.story_ids) <= set(said.story_ids)


def new_selection(
    session: Session, asked: SelectionRound, wanted: SelectionCreate, actor: Actor, against: bool
) -> Selection:
    before = newest_of(session, asked)
    chosen = [session.get_one(Story, id) for id in wanted.story_ids]
    return Selection(
        id=wanted.id or new_id(),
        workshop_id=asked.workshop_id,
        panel_id=asked.panel_id,
        round_id=asked.id,
        outcome=wanted.outcome,
        story_ids=[str(id) for id in wanted.story_ids],
        tally=asked.tallies[asked.revealed_turn - 1],
        against_tally=against,
        by_lot=wanted.by_lot,
        passed_to_panel_id=wanted.pass_to_panel_id,
        replaces_id=before.id if before else None,
        versions={str(story.id): story.version for story in chosen},
        themes={str(story.id): theme_of(session, story.id) for story in chosen},
        created_by=actor.ref,
    )


def newest_of(session: Session, asked: SelectionRound) -> Selection | None:
    query = select(Selection).where(Selection.round_id == asked.id)
    return session.exec(query.order_by(col(Selection.id).desc())).first()


def theme_of(session: Session, story_id: UUID) -> str | None:
    """The theme a story is in first of all."""
    query = select(Membership.theme_id).where(Membership.story_id == story_id, primary_rows())
    found = session.exec(query).first()
    return str(found) if found else None


def say_why(session: Session, selection: Selection, wanted: SelectionCreate, actor: Actor) -> None:
    """Reasons and dissent, each a row of its own; the one story's reason need not name it."""
    only = wanted.story_ids[0] if len(wanted.story_ids) == 1 else None
    of = {"workshop_id": selection.workshop_id, "selection_id": selection.id, "created_by": actor.ref}
    for given in wanted.reasons:
        session.add(SelectionReason(**{**given.model_dump(), **of, "story_id": given.story_id or only}))
    for dissent in wanted.dissent:
        session.add(Dissent(**{**dissent.model_dump(), **of}))
    session.flush()


def put_on_record(
    session: Session, workshop: Workshop, asked: SelectionRound, selection: Selection, actor: Actor
) -> None:
    """Two events: the round is decided, and what was chosen."""
    state = STATES[selection.outcome]
    if asked.state != state:
        move(session, workshop, asked, actor, "close_round", state=state)
    after: dict[str, State | None] = {key("selection", selection.id): selection_state(session, selection)}
    record(session, workshop, actor=actor.ref, action="select", before={}, after=after, apply=False)
