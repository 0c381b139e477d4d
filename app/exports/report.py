"""The report of a workshop's themes as blocks; Markdown, HTML and Word each write the same blocks in their own way."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.exports.record import runs_of
from app.harvest.read import Harvest
from app.summaries.build import in_percent, summaries
from app.summaries.words import WORDS, ReadIn, Words
from models.summaries import ChosenStory, ThemeSummary


@dataclass(frozen=True)
class Block:
    """A paragraph: what it is, its words, and for a quote whose they are."""

    kind: Literal["title", "theme", "part", "text", "quote", "item"]
    text: str
    by: str = ""


def report(harvest: Harvest, lang: ReadIn = "en") -> Iterator[Block]:
    """The whole report in a language: what it covers, then theme by theme; people's words stay as they were told."""
    told, words = summaries(harvest, lang), WORDS[lang]
    yield Block("title", told.title)
    profile = words.profiles[harvest.profile]
    yield Block("text", words.covers.format(profile=profile, seq=told.as_of_seq, n=len(harvest.told)))
    for reason, n in harvest.excluded_counts.items():
        yield Block("item", words.left_out.format(n=n, reason=words.reasons[reason]))
    yield Block("text", words.limits)
    for summary in told.summaries:
        yield from theme_blocks(harvest, summary, words)
    if told.not_placed_story_ids:
        yield Block("theme", words.not_in_a_theme)
        yield Block("text", numbered(harvest, told.not_placed_story_ids, words))


def theme_blocks(harvest: Harvest, told: ThemeSummary, words: Words) -> Iterator[Block]:
    yield Block("theme", told.name or words.unnamed)
    if told.description:
        yield Block("text", told.description)
    if not told.meaning:
        yield Block("text", words.empty)
    for sentence in told.meaning:
        yield Block("text", f"{sentence.text} [{numbered(harvest, sentence.story_ids, words)}]")
    yield Block("text", counts_of(told, words))
    for result in told.headline_results:
        story = words.story.format(no=result.serial_no)
        yield Block("item", f"{result.text} [{words.statuses[result.status]}; {story}]")
    for chosen in told.chosen:
        yield from chosen_blocks(chosen, words)
    if told.quotes:
        yield Block("part", words.in_their_words)
    for quote in told.quotes:
        yield Block("quote", quote.text, f"{quote.said_by}, {words.story.format(no=quote.serial_no)}")
    yield from listed(harvest, words.worse, told.negative_story_ids, words)
    yield from listed(harvest, words.unexpected, told.surprising_story_ids, words)
    for near in told.neighbours:
        yield Block("item", words.shares.format(n=near.shared_stories, name=near.name, id=near.theme_id))
    yield Block("text", history_of(told, words))


def chosen_blocks(story: ChosenStory, words: Words) -> Iterator[Block]:
    """A chosen story, why, and who saw it otherwise."""
    yield Block("part", (words.against if story.against_tally else words.chosen_by).format(panel=story.panel_name))
    yield Block("quote", story.headline, words.story.format(no=story.serial_no))
    for reason in story.reasons:
        yield Block("item", words.why.format(sentence=reason.sentence), reason.stated_by)
    for sentence in story.dissent:
        yield Block("item", words.otherwise.format(sentence=sentence))


def listed(harvest: Harvest, heading: str, ids: Iterable[UUID], words: Words) -> Iterator[Block]:
    """Stories by their headlines, under a heading if there are any."""
    told = [harvest.by_id[id].story for id in ids if id in harvest.by_id]
    if told:
        yield Block("part", heading)
    for story in told:
        yield Block("quote", story.headline, words.story.format(no=story.serial_no))


def counts_of(told: ThemeSummary, words: Words) -> str:
    counts = told.counts
    return words.counts.format(
        stories=counts.stories,
        share=in_percent(counts.share),
        tellers=counts.tellers,
        confirmed=counts.confirmed,
        kept_out=counts.withheld_by_consent,
    )


def history_of(told: ThemeSummary, words: Words) -> str:
    """How the theme came about, in one line."""
    coming = told.coming
    agreed = words.not_agreed
    if coming.agreed_at and coming.agreed_by:
        agreed = words.agreed.format(day=f"{coming.agreed_at:%Y-%m-%d}", role=words.roles[coming.agreed_by])
    origin = words.origins[coming.origin]
    return words.came_about.format(origin=origin, changes=coming.human_changes, agreed=agreed, id=told.theme_id)


def numbered(harvest: Harvest, ids: Iterable[UUID], words: Words) -> str:
    """The stories by their numbers, neighbours as a span: `stories 1–3, 7`."""
    numbers = sorted(harvest.by_id[id].story.serial_no for id in ids if id in harvest.by_id)
    if not numbers:
        return words.no_story
    return words.stories.format(nos=", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs_of(numbers)))


def right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs to the left (rule P2 of the Unicode bidirectional algorithm)."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((found in ("R", "AL") for found in directions if found in ("L", "R", "AL")), False)
