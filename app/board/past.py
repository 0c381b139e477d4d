"""The board as it stood: replayed from the log, shown with today's words, and restored as one new step."""

from collections import defaultdict
from collections.abc import Iterable
from typing import cast
from uuid import UUID

from sqlmodel import Session

from app.board.draft import Draft
from app.board.view import Placed, on_board, placed, read_theme
from app.history.events import events_after, replay, touching
from app.history.kinds.story import read_stories
from app.history.memberships import not_refused
from app.history.refusals import CommandRefused
from app.history.states import key, stories_among, themes_among
from models import Theme, Workshop
from models.base import State
from models.board import Board, MembershipRead
from models.commands import Restore
from models.states import LoggedStory, LoggedTheme, LoggedWorkshop, ThemeChanges
from models.stories import ConsentScope
from models.workshops import Stage

DISSOLVED: ThemeChanges = {"state": "retired", "retired_reason": "dissolved"}


def states_at(session: Session, workshop: Workshop, seq: int) -> dict[str, State]:
    """Every subject as it was after event `seq`."""
    return replay(events_after(session, workshop.id, 0, up_to=seq))


def read(session: Session, workshop: Workshop, seq: int, audience: ConsentScope) -> Board:
    """The board after event `seq`. Stories withdrawn or set aside since are not shown."""
    states = states_at(session, workshop, seq)
    shown, told = on_board(session, workshop, audience), stories_among(states)
    stories = {id: story for id, story in shown.items() if id in told and told[id]["state"] == "in_set"}
    primary, secondary = (placed_then(told, stories, role) for role in ("primary", "secondary"))
    themes = [
        read_theme(theme_then(id, state), placed(stories, primary[id]), [story_id for story_id, _ in secondary[id]])
        for id, state in in_order(themes_among(states))
    ]
    not_placed = [story for story in stories.values() if story.membership is None]
    return Board(
        seq=seq,
        stage=stage_in(states, workshop),
        board_hash="",
        themes=themes,
        held=0,
        arrived=0,
        not_placed=not_placed,
        discuss_first=[],
        run=None,
    )


def stage_in(states: dict[str, State], workshop: Workshop) -> Stage:
    """The stage the workshop was in; before its first event it was being drafted."""
    state = states.get(key("workshop", workshop.id))
    return cast(LoggedWorkshop, state)["stage"] if state else "draft"


def in_order(themes: dict[UUID, LoggedTheme]) -> list[tuple[UUID, LoggedTheme]]:
    """The themes that were on the board, in their order."""
    active = [(id, state) for id, state in themes.items() if state["state"] != "retired"]
    return sorted(active, key=lambda item: (item[1]["position"], str(item[0])))


def theme_then(id: UUID, state: LoggedTheme) -> Theme:
    return Theme.model_validate({**state, "id": id, "workshop_id": id, "created_by": "history"})


def placed_then(told: dict[UUID, LoggedStory], stories: Iterable[UUID], role: str) -> Placed:
    """Where each story was, by theme."""
    found: Placed = defaultdict(list)
    for story_id in stories:
        for membership in not_refused(told[story_id]):
            if membership["role"] == role:
                read = MembershipRead.model_validate(membership)
                found[UUID(membership["theme_id"])].append((story_id, read))
    return found


def bring_back(draft: Draft, theme_id: UUID) -> None:
    """Take back that a theme was dissolved: its stories return as far as nobody has touched them since."""
    state = draft.themes().get(theme_id)
    if state and state["state"] != "retired":
        return  # somebody was faster
    if state is None or state["retired_reason"] != "dissolved":
        raise CommandRefused("Only a theme that was dissolved can be brought back.")
    subject = key("theme", theme_id)
    event = touching(draft.session, draft.workshop.id, [subject])[0]
    draft.set_theme(theme_id, {**state, **themes_among(event.before)[theme_id]})
    on_board = draft.active()
    inside, left = stories_among(event.before), stories_among(event.after)
    for id, now in draft.states(left).items():
        if now == left[id]:
            kept = [m for m in inside[id]["memberships"] if UUID(m["theme_id"]) in on_board]
            draft.put_story(id, now, {**now, "memberships": kept})


def restore(draft: Draft, command: Restore) -> None:
    """Bring themes and placements back to where they stood after an event, as one new step that can be undone.

    Stories told since keep their place as long as its theme exists; what was withdrawn stays withdrawn.
    """
    if command.seq >= draft.workshop.seq:
        raise CommandRefused("Say to which earlier event (seq) the board shall go back.")
    then = states_at(draft.session, draft.workshop, command.seq)
    themes, stories = themes_among(then), stories_among(then)
    for id, theme in draft.themes().items():
        earlier = themes.get(id)
        draft.set_theme(id, {**theme, **earlier} if earlier else {**theme, **DISSOLVED})
    on_board = draft.active()
    for id, state in read_stories(draft.session, draft.story_ids()).items():
        old = stories.get(id)
        wanted = old if old and old["state"] != "submitted" else state
        if state["state"] in ("in_set", "set_aside") and wanted["state"] in ("in_set", "set_aside"):
            kept = [m for m in wanted["memberships"] if UUID(m["theme_id"]) in on_board]
            draft.put_story(id, state, {**wanted, "memberships": kept})
