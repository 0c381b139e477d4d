"""Two moments of one board side by side: what became of each theme, and which stories went from where to where."""

from collections import Counter, defaultdict
from uuid import UUID

from sqlmodel import Session

from app.board.draft import primary
from app.board.view import on_board
from app.history.events import events_after, replay
from app.history.states import key
from models import Workshop
from models.base import State
from models.board import BoardCompared, StoriesMoved, ThemeCompared, ThemeThen
from models.stories import ConsentScope

Board = dict[str, State]


def read(session: Session, workshop: Workshop, start: int, end: int, audience: ConsentScope) -> BoardCompared:
    """The way from the board after event `start` to the board after event `end`, which may be the earlier one.

    Stories are told of as far as `audience` may read them today; of the others only how many left.
    """
    first, last = sorted((start, end))
    earlier = replay(events_after(session, workshop.id, 0, up_to=first))
    later = replay(events_after(session, workshop.id, first, up_to=last), earlier)
    before, after = (earlier, later) if start <= end else (later, earlier)
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


def was_on_board(board: Board, story_id: UUID) -> bool:
    return board.get(key("story", story_id), {}).get("state") == "in_set"


def count_left(before: Board, after: Board) -> int:
    """How many stories were on the board at the first moment and are not at the second."""
    there = [
        subject for subject, state in before.items() if subject.startswith("story:") and state["state"] == "in_set"
    ]
    return sum(subject not in after or after[subject]["state"] != "in_set" for subject in there)


def place(board: Board, story_id: UUID) -> UUID | None:
    """The theme a story was in."""
    placed = primary(board[key("story", story_id)])
    return UUID(placed["theme_id"]) if placed else None


def moves(before: Board, after: Board, story_ids: list[UUID]) -> list[StoriesMoved]:
    """Stories that are elsewhere, together by where from and where to, the largest company first."""
    together: dict[tuple[UUID | None, UUID | None], list[UUID]] = defaultdict(list)
    for id in story_ids:
        start, end = place(before, id), place(after, id)
        if start != end:
            together[start, end].append(id)
    found = [StoriesMoved(from_theme_id=a, to_theme_id=b, story_ids=ids) for (a, b), ids in together.items()]
    return sorted(found, key=lambda one: -len(one.story_ids))


def themes(before: Board, after: Board) -> list[ThemeCompared]:
    """Every theme that was on the board at either moment, in its order at the second."""
    subjects = [subject for subject in dict.fromkeys([*after, *before]) if subject.startswith("theme:")]
    sizes = [
        Counter(placed["theme_id"] for placed in map(primary, stories(board)) if placed) for board in (before, after)
    ]
    found = [compared(subject, before, after, sizes) for subject in subjects]
    return sorted((one for one in found if one.before or one.after), key=order)


def order(theme: ThemeCompared) -> tuple[bool, int, str]:
    shown = theme.after or theme.before
    return theme.after is None, shown.position if shown else 0, str(theme.id)


def stories(board: Board) -> list[State]:
    return [state for subject, state in board.items() if subject.startswith("story:")]


def compared(subject: str, before: Board, after: Board, sizes: list[Counter[str]]) -> ThemeCompared:
    id = subject.partition(":")[2]
    sides = [board.get(subject) for board in (before, after)]
    merged = [UUID(state["merged_into"]) for state in sides if state and state["retired_reason"] == "merged"]
    return ThemeCompared(
        id=UUID(id),
        before=then(sides[0], sizes[0][id]),
        after=then(sides[1], sizes[1][id]),
        merged_into=next(iter(merged), None),
    )


def then(state: State | None, stories: int) -> ThemeThen | None:
    """A theme as it was; None where it was not on the board."""
    if state is None or state["state"] == "retired":
        return None
    return ThemeThen(
        **{name: state[name] for name in ("name", "letter", "colour", "state", "position")}, stories=stories
    )
