"""Stories: told, corrected, taken back."""

import hashlib
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import ValidationError
from sqlmodel import Session, col, delete, select

from app.history.events import canonical, lock, record
from app.history.kinds.story import read_stories
from app.history.states import key
from app.history.texts import erase_texts
from app.problems import NotAllowed, NotFound, PayloadInvalid, Problem, invalid_payload, raises, validation_errors
from app.security import Actor, clean_code, hash_token, receipt_code
from app.stories import queries
from app.stories.consent import SCOPES
from app.stories.piles import forget_in_piles
from app.workshops.consent_end import moment_after
from models import Consent, Dissent, Domain, Seat, Selection, Story, StoryVersion, Workshop
from models.base import State, new_id, now
from models.holds_words import BLANK_CONSENT, BLANK_STORY, GONE_WITH_THE_STORY, MAY_QUOTE, SAID_ABOUT
from models.states import LoggedStory
from models.stories import (
    BatchResult,
    ConsentGiven,
    ConsentRead,
    StoryBase,
    StoryCreate,
    StoryRead,
    StoryTold,
    StoryUpdate,
    StoryWords,
)

WORDS = tuple(StoryWords.model_fields)
SHORTEST_QUOTE = 8  # letters: a shorter note, such as "Yes", stands in many sentences that do not quote it


class CollectingClosed(Problem):
    """This workshop is closed; ask its facilitator to reopen it."""

    status, title, slug = 409, "This workshop is closed", "collecting-closed"


class StoryIdTaken(Problem):
    """Another story has this id already. Nothing was stored; send it with a new id."""

    status, title, slug = 409, "Story id taken", "story-id-taken"


class StoryWithdrawn(Problem):
    """This story was withdrawn; its words are gone."""

    status, title, slug = 409, "Story withdrawn", "story-withdrawn"


class ReasonNeeded(Problem):
    """Whoever changes another person's story says why."""

    status, title, slug = 422, "A reason is needed", "reason-needed"


class OutOfDate(Problem):
    """You saw an older version of this story; read it again before you change it."""

    status, title, slug = 412, "An older version", "out-of-date"


EDITING = raises(StoryWithdrawn, OutOfDate, ReasonNeeded)


def tell(session: Session, workshop: Workshop, told: StoryCreate, actor: Actor) -> tuple[StoryTold, bool]:
    """Store one story, or find it stored already: the story, and whether it is new.

    Raises CollectingClosed, StoryIdTaken, PayloadInvalid.
    """
    workshop = lock(session, workshop)
    story_id, request_hash = told.id or new_id(), hash_of(told)
    code = receipt_code(actor.secret, story_id)
    if known := session.get(Story, story_id):
        return again(session, workshop, known, request_hash, code, actor), False
    if workshop.stage == "closed":
        raise CollectingClosed
    check_words(session, workshop, told)
    language = told.language or spoken_by(session, actor) or workshop.languages[0]
    held = told.care != "no" or (workshop.hold_for_steward and told.third_party_named)
    workshop.stories_told += 1
    story = Story.model_validate(
        told.model_dump(exclude={"id", "consent", "language"}),
        update={
            "id": story_id,
            "workshop_id": workshop.id,
            "serial_no": workshop.stories_told,
            "language": language,
            "storyteller_seat_id": actor.id if actor.kind == "seat" else None,
            "created_by": actor.ref,
            "updated_at": now(),
            "state": "submitted" if held else "in_set",
            "request_hash": request_hash,
            "receipt_hash": hash_token(code),
            "teller_name": "" if told.consent.name_use == "anonymous" else told.teller_name,
            "care_contact": told.care_contact if told.care != "no" else "",
        },
    )
    ends_at = moment_after(told.consent.expires_on, workshop.timezone)
    consent = Consent.model_validate(
        told.consent, update={"story_id": story_id, "ends_at": ends_at, "created_by": actor.ref}
    )
    session.add(story)
    session.flush()
    session.add_all([consent, version_of(story, actor.ref)])
    after: dict[str, State | None] = {key("story", story_id): {"state": story.state, "memberships": []}}
    record(session, workshop, actor=actor.ref, action="tell", before={}, after=after, apply=False)
    return as_told(story, consent, code), True


def again(session: Session, workshop: Workshop, known: Story, request_hash: str, code: str, actor: Actor) -> StoryTold:
    """The stored story for a request that came twice; one that was withdrawn is its teller's alone."""
    withdrawn = known.state == "withdrawn" and known.created_by == actor.ref
    if known.workshop_id != workshop.id or (known.request_hash != request_hash and not withdrawn):
        raise StoryIdTaken
    shown = code if known.receipt_hash == hash_token(code) else None
    return as_told(known, consent_of(session, known), shown)


def hash_of(told: StoryCreate) -> str:
    """What was sent, so that a repeated request is known again and another body is not taken for it."""
    return hashlib.sha256(canonical(told.model_dump(mode="json", exclude={"id"}))).hexdigest()


def spoken_by(session: Session, actor: Actor) -> str | None:
    seat = session.get(Seat, actor.id) if actor.kind == "seat" else None
    return seat.language if seat else None


