"""The tables an evaluator takes away, as rows of plain values; what they look like in a file is a renderer's matter."""

from typing import Any

from app.harvest.read import Harvest, Told
from app.history.actors import role_of
from app.summaries.build import summary
from models import ChangeEvent, Membership, Theme

Row = dict[str, Any]

STORY_COLUMNS = (
    "serial_no",
    "story_id",
    "headline",
    "note_1",
    "note_2",
    "significance",
    "where",
    "happened_from",
    "happened_to",
    "recorded_at",
    "capture_mode",
    "collector",
    "storyteller_label",
    "voice_groups",
    "language",
    "direction",
    "expected",
    "teller_domain",
    "primary_theme",
    "secondary_themes",
    "membership_source",
    "pinned",
    "stability",
    "consent_scope",
    "name_use",
    "version",
)


def story_rows(harvest: Harvest) -> list[Row]:
    """One row a story that the profile covers."""
    return [story_row(harvest, told) for told in harvest.told]


def story_row(harvest: Harvest, told: Told) -> Row:
    story, primary = told.story, harvest.primary(told.story.id)
    notes = [*story.notes, "", ""]
    second = [harvest.theme_by_id[m.theme_id].name for m in harvest.standing.get(story.id, []) if m.role == "secondary"]
    domain = harvest.domains.get(story.teller_domain_id) if story.teller_domain_id else None
    return {
        "serial_no": story.serial_no,
        "story_id": str(story.id),
        "headline": story.headline,
        "note_1": notes[0],
        "note_2": notes[1],
        "significance": story.significance,
        "where": story.happened_where,
        "happened_from": story.happened_from,
        "happened_to": story.happened_to,
        "recorded_at": story.created_at,
        "capture_mode": story.capture_mode,
        "collector": role_of(story.created_by),
        "storyteller_label": told.teller,
        "voice_groups": "; ".join(told.seat.voice_groups) if told.seat else "",
        "language": story.language,
        "direction": story.direction,
        "expected": story.expected,
        "teller_domain": domain.name if domain else "",
        "primary_theme": harvest.theme_by_id[primary.theme_id].name if primary else "",
        "secondary_themes": "; ".join(sorted(second)),
        "membership_source": primary.source if primary else "",
        "pinned": bool(primary and primary.pinned),
        "stability": primary.stability if primary else None,
        "consent_scope": told.consent.scope,
        "name_use": told.consent.name_use,
        "version": story.version,
    }


def theme_rows(harvest: Harvest) -> list[Row]:
    """One row a theme on the board."""
    return [theme_row(harvest, theme) for theme in harvest.active]


def theme_row(harvest: Harvest, theme: Theme) -> Row:
    told = summary(harvest, theme)
    domain = harvest.domains.get(theme.domain_id) if theme.domain_id else None
    return {
        "theme_id": str(theme.id),
        "name": theme.name,
        "description": theme.description,
        "domain": domain.name if domain else "",
        "origin": theme.origin,
        "parents": "; ".join(theme.parents),
        "n_stories": told.counts.stories,
        "n_tellers": told.counts.tellers,
        "n_negative": told.counts.negative,
        "state": theme.state,
        "agreed_at": told.coming.agreed_at,
        "agreed_by": told.coming.agreed_by,
        "locked": theme.locked,
    }


def membership_rows(harvest: Harvest) -> list[Row]:
    """One row a membership of the stories that the profile covers, refusals too."""
    events = {event.seq: event for event in harvest.events}
    return [
        membership_row(membership, events.get(membership.seq))
        for membership in harvest.memberships
        if membership.story_id in harvest.by_id
    ]


def membership_row(membership: Membership, event: ChangeEvent | None) -> Row:
    return {
        "story_id": str(membership.story_id),
        "theme_id": str(membership.theme_id),
        "role": membership.role,
        "source": membership.source,
        "state": membership.state,
        "decided_by_role": role_of(membership.decided_by),
        "at": event.created_at if event else None,
        "reason": event.reason if event else "",
        "run_id": str(membership.run_id) if membership.run_id else "",
        "strength": membership.strength,
    }


def audit_rows(harvest: Harvest) -> list[Row]:
    """The whole log; who acted is told by role and number, not by name."""
    numbers: dict[str, str] = {}
    return [audit_row(event, pseudonym(event.actor, numbers)) for event in harvest.events]


def pseudonym(actor: str, numbers: dict[str, str]) -> str:
    """The same person has the same number throughout, such as `facilitator 2`."""
    if actor not in numbers:
        role = role_of(actor)
        taken = sum(label.startswith(f"{role} ") for label in numbers.values())
        numbers[actor] = role if role == "machine" else f"{role} {taken + 1}"
    return numbers[actor]


def audit_row(event: ChangeEvent, actor: str) -> Row:
    return {
        "seq": event.seq,
        "at": event.created_at,
        "actor": actor,
        "acting_for": event.acting_for,
        "action": event.action,
        "subjects": list(event.after),
        "before": anonymous(event.before),
        "after": anonymous(event.after),
        "reason": event.reason,
        "undo_of": event.undo_of,
        "stage": event.stage,
        "hash": event.hash,
    }


def anonymous(value: Any) -> Any:
    """The same value, with roles in place of the people who decided."""
    if isinstance(value, dict):
        return {k: role_of(v) if k == "decided_by" and isinstance(v, str) else anonymous(v) for k, v in value.items()}
    return [anonymous(item) for item in value] if isinstance(value, list) else value


def run_rows(harvest: Harvest) -> list[Row]:
    """One row a grouping run."""
    return [
        {
            "run_id": str(run.id),
            "mode": run.mode,
            "state": run.state,
            "algorithm": run.algorithm,
            "model_name": run.model_name,
            "model_hash": run.model_hash,
            "input_hash": run.input_hash,
            "quality": run.quality,
            "started_at": run.started_at,
            "finished_at": run.finished_at,
        }
        for run in harvest.runs
    ]
