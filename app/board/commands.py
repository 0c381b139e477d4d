"""What a facilitator can do with the board, one function a command. Each changes the draft and nothing else."""

from collections.abc import Callable, Iterable
from typing import Any, Unpack
from uuid import UUID

from app.board import past, suggestions
from app.board.draft import Draft
from app.history.memberships import primary, says_where, theme_in, without
from app.history.refusals import CommandRefused
from models.commands import (
    AboutTheme,
    AcceptRun,
    AcceptSuggestion,
    AlsoIn,
    BringBack,
    Command,
    Confirm,
    CreateTheme,
    Describe,
    Merge,
    Move,
    NamesStories,
    Pin,
    PutAside,
    RefuseSuggestion,
    Rename,
    Reorder,
    Restore,
    Split,
)
from models.states import LoggedMembership, LoggedStory, MembershipChanges

# Each takes the class of models.commands that has its name as `type`.
Run = Callable[[Draft, Any], None]


def a_theme(draft: Draft, id: UUID) -> UUID:
    """The theme that a command names, if it is active. Raises as `Draft.theme` does."""
    draft.theme(id)
    return id


def move(draft: Draft, command: Move) -> None:
    """Put stories into a theme, or back among those not placed yet."""
    draft.place(command.stories(), draft.living(command.theme_id) if command.theme_id else None)


def add_secondary(draft: Draft, command: AlsoIn) -> None:
    """Say that stories also belong to a second theme."""
    theme_id = draft.living(command.theme_id)
    for id, state in draft.stories(command.stories()).items():
        if theme_in(state) == str(theme_id):
            raise CommandRefused("The story is in this theme already.", story_id=id)
        added = draft.membership(theme_id, role="secondary")
        draft.put_story(id, state, {**state, "memberships": [*without(state, theme_id), added]})


def remove_secondary(draft: Draft, command: AlsoIn) -> None:
    """Take the second theme back."""
    theme_id = a_theme(draft, command.theme_id)
    for id, state in draft.stories(command.stories()).items():
        kept = [m for m in state["memberships"] if m["role"] == "primary" or m["theme_id"] != str(theme_id)]
        draft.put_story(id, state, {**state, "memberships": kept})


def change_primary(draft: Draft, states: dict[UUID, LoggedStory], **changes: Unpack[MembershipChanges]) -> None:
    """Change the membership that says where each story is."""
    for id, state in states.items():
        if primary(state) is None:
            raise CommandRefused("The story is not placed yet; move it into a theme first.", story_id=id)
        changed: list[LoggedMembership] = [{**m, **changes} if says_where(m) else m for m in state["memberships"]]
        draft.put_story(id, state, {**state, "memberships": changed})


def pin(draft: Draft, command: Pin) -> None:
    """Fix stories where they are: no machine will ever suggest to move them."""
    states = draft.stories(command.stories())
    change_primary(draft, states, pinned=True, state="confirmed", decided_by=draft.actor.ref)


def unpin(draft: Draft, command: Pin) -> None:
    """Let pinned stories go; they stay where they are."""
    change_primary(draft, draft.stories(command.stories()), pinned=False)


def confirm(draft: Draft, command: Confirm) -> None:
    """Say that stories are right where the machine suggested them: single ones, or all of a theme."""
    if command.theme_id:
        confirm_all(draft, a_theme(draft, command.theme_id))
    else:
        change_primary(draft, draft.stories(command.stories()), state="confirmed", decided_by=draft.actor.ref)


def confirm_all(draft: Draft, theme_id: UUID) -> None:
    for id, state in primaries(draft, theme_id).items():
        placed = primary(state)
        if placed and placed["state"] == "suggested":
            change_primary(draft, {id: state}, state="confirmed", decided_by=draft.actor.ref)


def primaries(draft: Draft, theme_id: UUID) -> dict[UUID, LoggedStory]:
    """The stories that are in a theme first of all."""
    return {id: state for id, state in draft.stories_in(theme_id).items() if theme_in(state) == str(theme_id)}


def merge(draft: Draft, command: Merge) -> None:
    """Make one theme part of another, with all its stories."""
    draft.merge(a_theme(draft, command.theme_id), draft.living(command.into_theme_id))


def split(draft: Draft, command: Split) -> None:
    """Take some of a theme's stories out into a new theme of their own."""
    theme_id = a_theme(draft, command.theme_id)
    inside, wanted = primaries(draft, theme_id), command.stories()
    if not set(wanted) <= set(inside):
        raise CommandRefused("Name stories of this theme that the new one takes.")
    if set(wanted) == set(inside):
        raise CommandRefused("Splitting leaves at least one story behind; rename the theme instead.")
    new = draft.add_theme(command.name, origin="group", parents=[str(theme_id)], description=command.description)
    draft.place(wanted, new)


