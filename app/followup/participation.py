"""The mirror: who joined, told, was read by a panel, was chosen and heard back, and which voices were not there.

A count says too much where few are counted. Groups are therefore rounded down to steps of five (*random rounding's*
plain relative, deterministic rounding to base five), so that the difference of two answers is nothing or a whole step;
and where the exact total would still let somebody work out a small group, more of the column is hidden (*complementary
cell suppression*).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from app.followup.feedback import feedback_of, reaches, themes_of
from app.selection.record import standing
from models import Seat, SelectionRound, Story, Workshop
from models.followup import Cell, Participation

STEP = 5
COLUMNS = ("joined", "told", "read", "chosen", "heard_back")


@dataclass(frozen=True)
class Person:
    """Somebody of the workshop: a seat, or the teller of a story that was written down for them."""

    voice_groups: tuple[str, ...]
    language: str
    capture_mode: str
    reached: frozenset[str]


def shown(counts: Mapping[str, int], total: int, step: int = STEP) -> dict[str, int | None]:
    """One column of groups as it may be shown beside its exact total: rounded down, small ones hidden.

    Hides the smallest visible group as well, as long as what is left over narrows a hidden one down to fewer than
    `step` possible numbers.
    """
    cells = {group: number // step * step or None for group, number in counts.items()}
    while (visible := {group: cell for group, cell in cells.items() if cell}) and not wide(cells, total, step):
        cells[min(visible, key=lambda group: (visible[group], group))] = None
    return cells


def wide(cells: Mapping[str, int | None], total: int, step: int) -> bool:
    """Whether each hidden cell may still be any of at least `step` numbers, for whoever knows the rest."""
    hidden = sum(cell is None for cell in cells.values())
    if not hidden:
        return True
    seen = [cell for cell in cells.values() if cell is not None]
    most = total - sum(seen)
    least = max(0, most - (step - 1) * len(seen)) if hidden == 1 else 0
    return most - least >= step - 1


def people_of(session: Session, workshop: Workshop) -> list[Person]:
    """Everybody who joined, or whose story was written down; what they reached, as far as it still stands."""
    told = session.exec(select(Story).where(Story.workshop_id == workshop.id, Story.state != "withdrawn")).all()
    by_seat: dict[UUID | None, list[Story]] = {}
    for story in told:
        by_seat.setdefault(story.storyteller_seat_id, []).append(story)
    stages = stages_of(session, workshop, told)
    seats = session.exec(select(Seat).where(Seat.workshop_id == workshop.id)).all()
    joined = [(seat, by_seat.get(seat.id, [])) for seat in seats]
    return [
        Person(tuple(seat.voice_groups), seat.language, mode_of(stories), reached(stories, stages))
        for seat, stories in joined
    ] + [Person((), story.language, story.capture_mode, reached([story], stages)) for story in by_seat.get(None, [])]


def stages_of(session: Session, workshop: Workshop, told: Sequence[Story]) -> dict[str, set[UUID]]:
    """The stories that came as far as each stage."""
    said, themes = feedback_of(session, workshop.id), themes_of(session, None, workshop.id)
    return {
        "told": {story.id for story in told},
        "read": read_by_panels(session, workshop.id),
        "chosen": chosen_stories(session, workshop.id),
        "heard_back": {
            story.id for story in told if any(reaches(one, story.id, themes.get(story.id, set())) for one in said)
        },
    }


def reached(stories: Sequence[Story], stages: Mapping[str, set[UUID]]) -> frozenset[str]:
    """How far somebody came with any of their stories; whoever is here has joined."""
    ids = {story.id for story in stories}
    return frozenset({"joined", *(stage for stage, there in stages.items() if ids & there)})


def mode_of(stories: Sequence[Story]) -> str:
    """How somebody told: as they told first; nothing where they have not."""
    return stories[0].capture_mode if stories else ""


def read_by_panels(session: Session, workshop_id: UUID) -> set[UUID]:
    """The stories that a panel was given to read."""
    rounds = session.exec(select(SelectionRound.story_ids).where(SelectionRound.workshop_id == workshop_id)).all()
    return {UUID(id) for ids in rounds for id in ids}


def chosen_stories(session: Session, workshop_id: UUID) -> set[UUID]:
    """Every story that a panel's standing decision chose."""
    return {UUID(id) for one in standing(session, workshop_id) for id in one.story_ids}


def participation(session: Session, workshop: Workshop) -> Participation:
    """The mirror of a workshop."""
    people = people_of(session, workshop)
    totals = {column: sum(column in person.reached for person in people) for column in COLUMNS}
    return Participation(
        total=Cell(group="", **{column: n if n >= STEP else None for column, n in totals.items()}),
        voice_groups=cells(people, [person.voice_groups or ("",) for person in people], totals),
        languages=cells(people, [(person.language,) for person in people], totals),
        capture_modes=cells(people, [(person.capture_mode,) for person in people], totals),
        step=STEP,
    )


def cells(people: Sequence[Person], groups: Sequence[Sequence[str]], totals: Mapping[str, int]) -> list[Cell]:
    """One breakdown, each column protected for itself; the groups in order of their names."""
    names = sorted({group for found in groups for group in found})
    columns = {}
    for column in COLUMNS:
        reached = Counter(
            group for person, found in zip(people, groups, strict=True) if column in person.reached for group in found
        )
        columns[column] = shown({name: reached[name] for name in names}, totals[column])
    return [Cell(group=name, **{column: columns[column][name] for column in COLUMNS}) for name in names]
