"""What the log keeps of each kind of subject: its whole state as JSON, ids as text, never a story's words.

`state` in each is the column of the row, with that column's own values.
"""

from typing import Any, NotRequired, TypedDict

from models.accounts import MemberRole, Scope
from models.board import MembershipRole, MembershipSource, MembershipState, Origin, Retired, ThemeState
from models.followup import ClaimStatus, RecommendationStatus, Verdict, VerificationState
from models.grouping import RunState as GroupingRunState
from models.grouping import SuggestionState
from models.selection import MethodName, OutcomeName, PanelMode, RoundState
from models.sorting import SortingState
from models.stories import StoryState
from models.workshops import Ask, Reveal, Stage


class LoggedWorkshop(TypedDict):
    stage: Stage


class LoggedSettings(TypedDict):
    """What decides who sees what and when, and what phones ask."""

    reveal: Reveal
    hold_for_steward: bool
    timezone: str
    languages: list[str]
    asks: list[Ask]


class LoggedMember(TypedDict):
    account_id: str
    role: MemberRole


class LoggedKey(TypedDict):
    scopes: list[Scope]


class LoggedTheme(TypedDict):
    """All fields of a theme, the words that the room gave it included."""

    name: str
    description: str
    keywords: list[str]
    letter: str
    colour: str
    position: int
    state: ThemeState
    locked: bool
    origin: Origin
    domain_id: str | None
    parents: list[str]
    retired_reason: Retired | None
    merged_into: str | None


class ThemeChanges(TypedDict, total=False):
    """The fields of a theme that a command may change."""

    name: str
    description: str
    position: int
    state: ThemeState
    locked: bool
    parents: list[str]
    retired_reason: Retired | None
    merged_into: str | None


class LoggedMembership(TypedDict):
    theme_id: str
    role: MembershipRole
    state: MembershipState
    source: MembershipSource
    pinned: bool
    strength: float | None
    stability: float | None
    run_id: str | None
    decided_by: str


class MembershipChanges(TypedDict, total=False):
    """The fields of a membership that a command may say otherwise than as usual."""

    role: MembershipRole
    state: MembershipState
    source: MembershipSource
    pinned: bool
    strength: float | None
    stability: float | None
    run_id: str | None
    decided_by: str


class LoggedStory(TypedDict):
    """Whether a story is on the board, and in which themes; the reason only while it is set aside."""

    state: StoryState
    memberships: list[LoggedMembership]
    set_aside_reason: NotRequired[str]


class StoryChanges(TypedDict, total=False):
    """The fields of a story that a steward may change."""

    state: StoryState
    memberships: list[LoggedMembership]
    set_aside_reason: str


class LoggedSuggestion(TypedDict):
    state: SuggestionState
    decided_by: str


class LoggedRun(TypedDict):
    """How far a run came, and how many suggestions it made once it has."""

    state: GroupingRunState
    suggestions: NotRequired[int]


class LoggedSortingRound(TypedDict):
    state: SortingState


class LoggedPanel(TypedDict):
    name: str
    purpose: str
    mode: PanelMode
    feeds_panel_ids: list[str]
    from_outside: bool


class LoggedSelectionRound(TypedDict):
    """`voted` has the turnout of each closed turn."""

    panel_id: str
    state: RoundState
    method: MethodName
    story_ids: list[str]
    names_hidden: bool
    based_on_seq: int
    turn: int
    turn_open: bool
    revealed_turn: int
    voted: list[int]


class LoggedSelection(TypedDict):
    """`tally` is the last turn's, in the form of its voting method."""

    round_id: str
    panel_id: str
    outcome: OutcomeName
    story_ids: list[str]
    tally: dict[str, Any] | None
    against_tally: bool
    passed_to_panel_id: str | None
    replaces_id: str | None
    reason_ids: list[str]
    dissent_ids: list[str]


class LoggedClaim(TypedDict):
    """Whose claim it is and how it stands; never its words."""

    story_id: str
    status: ClaimStatus
    dismissed: bool


class LoggedVerification(TypedDict):
    """What was asked about, and what was found; never the notes."""

    story_id: str
    claim_id: str | None
    state: VerificationState
    description_verdict: Verdict | None
    interpretation_verdict: Verdict | None


class LoggedFeedback(TypedDict):
    story_id: str | None
    theme_id: str | None
    with_reasons: bool


class LoggedRecommendation(TypedDict):
    selection_id: str | None
    theme_id: str | None
    verification_id: str | None
    status: RecommendationStatus
