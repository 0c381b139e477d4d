"""How a grouping run looks from the board: its progress, and which of its suggestions still fit."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.board.suggestions import fits
from app.history.actions import AGEING
from app.history.kinds.story import read_stories
from app.history.kinds.theme import theme_state
from models import ChangeEvent, GroupingRun, Suggestion, Theme
from models.grouping import GroupingRunRead, Progress, RunState, SuggestionRead, SuggestionState
from models.states import LoggedStory, LoggedTheme


def newest_run(session: Session, workshop_id: UUID, state: RunState | None = None) -> GroupingRun | None:
    query = select(GroupingRun).where(GroupingRun.workshop_id == workshop_id).order_by(col(GroupingRun.id).desc())
    query = query.where(GroupingRun.state == state) if state else query
    return session.exec(query.limit(1)).first()


def read_run(session: Session, run: GroupingRun) -> GroupingRunRead:
    """A run with its suggestions; one that no longer fits the board is told as stale."""
    suggestions = list(
        session.exec(select(Suggestion).where(Suggestion.run_id == run.id).order_by(col(Suggestion.position)))
    )
    waiting = [suggestion for suggestion in suggestions if suggestion.state == "open"]
    themes, stories = standing(session, run.workshop_id, waiting)
    shown = [read_suggestion(suggestion, themes, stories) for suggestion in suggestions]
    return GroupingRunRead(
        id=run.id,
        workshop_id=run.workshop_id,
        mode=run.mode,
        state=state_of(run, shown),
        stale=stale(session, run),
        progress=Progress(step=run.step, done=run.done, total=run.total),
        quality=run.quality,
        algorithm=run.algorithm,
        model_name=run.model_name,
        created_at=run.created_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
        failure=run.failure,
        suggestions=shown,
    )


def standing(
    session: Session, workshop_id: UUID, suggestions: list[Suggestion]
) -> tuple[dict[UUID, LoggedTheme], dict[UUID, LoggedStory]]:
    """The themes and stories that suggestions speak of, as they are now."""
    if not suggestions:
        return {}, {}
    themes = session.exec(select(Theme).where(Theme.workshop_id == workshop_id, Theme.state != "retired"))
    ids = {UUID(id) for suggestion in suggestions for id in suggestion.payload["story_ids"]}
    return {theme.id: theme_state(theme) for theme in themes}, read_stories(session, ids)


def read_suggestion(
    suggestion: Suggestion, themes: dict[UUID, LoggedTheme], stories: dict[UUID, LoggedStory]
) -> SuggestionRead:
    state = suggestion.state
    if state == "open" and not fits(suggestion, themes, stories):
        state = "stale"
    fields = {name: getattr(suggestion, name) for name in ("id", "kind", "explanation")}
    return SuggestionRead.model_validate({**suggestion.payload, **fields, "state": state})


def state_of(run: GroupingRun, suggestions: list[SuggestionRead]) -> RunState:
    """What people made of a proposal: applied, partly applied, discarded, or still open."""
    if run.state != "proposed" or not suggestions:
        return run.state
    states: set[SuggestionState] = {suggestion.state for suggestion in suggestions}
    if "accepted" in states:
        return "partly_applied" if states - {"accepted"} else "applied"
    return "proposed" if "open" in states else "discarded"


def stale(session: Session, run: GroupingRun) -> bool:
    """Whether stories came or people decided since the machine looked (deciding about its own suggestions aside)."""
    if run.state != "proposed":
        return False
    query = select(ChangeEvent.seq).where(
        ChangeEvent.workshop_id == run.workshop_id,
        ChangeEvent.seq > run.based_on_seq,
        col(ChangeEvent.action).in_(AGEING),
    )
    return session.exec(query.limit(1)).first() is not None
