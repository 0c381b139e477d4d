"""Iterative voting: vote, say why, vote again, until more than half agree or the turns are over."""

from app.selection.methods.majority import Majority
from app.selection.methods.method import Outcome, Question, Tally, most_votes


class Iterative(Majority):
    def outcome(self, question: Question, tally: Tally) -> Outcome:
        return most_votes(question, tally, more_than_half=True)
