"""Majority: each seat one story, also by show of hands; the most votes lead."""

from collections.abc import Iterable

from app.selection.methods.method import (
    Method,
    Outcome,
    Question,
    Tally,
    Vote,
    count_choices,
    most_votes,
    valid_choice,
)


class Majority(Method):
    def valid(self, question: Question, vote: Vote) -> str | None:
        return valid_choice(question, vote)

    def tally(self, question: Question, votes: Iterable[Vote]) -> Tally:
        return count_choices(question, votes)

    def outcome(self, question: Question, tally: Tally) -> Outcome:
        return most_votes(question, tally)
