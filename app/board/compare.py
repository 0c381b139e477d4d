"""Two moments of one board side by side: what became of each theme, and which stories went from where to where."""

from collections import Counter, defaultdict
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from app.board.view import on_board
from app.history.events import events_after, replay
from app.history.kinds.kind import as_id
from app.history.memberships import theme_in
from app.history.states import stories_among, themes_among
from models import Workshop
from models.base import State
from models.board import BoardCompared, StoriesMoved, ThemeCompared, ThemeThen
from models.states import LoggedStory, LoggedTheme
from models.stories import ConsentScope


class Moment(NamedTuple):
    """A board at one moment."""

    themes: dict[UUID, LoggedTheme]
    stories: dict[UUID, LoggedStory]


def read(session: Session, workshop: Workshop, start: int, end: int, audience: ConsentScope) -> BoardCompared:
    """The way from the board after event `start` to the board after event `end`, which may be the earlier one.

    Stories are told of as far as `audience` may read them today; of the others only how many left.
    """
    first, last = sorted((start, end))
    earlier = replay(events_after(session, workshop.id, 0, up_to=first))
    later = replay(events_after(session, workshop.id, first, up_to=last), earlier)
    before, after = map(moment, (earlier, later) if start <= end else (later, earlier))
    shown = on_board(session, workshop, audience)
    there = {id for id in shown if was_on_board(before, id)}
    here = {id for id in shown if was_on_board(after, id)}
    return BoardCompared(
        from_seq=start,
        to_seq=end,
        themes=themes(before, after),
        moves=moves(before, after, [id for id in shown if id in there & here]),
        joined=[id for id in shown if id in here - there],
        left=count_left(before, after),
    )


def moment(states: dict[str, State]) -> Moment:
    return Moment(themes_among(states), stories_among(states))


def was_on_board(board: Moment, story_id: UUID) -> bool:
    return story_id in board.stories and board.stories[story_id]["state"] == "in_set"


def count_left(before: Moment, after: Moment) -> int:
    """How many stories were on the board at the first moment and are not at the second."""
    return sum(was_on_board(before, id) and not was_on_board(after, id) for id in before.stories)


def place(board: Moment, story_id: UUID) -> UUID | None:
    """The theme a story was in."""
    return as_id(theme_in(board.stories[story_id]))


def moves(before: Moment, after: Moment, story_ids: list[UUID]) -> list[StoriesMoved]:
    """Stories that are elsewhere, together by where from and where to, the largest company first."""
    together: dict[tuple[UUID | None, UUID | None], list[UUID]] = defaultdict(list)
    for id in story_ids:
        start, end = place(before, id), place(after, id)
        if start != end:
            together[start, end].append(id)
    found = [StoriesMoved(from_theme_id=a, to_theme_id=b, story_ids=ids) for (a, b), ids in together.items()]
    return sorted(found, key=lambda one: -len(one.story_ids))


def themes(before: Moment, after: Moment) -> list[ThemeCompared]:
    """Every theme that was on the board at either moment, in its order at the second."""
    sizes = [Counter(map(theme_in, board.stories.values())) for board in (before, after)]
    found = [compared(id, before, after, sizes) for id in dict.fromkeys([*after.themes, *before.themes])]
    return sorted((one for one in found if one.before or one.after), key=order)


def order(theme: ThemeCompared) -> tuple[bool, int, str]:
    shown = theme.after or theme.before
    return theme.after is None, shown.position if shown else 0, str(theme.id)


def compared(id: UUID, before: Moment, after: Moment, sizes: list[Counter[str | None]]) -> ThemeCompared:
    sides = [board.themes.get(id) for board in (before, after)]
    merged = [as_id(state["merged_into"]) for state in sides if state and state["retired_reason"] == "merged"]
    return ThemeCompared(
        id=id,
        before=then(sides[0], sizes[0][str(id)]),
        after=then(sides[1], sizes[1][str(id)]),
        merged_into=next(iter(merged), None),
    )


def then(state: LoggedTheme | None, stories: int) -> ThemeThen | None:
    """A theme as it was; None where it was not on the board."""
    if state is None or state["state"] == "retired":
        return None
    return ThemeThen.model_validate({**state, "stories": stories})
