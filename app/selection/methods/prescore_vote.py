"""Scores first, then one vote among the best: the first turn narrows down, the ones after it choose."""

from collections.abc import Iterable, Sequence

from app.selection.methods.method import (
    Method,
    Outcome,
    Question,
    Tally,
    Vote,
    count_choices,
    count_scores,
    most_votes,
    valid_choice,
    valid_scores,
)

BEST = 3


class PrescoreVote(Method):
    def scores_in(self, turn: int) -> bool:
        return turn == 1

    def valid(self, question: Question, vote: Vote) -> str | None:
        return valid_scores(question, vote) if self.scores_in(question.turn) else valid_choice(question, vote)

    def tally(self, question: Question, votes: Iterable[Vote]) -> Tally:
        return count_scores(question, votes) if self.scores_in(question.turn) else count_choices(question, votes)

    def outcome(self, question: Question, tally: Tally) -> Outcome:
        """Scores alone settle nothing: the vote among the best is still to come."""
        found = most_votes(question, tally)
        if self.scores_in(question.turn):
            return {**found, "story_ids": tally["leading"], "none": False, "further_turn": True}
        return found

    def remaining(self, question: Question, tally: Tally) -> Sequence[str]:
        """The three best by their mean, and whoever is level with the third; without any score, all of them."""
        if not self.scores_in(tally["turn"]):
            return question.story_ids
        means = sorted((line["mean"] for line in tally["lines"] if line["mean"] is not None), reverse=True)
        bar = means[:BEST][-1] if means else None
        level = {line["story_id"] for line in tally["lines"] if line["mean"] is not None and line["mean"] >= (bar or 0)}
        return [id for id in question.story_ids if bar is None or id in level]
