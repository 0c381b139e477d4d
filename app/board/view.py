"""The board as the room sees it, read from the tables in a few queries."""

from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.board.runs import newest_run, read_run
from app.history.actions import JOINING
from app.history.events import touched_by
from app.history.states import split_key
from app.stories.consent import covers
from app.workshops import care
from clustering.stopwords import says_nothing
from models import Consent, Membership, Story, Theme, Workshop
from models.board import Board, Hint, MembershipRead, StoryOnBoard, ThemeOnBoard
from models.stories import ConsentScope

Placed = dict[UUID, list[tuple[UUID, MembershipRead]]]


def read(session: Session, workshop: Workshop, audience: ConsentScope, cares: bool = False) -> Board:
    """Themes in their order, each with its stories; then the stories not placed yet: those `audience` may read."""
    stories = on_board(session, workshop, audience)
    primary, secondary = placements(session, workshop)
    run = newest_run(session, workshop.id)
    order = col(Theme.position), col(Theme.id)
    active = select(Theme).where(Theme.workshop_id == workshop.id, Theme.state != "retired").order_by(*order)
    themes = [
        read_theme(theme, placed(stories, primary[theme.id]), [id for id, _ in secondary[theme.id] if id in stories])
        for theme in session.exec(active)
    ]
    not_placed = [story for story in stories.values() if story.membership is None]
    new = since_last_run(session, workshop)
    return Board(
        seq=workshop.seq,
        stage=workshop.stage,
        board_hash=workshop.board_hash,
        themes=themes,
        not_placed=not_placed,
        held=held(session, workshop, cares),
        arrived=sum(story.id in new for story in not_placed),
        run=run and read_run(session, run),
        discuss_first=[UUID(id) for id in (run.discuss_first if run else []) if UUID(id) in stories],
    )


def on_board(session: Session, workshop: Workshop, audience: ConsentScope) -> dict[UUID, StoryOnBoard]:
    """The stories of the set, by serial number, none with its place. Only what a sticky shows is read."""
    fields = [field for field in StoryOnBoard.model_fields if field != "membership"]
    query = sa.select(*(getattr(Story, field) for field in fields))
    query = query.join(Consent, col(Consent.story_id) == col(Story.id))
    query = query.where(col(Story.workshop_id) == workshop.id, covers(audience)).order_by(col(Story.serial_no))
    rows = session.connection().execute(query)
    return {row.id: StoryOnBoard.model_construct(**row._mapping, membership=None) for row in rows}


def placements(session: Session, workshop: Workshop) -> tuple[Placed, Placed]:
    """Stories by theme, as serial numbers go: where each is, and the second ones."""
    fields = [getattr(Membership, field) for field in ("story_id", "theme_id", "role", *MembershipRead.model_fields)]
    query = sa.select(*fields).join(Story, col(Story.id) == col(Membership.story_id))
    query = query.where(col(Story.workshop_id) == workshop.id, col(Membership.state) != "refused")
    by_role: dict[str, Placed] = {"primary": defaultdict(list), "secondary": defaultdict(list)}
    for story_id, theme_id, role, *shown in session.connection().execute(query.order_by(col(Story.serial_no))):
        read = MembershipRead.model_construct(**dict(zip(MembershipRead.model_fields, shown, strict=True)))
        by_role[role][theme_id].append((story_id, read))
    return by_role["primary"], by_role["secondary"]


def placed(stories: dict[UUID, StoryOnBoard], found: list[tuple[UUID, MembershipRead]]) -> list[StoryOnBoard]:
    """The stories found in a theme, each now with its place."""
    here = [(stories[id], membership) for id, membership in found if id in stories]
    for story, membership in here:
        story.membership = membership
    return [story for story, _ in here]


def read_theme(theme: Theme, stories: list[StoryOnBoard], secondary: list[UUID]) -> ThemeOnBoard:
    return ThemeOnBoard(
        id=theme.id,
        name=theme.name,
        description=theme.description,
        state=theme.state,
        locked=theme.locked,
        origin=theme.origin,
        domain_id=theme.domain_id,
        keywords=theme.keywords,
        letter=theme.letter,
        colour=theme.colour,
        position=theme.position,
        hint=hint(theme),
        story_ids=[story.id for story in stories],
        secondary_story_ids=secondary,
        stories=stories,
    )


def hint(theme: Theme) -> Hint | None:
    """Whether the name says nothing; the room's own, declared before collecting, is let be."""
    return "name_says_nothing" if theme.origin != "declared" and says_nothing(theme.name) else None


def since_last_run(session: Session, workshop: Workshop) -> set[UUID]:
    """The stories that joined the set after the machine last looked; none while it never has."""
    run = newest_run(session, workshop.id, state="proposed")
    if run is None or run.based_on_seq >= workshop.seq:
        return set()
    joined = map(split_key, touched_by(session, workshop.id, run.based_on_seq, JOINING))
    return {id for kind, id in joined if kind == "story"}


def held(session: Session, workshop: Workshop, cares: bool) -> int:
    """How many stories wait for the steward; of those that need care only their carers learn."""
    which = [] if cares else [Story.care == "no"]
    return care.held(session, [workshop.id], *which).get(workshop.id, 0)
