"""What a facilitator can do with the board, one function a command. Each changes the draft and nothing else."""

from collections.abc import Callable, Iterable
from typing import Unpack
from uuid import UUID

from app.board import past, suggestions
from app.board.draft import Draft
from app.history.memberships import primary, says_where, theme_in, without
from app.history.refusals import CommandRefused
from models.board import Command
from models.states import LoggedMembership, LoggedStory, MembershipChanges

Run = Callable[[Draft, Command], None]


def story_ids(command: Command) -> list[UUID]:
    """The stories a command names, in one field or the other."""
    return [*([command.story_id] if command.story_id else []), *(command.story_ids or [])]


def a_name(command: Command) -> str:
    if not command.name:
        raise CommandRefused("This command needs a name.")
    return command.name


def a_theme(draft: Draft, command: Command) -> UUID:
    """The active theme that a command names."""
    draft.theme(command.theme_id)
    assert command.theme_id
    return command.theme_id


def move(draft: Draft, command: Command) -> None:
    """Put stories into a theme, or back among those not placed yet."""
    draft.place(story_ids(command), draft.living(command.theme_id) if command.theme_id else None)


def add_secondary(draft: Draft, command: Command) -> None:
    """Say that stories also belong to a second theme."""
    theme_id = draft.living(command.theme_id)
    for id, state in draft.stories(story_ids(command)).items():
        if theme_in(state) == str(theme_id):
            raise CommandRefused("The story is in this theme already.", story_id=id)
        added = draft.membership(theme_id, role="secondary")
        draft.put_story(id, state, {**state, "memberships": [*without(state, theme_id), added]})


def remove_secondary(draft: Draft, command: Command) -> None:
    """Take the second theme back."""
    theme_id = a_theme(draft, command)
    for id, state in draft.stories(story_ids(command)).items():
        kept = [m for m in state["memberships"] if m["role"] == "primary" or m["theme_id"] != str(theme_id)]
        draft.put_story(id, state, {**state, "memberships": kept})


def change_primary(draft: Draft, states: dict[UUID, LoggedStory], **changes: Unpack[MembershipChanges]) -> None:
    """Change the membership that says where each story is."""
    for id, state in states.items():
        if primary(state) is None:
            raise CommandRefused("The story is not placed yet; move it into a theme first.", story_id=id)
        changed: list[LoggedMembership] = [{**m, **changes} if says_where(m) else m for m in state["memberships"]]
        draft.put_story(id, state, {**state, "memberships": changed})


def pin(draft: Draft, command: Command) -> None:
    """Fix stories where they are: no machine will ever suggest to move them."""
    states = draft.stories(story_ids(command))
    change_primary(draft, states, pinned=True, state="confirmed", decided_by=draft.actor.ref)


def unpin(draft: Draft, command: Command) -> None:
    """Let pinned stories go; they stay where they are."""
    change_primary(draft, draft.stories(story_ids(command)), pinned=False)


def confirm(draft: Draft, command: Command) -> None:
    """Say that stories are right where the machine suggested them: single ones, or all of a theme."""
    if command.theme_id:
        confirm_all(draft, a_theme(draft, command))
    else:
        change_primary(draft, draft.stories(story_ids(command)), state="confirmed", decided_by=draft.actor.ref)


def confirm_all(draft: Draft, theme_id: UUID) -> None:
    for id, state in primaries(draft, theme_id).items():
        placed = primary(state)
        if placed and placed["state"] == "suggested":
            change_primary(draft, {id: state}, state="confirmed", decided_by=draft.actor.ref)


def primaries(draft: Draft, theme_id: UUID) -> dict[UUID, LoggedStory]:
    """The stories that are in a theme first of all."""
    return {id: state for id, state in draft.stories_in(theme_id).items() if theme_in(state) == str(theme_id)}


def merge(draft: Draft, command: Command) -> None:
    """Make one theme part of another, with all its stories."""
    if command.into_theme_id is None:
        raise CommandRefused("This command needs an into_theme_id.")
    draft.merge(a_theme(draft, command), draft.living(command.into_theme_id))


def split(draft: Draft, command: Command) -> None:
    """Take some of a theme's stories out into a new theme of their own."""
    theme_id = a_theme(draft, command)
    inside, wanted = primaries(draft, theme_id), story_ids(command)
    if not wanted or not set(wanted) <= set(inside):
        raise CommandRefused("Name stories of this theme that the new one takes.")
    if set(wanted) == set(inside):
        raise CommandRefused("Splitting leaves at least one story behind; rename the theme instead.")
    new = draft.add_theme(
        a_name(command), origin="group", parents=[str(theme_id)], description=command.description or ""
    )
    draft.place(wanted, new)


