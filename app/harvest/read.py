"""One frozen reading of a workshop for people who take it away: everything, judged against one profile."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from sqlmodel import Session, col, select

from app.harvest.followup import FollowUp, read_follow_up
from app.harvest.selections import read_selections
from app.history.actors import team_of
from app.history.events import events_after
from app.history.memberships import not_refused
from app.history.states import stories_among
from app.history.texts import texts_of
from app.stories.consent import Profile, label, why_not
from models import ChangeEvent, Consent, Domain, GroupingRun, Membership, Seat, Story, Theme, Workshop
from models.selection import SelectionRead
from models.states import LoggedStory


@dataclass(frozen=True)
class Told:
    """A story with what its teller agreed to and how they want to be called."""

    story: Story
    consent: Consent
    teller: str
    seat: Seat | None


@dataclass(frozen=True)
class Harvest:
    """A workshop at one seq.

    Attributes
    ----------
    told
        The stories of the set whose words the profile covers, by serial number.
    withheld
        Stories whose words stay out, each with the reason.
    team
        The roles of those who decide in it, by actor.
    """

    workshop: Workshop
    profile: Profile
    told: list[Told]
    withheld: dict[UUID, str]
    themes: list[Theme]
    memberships: list[Membership]
    domains: dict[UUID, Domain]
    events: list[ChangeEvent]
    texts: dict[str, str]
    runs: list[GroupingRun]
    team: dict[str, str] = field(default_factory=dict)
    selections: list[SelectionRead] = field(default_factory=list)
    follow_up: FollowUp = field(default_factory=FollowUp)

    @cached_property
    def by_id(self) -> dict[UUID, Told]:
        return {told.story.id: told for told in self.told}

    @cached_property
    def theme_by_id(self) -> dict[UUID, Theme]:
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def active(self) -> list[Theme]:
        return [theme for theme in self.themes if theme.state != "retired"]

    @cached_property
    def standing(self) -> dict[UUID, list[Membership]]:
        """The memberships that count, by story."""
        by_story: dict[UUID, list[Membership]] = {}
        for membership in self.memberships:
            if membership.state != "refused":
                by_story.setdefault(membership.story_id, []).append(membership)
        return by_story

    def primary(self, story_id: UUID) -> Membership | None:
        return next((m for m in self.standing.get(story_id, []) if m.role == "primary"), None)

    @cached_property
    def by_theme(self) -> dict[tuple[UUID, str], list[Membership]]:
        """The memberships that count, by theme and role."""
        found: dict[tuple[UUID, str], list[Membership]] = {}
        for membership in (m for standing in self.standing.values() for m in standing):
            found.setdefault((membership.theme_id, membership.role), []).append(membership)
        return found

    def inside(self, theme: Theme, role: str = "primary") -> list[Membership]:
        """Memberships of a theme, whether or not the words may be shown."""
        return self.by_theme.get((theme.id, role), [])

    @cached_property
    def placed(self) -> set[UUID]:
        """The stories that are in a theme first of all."""
        return {story_id for story_id in self.standing if self.primary(story_id)}

    @cached_property
    def events_by_theme(self) -> dict[str, list[ChangeEvent]]:
        """What happened to each theme: it was changed, a story was put into it, or one was taken out."""
        found: dict[str, list[ChangeEvent]] = {}
        for event in self.events:
            for theme_id in themes_concerned(event):
                found.setdefault(theme_id, []).append(event)
        return found

    @property
    def excluded_counts(self) -> dict[str, int]:
        """How many stories stay out, by reason."""
        return dict(sorted(Counter(self.withheld.values()).items()))


def themes_concerned(event: ChangeEvent) -> set[str]:
    """The themes that an event changed, or put a story into or took one out of."""
    concerned = {id for kind, _, id in (subject.partition(":") for subject in event.after) if kind == "theme"}
    before = stories_among(event.before)
    for id, after in stories_among(event.after).items():
        concerned |= themes_of(before.get(id)) ^ themes_of(after)
    return concerned


def themes_of(story: LoggedStory | None) -> set[str]:
    """The themes that a story was in."""
    return {membership["theme_id"] for membership in not_refused(story)} if story else set()


def read_harvest(session: Session, workshop: Workshop, profile: Profile) -> Harvest:
    """Read everything once; what is built from it needs no database."""
    told, withheld = read_stories(session, workshop, profile)
    in_set = {story.story.id for story in told} | {id for id, why in withheld.items() if why.startswith("consent")}
    themes = session.exec(
        select(Theme).where(Theme.workshop_id == workshop.id).order_by(col(Theme.position), col(Theme.id))
    ).all()
    memberships = session.exec(
        select(Membership)
        .join(Theme, col(Theme.id) == Membership.theme_id)
        .where(Theme.workshop_id == workshop.id)
        .order_by(col(Membership.story_id), col(Membership.theme_id))
    )
    domains = session.exec(select(Domain).where(Domain.workshop_id == workshop.id))
    runs = session.exec(
        select(GroupingRun).where(GroupingRun.workshop_id == workshop.id).order_by(col(GroupingRun.id))
    ).all()
    return Harvest(
        workshop=workshop,
        profile=profile,
        told=told,
        withheld=withheld,
        themes=list(themes),
        memberships=[m for m in memberships if m.story_id in in_set],
        domains={d.id: d for d in domains},
        events=events_after(session, workshop.id, 0),
        texts=texts_of(session, workshop.id),
        runs=list(runs),
        team=team_of(session, workshop.id),
        selections=read_selections(session, workshop, profile),
        follow_up=read_follow_up(session, workshop, [one.story for one in told], profile),
    )


def read_stories(session: Session, workshop: Workshop, profile: Profile) -> tuple[list[Told], dict[UUID, str]]:
    """The stories the profile covers, and why each other one stays out."""
    query = (
        select(Story, Consent, Seat)
        .join(Consent, col(Consent.story_id) == Story.id)
        .outerjoin(Seat, col(Seat.id) == Story.storyteller_seat_id)
        .where(Story.workshop_id == workshop.id)
        .order_by(col(Story.serial_no))
    )
    told, withheld = [], {}
    for story, consent, seat in session.exec(query):
        if why := why_not(story, consent, profile):
            withheld[story.id] = why
        else:
            told.append(Told(story, consent, label(story, consent, seat), seat))
    return told, withheld
