"""The one way to change the board: a command becomes an event, and the tables follow in the same transaction."""

from uuid import UUID

from sqlmodel import Session

from app.board.commands import COMMANDS, subjects
from app.board.draft import Draft
from app.history import conflicts
from app.history.events import lock, record
from app.history.states import split_key
from app.history.undo import step_back
from app.security import Actor
from models import AnswerGiven, ChangeEvent, Workshop
from models.board import CommandResult, CommandsDone
from models.commands import Command, Commands, StepBack


def apply(session: Session, workshop: Workshop, wanted: Commands, actor: Actor) -> CommandsDone:
    """Carry out commands, all or none.

    Raises BoardConflict when a story or theme they name was changed after `base_seq`, CommandRefused when one
    makes no sense on the board as it stands.
    """
    workshop = lock(session, workshop)
    if wanted.op_id and (given := session.get(AnswerGiven, (workshop.id, wanted.op_id))):
        return CommandsDone.model_validate(given.answer)
    for command in wanted.commands:
        conflicts.check(session, workshop, wanted.base_seq, subjects(command))
    results = [carry_out(session, workshop, command, actor, wanted.op_id) for command in wanted.commands]
    done = CommandsDone(seq=workshop.seq, results=results, board_hash=workshop.board_hash)
    if wanted.op_id:
        session.add(AnswerGiven(workshop_id=workshop.id, op_id=wanted.op_id, answer=done.model_dump(mode="json")))
    return done


def carry_out(
    session: Session, workshop: Workshop, command: Command, actor: Actor, op_id: UUID | None
) -> CommandResult:
    """One command, one event; a command that changes nothing leaves none."""
    if isinstance(command, StepBack):
        event = step_back(session, workshop, actor.ref, command)
        event.op_id = op_id
        return result(event)
    draft = Draft(session, workshop, actor, command.acting_for)
    COMMANDS[command.type](draft, command)
    before, after = draft.changes()
    if not after:
        return CommandResult(seq=workshop.seq, type=command.type, story_ids=[], theme_ids=[])
    event = record(
        session,
        workshop,
        actor=actor.ref,
        action=command.type,
        before=before,
        after=after,
        reason=command.reason or "",
        acting_for=command.acting_for,
        op_id=op_id,
    )
    return result(event, draft.followed_to)


def result(event: ChangeEvent, followed_to: UUID | None = None) -> CommandResult:
    touched: dict[str, list[UUID]] = {"story": [], "theme": []}
    for subject in event.after:
        kind, id = split_key(subject)
        touched.setdefault(kind, []).append(id)
    return CommandResult(
        seq=event.seq,
        type=event.action,
        story_ids=touched["story"],
        theme_ids=touched["theme"],
        undo_of=event.undo_of,
        followed_to=followed_to,
    )
