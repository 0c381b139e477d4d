"""Tables, and the shapes of requests and answers. No queries, no HTTP."""

from models.accounts import Account, ApiKey, LoginSession, WorkshopMember
from models.board import AnswerGiven, ChangeEvent, ChangeSubject, EventText, Membership, Theme
from models.exports import Export
from models.followup import (
    CaseCount,
    Feedback,
    Recommendation,
    ResultClaim,
    TellerReply,
    Verification,
)
from models.grouping import GroupingRun, MeaningSearch, StoryEvidence, StoryPlace, Suggestion
from models.jobs import WorkerSeen
from models.selection import Ballot, Dissent, Panel, PanelMember, Selection, SelectionReason, SelectionRound
from models.sorting import SortingHand, SortingRound
from models.stories import Consent, Embedding, Story, StoryVersion
from models.workshops import Domain, Seat, Workshop

__all__ = [
    "Account",
    "AnswerGiven",
    "ApiKey",
    "Ballot",
    "CaseCount",
    "ChangeEvent",
    "ChangeSubject",
    "Consent",
    "Dissent",
    "Domain",
    "Embedding",
    "EventText",
    "Export",
    "Feedback",
    "GroupingRun",
    "LoginSession",
    "MeaningSearch",
    "Membership",
    "Panel",
    "PanelMember",
    "Recommendation",
    "ResultClaim",
    "Seat",
    "Selection",
    "SelectionReason",
    "SelectionRound",
    "SortingHand",
    "SortingRound",
    "Story",
    "StoryEvidence",
    "StoryPlace",
    "StoryVersion",
    "Suggestion",
    "TellerReply",
    "Theme",
    "Verification",
    "WorkerSeen",
    "Workshop",
    "WorkshopMember",
]
