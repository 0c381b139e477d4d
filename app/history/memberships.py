"""Where a story is, by its memberships: the pure functions that every view, command and export asks."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlmodel import col

from models import Membership
from models.board import MembershipRole, MembershipState
from models.states import LoggedMembership, LoggedStory


def is_primary(role: MembershipRole, state: MembershipState) -> bool:
    """Whether a membership says where its story is: the primary one, unless people refused it."""
    return role == "primary" and state != "refused"


def primary_rows() -> ColumnElement[bool]:
    """The same of rows, for a query."""
    return and_(col(Membership.role) == "primary", col(Membership.state) != "refused")


def says_where(membership: LoggedMembership) -> bool:
    """`is_primary` of what the log remembers."""
    return is_primary(membership["role"], membership["state"])


def primary(story: LoggedStory) -> LoggedMembership | None:
    """The membership that says where a story is; None when it is not placed yet."""
    return next(filter(says_where, story["memberships"]), None)


def theme_in(story: LoggedStory | None) -> str | None:
    """The theme that a story is in first of all."""
    placed = primary(story) if story else None
    return placed["theme_id"] if placed else None


def not_refused(story: LoggedStory) -> list[LoggedMembership]:
    """The memberships that count, so all but those that people refused."""
    return [membership for membership in story["memberships"] if membership["state"] != "refused"]


def is_decided(membership: LoggedMembership) -> bool:
    """Whether people decided about a membership."""
    return membership["pinned"] or membership["state"] == "confirmed"


def decided(story: LoggedStory) -> bool:
    """Whether people decided where this story is: no machine moves it."""
    placed = primary(story)
    return placed is not None and is_decided(placed)


def refused(story: LoggedStory, theme_id: str) -> bool:
    """Whether people said no to a story in a theme."""
    return any(m["theme_id"] == theme_id and m["state"] == "refused" for m in story["memberships"])


def belongs(story: LoggedStory, theme_id: str) -> bool:
    """Whether a story has any membership in a theme, also a refused one."""
    return any(membership["theme_id"] == theme_id for membership in story["memberships"])


def without(story: LoggedStory, theme_id: UUID) -> list[LoggedMembership]:
    """A story's memberships in other themes."""
    return [membership for membership in story["memberships"] if membership["theme_id"] != str(theme_id)]


def repointed(story: LoggedStory, source: UUID, target: UUID) -> list[LoggedMembership]:
    """A story's memberships after its theme became part of another; a story is never in one theme twice."""
    moved = next(m for m in story["memberships"] if m["theme_id"] == str(source))
    there = next((m for m in story["memberships"] if m["theme_id"] == str(target)), None)
    rest = [m for m in story["memberships"] if m["theme_id"] not in (str(source), str(target))]
    if moved["state"] == "refused":
        return [*rest, there] if there else rest
    if there is None or says_where(moved) or there["state"] == "refused":
        return [*rest, {**moved, "theme_id": str(target)}]
    return [*rest, there]