def create_theme(draft: Draft, command: CreateTheme) -> None:
    """Make a theme, with stories in it or without."""
    new = draft.add_theme(command.name, origin="group", description=command.description)
    if wanted := command.stories():
        draft.place(wanted, new)


def rename(draft: Draft, command: Rename) -> None:
    """Give a theme another name."""
    draft.put_theme(a_theme(draft, command.theme_id), name=command.name)


def describe(draft: Draft, command: Describe) -> None:
    """Say what a theme means."""
    draft.put_theme(a_theme(draft, command.theme_id), description=command.description)


def agree(draft: Draft, command: AboutTheme) -> None:
    """The room agrees on a theme: its name, and the stories in it."""
    theme_id = a_theme(draft, command.theme_id)
    if not draft.theme(theme_id)["name"]:
        raise CommandRefused("Give the theme a name before you agree on it.")
    draft.put_theme(theme_id, state="agreed")
    confirm_all(draft, theme_id)


def reopen(draft: Draft, command: AboutTheme) -> None:
    """Take up an agreed theme again."""
    draft.put_theme(a_theme(draft, command.theme_id), state="suggested")


def lock(draft: Draft, command: AboutTheme) -> None:
    """Close a theme to the machine: no run will touch it."""
    draft.put_theme(a_theme(draft, command.theme_id), locked=True)


def unlock(draft: Draft, command: AboutTheme) -> None:
    """Open a theme to suggestions again."""
    draft.put_theme(a_theme(draft, command.theme_id), locked=False)


def dissolve(draft: Draft, command: AboutTheme) -> None:
    """Give a theme up; its stories are not placed yet."""
    theme_id = a_theme(draft, command.theme_id)
    for id, state in draft.stories_in(theme_id).items():
        draft.put_story(id, state, {**state, "memberships": without(state, theme_id)})
    draft.put_theme(theme_id, **past.DISSOLVED)


def reorder(draft: Draft, command: Reorder) -> None:
    """Move a theme to another place on the board."""
    theme_id = a_theme(draft, command.theme_id)
    order = [id for id in draft.active() if id != theme_id]
    order.insert(command.position, theme_id)
    for position, id in enumerate(order):
        draft.put_theme(id, position=position)


def set_aside(draft: Draft, command: PutAside) -> None:
    """Take stories off the board, with the reason; nothing of them is lost."""
    for id, state in draft.stories(command.stories()).items():
        aside: LoggedStory = {"state": "set_aside", "memberships": [], "set_aside_reason": command.reason}
        draft.put_story(id, state, aside)


def bring_back(draft: Draft, command: BringBack) -> None:
    """Bring back a theme that was dissolved, or stories that were set aside, not placed yet."""
    if command.theme_id:
        past.bring_back(draft, command.theme_id)
    else:
        for id, state in draft.stories(command.stories(), state="set_aside").items():
            draft.put_story(id, state, {"state": "in_set", "memberships": []})


def accept_suggestion(draft: Draft, command: AcceptSuggestion) -> None:
    """Do what the machine suggests: all of it, or only for the stories named."""
    suggestions.accept(draft, draft.suggestion(command.suggestion_id), command.story_ids, command.name)


def refuse_suggestion(draft: Draft, command: RefuseSuggestion) -> None:
    """Say no to a suggestion; it will not come back unchanged."""
    suggestions.refuse(draft, draft.suggestion(command.suggestion_id))


def accept_run(draft: Draft, command: AcceptRun) -> None:
    """Do everything a run still suggests, as one step."""
    suggestions.accept_all(draft, draft.run(command.run_id))


def restore(draft: Draft, command: Restore) -> None:
    """Go back to how the board stood after an earlier event; the way there stays in the log."""
    past.restore(draft, command)


COMMANDS: dict[str, Run] = {
    run.__name__: run
    for run in (
        move,
        add_secondary,
        remove_secondary,
        pin,
        unpin,
        confirm,
        merge,
        split,
        create_theme,
        rename,
        describe,
        agree,
        reopen,
        lock,
        unlock,
        dissolve,
        reorder,
        set_aside,
        bring_back,
        accept_suggestion,
        refuse_suggestion,
        accept_run,
        restore,
    )
}


def subjects(command: Command) -> Iterable[str]:
    """The stories and themes that a command changes by name; a later change of one of them is a conflict."""
    if isinstance(command, NamesStories):
        yield from (f"story:{id}" for id in command.stories())
    if isinstance(command, Rename | Describe | AboutTheme | Merge):
        yield f"theme:{command.theme_id}"
    if isinstance(command, Merge):
        yield f"theme:{command.into_theme_id}"
