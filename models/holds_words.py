"""Where words about a story stand: the one list that withdrawal walks, so that erasure forgets no column.

A new column for text or JSON belongs in here, or in the list of those that hold no story's words that the contract test
keeps; it fails for a column in neither.
"""

from typing import Any

from sqlmodel import SQLModel

from models.board import EventText
from models.followup import Feedback, Recommendation, ResultClaim, TellerReply, Verification
from models.grouping import StoryEvidence, StoryPlace
from models.selection import Ballot, Dissent, SelectionReason
from models.sorting import SortingHand
from models.stories import Consent, Embedding, Story, StoryVersion

# The row of a withdrawn story stays, for its serial number and the counts; its words become these.
BLANK_STORY: dict[str, Any] = {
    "headline": "",
    "notes": [],
    "significance": "",
    "happened_where": "",
    "happened_from": None,
    "happened_to": None,
    "contribution": "",
    "direction": "not_said",
    "expected": "not_said",
    "teller_domain_id": None,
    "sheet_no": None,
    "read_back": False,
    "third_party_named": False,
    "teller_name": "",
    "care": "no",
    "care_contact": "",
    "care_note": "",
    "set_aside_reason": "",
    "set_aside_text": "",
    "request_hash": "",
    "search_text": "",
}
BLANK_CONSENT: dict[str, Any] = {"name_use": "anonymous", "expires_on": None, "ends_at": None, "state": "withdrawn"}

# Rows that exist for a story's words alone go as a whole; embeddings go with the version they were made from,
# and the texts of events with the events about it.
GONE_WITH_THE_STORY: tuple[type[SQLModel], ...] = (StoryEvidence, StoryPlace, StoryVersion)

# What people wrote about a story goes with it, while the row stays, so that a decision keeps its shape: the table, its
# column that names the story, and what its words become.
SAID_ABOUT: tuple[tuple[type[SQLModel], str, dict[str, Any]], ...] = (
    (SelectionReason, "story_id", {"sentence": "", "stated_by": ""}),
    (Dissent, "preferred_story_id", {"sentence": ""}),
    (Ballot, "story_id", {"reason": ""}),
    (
        ResultClaim,
        "story_id",
        {
            "quoted_text": "",
            "measure": "",
            "value": None,
            "unit": "",
            "direction": "",
            "baseline": "",
            "period": "",
            "place": "",
            "population": "",
            "source": "",
            "request_hash": "",
        },
    ),
    (
        Verification,
        "story_id",
        {"why": "", "verifier_name": "", "sources": [], "description_note": "", "interpretation_note": ""},
    ),
    (Feedback, "story_id", {"message": "", "request_hash": ""}),
    (TellerReply, "story_id", {"message": ""}),
)

# What is written of other things may quote a story; a text of these columns that repeats its words becomes blank.
MAY_QUOTE: tuple[tuple[type[SQLModel], tuple[str, ...]], ...] = (
    (SelectionReason, ("sentence",)),
    (Dissent, ("sentence",)),
    (Verification, ("why", "description_note", "interpretation_note")),
    (Feedback, ("message",)),
    (TellerReply, ("message",)),
    (Recommendation, ("text", "owner", "outcome")),
)


def columns_of(table: type[SQLModel]) -> set[str]:
    """The columns of a table, each as `table.column`."""
    return {f"{table.__tablename__}.{column}" for column in table.model_fields}


# People name their piles in a story's words; where a name quotes it, and where the story lies, is seen to by hand.
IN_PILES: frozenset[str] = frozenset(f"{SortingHand.__tablename__}.{column}" for column in ("piles", "nowhere"))

WHOLE_ROWS: tuple[type[SQLModel], ...] = (*GONE_WITH_THE_STORY, Embedding, EventText)
HOLDS_WORDS: frozenset[str] = frozenset().union(
    {f"{Story.__tablename__}.{column}" for column in BLANK_STORY},
    {f"{Consent.__tablename__}.{column}" for column in BLANK_CONSENT},
    IN_PILES,
    *map(columns_of, WHOLE_ROWS),
    *({f"{table.__tablename__}.{column}" for column in blank} for table, _, blank in SAID_ABOUT),
    *({f"{table.__tablename__}.{column}" for column in columns} for table, columns in MAY_QUOTE),
)
