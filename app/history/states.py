"""What an event remembers of its subjects: `kind:id` and a whole state; what a kind is, the table KINDS knows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast
from uuid import UUID

from sqlmodel import Session

from app.history.kinds.api_key import KeyKind
from app.history.kinds.claim import ClaimKind
from app.history.kinds.feedback import FeedbackKind
from app.history.kinds.kind import Kind, UnknownState, Writing
from app.history.kinds.member import MemberKind
from app.history.kinds.panel import PanelKind
from app.history.kinds.recommendation import RecommendationKind
from app.history.kinds.run import RunKind
from app.history.kinds.selection import SelectionKind
from app.history.kinds.selection_round import SelectionRoundKind
from app.history.kinds.settings import SettingsKind
from app.history.kinds.sorting_round import SortingRoundKind
from app.history.kinds.story import StoryKind
from app.history.kinds.suggestion import SuggestionKind
from app.history.kinds.theme import ThemeKind
from app.history.kinds.verification import VerificationKind
from app.history.kinds.workshop import WorkshopKind
from models import Workshop
from models.base import State
from models.states import LoggedStory, LoggedTheme

# In the order of writing: what others point to comes first. What ceases to be goes in the opposite order.
KINDS: dict[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        WorkshopKind(),
        SettingsKind(),
        MemberKind(),
        KeyKind(),
        ThemeKind(),
        StoryKind(),
        SuggestionKind(),
        RunKind(),
        SortingRoundKind(),
        PanelKind(),
        SelectionRoundKind(),
        SelectionKind(),
        ClaimKind(),
        VerificationKind(),
        FeedbackKind(),
        RecommendationKind(),
    )
}
SUBJECT = f"^({'|'.join(sorted(KINDS))}):[0-9a-f-]{{36}}$"


def key(kind: str, id: UUID | str) -> str:
    """How an event names a subject, such as `story:0192…`."""
    return f"{kind}:{id}"


def split_key(subject: str) -> tuple[str, UUID]:
    kind, _, id = subject.partition(":")
    return kind, UUID(id)


def kind_of(subject: str) -> Kind[Any]:
    """What the log knows of a subject's kind. Raises UnknownState for a kind that is in no table of ours."""
    name = subject.partition(":")[0]
    if name not in KINDS:
        raise UnknownState(f"no kind of subject is called {name!r}")
    return KINDS[name]


def is_on_board(subject: str) -> bool:
    return kind_of(subject).on_board


def by_kind(subjects: Iterable[str]) -> dict[str, list[UUID]]:
    """Ids by the name of their kind. Raises UnknownState."""
    found: dict[str, list[UUID]] = defaultdict(list)
    for subject in subjects:
        found[kind_of(subject).name].append(split_key(subject)[1])
    return found


def read_states(session: Session, subjects: Iterable[str]) -> dict[str, State]:
    """The states of subjects as the tables have them now; what does not exist is left out. Raises UnknownState."""
    return {
        key(name, id): state
        for name, ids in by_kind(subjects).items()
        for id, state in KINDS[name].read(session, ids).items()
    }


def write_states(session: Session, states: Mapping[str, State | None], event: Writing) -> None:
    """Make the tables say what `states` say. Raises UnknownState."""
    ids = by_kind(states)
    for name, kind in KINDS.items():
        told = {id: state for id in ids.get(name, []) if (state := states[key(name, id)]) is not None}
        if told:
            kind.write(session, told, event)
    for name, kind in reversed(KINDS.items()):
        if gone := [id for id in ids.get(name, []) if states[key(name, id)] is None]:
            kind.remove(session, gone)


def themes_among(states: Mapping[str, State | None]) -> dict[UUID, LoggedTheme]:
    """The themes among subjects of any kind, without those that do not exist."""
    return {id: cast(LoggedTheme, state) for id, state in of_kind("theme", states)}


def stories_among(states: Mapping[str, State | None]) -> dict[UUID, LoggedStory]:
    """The stories among subjects of any kind."""
    return {id: cast(LoggedStory, state) for id, state in of_kind("story", states)}


def of_kind(name: str, states: Mapping[str, State | None]) -> Iterator[tuple[UUID, State]]:
    for subject, state in states.items():
        kind, _, id = subject.partition(":")
        if kind == name and state is not None:
            yield UUID(id), state


def read_board(session: Session, workshop: Workshop) -> dict[str, State]:
    """Everything the board is made of, as the tables have it now."""
    return {
        key(kind.name, id): state
        for kind in KINDS.values()
        if kind.on_board
        for id, state in kind.read(session, kind.ids(session, workshop)).items()
    }
