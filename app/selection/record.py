"""What was selected, as it is read later: with its reasons, and marks for what has changed since."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.security import Actor
from app.selection.deciding import theme_of
from app.selection.queries import audience_of_panel, may_see_answer, round_read, still_choosing
from app.stories.consent import why_not
from models import Consent, Dissent, Panel, Selection, SelectionReason, SelectionRound, Story
from models.selection import DissentRead, Mark, SelectionRead, SelectionReasonRead, Turnout
from models.stories import ConsentScope


def selections_of(session: Session, workshop_id: UUID, actor: Actor, audience: ConsentScope) -> list[SelectionRead]:
    """Every decision of a workshop that the reader may see, oldest first."""
    query = select(Selection).where(Selection.workshop_id == workshop_id).order_by(col(Selection.id))
    found = session.exec(query).all()
    panels = {one.panel_id: session.get_one(Panel, one.panel_id) for one in found}
    seen = {id for id, panel in panels.items() if may_see_answer(session, panel, actor)}
    return [read(session, one, audience) for one in found if one.panel_id in seen]


def revealed_decisions(session: Session, workshop_id: UUID, audience: ConsentScope) -> list[SelectionRead]:
    """Every decision that nobody has to wait for any more, oldest first: all panels beside it have revealed."""
    query = select(Selection).where(Selection.workshop_id == workshop_id).order_by(col(Selection.id))
    found = session.exec(query).all()
    panels = {one.panel_id: session.get_one(Panel, one.panel_id) for one in found}
    seen = {id for id, panel in panels.items() if not still_choosing(session, panel)}
    return [read(session, one, audience) for one in found if one.panel_id in seen]


def turnout_of(session: Session, asked: SelectionRound) -> Turnout:
    """How many of the panel have voted in the round's turn."""
    return round_read(session, asked).turnout


def standing(session: Session, workshop_id: UUID) -> list[Selection]:
    """Every decision that no later one took the place of, oldest first."""
    query = select(Selection).where(Selection.workshop_id == workshop_id).order_by(col(Selection.id))
    every = session.exec(query).all()
    replaced = {one.replaces_id for one in every}
    return [one for one in every if one.id not in replaced]


def read(session: Session, selection: Selection, audience: ConsentScope) -> SelectionRead:
    """A decision; what people wrote about a story is shown only where the story's consent reaches the audience."""
    panel = session.get_one(Panel, selection.panel_id)
    asked = session.get_one(SelectionRound, selection.round_id)
    later = session.exec(select(Selection.id).where(Selection.replaces_id == selection.id)).first()
    return SelectionRead.model_validate(
        {
            **selection.model_dump(exclude={"versions", "themes", "request_hash"}),
            "panel_name": panel.name,
            "method": asked.method,
            "reasons": reasons_of(session, selection, audience),
            "dissent": dissent_of(session, selection, audience),
            "marks": marks_of(session, selection, panel),
            "replaced_by_id": later,
        }
    )


def reasons_of(session: Session, selection: Selection, audience: ConsentScope) -> list[SelectionReasonRead]:
    query = select(SelectionReason).where(SelectionReason.selection_id == selection.id)
    rows = session.exec(query.order_by(col(SelectionReason.id))).all()
    told = [SelectionReasonRead.model_validate(row) for row in rows]
    return [row if reaches(session, row.story_id, audience) else silent(row) for row in told]


def silent(reason: SelectionReasonRead) -> SelectionReasonRead:
    return reason.model_copy(update={"sentence": "", "stated_by": ""})


def dissent_of(session: Session, selection: Selection, audience: ConsentScope) -> list[DissentRead]:
    query = select(Dissent).where(Dissent.selection_id == selection.id)
    rows: Sequence[Dissent] = session.exec(query.order_by(col(Dissent.id))).all()
    about = [UUID(id) for id in selection.story_ids]
    told = [(DissentRead.model_validate(row), [*about, row.preferred_story_id]) for row in rows]
    return [
        row if all(reaches(session, id, audience) for id in ids) else row.model_copy(update={"sentence": ""})
        for row, ids in told
    ]


def reaches(session: Session, story_id: UUID | None, audience: ConsentScope) -> bool:
    """Whether words about a story may be read by the audience; words about no story may."""
    if story_id is None:
        return True
    story, consent = with_consent(session, story_id)
    return why_not(story, consent, audience) is None


def with_consent(session: Session, story_id: UUID) -> tuple[Story, Consent]:
    query = select(Story, Consent).join(Consent, col(Consent.story_id) == Story.id).where(Story.id == story_id)
    return session.exec(query).one()


def marks_of(session: Session, selection: Selection, panel: Panel) -> list[Mark]:
    """What happened since to what was chosen; the decision itself stays as it was made."""
    found = {mark for id in selection.story_ids for mark in marks_on(session, selection, panel, UUID(id))}
    order: tuple[Mark, ...] = ("earlier_grouping", "words_changed", "consent_narrowed", "withdrawn")
    return [mark for mark in order if mark in found]


def marks_on(session: Session, selection: Selection, panel: Panel, story_id: UUID) -> set[Mark]:
    story, consent = with_consent(session, story_id)
    if story.state == "withdrawn":
        return {"withdrawn"}
    found: set[Mark] = set()
    if theme_of(session, story_id) != selection.themes[str(story_id)]:
        found.add("earlier_grouping")
    if story.version != selection.versions[str(story_id)]:
        found.add("words_changed")
    if why_not(story, consent, audience_of_panel(panel)) in ("consent_does_not_cover", "consent_expired"):
        found.add("consent_narrowed")
    return found
