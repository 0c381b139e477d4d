"""Scoring: 0 to 5 by each criterion, weighted; the mean and how far people are apart are both shown."""

from collections.abc import Iterable

from app.selection.methods.method import Method, Outcome, Question, Tally, Vote, count_scores, valid_scores


class Scoring(Method):
    def scores_in(self, turn: int) -> bool:
        return True

    def valid(self, question: Question, vote: Vote) -> str | None:
        return valid_scores(question, vote)

    def tally(self, question: Question, votes: Iterable[Vote]) -> Tally:
        return count_scores(question, votes)

    def outcome(self, question: Question, tally: Tally) -> Outcome:
        """None of them leads when more than half scored no story at all."""
        none = 2 * tally["none"] > tally["voted"]
        further = tally["tie"] and question.turn < question.max_turns
        return Outcome(story_ids=[] if none else tally["leading"], tie=tally["tie"], none=none, further_turn=further)
