"""What every voting method shares: votes in, a tally out, and what the tally says. Pure: no database, no clock."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar, TypedDict


@dataclass(frozen=True)
class Vote:
    """What one seat says in one turn: a story, scores, or none of these (an abstention is a vote, too)."""

    story_id: str | None = None
    scores: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    none: bool = False


@dataclass(frozen=True)
class Question:
    """What a turn asks: of which stories, by which criteria and weights, of how many who sit, in which turn."""

    story_ids: Sequence[str]
    sits: int
    weights: Mapping[str, float] = field(default_factory=dict)
    turn: int = 1
    max_turns: int = 3


class TallyLine(TypedDict):
    """What one story got. `percent` is of those who voted; `mean` and `spread` are of those who scored it, 0 to 5."""

    story_id: str
    votes: int
    percent: float | None
    mean: float | None
    spread: float | None


class Tally(TypedDict):
    """One turn as the panel voted. `base` names what percentages are of: always those who voted.

    `leading` holds every story that is first; more than one is a tie, and a tie is said to be one.
    """

    turn: int
    base: str
    voted: int
    sits: int
    none: int
    none_percent: float
    lines: list[TallyLine]
    leading: list[str]
    tie: bool


class Outcome(TypedDict):
    """What a tally says: the stories that lead, or that none of them leads; whether another turn may settle it."""

    story_ids: list[str]
    tie: bool
    none: bool
    further_turn: bool


class Method(ABC):
    """One way of voting.

    Attributes
    ----------
    secret
        Whether who voted what is destroyed when a turn closes.
    """

    secret: ClassVar[bool] = False

    def scores_in(self, turn: int) -> bool:
        """Whether this turn asks for scores instead of one story."""
        return False

    @abstractmethod
    def valid(self, question: Question, vote: Vote) -> str | None:
        """Why a vote does not answer the question; None when it does."""

    @abstractmethod
    def tally(self, question: Question, votes: Iterable[Vote]) -> Tally:
        """The votes added up. The order in which they came plays no part."""

    @abstractmethod
    def outcome(self, question: Question, tally: Tally) -> Outcome:
        """What the tally says."""

    def remaining(self, question: Question, tally: Tally) -> Sequence[str]:
        """The stories that the next turn is about."""
        return question.story_ids


def percent(part: int, whole: int) -> float:
    """A share in per cent with one decimal; of nobody it is nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


def valid_choice(question: Question, vote: Vote) -> str | None:
    if vote.scores:
        return "This turn asks for one story, not for scores."
    if vote.none:
        return "Choose a story or none of these, not both." if vote.story_id else None
    if vote.story_id is None:
        return "Choose a story, or none of these."
    return None if vote.story_id in question.story_ids else "This story is not part of this turn."


def valid_scores(question: Question, vote: Vote) -> str | None:
    if vote.story_id is not None:
        return "This turn asks for scores, not for one story."
    if vote.none:
        return "Score the stories or choose none of these, not both." if vote.scores else None
    if not vote.scores:
        return "Score the stories, or choose none of these."
    if not set(vote.scores) <= set(question.story_ids):
        return "A story is scored that is not part of this turn."
    if any(set(given) != set(question.weights) for given in vote.scores.values()):
        return "Each story is scored by every criterion of the round, and by no other."
    if any(not 0 <= points <= 5 for given in vote.scores.values() for points in given.values()):
        return "Scores are from 0 to 5."
    return None


def counted(question: Question, counts: Mapping[str, int], none: int, voted: int) -> Tally:
    """A tally of votes for one story each."""
    most = max(counts.values(), default=0)
    leading = [id for id in question.story_ids if most and counts.get(id, 0) == most]
    lines = [vote_line(id, counts.get(id, 0), voted) for id in question.story_ids]
    return summed_up(question, lines, leading, none, voted)


def vote_line(story_id: str, votes: int, voted: int) -> TallyLine:
    return TallyLine(story_id=story_id, votes=votes, percent=percent(votes, voted), mean=None, spread=None)


def summed_up(question: Question, lines: list[TallyLine], leading: list[str], none: int, voted: int) -> Tally:
    return Tally(
        turn=question.turn,
        base="voted",
        voted=voted,
        sits=question.sits,
        none=none,
        none_percent=percent(none, voted),
        lines=lines,
        leading=leading,
        tie=len(leading) > 1,
    )


def count_choices(question: Question, votes: Iterable[Vote]) -> Tally:
    """A tally of one story a vote."""
    cast = list(votes)
    counts = {id: sum(vote.story_id == id for vote in cast) for id in question.story_ids}
    return counted(question, counts, sum(vote.none for vote in cast), len(cast))


def points_of(weights: Mapping[str, float], given: Mapping[str, int]) -> Fraction:
    """The weighted mean of one person's scores, exact, so that equal is equal."""
    shares = {name: Fraction(str(weight)) for name, weight in weights.items()}
    return sum((shares[name] * points for name, points in given.items()), Fraction(0)) / sum(shares.values())


def score_line(story_id: str, points: Sequence[Fraction], mean: Fraction | None) -> TallyLine:
    if mean is None:
        return TallyLine(story_id=story_id, votes=0, percent=None, mean=None, spread=None)
    variance = sum((each - mean) ** 2 for each in points) / len(points)
    spread = round(float(variance) ** 0.5, 2)
    return TallyLine(story_id=story_id, votes=len(points), percent=None, mean=round(float(mean), 2), spread=spread)


def count_scores(question: Question, votes: Iterable[Vote]) -> Tally:
    """A tally of scores: the mean of those who scored a story, and how far they are apart (standard deviation)."""
    cast = list(votes)
    points = {
        id: [points_of(question.weights, vote.scores[id]) for vote in cast if id in vote.scores]
        for id in question.story_ids
    }
    means = {id: sum(given, Fraction(0)) / len(given) for id, given in points.items() if given}
    best = max(means.values(), default=None)
    leading = [id for id in question.story_ids if best is not None and means.get(id) == best]
    lines = [score_line(id, points[id], means.get(id)) for id in question.story_ids]
    return summed_up(question, lines, leading, sum(vote.none for vote in cast), len(cast))


def votes_of(tally: Tally, story_id: str) -> int:
    return next((line["votes"] for line in tally["lines"] if line["story_id"] == story_id), 0)


def most_votes(question: Question, tally: Tally, *, more_than_half: bool = False) -> Outcome:
    """What leads by votes; a tie, or less than `more_than_half` where that is asked, goes to a further turn."""
    most = max((line["votes"] for line in tally["lines"]), default=0)
    none = tally["none"] > most
    settled = not tally["tie"] and (not more_than_half or 2 * max(most, tally["none"]) > tally["voted"])
    further = not settled and question.turn < question.max_turns
    return Outcome(story_ids=[] if none else tally["leading"], tie=tally["tie"], none=none, further_turn=further)
