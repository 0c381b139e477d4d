"""The board as one command sees and changes it: states before, states after, nothing written yet."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Unpack
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.conflicts import describe_events
from app.history.events import touching
from app.history.kinds.story import read_stories
from app.history.kinds.suggestion import suggestion_state
from app.history.kinds.theme import theme_state
from app.history.memberships import belongs, primary, repointed, says_where
from app.history.refusals import CommandRefused
from app.history.states import key, split_key, stories_among
from app.history.themes import new_theme
from app.security import Actor
from models import GroupingRun, Membership, Story, Suggestion, Theme, Workshop
from models.base import State, new_id
from models.board import ActingFor, MembershipSource, Origin
from models.grouping import SuggestionState
from models.states import LoggedMembership, LoggedStory, LoggedSuggestion, LoggedTheme, MembershipChanges, ThemeChanges
from models.stories import StoryState


class ThemeGone(CommandRefused):
    """The theme was dissolved or became part of another; the answer says by whom and when. Dissolved, it can be
    brought back."""

    title = "This theme is gone"
    slug = "theme-gone"


class Draft:
    """What one command would change.

    Attributes
    ----------
    before, after
        The whole state of each touched subject, keyed `kind:id`; None where it did not or does not exist.
    followed_to
        The theme that took the place of the one asked for, which had become part of it; None when none did.
    """

    followed_to: UUID | None = None

    def __init__(self, session: Session, workshop: Workshop, actor: Actor, acting_for: ActingFor = "self") -> None:
        self.session, self.workshop, self.actor, self.acting_for = session, workshop, actor, acting_for
        self.before: dict[str, State | None] = {}
        self.after: dict[str, State | None] = {}
        self._themes = {theme.id: theme_state(theme) for theme in self._read_themes()}

    def _read_themes(self) -> Iterable[Theme]:
        return self.session.exec(select(Theme).where(Theme.workshop_id == self.workshop.id))

    # ---- themes ------------------------------------------------------------------------------------------------

    def theme(self, id: UUID) -> LoggedTheme:
        """An active theme. Raises CommandRefused when there is none, ThemeGone when it was merged or dissolved."""
        if (state := self._themes.get(id)) is None:
            raise CommandRefused("There is no such theme in this workshop.")
        if state["state"] == "retired":
            raise self._gone(id, state)
        return deepcopy(state)

    def _gone(self, id: UUID, state: LoggedTheme) -> ThemeGone:
        subject = key("theme", id)
        last = describe_events(self.session, touching(self.session, self.workshop.id, [subject]), [subject])[0]
        told = {name: last[name] for name in ("actor", "actor_name", "at")}
        return ThemeGone(
            f"The theme “{state['name']}” was {state['retired_reason']}.",
            theme_id=id,
            theme_name=state["name"],
            retired_reason=state["retired_reason"],
            merged_into=state["merged_into"],
            **told,
        )

    def living(self, id: UUID) -> UUID:
        """The theme itself, or the one it became part of while somebody was not looking. Raises as `theme` does."""
        now = id
        while (state := self._themes.get(now)) and state["retired_reason"] == "merged" and state["merged_into"]:
            now = UUID(state["merged_into"])
        self.theme(now)
        if now != id:
            self.followed_to = now
        return now

    def active(self) -> dict[UUID, LoggedTheme]:
        """The themes on the board, in their order."""
        on_board = {id: state for id, state in self._themes.items() if state["state"] != "retired"}
        return dict(sorted(on_board.items(), key=lambda item: (item[1]["position"], str(item[0]))))

    def themes(self) -> dict[UUID, LoggedTheme]:
        """Every theme the workshop ever had."""
        return dict(self._themes)

    def put_theme(self, id: UUID, **changes: Unpack[ThemeChanges]) -> None:
        """Change some fields of a theme."""
        self.set_theme(id, {**self._themes[id], **changes})

    def set_theme(self, id: UUID, state: LoggedTheme) -> None:
        """Make a theme what it was at another moment."""
        self._put(key("theme", id), self._themes[id], state)
        self._themes[id] = state

    def add_theme(
        self,
        name: str,
        *,
        origin: Origin,
        description: str = "",
        keywords: list[str] | None = None,
        parents: list[str] | None = None,
    ) -> UUID:
        """A new theme at the end of the board."""
        last = max((state["position"] for state in self._themes.values()), default=-1)
        id = new_id()
        state = new_theme(
            len(self._themes),
            name=name,
            position=last + 1,
            origin=origin,
            description=description,
            keywords=keywords,
            parents=parents,
        )
        self._put(key("theme", id), None, state)
        self._themes[id] = state
        return id

    def merge(self, source: UUID, target: UUID) -> None:
        """Make one theme part of another, with all its stories."""
        if source == target:
            raise CommandRefused("A theme cannot be merged into itself.")
        parents = [*self.theme(target)["parents"], str(source)]
        for id, state in self.stories_in(source).items():
            self.put_story(id, state, {**state, "memberships": repointed(state, source, target)})
        self.put_theme(target, parents=parents)
        self.put_theme(source, state="retired", retired_reason="merged", merged_into=str(target))

    # ---- stories -----------------------------------------------------------------------------------------------

    def stories(self, ids: Iterable[UUID], state: StoryState = "in_set") -> dict[UUID, LoggedStory]:
        """Stories of this workshop that are on the board (or in another state that is asked for)."""
        wanted = list(dict.fromkeys(ids))
        found = self.states(wanted)
        for id in wanted:
            if id not in found or found[id]["state"] != state:
                raise CommandRefused(
                    "This story is not on the board: it may have been withdrawn or set aside.", story_id=id
                )
        return found

    def states(self, ids: Iterable[UUID]) -> dict[UUID, LoggedStory]:
        """Stories of this workshop as this draft leaves them, in whatever state; others are left out."""
        wanted = list(dict.fromkeys(ids))
        touched = {subject: self.after.get(subject) for subject in (key("story", id) for id in wanted)}
        drafted = stories_among(touched)
        stored = read_stories(self.session, [id for id in wanted if id not in drafted])
        found = drafted | {id: told for id, told in stored.items() if self._ours(id)}
        return {id: deepcopy(found[id]) for id in wanted if id in found}

    def story_ids(self) -> list[UUID]:
        """Every story of the workshop."""
        return list(self.session.exec(select(Story.id).where(Story.workshop_id == self.workshop.id)))

    def _ours(self, story_id: UUID) -> bool:
        story = self.session.get(Story, story_id)
        return story is not None and story.workshop_id == self.workshop.id and story.care == "no"

    def stories_in(self, theme_id: UUID) -> dict[UUID, LoggedStory]:
        """The stories on the board that have any membership in a theme, also a refused one, as this draft has them."""
        query = (
            select(Membership.story_id)
            .join(Story, col(Story.id) == Membership.story_id)
            .where(Membership.theme_id == theme_id)
            .order_by(col(Story.serial_no))
        )
        drafted = [id for kind, id in map(split_key, self.after) if kind == "story"]
        found = self.states([*self.session.exec(query), *drafted])
        on_board = {id: state for id, state in found.items() if state["state"] == "in_set"}
        return {id: state for id, state in on_board.items() if belongs(state, str(theme_id))}

    def put_story(self, id: UUID, before: LoggedStory, after: LoggedStory) -> None:
        ordered = sorted(after["memberships"], key=lambda membership: membership["theme_id"])
        self._put(key("story", id), before, {**after, "memberships": ordered})

    def place(self, ids: Iterable[UUID], theme_id: UUID | None, **fields: Unpack[MembershipChanges]) -> None:
        """Make `theme_id` the primary theme of stories (None: not placed yet), decided by this actor."""
        for id, state in self.stories(ids).items():
            rest = [m for m in state["memberships"] if not says_where(m) and m["theme_id"] != str(theme_id)]
            old = primary(state)
            if theme_id is not None:
                asked: MembershipChanges = {"pinned": old is not None and old["pinned"], **fields}
                rest.append(self.membership(theme_id, **asked))
            self.put_story(id, state, {**state, "memberships": rest})

    def membership(self, theme_id: UUID, **fields: Unpack[MembershipChanges]) -> LoggedMembership:
        """A membership as this actor decides it."""
        return {
            "theme_id": str(theme_id),
            "role": "primary",
            "state": "confirmed",
            "source": self.source,
            "pinned": False,
            "strength": None,
            "stability": None,
            "run_id": None,
            "decided_by": self.actor.ref,
            **fields,
        }

    @property
    def source(self) -> MembershipSource:
        return "group" if self.acting_for == "group" else "facilitator"

    # ---- suggestions -------------------------------------------------------------------------------------------

    def suggestion(self, id: UUID) -> Suggestion:
        """An open suggestion of this workshop."""
        found = self.session.get(Suggestion, id)
        if found is None or found.workshop_id != self.workshop.id:
            raise CommandRefused("There is no such suggestion in this workshop.")
        if found.state != "open":
            raise CommandRefused(f"This suggestion was {found.state} already.")
        return found

    def run(self, id: UUID) -> GroupingRun:
        found = self.session.get(GroupingRun, id)
        if found is None or found.workshop_id != self.workshop.id:
            raise CommandRefused("There is no such grouping run in this workshop.")
        return found

    def decide(self, suggestion: Suggestion, state: SuggestionState) -> None:
        """Remember what became of a suggestion."""
        decided: LoggedSuggestion = {"state": state, "decided_by": self.actor.ref}
        self._put(key("suggestion", suggestion.id), suggestion_state(suggestion), decided)

    # ---- what came of it ---------------------------------------------------------------------------------------

    def _put(self, subject: str, before: State | None, after: State | None) -> None:
        self.before.setdefault(subject, deepcopy(before))
        self.after[subject] = after

    def changes(self) -> tuple[dict[str, State | None], dict[str, State | None]]:
        """Before and after of the subjects that really differ."""
        differ = [subject for subject, after in self.after.items() if after != self.before[subject]]
        return {s: self.before[s] for s in differ}, {s: self.after[s] for s in differ}