def check_words(
    session: Session, workshop: Workshop, told: StoryWords | StoryUpdate, story: Story | None = None
) -> None:
    """What no form can know: the domain must be this workshop's, and time runs forward."""
    if told.teller_domain_id:
        domain = session.get(Domain, told.teller_domain_id)
        if domain is None or domain.workshop_id != workshop.id:
            raise PayloadInvalid(errors=[{"pointer": "/teller_domain_id", "detail": "is no domain of this workshop"}])
    sent = told.model_dump(exclude_unset=True)
    for field in ("happened_from", "happened_to"):
        if sent.get(field) and sent[field] > latest_today():
            raise PayloadInvalid(errors=[{"pointer": f"/{field}", "detail": "is after today"}])
    first, last = (sent.get(field, getattr(story, field, None)) for field in ("happened_from", "happened_to"))
    if first and last and last < first:
        raise PayloadInvalid(errors=[{"pointer": "/happened_to", "detail": "is before happened_from"}])


def latest_today() -> date:
    """The day it is by now anywhere on earth (UTC+14): a teller ahead of our clock is not refused their own today."""
    return (now() + timedelta(hours=14)).date()


def tell_each(session: Session, workshop: Workshop, stories: list[dict[str, Any]], actor: Actor) -> list[BatchResult]:
    """Store many stories, each judged alone: one that is refused takes no other with it."""
    return [tell_one(session, workshop, sent, actor) for sent in stories]


def tell_one(session: Session, workshop: Workshop, sent: dict[str, Any], actor: Actor) -> BatchResult:
    try:
        told = StoryCreate.model_validate(sent)
        with session.begin_nested():
            story, is_new = tell(session, workshop, told, actor)
    except ValidationError as error:
        problem: Problem = invalid_payload(validation_errors(error))
    except Problem as known:
        problem = known
    else:
        return BatchResult(id=story.id, status=201 if is_new else 200, story=story)
    return BatchResult(id=readable_id(sent.get("id")), status=problem.status, problem=problem.document())


def readable_id(sent: object) -> UUID | None:
    try:
        return UUID(str(sent))
    except ValueError:
        return None


def version_of(story: Story, by: str, reason: str = "") -> StoryVersion:
    """A snapshot of the words as they now stand."""
    snapshot = StoryBase.model_validate(story, from_attributes=True).model_dump(mode="json", include=set(WORDS))
    return StoryVersion(story_id=story.id, n=story.version, snapshot=snapshot, reason=reason, created_by=by)


def consent_of(session: Session, story: Story) -> Consent:
    return session.exec(select(Consent).where(Consent.story_id == story.id)).one()


FOR_CARERS = ("care_contact", "care_note")


def as_read(story: Story, consent: Consent, cares: bool = False) -> StoryRead:
    """A story as the API shows it; what only the carers may know is empty for everybody else."""
    shown = {field: getattr(story, field) for field in StoryRead.model_fields if field != "consent"}
    if not cares:
        shown |= dict.fromkeys(FOR_CARERS, "")
    return StoryRead(**shown, consent=ConsentRead.model_validate(consent))


def as_told(story: Story, consent: Consent, code: str | None) -> StoryTold:
    return StoryTold(**dict(as_read(story, consent)), receipt_code=code)


def find(session: Session, story_id: UUID) -> Story:
    if (story := session.get(Story, story_id)) is None:
        raise NotFound
    return story


def find_by_receipt(session: Session, code: str) -> Story:
    """The story that a receipt code opens."""
    if (story := queries.by_receipt(session, hash_token(clean_code(code)))) is None:
        raise NotFound
    return story


def may_edit(story: Story, actor: Actor) -> None:
    """Only its teller edits a story, or the collector who wrote it down."""
    if actor.ref != story.created_by:
        raise NotAllowed("Only the person who told this story, or wrote it down for them, can change its words.")


def edit(session: Session, story: Story, wanted: StoryUpdate, by: Actor | None, seen: int | None = None) -> StoryRead:
    """Correct a story's words or its consent; the words before stay as a version. `by` None: the receipt's holder.

    Raises StoryWithdrawn, OutOfDate, ReasonNeeded, PayloadInvalid.
    """
    workshop = lock(session, session.get_one(Workshop, story.workshop_id))
    session.refresh(story)
    if story.state == "withdrawn":
        raise StoryWithdrawn
    if seen is not None and seen != story.version:
        raise OutOfDate(version=story.version)
    actor = by.ref if by else f"receipt:{story.serial_no}"
    if by and by.kind == "account" and not wanted.reason:
        raise ReasonNeeded
    check_words(session, workshop, wanted, story)
    change_words(session, story, wanted, actor)
    consent = consent_of(session, story)
    if wanted.consent:
        change_consent(story, consent, wanted.consent, workshop.timezone)
    if wanted.teller_name is not None and consent.name_use != "anonymous":
        story.teller_name = wanted.teller_name
    state = read_stories(session, [story.id])[story.id]
    subject = key("story", story.id)
    record(
        session,
        workshop,
        actor=actor,
        action="edit",
        before={subject: state},
        after={subject: state},
        reason=wanted.reason or "",
        apply=False,
    )
    return as_read(story, consent)


