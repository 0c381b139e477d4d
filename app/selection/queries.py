"""What can be asked of rounds: the question of a turn, who may see which tally, and stories in a reader's own order."""

import hashlib
from collections.abc import Sequence
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import func
from sqlmodel import Session, col, select

from app.security import Actor
from app.selection.methods import METHODS
from app.selection.methods.method import Question, Tally
from app.selection.panels import member_for, members_of, panels_of
from app.stories.consent import covers, label
from models import Ballot, Consent, Panel, Seat, SelectionRound, Story
from models.selection import Criterion, OutcomeRead, RoundRead, RoundWithStories, StoryToChoose, TallyRead, Turnout
from models.stories import ConsentScope

ENOUGH_FOR_SECRECY = 5


def audience_of_panel(panel: Panel) -> ConsentScope:
    """Whom consent must reach: a panel of the workshop is the room itself, one from outside is a partner."""
    return "partners" if panel.from_outside else "workshop"


def question_of(session: Session, asked: SelectionRound, turn: int | None = None) -> Question:
    """What a turn of the round asks, or its current one; the first turn may have narrowed it down."""
    turn = turn or max(asked.turn, 1)
    sits = len(members_of(session, asked.panel_id))
    whole = Question(asked.story_ids, sits, asked.weights, turn, asked.max_turns)
    if turn == 1 or not asked.tallies:
        return whole
    left = METHODS[asked.method].remaining(whole, cast("Tally", asked.tallies[0]))
    return Question(left, sits, asked.weights, turn, asked.max_turns)


def in_turn(asked: SelectionRound) -> tuple[sa.ColumnElement[bool], ...]:
    """For a query of Ballot: those of the round's current turn that count."""
    return (
        col(Ballot.round_id) == asked.id,
        col(Ballot.turn) == asked.turn,
        col(Ballot.replaced).is_(False),
    )


def voted_in(session: Session, asked: SelectionRound) -> int:
    """How many have voted in the current turn."""
    if asked.turn and not asked.turn_open:
        return int(asked.tallies[-1]["voted"])
    return session.exec(select(func.count()).select_from(Ballot).where(*in_turn(asked))).one()


def rounds_of(session: Session, panel_id: UUID) -> Sequence[SelectionRound]:
    query = select(SelectionRound).where(SelectionRound.panel_id == panel_id)
    return session.exec(query.order_by(col(SelectionRound.id))).all()


def beside(session: Session, panel: Panel) -> list[Panel]:
    """The panels that choose in parallel with this one: they feed a panel in common, or neither feeds any."""
    if panel.mode != "parallel":
        return []
    others = [one for one in panels_of(session, panel.workshop_id) if one.mode == "parallel" and one.id != panel.id]
    feeds = set(panel.feeds_panel_ids)
    return [one for one in others if feeds & set(one.feeds_panel_ids) or not (feeds or one.feeds_panel_ids)]


def still_choosing(session: Session, panel: Panel) -> list[Panel]:
    """The parallel panels whose newest round is not revealed yet: until it is, they may not see this one's answer."""
    return [one for one in beside(session, panel) if not has_revealed(session, one)]


def has_revealed(session: Session, panel: Panel) -> bool:
    rounds = rounds_of(session, panel.id)
    return bool(rounds) and rounds[-1].revealed_turn > 0


def may_see_answer(session: Session, panel: Panel, actor: Actor) -> bool:
    """Whoever sits on a parallel panel that has not revealed yet does not see what this one answered."""
    return not any(member_for(session, one.id, actor) for one in still_choosing(session, panel))


def round_read(session: Session, asked: SelectionRound) -> RoundRead:
    """A round with its turnout, and nothing else of what was voted."""
    panel = session.get_one(Panel, asked.panel_id)
    question = question_of(session, asked)
    return RoundRead.model_validate(
        {
            **asked.model_dump(exclude={"scope", "seed", "request_hash", "tallies"}),
            "criteria": [Criterion(name=name, weight=weight) for name, weight in asked.weights.items()],
            "question_story_ids": list(question.story_ids) if asked.revealed_turn else asked.story_ids,
            "turnout": Turnout(voted=voted_in(session, asked), seats=question.sits),
            "too_few_for_secrecy": METHODS[asked.method].secret and question.sits < ENOUGH_FOR_SECRECY,
            "waits_for_panel_ids": [one.id for one in still_choosing(session, panel)],
        }
    )


def round_with_stories(session: Session, asked: SelectionRound, actor: Actor) -> RoundWithStories:
    """A round as somebody in the room reads it: stories within consent, tallies of revealed turns only."""
    panel = session.get_one(Panel, asked.panel_id)
    shown = asked.tallies[: asked.revealed_turn] if may_see_answer(session, panel, actor) else []
    tallies = [TallyRead.model_validate(tally) for tally in shown]
    outcome = outcome_of(session, asked) if shown else None
    return RoundWithStories(
        **round_read(session, asked).model_dump(),
        stories=stories_for(session, panel, asked, actor),
        tally=tallies[-1] if tallies else None,
        tallies=tallies,
        outcome=outcome,
    )


def outcome_of(session: Session, asked: SelectionRound) -> OutcomeRead | None:
    """What the newest revealed tally says."""
    if not asked.revealed_turn:
        return None
    tally = cast("Tally", asked.tallies[asked.revealed_turn - 1])
    question = question_of(session, asked, asked.revealed_turn)
    return OutcomeRead.model_validate(METHODS[asked.method].outcome(question, tally))


def stories_for(session: Session, panel: Panel, asked: SelectionRound, actor: Actor) -> list[StoryToChoose]:
    """The frozen stories that consent still lets the panel read; a member's own order, steady for that member."""
    query = select(Story, Consent).join(Consent, col(Consent.story_id) == Story.id)
    query = query.where(Story.workshop_id == asked.workshop_id, covers(audience_of_panel(panel)))
    frozen = {id: place for place, id in enumerate(asked.story_ids)}
    found = {str(story.id): (story, consent) for story, consent in session.exec(query) if str(story.id) in frozen}
    sits = member_for(session, panel.id, actor) is not None
    ids = sorted(found, key=(lambda id: own_order(asked.seed, actor.id, id)) if sits else lambda id: f"{frozen[id]:09}")
    return [story_read(session, *found[id], names_hidden=asked.names_hidden) for id in ids]


def own_order(seed: str, reader: UUID, story_id: str) -> str:
    """Where a story comes in a reader's order: like drawn, and the same each time."""
    return hashlib.sha256(f"{seed}:{reader}:{story_id}".encode()).hexdigest()


def story_read(session: Session, story: Story, consent: Consent, names_hidden: bool) -> StoryToChoose:
    seat = session.get(Seat, story.storyteller_seat_id) if story.storyteller_seat_id else None
    return StoryToChoose(
        id=story.id,
        serial_no=story.serial_no,
        headline=story.headline,
        notes=story.notes,
        significance=story.significance,
        language=story.language,
        said_by=None if names_hidden else label(story, consent, seat),
    )
