"""The projector: what the room may see on the wall."""

import json
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.accounts.service import create_key
from app.followup.feedback import feedback_of
from app.history.memberships import primary_rows
from app.security import Actor
from app.selection.record import turnout_of
from app.sorting.service import read_round, rounds_in
from app.stories.consent import covers, label
from app.workshops.consent_end import consents_ended
from app.workshops.service import seats_taken
from models import Consent, Membership, Panel, Seat, SelectionRound, SortingHand, Story, Theme, Workshop
from models.accounts import ApiKeyCreate
from models.base import now
from models.wall import SortingOnWall, StoryOnWall, ThemeOnWall, TurnoutOnWall, WallRead, WallShow

BEFORE_THE_REVEAL = ("draft", "collecting")


def open_wall(session: Session, workshop: Workshop, actor: Actor) -> str:
    """A read-only key for the projector's window."""
    wanted = ApiKeyCreate(name="projector", scopes=["wall:read"], expires_at=now() + timedelta(days=2))
    _, token = create_key(session, workshop, wanted, actor.ref, "open_wall")
    return token


def point(session: Session, workshop: Workshop, wanted: WallShow) -> None:
    """Say what the projector shows; it stays so when the laptop sleeps."""
    workshop.wall = wanted.model_dump(mode="json")
    session.add(workshop)


def revealed(workshop: Workshop) -> bool:
    """Whether the room may read the stories: at once when the workshop collects openly, else after collecting."""
    return workshop.stage not in BEFORE_THE_REVEAL or (workshop.reveal == "open" and workshop.stage != "draft")


def etag(session: Session, workshop: Workshop, join_url: str) -> str:
    """Names what the wall shows, from the little that all of it follows from: a wall asks every other second."""
    names = session.exec(select(Seat.display_name).where(Seat.workshop_id == workshop.id).order_by(col(Seat.id)))
    about = (workshop.title, workshop.focus_question, workshop.stage, workshop.reveal, workshop.join_code, join_url)
    made_of = [
        workshop.seq,
        consents_ended(session, workshop.id),
        workshop.wall,
        *about,
        *names,
        *in_hand(session, workshop),
    ]
    return f'"{sha256(json.dumps(made_of).encode()).hexdigest()[:32]}"'


def in_hand(session: Session, workshop: Workshop) -> list[int]:
    """What changes without an event while the room sorts and votes."""
    sorts = select(func.count(), func.coalesce(func.sum(col(SortingHand.revision)), 0))
    hands, revisions = session.exec(sorts.where(SortingHand.workshop_id == workshop.id)).one()
    return [hands, revisions, *(told.voted for told in turnouts_on_wall(session, workshop))]


def sorting_on_wall(session: Session, workshop: Workshop) -> SortingOnWall | None:
    """The newest sorting round, while it is open."""
    opened = [one for one in rounds_in(session, workshop.id) if one.state == "open"]
    if not opened:
        return None
    told = read_round(session, opened[-1])
    return SortingOnWall(
        people=told.people,
        seats=seats_taken(session, workshop),
        stories=told.coverage.stories,
        pairs=told.coverage.pairs,
        steadiness=told.steadiness,
    )


def turnouts_on_wall(session: Session, workshop: Workshop) -> list[TurnoutOnWall]:
    """The turnout of each panel that votes now."""
    query = (
        select(SelectionRound, Panel.name)
        .join(Panel, col(Panel.id) == SelectionRound.panel_id)
        .where(SelectionRound.workshop_id == workshop.id, col(SelectionRound.turn_open))
        .order_by(col(SelectionRound.id))
    )
    voting = session.exec(query).all()
    turnouts = [(name, turnout_of(session, asked)) for asked, name in voting]
    return [TurnoutOnWall(panel_name=name, voted=told.voted, seats=told.seats) for name, told in turnouts]


def read(session: Session, workshop: Workshop, join_url: str) -> WallRead:
    """The wall as it should look now."""
    shows = WallShow.model_validate(workshop.wall)
    open_now = revealed(workshop)
    told = stories_on_wall(session, workshop) if open_now else {}
    heard = messages(session, workshop) if open_now and workshop.stage == "feeding_back" else {}
    themes = themes_on_wall(session, workshop, told, heard) if open_now else []
    placed = sum(theme.n_stories for theme in themes)
    return WallRead(
        title=workshop.title,
        focus_question=workshop.focus_question,
        stage=workshop.stage,
        join_code=workshop.join_code,
        join_url=join_url,
        seats=seats_taken(session, workshop),
        stories=workshop.stories_told,
        revealed=open_now,
        show=shows.show,
        theme_id=shows.theme_id,
        story=told.get(shows.story_id) if shows.story_id else None,
        themes=themes,
        heard=heard.get(None, ""),
        sorting=sorting_on_wall(session, workshop),
        turnouts=turnouts_on_wall(session, workshop),
        not_placed=len(told) - placed,
        seq=workshop.seq,
    )


def stories_on_wall(session: Session, workshop: Workshop) -> dict[UUID, StoryOnWall]:
    """The stories of the set, each told by whom its teller agreed to be called."""
    query = (
        select(Story, Consent, Seat)
        .join(Consent, col(Consent.story_id) == Story.id)
        .outerjoin(Seat, col(Seat.id) == Story.storyteller_seat_id)
        .where(Story.workshop_id == workshop.id, covers("workshop"))
        .order_by(col(Story.serial_no))
    )
    return {
        story.id: StoryOnWall(
            serial_no=story.serial_no,
            headline=story.headline,
            notes=story.notes,
            significance=story.significance,
            language=story.language,
            said_by=label(story, consent, seat),
        )
        for story, consent, seat in session.exec(query)
    }


def messages(session: Session, workshop: Workshop) -> dict[UUID | None, str]:
    """What was said last to the tellers of each theme, and under None to everybody; never what one teller was told."""
    return {one.theme_id: one.message for one in feedback_of(session, workshop.id) if one.story_id is None}


def themes_on_wall(
    session: Session, workshop: Workshop, told: dict[UUID, StoryOnWall], heard: dict[UUID | None, str]
) -> list[ThemeOnWall]:
    """The themes on the board with their stories."""
    themes = session.exec(
        select(Theme)
        .where(Theme.workshop_id == workshop.id, Theme.state != "retired")
        .order_by(col(Theme.position), col(Theme.id))
    ).all()
    inside: dict[UUID, list[StoryOnWall]] = {theme.id: [] for theme in themes}
    placed = select(Membership).where(col(Membership.theme_id).in_(inside), primary_rows())
    for membership in session.exec(placed):
        if membership.story_id in told:
            inside[membership.theme_id].append(told[membership.story_id])
    return [
        ThemeOnWall(
            id=theme.id,
            name=theme.name,
            description=theme.description,
            letter=theme.letter,
            colour=theme.colour,
            agreed=theme.state == "agreed",
            n_stories=len(inside[theme.id]),
            stories=sorted(inside[theme.id], key=lambda story: story.serial_no),
            heard=heard.get(theme.id, ""),
        )
        for theme in themes
    ]
