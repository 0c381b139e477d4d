"""The stories that a profile covers, a row each."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.exports.tables.table import Column, Table
from app.followup.claims import FOUND
from app.followup.evidence import ticks
from app.harvest.read import Harvest, Told
from app.harvest.selections import choosing
from app.history.actors import role_of
from models import Domain, Membership, Story, Theme
from models.selection import SelectionRead


@dataclass(frozen=True)
class StoryLine:
    """A story with where it is on the board."""

    told: Told
    domain: Domain | None
    primary: Membership | None
    theme: Theme | None
    also_in: list[Theme]
    voice_groups: list[str]
    chosen_by: list[SelectionRead]
    verification_state: str
    evidence: list[str]
    collector: str

    @property
    def story(self) -> Story:
        return self.told.story

    def note(self, place: int) -> str:
        return [*self.story.notes, "", ""][place]


def story_lines(harvest: Harvest) -> Iterator[StoryLine]:
    for told in harvest.told:
        story, primary = told.story, harvest.primary(told.story.id)
        second = [m.theme_id for m in harvest.standing.get(story.id, []) if m.role == "secondary"]
        yield StoryLine(
            told=told,
            domain=harvest.domains.get(story.teller_domain_id) if story.teller_domain_id else None,
            primary=primary,
            theme=harvest.theme_by_id[primary.theme_id] if primary else None,
            also_in=sorted((harvest.theme_by_id[id] for id in second), key=lambda theme: (theme.name, theme.id)),
            voice_groups=told.seat.voice_groups if told.seat and harvest.profile == "evaluation" else [],
            chosen_by=choosing(harvest.selections, story.id),
            verification_state=(checked := harvest.follow_up.verification_state(story.id)),
            evidence=[tick for tick, met in ticks(story, checked=checked in FOUND).items() if met],
            collector=role_of(story.created_by, harvest.team),
        )


STORIES = Table[StoryLine](
    name="stories",
    meaning="One row a story whose teller's consent covers the profile.",
    lines=story_lines,
    columns=(
        Column("serial_no", "The story's number in its workshop, as on the board", lambda s: s.story.serial_no),
        Column("story_id", "The story's identifier; it never changes", lambda s: str(s.story.id)),
        Column("headline", "The change in one sentence, in the teller's words", lambda s: s.story.headline),
        Column("note_1", "First note: what happened", lambda s: s.note(0)),
        Column("note_2", "Second note", lambda s: s.note(1)),
        Column("significance", "Why the change matters to the teller", lambda s: s.story.significance),
        Column("where", "Where it happened, as it was told", lambda s: s.story.happened_where),
        Column("happened_from", "The first day of when it happened", lambda s: s.story.happened_from),
        Column("happened_to", "The last day of when it happened", lambda s: s.story.happened_to),
        Column(
            "recorded_at", "When it was told (UTC); only the day for partners and public", lambda s: s.story.created_at
        ),
        Column(
            "capture_mode",
            "How it was taken down: self, interview, group, paper or import",
            lambda s: s.story.capture_mode,
        ),
        Column("collector", "The role of who took it down", lambda s: s.collector),
        Column("storyteller_label", "The teller, called as they agreed to be", lambda s: s.told.teller),
        Column(
            "voice_groups",
            "Groups the teller belongs to, by their own account; for evaluation alone",
            lambda s: s.voice_groups,
        ),
        Column("language", "Language of the words (BCP 47)", lambda s: s.story.language),
        Column("direction", "Whether the change was good, bad, mixed or unsaid", lambda s: s.story.direction),
        Column("expected", "Whether the teller had expected the change", lambda s: s.story.expected),
        Column("teller_domain", "Domain of change that the teller chose", lambda s: s.domain.name if s.domain else ""),
        Column(
            "primary_theme", "Name of the theme that it is in first of all", lambda s: s.theme.name if s.theme else ""
        ),
        Column(
            "primary_theme_id",
            "That theme's identifier; two themes may share a name",
            lambda s: str(s.theme.id) if s.theme else "",
        ),
        Column("secondary_themes", "Names of other themes that it is in", lambda s: [t.name for t in s.also_in]),
        Column(
            "secondary_theme_ids", "Identifiers of those, in the same order", lambda s: [str(t.id) for t in s.also_in]
        ),
        Column(
            "membership_source",
            "Who put it into its first theme: machine or people",
            lambda s: s.primary.source if s.primary else "",
        ),
        Column("pinned", "Whether people said that it must stay there", lambda s: bool(s.primary and s.primary.pinned)),
        Column(
            "stability",
            "Share of repeated runs on half of the stories in which it stays in that theme",
            lambda s: s.primary.stability if s.primary else None,
        ),
        Column("selected_levels", "Panels that chose it", lambda s: [one.panel_name for one in s.chosen_by]),
        Column("selected_count", "How many panels chose it", lambda s: len(s.chosen_by)),
        Column(
            "verification_state",
            "What the newest check found; not_verified until there is one, and after a change of its words",
            lambda s: s.verification_state,
        ),
        Column(
            "evidence",
            "Which of seven things are there: owner known, range of changes asked, read back, people mentioned agreed, "
            "source clear, time and place said, checked by somebody",
            lambda s: s.evidence,
        ),
        Column("consent_scope", "The widest audience that the teller agreed to", lambda s: s.told.consent.scope),
        Column("name_use", "How the teller agreed to be named", lambda s: s.told.consent.name_use),
        Column("version", "How many times its words were written, the first included", lambda s: s.story.version),
    ),
)
