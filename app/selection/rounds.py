"""Selection rounds: stories frozen within consent, turns opened and closed, what was voted revealed."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.events import canonical, lock, record
from app.history.kinds.selection_round import round_state
from app.history.states import key
from app.problems import PayloadInvalid, Problem
from app.security import Actor
from app.selection import ballots
from app.selection.methods import METHODS
from app.selection.methods.method import Question, Tally, counted
from app.selection.queries import audience_of_panel, question_of
from app.stories.consent import why_not
from models import Consent, Membership, Panel, Selection, SelectionRound, Story, Theme, Workshop
from models.base import new_id
from models.board import ActionName
from models.selection import HandCount, RoundCreate, RoundScope, RoundState

SCORING = ("scoring", "prescore_vote")
OVER = ("decided", "no_selection", "deferred")


class RoundIdTaken(Problem):
    """Another round has this id; send yours with a new one."""

    status, title, slug = 409, "Round id taken", "round-id-taken"


class NothingToChoose(Problem):
    """No story can be read by this panel: none is there, or consent reaches none of them. `left_out` says why."""

    status, title, slug = 409, "Nothing to choose from", "nothing-to-choose"


class WrongMoment(Problem):
    """The round does not stand where this could be done; its `state` and `turn` say where it stands."""

    status, title, slug = 409, "Not at this moment", "wrong-moment"


def open_round(session: Session, panel: Panel, wanted: RoundCreate, actor: Actor) -> tuple[SelectionRound, bool]:
    """A round over the stories as they now stand, and whether it is new.

    Raises RoundIdTaken, NothingToChoose, PayloadInvalid.
    """
    workshop = lock(session, session.get_one(Workshop, panel.workshop_id))
    sent = hashlib.sha256(canonical(wanted.model_dump(mode="json", exclude={"id"}))).hexdigest()
    if wanted.id and (known := session.get(SelectionRound, wanted.id)):
        if known.panel_id != panel.id or known.request_hash != sent:
            raise RoundIdTaken
        return known, False
    story_ids, left_out = freeze(session, panel, wanted.scope)
    if not story_ids:
        raise NothingToChoose(left_out=left_out)
    asked = SelectionRound(
        id=wanted.id or new_id(),
        workshop_id=workshop.id,
        panel_id=panel.id,
        scope=wanted.scope.model_dump(mode="json"),
        story_ids=story_ids,
        left_out=left_out,
        method=wanted.method,
        weights=weights_of(wanted),
        names_hidden=wanted.names_hidden,
        max_turns=wanted.max_turns,
        based_on_seq=workshop.seq,
        seed=secrets.token_hex(16),
        request_hash=sent,
        created_by=actor.ref,
    )
    session.add(asked)
    session.flush()
    after = {key("selection_round", asked.id): round_state(asked)}
    record(session, workshop, actor=actor.ref, action="open_round", before={}, after={**after}, apply=False)
    return asked, True


def weights_of(wanted: RoundCreate) -> dict[str, float]:
    names = [criterion.name for criterion in wanted.criteria]
    if len(names) != len(set(names)):
        raise PayloadInvalid(errors=[{"pointer": "/criteria", "detail": "names a criterion twice"}])
    given = {criterion.name: criterion.weight for criterion in wanted.criteria}
    return given or ({"significance": 1.0} if wanted.method in SCORING else {})


def freeze(session: Session, panel: Panel, scope: RoundScope) -> tuple[list[str], dict[str, int]]:
    """The stories that the panel may read, in the order they were told, and how many are left out for which reason."""
    query = select(Story, Consent).join(Consent, col(Consent.story_id) == Story.id)
    query = query.where(Story.workshop_id == panel.workshop_id).order_by(col(Story.serial_no))
    inside = stories_in(session, panel, scope)
    found = [pair for pair in session.exec(query) if inside is None or pair[0].id in inside]
    why = {str(story.id): why_not(story, consent, audience_of_panel(panel)) for story, consent in found}
    kept = [id for id, reason in why.items() if reason is None]
    return kept, dict(Counter(reason for reason in why.values() if reason))


def stories_in(session: Session, panel: Panel, scope: RoundScope) -> set[UUID] | None:
    """The ids that a scope means; None means all of the workshop. Raises PayloadInvalid."""
    match scope.kind:
        case "theme":
            theme = session.get(Theme, scope.theme_id) if scope.theme_id else None
            if theme is None or theme.workshop_id != panel.workshop_id:
                raise no_such("theme_id", "is no theme of this workshop")
            return set(placed(session, [theme.id]))
        case "domain":
            mine = Theme.workshop_id == panel.workshop_id
            themes = session.exec(select(Theme.id).where(mine, Theme.domain_id == scope.domain_id)).all()
            if scope.domain_id is None or not themes:
                raise no_such("domain_id", "is no domain of this workshop")
            return set(placed(session, themes))
        case "stories":
            return told_here(session, panel, scope.story_ids or [])
        case "passed_up":
            up = select(Selection).where(Selection.passed_to_panel_id == panel.id)
            replaced = set(session.exec(select(Selection.replaces_id)))
            return {UUID(id) for one in session.exec(up) if one.id not in replaced for id in one.story_ids}
        case "all":
            return None


def placed(session: Session, theme_ids: Sequence[UUID]) -> Sequence[UUID]:
    """The stories that are in themes, first of all or as well."""
    inside = select(Membership.story_id).where(col(Membership.theme_id).in_(theme_ids), Membership.state != "refused")
    return session.exec(inside).all()


def told_here(session: Session, panel: Panel, story_ids: Sequence[UUID]) -> set[UUID]:
    for place, id in enumerate(story_ids):
        story = session.get(Story, id)
        if story is None or story.workshop_id != panel.workshop_id:
            raise no_such(f"story_ids/{place}", "is no story of this workshop")
    return set(story_ids)


def no_such(place: str, detail: str) -> PayloadInvalid:
    return PayloadInvalid(errors=[{"pointer": f"/scope/{place}", "detail": detail}])


def hold(session: Session, asked: SelectionRound) -> Workshop:
    """The workshop's log is ours until the transaction ends, and the round is seen as it now stands."""
    workshop = lock(session, session.get_one(Workshop, asked.workshop_id))
    ballots.hold(session, asked)
    return workshop