def create_theme(draft: Draft, command: Command) -> None:
    """Make a theme, with stories in it or without."""
    new = draft.add_theme(a_name(command), origin="group", description=command.description or "")
    if wanted := story_ids(command):
        draft.place(wanted, new)


def rename(draft: Draft, command: Command) -> None:
    """Give a theme another name."""
    draft.put_theme(a_theme(draft, command), name=a_name(command))


def describe(draft: Draft, command: Command) -> None:
    """Say what a theme means."""
    draft.put_theme(a_theme(draft, command), description=command.description or "")


def agree(draft: Draft, command: Command) -> None:
    """The room agrees on a theme: its name, and the stories in it."""
    theme_id = a_theme(draft, command)
    if not draft.theme(theme_id)["name"]:
        raise CommandRefused("Give the theme a name before you agree on it.")
    draft.put_theme(theme_id, state="agreed")
    confirm_all(draft, theme_id)


def reopen(draft: Draft, command: Command) -> None:
    """Take up an agreed theme again."""
    draft.put_theme(a_theme(draft, command), state="suggested")


def lock(draft: Draft, command: Command) -> None:
    """Close a theme to the machine: no run will touch it."""
    draft.put_theme(a_theme(draft, command), locked=True)


def unlock(draft: Draft, command: Command) -> None:
    """Open a theme to suggestions again."""
    draft.put_theme(a_theme(draft, command), locked=False)


def dissolve(draft: Draft, command: Command) -> None:
    """Give a theme up; its stories are not placed yet."""
    theme_id = a_theme(draft, command)
    for id, state in draft.stories_in(theme_id).items():
        draft.put_story(id, state, {**state, "memberships": without(state, theme_id)})
    draft.put_theme(theme_id, **past.DISSOLVED)


def reorder(draft: Draft, command: Command) -> None:
    """Move a theme to another place on the board."""
    theme_id = a_theme(draft, command)
    if command.position is None:
        raise CommandRefused("This command needs a position.")
    order = [id for id in draft.active() if id != theme_id]
    order.insert(command.position, theme_id)
    for position, id in enumerate(order):
        draft.put_theme(id, position=position)


def set_aside(draft: Draft, command: Command) -> None:
    """Take stories off the board, with the reason; nothing of them is lost."""
    if not command.reason:
        raise CommandRefused("Setting a story aside needs a reason.")
    for id, state in draft.stories(story_ids(command)).items():
        aside: LoggedStory = {"state": "set_aside", "memberships": [], "set_aside_reason": command.reason}
        draft.put_story(id, state, aside)


def bring_back(draft: Draft, command: Command) -> None:
    """Bring back a theme that was dissolved, or stories that were set aside, not placed yet."""
    if command.theme_id:
        past.bring_back(draft, command.theme_id)
    else:
        for id, state in draft.stories(story_ids(command), state="set_aside").items():
            draft.put_story(id, state, {"state": "in_set", "memberships": []})


def accept_suggestion(draft: Draft, command: Command) -> None:
    """Do what the machine suggests: all of it, or only for the stories named."""
    suggestions.accept(draft, draft.suggestion(command.suggestion_id), command.story_ids, command.name)


def refuse_suggestion(draft: Draft, command: Command) -> None:
    """Say no to a suggestion; it will not come back unchanged."""
    suggestions.refuse(draft, draft.suggestion(command.suggestion_id))


def accept_run(draft: Draft, command: Command) -> None:
    """Do everything a run still suggests, as one step."""
    suggestions.accept_all(draft, draft.run(command.run_id))


def restore(draft: Draft, command: Command) -> None:
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

WRITES_THEME = frozenset({"merge", "rename", "describe", "agree", "reopen", "lock", "unlock", "dissolve"})


def subjects(command: Command) -> Iterable[str]:
    """The stories and themes that a command changes by name; a later change of one of them is a conflict."""
    yield from (f"story:{id}" for id in story_ids(command) if command.type not in ("accept_suggestion",))
    if command.type in WRITES_THEME:
        yield from (f"theme:{id}" for id in (command.theme_id, command.into_theme_id) if id)
