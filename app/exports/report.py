"""The report of a workshop's themes as blocks; Markdown, HTML and Word each write the same blocks in their own way."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.exports.record import runs_of
from app.harvest.read import Harvest
from app.summaries.build import LIMITS, in_percent, summaries
from models.summaries import ChosenStory, ThemeSummary


@dataclass(frozen=True)
class Block:
    """A paragraph: what it is, its words, and for a quote whose they are."""

    kind: Literal["title", "theme", "part", "text", "quote", "item"]
    text: str
    by: str = ""


def report(harvest: Harvest) -> Iterator[Block]:
    """The whole report: what it covers, then theme by theme."""
    told = summaries(harvest)
    yield Block("title", told.title)
    yield Block(
        "text", f"For {told.profile}, as of decision {told.as_of_seq}. {len(harvest.told)} stories are covered."
    )
    for reason, n in harvest.excluded_counts.items():
        yield Block("item", f"{n} left out: {reason.replace('_', ' ')}")
    yield Block("text", LIMITS)
    for summary in told.summaries:
        yield from theme_blocks(harvest, summary)
    if told.not_placed_story_ids:
        yield Block("theme", "Not in a theme")
        yield Block("text", numbered(harvest, told.not_placed_story_ids))


def theme_blocks(harvest: Harvest, told: ThemeSummary) -> Iterator[Block]:
    yield Block("theme", told.name or "Theme without a name")
    for sentence in told.meaning:
        yield Block("text", f"{sentence.text} [{numbered(harvest, sentence.story_ids)}]")
    yield Block("text", counts_of(told))
    for result in told.headline_results:
        yield Block("item", f"{result.text} [{result.status.replace('_', ' ')}; story {result.serial_no}]")
    for story in told.chosen:
        yield from chosen_blocks(story)
    if told.quotes:
        yield Block("part", "In their words")
    for quote in told.quotes:
        yield Block("quote", quote.text, f"{quote.said_by}, story {quote.serial_no}")
    yield from listed(harvest, "Changes for the worse", told.negative_story_ids)
    yield from listed(harvest, "Not expected", told.surprising_story_ids)
    for neighbour in told.neighbours:
        yield Block("item", f"Shares {neighbour.shared_stories} stories with {neighbour.name} [{neighbour.theme_id}]")
    yield Block("text", history_of(told))


def chosen_blocks(story: ChosenStory) -> Iterator[Block]:
    """A chosen story, why, and who saw it otherwise."""
    against = ", otherwise than they voted" if story.against_tally else ""
    yield Block("part", f"Chosen by {story.panel_name}{against}")
    yield Block("quote", story.headline, f"story {story.serial_no}")
    for reason in story.reasons:
        yield Block("item", f"Why: {reason.sentence}", reason.stated_by)
    for sentence in story.dissent:
        yield Block("item", f"Seen otherwise: {sentence}")


def listed(harvest: Harvest, heading: str, ids: Iterable[UUID]) -> Iterator[Block]:
    """Stories by their headlines, under a heading if there are any."""
    told = [harvest.by_id[id].story for id in ids if id in harvest.by_id]
    if told:
        yield Block("part", heading)
    for story in told:
        yield Block("quote", story.headline, f"story {story.serial_no}")


def counts_of(told: ThemeSummary) -> str:
    counts = told.counts
    words = f"Stories: {counts.stories} ({in_percent(counts.share)} of all placed). Tellers: {counts.tellers}."
    return f"{words} Confirmed: {counts.confirmed}. Words kept out by consent: {counts.withheld_by_consent}."


def history_of(told: ThemeSummary) -> str:
    """How the theme came about, in one line."""
    coming = told.coming
    agreed = f"agreed on {coming.agreed_at:%Y-%m-%d} by {coming.agreed_by}" if coming.agreed_at else "not agreed yet"
    return f"Origin: {coming.origin}. Changes by people: {coming.human_changes}; {agreed}. Theme {told.theme_id}."


def numbered(harvest: Harvest, ids: Iterable[UUID]) -> str:
    """The stories by their numbers, neighbours as a span: `stories 1–3, 7`."""
    numbers = sorted(harvest.by_id[id].story.serial_no for id in ids if id in harvest.by_id)
    if not numbers:
        return "no story"
    return "stories " + ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs_of(numbers))


def right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs to the left (rule P2 of the Unicode bidirectional algorithm)."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((found in ("R", "AL") for found in directions if found in ("L", "R", "AL")), False)
