"""The memberships: which story is in which theme, who put it there, and which suggestions were refused."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.exports.tables.table import Column, Table
from app.harvest.read import Harvest
from app.history.actors import role_of
from app.history.texts import text_for
from models import ChangeEvent, Membership


@dataclass(frozen=True)
class MembershipLine:
    """A membership with the event that made it what it is, and the reason given then."""

    membership: Membership
    theme_name: str
    event: ChangeEvent | None
    reason: str
    decided_by_role: str


def membership_lines(harvest: Harvest) -> Iterator[MembershipLine]:
    events = {event.seq: event for event in harvest.events}
    for membership in harvest.memberships:
        if membership.story_id in harvest.by_id:
            name = harvest.theme_by_id[membership.theme_id].name
            event = events.get(membership.seq)
            reason = text_for(event.reason_hash, harvest.texts) if event else ""
            role = role_of(membership.decided_by, harvest.team)
            yield MembershipLine(membership, name, event, reason, role)


MEMBERSHIPS = Table[MembershipLine](
    name="memberships",
    meaning="One row a membership of a story that the profile covers; refused ones are here too.",
    lines=membership_lines,
    columns=(
        Column("story_id", "The story", lambda m: str(m.membership.story_id)),
        Column("theme_id", "The theme", lambda m: str(m.membership.theme_id)),
        Column("theme", "The theme's name", lambda m: m.theme_name),
        Column("role", "Primary (a story has one at most) or secondary", lambda m: m.membership.role),
        Column("source", "Who proposed it: machine or people", lambda m: m.membership.source),
        Column("state", "Suggested, confirmed by people, or refused", lambda m: m.membership.state),
        Column("decided_by_role", "The role of who decided", lambda m: m.decided_by_role),
        Column("at", "When it was decided (UTC)", lambda m: m.event.created_at if m.event else None),
        Column("reason", "Why, in the words of who decided", lambda m: m.reason),
        Column("run_id", "The grouping run that proposed it", lambda m: str(m.membership.run_id or "")),
        Column("strength", "How strongly it belongs by the machine's measure, 0 to 1", lambda m: m.membership.strength),
    ),
)