def change_words(session: Session, story: Story, wanted: StoryUpdate, actor: str) -> None:
    """Take over the words that were sent, as a new version when any differ."""
    sent = wanted.model_dump(exclude_unset=True, include=set(WORDS))
    nullable = {"happened_from", "happened_to", "teller_domain_id"}
    sent = {field: value for field, value in sent.items() if value is not None or field in nullable}
    if "notes" in sent:
        sent["notes"] = [note for note in sent["notes"] if note]
    if all(getattr(story, field) == value for field, value in sent.items()):
        return
    story.sqlmodel_update({**sent, "version": story.version + 1, "updated_at": now()})
    session.add_all([story, version_of(story, actor, wanted.reason or "")])
    session.flush()


def change_consent(story: Story, consent: Consent, wanted: ConsentGiven, timezone: str) -> None:
    """The teller's newest word counts, narrower or wider, and what was not sent stays as it was agreed.

    A name was given for one use: it is not kept for another, nor where nobody may show it.
    """
    before, use = consent.scope, consent.name_use
    consent.sqlmodel_update(wanted.model_dump(exclude_unset=True))
    consent.ends_at = moment_after(consent.expires_on, timezone)
    if consent.name_use != use:
        story.teller_name = ""
    consent.state = "narrowed" if SCOPES.index(consent.scope) < SCOPES.index(before) else "granted"


def withdraw(session: Session, story: Story, actor: str, reason: str = "") -> StoryRead:
    """Take a story back: its serial number and its place in the counts stay, its words are gone everywhere."""
    workshop = lock(session, session.get_one(Workshop, story.workshop_id))
    session.refresh(story)
    consent = consent_of(session, story)
    if story.state == "withdrawn":
        return as_read(story, consent)
    subject = key("story", story.id)
    before: dict[str, State | None] = {subject: read_stories(session, [story.id])[story.id]}
    forget_in_piles(session, story)
    forget_what_was_said(session, story)
    for table in GONE_WITH_THE_STORY:
        rows = sa.inspect(table).columns
        session.exec(delete(table).where(rows["story_id"] == story.id))
    story.sqlmodel_update({**BLANK_STORY, "updated_at": now()})
    consent.sqlmodel_update(BLANK_CONSENT)
    gone: LoggedStory = {"state": "withdrawn", "memberships": []}
    record(session, workshop, actor=actor, action="withdraw", before=before, after={subject: gone}, reason=reason)
    erase_texts(session, story)
    forget_name(session, story)
    return as_read(story, consent)


def forget_what_was_said(session: Session, withdrawn: Story) -> None:
    """What people wrote about a story is blank from now on: reasons, dissent, what came with ballots, and quotes."""
    for table, names_it, blank in SAID_ABOUT:
        about = sa.inspect(table).columns[names_it] == withdrawn.id
        session.exec(sa.update(table).where(about).values(**blank))
    mine = session.exec(select(Selection).where(Selection.workshop_id == withdrawn.workshop_id)).all()
    chose_it = {selection.id for selection in mine if str(withdrawn.id) in selection.story_ids}
    for selection in mine:
        selection.request_hash = ""
    for dissent in session.exec(select(Dissent).where(col(Dissent.selection_id).in_(chose_it))):
        dissent.sentence = ""
    told = told_words(session, withdrawn)
    for table, columns in MAY_QUOTE:
        here = sa.inspect(table).columns["workshop_id"] == withdrawn.workshop_id
        for row in session.exec(select(table).where(here)).all() if told else ():
            row.sqlmodel_update({column: "" for column in columns if quotes(getattr(row, column), told)})
    session.flush()


def quotes(text: str, told: Collection[str]) -> bool:
    """Whether a text repeats any of these words, as a teller wrote them."""
    return any(words in text.casefold() for words in told)


def told_words(session: Session, story: Story) -> set[str]:
    """Every headline, note and other sentence that a story had in any version, to be found where they are quoted."""
    versions = session.exec(select(StoryVersion.snapshot).where(StoryVersion.story_id == story.id)).all()
    fields = ("headline", "significance", "contribution")
    found = [version.get(field, "") for version in versions for field in fields]
    found += [note for version in versions for note in version.get("notes", [])]
    return {words.casefold() for words in found if len(words) >= SHORTEST_QUOTE}


def forget_name(session: Session, withdrawn: Story) -> None:
    """A seat's name and voice groups go with the last of its stories."""
    mine = select(Story.id).where(
        Story.storyteller_seat_id == withdrawn.storyteller_seat_id, Story.state != "withdrawn"
    )
    seat = session.get(Seat, withdrawn.storyteller_seat_id) if withdrawn.storyteller_seat_id else None
    if seat and session.exec(mine.limit(1)).first() is None:
        seat.sqlmodel_update({"display_name": "", "voice_groups": []})
