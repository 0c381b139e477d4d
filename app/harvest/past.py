"""A harvest as it stood after an event: the decisions of then, within the consent of today.

Words are today's, as on the board of then: whoever corrected a story wanted the old words gone, and what was taken back
stays taken back. What can only be told of now is left out, so that the same moment always gives the same: how many took
part, and what happened to a selection since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast
from uuid import UUID

from app.board.past import theme_then
from app.harvest.followup import FollowUp, nobody
from app.harvest.read import Harvest
from app.history.events import board_hash, replay
from app.history.states import key, stories_among, themes_among
from app.problems import PayloadInvalid
from models import ChangeEvent, GroupingRun, Membership, Workshop
from models.base import State
from models.selection import SelectionRead
from models.states import (
    LoggedClaim,
    LoggedRecommendation,
    LoggedRun,
    LoggedStory,
    LoggedTheme,
    LoggedVerification,
    LoggedWorkshop,
)

States = Mapping[str, State]


def as_it_stood(harvest: Harvest, seq: int | None) -> Harvest:
    """The same harvest after event `seq`; None: as it is. Raises PayloadInvalid for an event that has not come."""
    if seq is None:
        return harvest
    if seq > harvest.workshop.seq:
        detail = f"is after the newest decision, {harvest.workshop.seq}"
        raise PayloadInvalid(errors=[{"parameter": "as_of", "detail": detail}])
    events = harvest.events[:seq]
    board, known = replay(events), last_states(events)
    stories = stories_among(board)
    in_set = {id for id, state in stories.items() if state["state"] == "in_set"}
    return replace(
        harvest,
        workshop=workshop_then(harvest.workshop, events[-1], board),
        told=[told for told in harvest.told if told.story.id in in_set],
        withheld=withheld_then(harvest, stories),
        themes=[theme_then(id, state) for id, state in sorted(themes_among(board).items(), key=place)],
        memberships=memberships_then({id: stories[id] for id in sorted(in_set)}, events),
        events=events,
        runs=runs_then(harvest.runs, known),
        selections=selections_then(harvest.selections, known),
        follow_up=follow_up_then(harvest.follow_up, known),
    )


def last_states(events: Sequence[ChangeEvent]) -> dict[str, State]:
    """What the log said last of each subject, of any kind."""
    known: dict[str, State] = {}
    for event in events:
        for subject, state in event.after.items():
            if state is None:
                known.pop(subject, None)
            else:
                known[subject] = state
    return known


def workshop_then(workshop: Workshop, last: ChangeEvent, board: dict[str, State]) -> Workshop:
    """The head of the log as it was; title and question are today's."""
    stage = cast(LoggedWorkshop, board[key("workshop", workshop.id)])["stage"]
    head = {"seq": last.seq, "log_hash": last.hash, "board_hash": board_hash(board), "stage": stage}
    told = {"stories_told": len(stories_among(board))}
    return Workshop.model_validate({**workshop.model_dump(), **head, **told})


def place(theme: tuple[UUID, LoggedTheme]) -> tuple[int, str]:
    return theme[1]["position"], str(theme[0])


def withheld_then(harvest: Harvest, stories: Mapping[UUID, LoggedStory]) -> dict[UUID, str]:
    """Why each story of then stays out: for today's reason, or since it was not in the set."""
    withheld = {id: why for id, why in harvest.withheld.items() if id in stories}
    for told in harvest.told:
        then = stories.get(told.story.id)
        if then and then["state"] != "in_set":
            withheld[told.story.id] = "held_for_steward" if then["state"] == "submitted" else then["state"]
    return withheld


def memberships_then(stories: Mapping[UUID, LoggedStory], events: Sequence[ChangeEvent]) -> list[Membership]:
    """The rows of then, each with the event that wrote it."""
    written = {subject: event.seq for event in events for subject in event.after}
    return [
        Membership.model_validate({**membership, "story_id": id, "seq": written[key("story", id)]})
        for id, state in stories.items()
        for membership in state["memberships"]
    ]


def runs_then(runs: Sequence[GroupingRun], known: States) -> list[GroupingRun]:
    """The runs that had made their suggestions, as far as people had decided about them."""
    return [
        GroupingRun.model_validate({**run.model_dump(), "state": cast(LoggedRun, state)["state"]})
        for run in runs
        if (state := known.get(key("run", run.id)))
    ]


def selections_then(selections: Sequence[SelectionRead], known: States) -> list[SelectionRead]:
    """The decisions that had been made; one that was replaced later still stood. Marks tell what came since: none."""
    made = [one for one in selections if key("selection", one.id) in known]
    ids = {one.id for one in made}
    then = {one.id: one.replaced_by_id if one.replaced_by_id in ids else None for one in made}
    return [one.model_copy(update={"replaced_by_id": then[one.id], "marks": []}) for one in made]


def follow_up_then(follow_up: FollowUp, known: States) -> FollowUp:
    """Claims, checks and recommendations as they stood. How many took part is counted as it is now alone: not here."""
    claims = [
        one.model_copy(update={"status": cast(LoggedClaim, state)["status"]})
        for one in follow_up.claims
        if (state := known.get(key("claim", one.id)))
    ]
    checks = [
        one.model_copy(
            update={**dict(cast(LoggedVerification, state)), "story_id": one.story_id, "claim_id": one.claim_id}
        )
        for one in follow_up.verifications
        if (state := known.get(key("verification", one.id)))
    ]
    recommendations = [
        one.model_copy(update={"status": cast(LoggedRecommendation, state)["status"]})
        for one in follow_up.recommendations
        if (state := known.get(key("recommendation", one.id)))
    ]
    feedback = [one for one in follow_up.feedback if key("feedback", one.id) in known]
    return FollowUp(claims, checks, feedback, recommendations, nobody())


def found_then(state: LoggedVerification) -> dict[str, object]:
    """How a check stood."""
    return {
        "state": state["state"],
        "description_verdict": state["description_verdict"],
        "interpretation_verdict": state["interpretation_verdict"],
    }
