"""Tables, and the shapes of requests and answers. No queries, no HTTP."""

from models.accounts import Account, ApiKey, LoginSession, WorkshopMember
from models.board import AnswerGiven, ChangeEvent, ChangeSubject, EventText, Membership, Theme
from models.exports import Export
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
    "ChangeEvent",
    "ChangeSubject",
    "Consent",
    "Dissent",
    "Domain",
    "Embedding",
    "EventText",
    "Export",
    "GroupingRun",
    "LoginSession",
    "MeaningSearch",
    "Membership",
    "Panel",
    "PanelMember",
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
    "Theme",
    "WorkerSeen",
    "Workshop",
    "WorkshopMember",
]
