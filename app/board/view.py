"""The board as the room sees it, read from the tables in a few queries."""

from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.board.runs import newest_run, read_run
from app.history.events import touched_by
from app.history.states import split_key
from app.stories.consent import covers
from app.workshops import care
from clustering.label import says_nothing
from models import Consent, Membership, Story, Theme, Workshop
from models.board import Board, MembershipRead, StoryOnBoard, ThemeOnBoard
from models.stories import ConsentScope

JOINING = ("tell", "release", "bring_back")
SAYS_NOTHING = "This name could stand over any theme. What changed, and for whom?"


def read(session: Session, workshop: Workshop, audience: ConsentScope, cares: bool = False) -> Board:
    """Themes in their order, each with its stories; then the stories not placed yet: those `audience` may read."""
    stories = on_board(session, workshop, audience)
    primary, secondary = placements(session, workshop)
    run = newest_run(session, workshop.id)
    order = col(Theme.position), col(Theme.id)
    active = select(Theme).where(Theme.workshop_id == workshop.id, Theme.state != "retired").order_by(*order)
    themes = [
        read_theme(theme, [placed(stories[m.story_id], m) for m in primary[theme.id] if m.story_id in stories],
                   [m.story_id for m in secondary[theme.id] if m.story_id in stories])
        for theme in session.exec(active)
    ]  # fmt: skip
    settled = {story.id for theme in themes for story in theme.stories}
    not_placed = [story for id, story in stories.items() if id not in settled]
    new = since_last_run(session, workshop)
    return Board(
        seq=workshop.seq, stage=workshop.stage, board_hash=workshop.board_hash, themes=themes, not_placed=not_placed,
        held=held(session, workshop, cares), arrived=sum(story.id in new for story in not_placed),
        run=run and read_run(session, run),
        discuss_first=[UUID(id) for id in (run.discuss_first if run else []) if UUID(id) in stories],
    )  # fmt: skip


def on_board(session: Session, workshop: Workshop, audience: ConsentScope) -> dict[UUID, StoryOnBoard]:
    """The stories of the set, by serial number. Only the columns that a sticky shows are read."""
    columns = [getattr(Story, field) for field in StoryOnBoard.model_fields if field != "membership"]
    query = sa.select(*columns).join(Consent, col(Consent.story_id) == col(Story.id))
    query = query.where(col(Story.workshop_id) == workshop.id, covers(audience))
    rows = session.connection().execute(query.order_by(col(Story.serial_no))).mappings()
    return {row["id"]: StoryOnBoard.model_construct(**row, membership=None) for row in rows}


def placements(
    session: Session, workshop: Workshop
) -> tuple[dict[UUID, list[Membership]], dict[UUID, list[Membership]]]:
    """Memberships by theme, those that say where a story is and the second ones."""
    query = (
        select(Membership)
        .join(Story, col(Story.id) == Membership.story_id)
        .where(Story.workshop_id == workshop.id, Membership.state != "refused")
        .order_by(col(Story.serial_no))
    )
    by_role: dict[str, dict[UUID, list[Membership]]] = {"primary": defaultdict(list), "secondary": defaultdict(list)}
    for membership in session.exec(query):
        by_role[membership.role][membership.theme_id].append(membership)
    return by_role["primary"], by_role["secondary"]


def placed(story: StoryOnBoard, membership: Membership) -> StoryOnBoard:
    shown = MembershipRead.model_construct(state=membership.state, source=membership.source, pinned=membership.pinned,
                                           strength=membership.strength)  # fmt: skip
    return story.model_copy(update={"membership": shown})


def read_theme(theme: Theme, stories: list[StoryOnBoard], secondary: list[UUID]) -> ThemeOnBoard:
    return ThemeOnBoard(
        id=theme.id, name=theme.name, description=theme.description, state=theme.state, locked=theme.locked,
        origin=theme.origin, domain_id=theme.domain_id, keywords=theme.keywords, letter=theme.letter,
        colour=theme.colour, position=theme.position, hint=hint(theme),
        story_ids=[story.id for story in stories], secondary_story_ids=secondary, stories=stories,
    )  # fmt: skip


def hint(theme: Theme) -> str | None:
    """A word on a name that says nothing; the room's own, declared before collecting, needs none."""
    return SAYS_NOTHING if theme.origin != "declared" and says_nothing(theme.name) else None


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
