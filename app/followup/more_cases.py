"""Counting: how many more such cases the room knows, and how many stories there are of each kind, chosen or not."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import get_args
from uuid import UUID

from sqlmodel import Session, col, select

from app.followup.feedback import themes_of
from app.followup.participation import STEP, chosen_stories
from app.problems import NotAllowed, PayloadInvalid
from app.security import Actor
from app.selection.panels import member_for
from app.stories.access import stories_for
from models import CaseCount, Seat, Selection, SelectionRound, Story, Workshop
from models.base import new_id
from models.followup import Cases, CasesCounted, CasesKnown, Counted, MoreCases, StoryCounts

ANSWERS: tuple[MoreCases, ...] = get_args(MoreCases)


def count(session: Session, asked: SelectionRound, wanted: CasesKnown, actor: Actor, runs: bool) -> Cases:
    """A member says what they know, newest word counts; whoever `runs` the room counts hands, newest count counts.

    Raises PayloadInvalid for a story that the round did not choose, NotAllowed for hands from the floor.
    """
    if str(wanted.story_id) not in chosen_in(session, asked):
        raise PayloadInvalid(errors=[{"pointer": "/story_id", "detail": "was not chosen in this round"}])
    if wanted.hands is not None and not runs:
        raise NotAllowed
    member = member_for(session, asked.panel_id, actor) if wanted.hands is None else None
    if wanted.hands is None and member is None:
        raise PayloadInvalid(errors=[{"pointer": "/hands", "detail": "is needed of whoever does not sit on the panel"}])
    row = earlier(session, asked, wanted, member.id if member else None)
    row.sqlmodel_update({"answer": wanted.answer, "hands": 1 if wanted.hands is None else wanted.hands})
    session.add(row)
    session.flush()
    return cases_of(session, asked)


def earlier(session: Session, asked: SelectionRound, wanted: CasesKnown, member_id: UUID | None) -> CaseCount:
    """What was said before and is replaced now: a member has one answer a story, hands one count an answer."""
    query = select(CaseCount).where(CaseCount.round_id == asked.id, CaseCount.story_id == wanted.story_id)
    query = query.where(CaseCount.member_id == member_id)
    if member_id is None:
        query = query.where(CaseCount.answer == wanted.answer)
    fresh = CaseCount(
        id=new_id(), round_id=asked.id, story_id=wanted.story_id, member_id=member_id, answer=wanted.answer
    )
    return session.exec(query).first() or fresh


def chosen_in(session: Session, asked: SelectionRound) -> list[str]:
    """The stories of the round's newest decision."""
    query = select(Selection).where(Selection.round_id == asked.id).order_by(col(Selection.id).desc())
    newest = session.exec(query).first()
    return newest.story_ids if newest else []


def cases_of(session: Session, asked: SelectionRound) -> Cases:
    """The answers about each chosen story; never who gave them."""
    rows = session.exec(select(CaseCount).where(CaseCount.round_id == asked.id)).all()
    return Cases(items=[counted(UUID(id), rows) for id in chosen_in(session, asked)])


def counted(story_id: UUID, rows: Sequence[CaseCount]) -> CasesCounted:
    answers = dict.fromkeys(ANSWERS, 0)
    for row in rows:
        if row.story_id == story_id:
            answers[row.answer] += row.hands
    return CasesCounted(story_id=story_id, answers=answers)


def counts(session: Session, workshop: Workshop, actor: Actor) -> StoryCounts:
    """Every story that the reader may read, counted by theme, direction, expectation, place and voice group."""
    told = [story for story in stories_for(session, workshop, actor) if story.state == "in_set"]
    chosen = chosen_stories(session, workshop.id)
    themes = themes_of(session, None, workshop.id)
    seats = session.exec(select(Seat).where(Seat.workshop_id == workshop.id))
    voices: dict[UUID | None, list[str]] = {seat.id: seat.voice_groups for seat in seats}

    def by(groups: Callable[[Story], Sequence[str]], least: int = 0) -> list[Counted]:
        return rows_by(told, chosen, groups, least)

    return StoryCounts(
        themes=by(lambda story: [str(id) for id in sorted(themes.get(story.id, set()))]),
        directions=by(lambda story: [story.direction]),
        expected=by(lambda story: [story.expected]),
        places=by(lambda story: [story.happened_where]),
        voice_groups=by(
            lambda story: voices.get(story.storyteller_seat_id, []) if story.storyteller_seat_id else [], STEP
        ),
        not_selected_story_ids=[story.id for story in told if story.id not in chosen],
        hidden_below=STEP,
    )


def rows_by(
    told: Sequence[Story], chosen: set[UUID], groups: Callable[[Story], Sequence[str]], least: int
) -> list[Counted]:
    """One row a group; figures of a group under `least`, and of what was chosen of it, in steps of it, are hidden."""
    every = Counter(group for story in told for group in groups(story) or [""])
    picked = Counter(group for story in told if story.id in chosen for group in groups(story) or [""])

    def shown(number: int) -> int | None:
        return number if not least else number // least * least or None

    return [
        Counted(group=group, stories=shown(n), chosen=shown(picked[group]), not_selected=shown(n - picked[group]))
        for group, n in sorted(every.items())
    ]
