"""Voting methods: the order of ballots plays no part, ties are said to be ties, percentages have one base."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.selection.methods import METHODS
from app.selection.methods.method import Question, Vote, counted

STORIES = ["wells", "school", "bridge", "clinic"]
WEIGHTS = {"depth": 2.0, "reach": 0.1}
points = st.fixed_dictionaries({name: st.integers(0, 5) for name in WEIGHTS})
nothing = st.just(Vote(none=True))
choices = st.lists(st.one_of(nothing, st.sampled_from(STORIES).map(lambda id: Vote(story_id=id))), max_size=20)
scorings = st.lists(
    st.one_of(
        nothing, st.dictionaries(st.sampled_from(STORIES), points, min_size=1).map(lambda given: Vote(scores=given))
    ),
    max_size=12,
)


def question(**fields: Any) -> Question:
    return Question(**{"story_ids": STORIES, "sits": 20, "weights": WEIGHTS, **fields})


def votes_for(name: str, turn: int) -> st.SearchStrategy[list[Vote]]:
    return scorings if METHODS[name].scores_in(turn) else choices


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.parametrize("name", METHODS)
class TestEveryMethod:
    @given(data=st.data())
    def test_the_order_in_which_ballots_arrive_is_irrelevant(self, name: str, turn: int, data: st.DataObject) -> None:
        votes = data.draw(votes_for(name, turn))
        shuffled = data.draw(st.permutations(votes))
        asked, method = question(turn=turn), METHODS[name]

        assert method.tally(asked, votes) == method.tally(asked, shuffled)

    @given(data=st.data())
    def test_a_tie_is_said_to_be_one_whatever_the_order_of_the_stories(
        self, name: str, turn: int, data: st.DataObject
    ) -> None:
        votes, stories = data.draw(votes_for(name, turn)), data.draw(st.permutations(STORIES))
        method = METHODS[name]

        one = method.tally(question(turn=turn), votes)
        other = method.tally(question(turn=turn, story_ids=stories), votes)

        assert set(one["leading"]) == set(other["leading"])
        assert one["tie"] == (len(one["leading"]) > 1)

    @given(data=st.data())
    def test_the_tally_is_the_ballots_and_every_one_of_them_is_valid(
        self, name: str, turn: int, data: st.DataObject
    ) -> None:
        votes, asked, method = data.draw(votes_for(name, turn)), question(turn=turn), METHODS[name]

        tally = method.tally(asked, votes)

        assert [vote for vote in votes if method.valid(asked, vote)] == []
        assert tally["voted"] == len(votes)
        assert tally["none"] == sum(vote.none for vote in votes)
        assert tally["base"] == "voted"
        if not method.scores_in(turn):
            assert sum(line["votes"] for line in tally["lines"]) + tally["none"] == len(votes)

    def test_what_is_no_answer_to_the_question_is_not_valid(self, name: str, turn: int) -> None:
        method, asked = METHODS[name], question(turn=turn)

        assert method.valid(asked, Vote())
        assert method.valid(asked, Vote(story_id="elsewhere"))
        assert method.valid(asked, Vote(story_id="wells", none=True))
        assert method.valid(asked, Vote(scores={"wells": {"depth": 5, "reach": 6}}))
        assert method.valid(asked, Vote(scores={"wells": {"depth": 5}}))
        assert method.valid(asked, Vote(none=True)) is None

    def test_where_nobody_votes_nothing_leads(self, name: str, turn: int) -> None:
        tally = METHODS[name].tally(question(turn=turn), [])

        assert (tally["leading"], tally["tie"], tally["voted"]) == ([], False, 0)


def cast(**counts: int) -> list[Vote]:
    return [Vote(none=True) if id == "none" else Vote(story_id=id) for id, n in counts.items() for _ in range(n)]


class TestOutcomes:
    def test_percentages_are_of_those_who_voted(self) -> None:
        tally = METHODS["majority"].tally(question(sits=20), cast(wells=2, school=1, none=1))

        assert [line["percent"] for line in tally["lines"]] == [50.0, 25.0, 0.0, 0.0]
        assert (tally["none_percent"], tally["voted"], tally["sits"]) == (25.0, 4, 20)

    def test_an_even_split_goes_to_a_further_turn_until_there_is_none_left(self) -> None:
        method, votes = METHODS["majority"], cast(wells=3, school=3)

        first = method.outcome(question(turn=1), method.tally(question(turn=1), votes))
        last = method.outcome(question(turn=3), method.tally(question(turn=3), votes))

        assert first == {"story_ids": ["wells", "school"], "tie": True, "none": False, "further_turn": True}
        assert not last["further_turn"]

    def test_iterative_voting_goes_on_until_more_than_half_agree(self) -> None:
        method = METHODS["iterative"]

        half = method.outcome(question(), method.tally(question(), cast(wells=3, school=2, bridge=1)))
        more = method.outcome(question(), method.tally(question(), cast(wells=4, school=2)))

        assert (half["further_turn"], more["further_turn"]) == (True, False)

    def test_none_of_these_may_lead(self) -> None:
        method = METHODS["majority"]

        assert method.outcome(question(), method.tally(question(), cast(wells=1, none=3)))["none"]

    def test_equal_scores_are_equal_however_they_are_weighted(self) -> None:
        votes = [Vote(scores={"wells": {"depth": 3, "reach": 3}, "school": {"depth": 3, "reach": 3}})] * 3

        assert METHODS["scoring"].tally(question(), votes)["leading"] == ["wells", "school"]

    def test_scores_show_how_far_people_are_apart(self) -> None:
        votes = [Vote(scores={"wells": {"depth": n, "reach": n}}) for n in (0, 4)]

        line = METHODS["scoring"].tally(question(), votes)["lines"][0]

        assert (line["votes"], line["mean"], line["spread"]) == (2, 2.0, 2.0)

    def test_the_vote_after_the_scores_is_about_the_three_best_and_whoever_is_level(self) -> None:
        method, stories = METHODS["prescore_vote"], ["a", "b", "c", "d", "e"]
        asked = question(story_ids=stories)
        given = dict(zip(stories, (5, 4, 3, 3, 1), strict=True))
        votes = [Vote(scores={id: {"depth": n, "reach": n} for id, n in given.items()})]

        tally = method.tally(asked, votes)

        assert method.outcome(asked, tally)["further_turn"]
        assert method.remaining(asked, tally) == ["a", "b", "c", "d"]

    def test_counts_of_a_show_of_hands_are_a_tally_like_any_other(self) -> None:
        by_hand = counted(question(), {"wells": 2, "school": 1}, 1, 4)

        assert by_hand == METHODS["majority"].tally(question(), cast(wells=2, school=1, none=1))