def move(
    session: Session, workshop: Workshop, asked: SelectionRound, actor: Actor, action: ActionName, **to: object
) -> None:
    """One event that takes a round on."""
    subject = key("selection_round", asked.id)
    before = round_state(asked)
    asked.sqlmodel_update(to)
    session.add(asked)
    session.flush()
    after = round_state(asked)
    record(
        session,
        workshop,
        actor=actor.ref,
        action=action,
        before={subject: before},
        after={subject: after},
        apply=False,
    )


def wrong_moment(asked: SelectionRound, detail: str) -> WrongMoment:
    return WrongMoment(detail, state=asked.state, turn=asked.turn)


def open_turn(session: Session, asked: SelectionRound, actor: Actor) -> SelectionRound:
    """The panel votes (again). Raises WrongMoment."""
    workshop = hold(session, asked)
    if asked.turn_open:
        raise wrong_moment(asked, "A turn is open; close it first.")
    if asked.state in OVER:
        raise wrong_moment(asked, "This round is decided.")
    if asked.turn >= asked.max_turns:
        raise wrong_moment(asked, "This was the last turn of this round.")
    move(session, workshop, asked, actor, "open_turn", state="voting", turn=asked.turn + 1, turn_open=True)
    return asked


def close_turn(session: Session, asked: SelectionRound, actor: Actor) -> SelectionRound:
    """Nobody votes any more in this turn; it is added up. What a secret turn's seats said is gone with it."""
    workshop = hold(session, asked)
    if not asked.turn_open:
        raise wrong_moment(asked, "No turn is open.")
    votes = ballots.votes_in(session, asked)
    tally = METHODS[asked.method].tally(question_of(session, asked), votes)
    keep_tally(session, workshop, asked, actor, tally)
    if METHODS[asked.method].secret:
        ballots.forget(session, asked)
    return asked


def keep_tally(session: Session, workshop: Workshop, asked: SelectionRound, actor: Actor, tally: Tally) -> None:
    move(session, workshop, asked, actor, "close_turn", tallies=[*asked.tallies, tally], turn_open=False)


def count_hands(session: Session, asked: SelectionRound, counted_hands: HandCount, actor: Actor) -> SelectionRound:
    """A show of hands closes the open turn with what was counted. Raises WrongMoment, PayloadInvalid."""
    workshop = hold(session, asked)
    if not asked.turn_open or asked.turn != counted_hands.turn:
        raise wrong_moment(asked, "This turn is not open.")
    if METHODS[asked.method].secret or METHODS[asked.method].scores_in(asked.turn):
        raise wrong_moment(asked, "Hands cannot be counted where people score or vote in secret.")
    if ballots.votes_in(session, asked):
        raise wrong_moment(asked, "Ballots came in already; close the turn instead.")
    question = question_of(session, asked)
    counts = {str(id): n for id, n in counted_hands.counts.items()}
    for id in set(counts) - set(question.story_ids):
        raise PayloadInvalid(errors=[{"pointer": f"/counts/{id}", "detail": "is no story of this turn"}])
    voted = sum(counts.values()) + counted_hands.none
    if voted > counted_hands.present:
        raise PayloadInvalid(errors=[{"pointer": "/present", "detail": "is fewer than the hands that were counted"}])
    present = Question(question.story_ids, counted_hands.present, {}, question.turn, question.max_turns)
    keep_tally(session, workshop, asked, actor, counted(present, counts, counted_hands.none, voted))
    return asked


def reveal(session: Session, asked: SelectionRound, actor: Actor) -> SelectionRound:
    """The panel sees what it voted. Doing it again changes nothing. Raises WrongMoment."""
    workshop = hold(session, asked)
    if asked.turn_open or not asked.tallies:
        raise wrong_moment(asked, "Close the turn first; then it can be revealed.")
    if asked.revealed_turn == asked.turn:
        return asked
    state: RoundState = "revealed"
    move(session, workshop, asked, actor, "reveal", state=state, revealed_turn=asked.turn)
    return asked
