"""Every column that can hold text is known to hold words about a story, or known not to."""

from sqlalchemy import JSON, LargeBinary, String
from sqlmodel import SQLModel

import models
from models.holds_words import BLANK_STORY, HOLDS_WORDS

# A column of names and codes of forty letters, or an id, a hash or a colour, tells nothing that somebody wrote.
SHORT_CODES = 40
NO_STORY_IN_IT = {
    "created_by",
    "decided_by",
    "actor",
    "subject",  # who acted, and on what: ids
    "log_hash",
    "board_hash",
    "token_hash",
    "prev_hash",
    "hash",
    "model_hash",
    "input_hash",
    "reason_hash",
    "signature",
    "receipt_hash",
    "password_hash",
    "join_code",
    "panel_code",
    "seed",
    "story_ids",
    "feeds_panel_ids",
}
ABOUT_SOMETHING_ELSE = {
    "account.email",
    "account.name",
    "api_key.name",
    "api_key.scopes",
    "worker_seen.name",
    "workshop.title",
    "workshop.focus_question",
    "workshop.context",
    "workshop.place",
    "workshop.timezone",
    "workshop.languages",
    "workshop.asks",
    "workshop.wall",
    "domain.name",
    "domain.description",
    "seat.display_name",
    "seat.voice_groups",  # the teller's own; they go with the last of their stories
    "change_event.before",
    "change_event.after",
    "export.contains",
    "sorting_hand.dealt",
    "sorting_hand.nameless",  # ids
    "answer_given.answer",  # ids and theme fields
    "theme.name",
    "theme.description",
    "theme.keywords",
    "theme.parents",  # what the room wrote of many
    "suggestion.payload",
    "suggestion.explanation",
    "grouping_run.algorithm",
    "grouping_run.model_name",
    "grouping_run.quality",
    "grouping_run.discuss_first",
    "grouping_run.failure",
    "panel.name",
    "panel.purpose",
    "selection_round.scope",
    "selection_round.request_hash",
    "recommendation.request_hash",
    "selection.request_hash",
    "teller_reply.read_by",
    "selection_round.left_out",
    "selection_round.weights",
    "selection_round.tallies",
    "ballot.scores",
    "ballot.request_hash",
    "selection.tally",
    "selection.versions",
    "selection.themes",
    "selection_reason.criterion",  # ids, figures, and what the panel goes by
    "meaning_search.text",
    "meaning_search.found",  # forgotten within minutes
}


def test_every_column_for_text_is_in_the_list_or_known_to_hold_no_words_of_a_story() -> None:
    unknown = []
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            kind = column.type
            if not isinstance(kind, String | JSON | LargeBinary) or getattr(kind, "length", None) == SHORT_CODES:
                continue
            name = f"{table.name}.{column.name}"
            if name not in HOLDS_WORDS | ABOUT_SOMETHING_ELSE and column.name not in NO_STORY_IN_IT:
                unknown.append(name)

    assert unknown == []


def test_what_a_teller_may_write_is_blanked() -> None:
    written = set(models.stories.StoryWords.model_fields) - {"language"}

    assert written <= set(BLANK_STORY)
