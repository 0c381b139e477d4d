"""Ballots: one a member and turn, the same however often it is sent, gone from a secret round when its turn closes.

A ballot is never an event: not its id, not its time, not its sender.
"""

import hashlib
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.history.events import canonical
from app.may import role_in
from app.problems import NotAllowed, PayloadInvalid, Problem
from app.security import Actor
from app.selection import panels
from app.selection.methods import METHODS
from app.selection.methods.method import Vote
from app.selection.queries import in_turn, question_of
from models import Ballot, PanelMember, SelectionRound
from models.selection import BallotCast


class BallotIdTaken(Problem):
    """Another ballot has this id; send yours with a new one."""

    status, title, slug = 409, "Ballot id taken", "ballot-id-taken"


class TurnClosed(Problem):
    """This turn is not open (any more); `turn` says which one is, if any."""

    status, title, slug = 409, "Turn closed", "turn-closed"


def cast_ballot(session: Session, asked: SelectionRound, cast: BallotCast, actor: Actor) -> tuple[Ballot, bool]:
    """Take a ballot, or find it taken already: the ballot, and whether it is new.

    Raises BallotIdTaken, TurnClosed, NotAllowed, PayloadInvalid.
    """
    member = voter(session, asked, cast, actor)
    hold(session, asked)
    sent = hash_of(asked, cast, member)
    if known := session.get(Ballot, cast.id):
        if known.request_hash != sent:
            raise BallotIdTaken
        return known, False
    if not asked.turn_open or cast.turn != asked.turn:
        raise TurnClosed(turn=asked.turn if asked.turn_open else None)
    check(session, asked, cast)
    ballot = Ballot(id=cast.id, round_id=asked.id, turn=cast.turn, revision=cast.revision, request_hash=sent)
    if newest_revision(session, asked, member) > cast.revision:
        ballot.replaced = True
    else:
        replace(session, asked, member)
        ballot.sqlmodel_update(
            {
                "member_id": member.id,
                "story_id": cast.story_id,
                "scores": {str(id): given for id, given in cast.scores.items()},
                "none": cast.none,
                "reason": cast.reason,
            }
        )
    session.add(ballot)
    session.flush()
    return ballot, True


def hold(session: Session, asked: SelectionRound) -> None:
    """The round as it now stands; no turn closes and no other ballot comes in until this transaction ends."""
    query = select(SelectionRound).where(SelectionRound.id == asked.id).with_for_update()
    session.exec(query.execution_options(populate_existing=True)).one()


def voter(session: Session, asked: SelectionRound, cast: BallotCast, actor: Actor) -> PanelMember:
    """Who votes: the actor, or the seat for which a facilitator votes by hand. Raises NotAllowed, PayloadInvalid."""
    if cast.for_seat_id is None:
        if member := panels.member_for(session, asked.panel_id, actor):
            return member
        raise NotAllowed("Only who sits on the panel votes.")
    if role_in(session, actor, asked.workshop_id) != "facilitator":
        raise NotAllowed("Only a facilitator votes by hand for somebody else.")
    query = select(PanelMember).where(PanelMember.panel_id == asked.panel_id, PanelMember.seat_id == cast.for_seat_id)
    if member := session.exec(query).first():
        return member
    raise PayloadInvalid(errors=[{"pointer": "/for_seat_id", "detail": "does not sit on this panel"}])


def hash_of(asked: SelectionRound, cast: BallotCast, member: PanelMember) -> str:
    """What was sent, by whom, to which round, so that a repeated ballot is known again and no other is taken for it."""
    body: dict[str, Any] = cast.model_dump(mode="json", exclude={"for_seat_id"})
    said = [str(asked.id), str(member.id), asked.seed, body]
    return hashlib.sha256(canonical(said)).hexdigest()


def check(session: Session, asked: SelectionRound, cast: BallotCast) -> None:
    """Raises PayloadInvalid for what does not answer the turn's question."""
    method = METHODS[asked.method]
    if method.secret and cast.reason:
        detail = "cannot be written on a secret ballot, since words give away who wrote them; say it aloud"
        raise PayloadInvalid(errors=[{"pointer": "/reason", "detail": detail}])
    if fault := method.valid(question_of(session, asked), vote_of(cast.story_id, cast.scores, cast.none)):
        pointer = "/scores" if method.scores_in(asked.turn) else "/story_id"
        raise PayloadInvalid(errors=[{"pointer": pointer, "detail": fault}])


def vote_of(story_id: UUID | None, scores: dict[Any, dict[str, int]], none: bool) -> Vote:
    return Vote(str(story_id) if story_id else None, {str(id): given for id, given in scores.items()}, none)


def newest_revision(session: Session, asked: SelectionRound, member: PanelMember) -> int:
    """The revision of the member's ballot that counts in this turn; 0 where there is none."""
    query = select(Ballot.revision).where(*in_turn(asked), col(Ballot.member_id) == member.id)
    return session.exec(query).first() or 0


def replace(session: Session, asked: SelectionRound, member: PanelMember) -> None:
    """The member's ballot of this turn counts no more: it keeps what it takes to know it again, nothing it said."""
    mine = sa.update(Ballot).where(*in_turn(asked), col(Ballot.member_id) == member.id)
    session.exec(mine.values(replaced=True, member_id=None, story_id=None, scores={}, none=False, reason=""))


def votes_in(session: Session, asked: SelectionRound) -> list[Vote]:
    """What was voted in the current turn, each member once."""
    query = select(Ballot).where(*in_turn(asked))
    return [vote_of(ballot.story_id, ballot.scores, ballot.none) for ballot in session.exec(query)]


def forget(session: Session, asked: SelectionRound) -> None:
    """A secret turn is closed: its ballots go, all of them, and only the sums that the round keeps are left.

    Nothing is left to be shuffled: a tally has no order. The database overwrites what is deleted (`secure_delete`).
    """
    session.exec(sa.delete(Ballot).where(col(Ballot.round_id) == asked.id))
