"""Where a story is, by its memberships: what always holds of the pure functions that everything else asks."""

from uuid import UUID, uuid5

from hypothesis import assume, given
from hypothesis import strategies as st

from app.history.memberships import belongs, decided, not_refused, primary, refused, repointed, theme_in, without
from models.states import LoggedMembership, LoggedStory

THEMES = [uuid5(UUID(int=0), name) for name in ("water", "school", "wells")]


def membership(theme: UUID, role: str, state: str, pinned: bool) -> LoggedMembership:
    told = {"theme_id": str(theme), "role": role, "state": state, "pinned": pinned, "source": "group"}
    return {**told, "strength": None, "stability": None, "run_id": None, "decided_by": "account:us"}  # type: ignore[typeddict-item]


@st.composite
def stories(draw: st.DrawFn) -> LoggedStory:
    """A story that is in one theme first of all at most, and in none twice."""
    themes = draw(st.lists(st.sampled_from(THEMES), unique=True))
    held = [
        membership(
            theme,
            draw(st.sampled_from(["primary", "secondary"])),
            draw(st.sampled_from(["suggested", "confirmed", "refused"])),
            draw(st.booleans()),
        )
        for theme in themes
    ]
    assume(sum(m["role"] == "primary" and m["state"] != "refused" for m in held) <= 1)
    return {"state": "in_set", "memberships": held}


@given(stories())
def test_a_story_is_where_its_primary_membership_is_unless_it_was_refused(story: LoggedStory) -> None:
    placed = primary(story)

    assert theme_in(story) == (placed["theme_id"] if placed else None)
    assert theme_in(None) is None
    assert placed is None or (placed["role"] == "primary" and placed in not_refused(story))
    assert not (placed and refused(story, placed["theme_id"]))
    assert decided(story) <= (placed is not None)


@given(stories(), st.sampled_from(THEMES), st.sampled_from(THEMES))
def test_a_story_goes_with_its_theme_into_another_and_is_in_none_twice(
    story: LoggedStory, source: UUID, target: UUID
) -> None:
    assume(source != target and belongs(story, str(source)))
    was_in = theme_in(story)

    after: LoggedStory = {**story, "memberships": repointed(story, source, target)}

    themes = [one["theme_id"] for one in after["memberships"]]
    assert len(themes) == len(set(themes))
    assert not belongs(after, str(source))
    assert theme_in(after) == (str(target) if was_in == str(source) else was_in)
    assert without(after, target) == [m for m in without(story, source) if m["theme_id"] != str(target)]
