"""A theme's summary from a harvest: every sentence carries the stories it rests on, every quote is verbatim."""

import re
from datetime import UTC, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from app.harvest.read import Harvest, Told
from app.harvest.selections import choosing
from app.history.actors import role_of
from app.summaries.words import WORDS, ReadIn, Words
from models import Membership, Theme
from models.followup import ClaimRead
from models.selection import SelectionRead
from models.summaries import (
    ChosenStory,
    Coming,
    Counts,
    HeadlineResult,
    Neighbour,
    Quote,
    ReasonTold,
    Sentence,
    ThemeSummaries,
    ThemeSummary,
)

QUOTES = 4
FEWEST_WORDS, TOO_ALIKE = 2, 0.6  # a quote says something, and shares less than this of its words with another
A_WORD = re.compile(r"[^\W\d_]+")
UNSPACED = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def summaries(harvest: Harvest, lang: ReadIn = "en") -> ThemeSummaries:
    """One summary for each theme on the board, in the board's order; counts are told in words of `lang`."""
    return ThemeSummaries(
        workshop_id=harvest.workshop.id,
        title=harvest.workshop.title,
        profile=harvest.profile,
        as_of_seq=harvest.workshop.seq,
        summaries=[summary(harvest, theme, WORDS[lang]) for theme in harvest.active],
        not_placed_story_ids=[told.story.id for told in harvest.told if told.story.id not in harvest.placed],
    )


def summary(harvest: Harvest, theme: Theme, words: Words) -> ThemeSummary:
    """What an evaluator may say about one theme, and on which stories it rests."""
    inside = harvest.inside(theme)
    told = sorted(
        (harvest.by_id[m.story_id] for m in inside if m.story_id in harvest.by_id), key=lambda t: t.story.serial_no
    )
    counts = count(harvest, inside, told)
    return ThemeSummary(
        theme_id=theme.id,
        name=theme.name,
        description=theme.description,
        state=theme.state,
        locked=theme.locked,
        origin=theme.origin,
        keywords=theme.keywords,
        meaning=meaning(counts, told, inside, words),
        counts=counts,
        headline_results=[result(claim) for t in told for claim in harvest.follow_up.claims_in(t.story.id)],
        quotes=[quote(t) for t in to_quote(inside, told)],
        chosen=[chosen(t, selection) for t in told for selection in choosing(harvest.selections, t.story.id)],
        negative_story_ids=[t.story.id for t in told if t.story.direction in ("bad", "mixed")],
        surprising_story_ids=[t.story.id for t in told if t.story.expected == "no"],
        left_out_story_ids=[m.story_id for m in inside if m.story_id not in harvest.by_id],
        neighbours=neighbours(harvest, theme),
        coming=coming(harvest, theme),
        limits=words.limits,
    )


def count(harvest: Harvest, inside: list[Membership], told: list[Told]) -> Counts:
    everything = len(harvest.placed)
    return Counts(
        stories=len(inside),
        tellers=len({t.story.storyteller_seat_id or t.story.id for t in told}),
        share=round(len(inside) / everything, 4) if everything else 0.0,
        confirmed=sum(m.state == "confirmed" for m in inside),
        negative=sum(t.story.direction in ("bad", "mixed") for t in told),
        withheld_by_consent=len(inside) - len(told),
    )


def in_percent(share: float) -> str:
    """A share as the pages show it beside: a half goes up."""
    return f"{Decimal(str(share)).scaleb(2).quantize(Decimal(1), ROUND_HALF_UP)}%"


def meaning(counts: Counts, told: list[Told], inside: list[Membership], words: Words) -> list[Sentence]:
    """What can be counted, each with its stories; what people said the theme means is its description, no finding."""
    if not counts.stories:
        return []
    share = in_percent(counts.share)
    found = [
        Sentence(
            kind="in_theme",
            n=counts.stories,
            share=counts.share,
            text=words.counted(words.in_theme, counts.stories, share=share),
            story_ids=[t.story.id for t in told],
        )
    ]
    waiting = [m.story_id for m in inside if m.state != "confirmed"]
    negative = [t.story.id for t in told if t.story.direction in ("bad", "mixed")]
    if waiting:
        text = words.counted(words.not_confirmed, len(waiting))
        found.append(Sentence(kind="not_confirmed", n=len(waiting), text=text, story_ids=waiting))
    if negative:
        text = words.counted(words.for_the_worse, len(negative))
        found.append(Sentence(kind="for_the_worse", n=len(negative), text=text, story_ids=negative))
    return found


def to_quote(inside: list[Membership], told: list[Told]) -> list[Told]:
    """The stories that stand for the theme: pinned and confirmed ones first, then the firmest; no two alike.

    A headline that says nothing, such as *N/A* or *-*, stands for nothing.
    """
    rank: dict[UUID, tuple[bool, bool, float]] = {
        m.story_id: (not m.pinned, m.state != "confirmed", -(m.strength or 0.0)) for m in inside
    }
    ranked = sorted(told, key=lambda t: (*rank[t.story.id], t.story.serial_no))
    picked: list[Told] = []
    for candidate in ranked:
        said = content_of(candidate.story.headline)
        if len(said) >= FEWEST_WORDS and all(alike(said, content_of(t.story.headline)) < TOO_ALIKE for t in picked):
            picked.append(candidate)
    return picked[:QUOTES]


def content_of(headline: str) -> frozenset[str]:
    """The words of a headline of two letters or more; in scripts without blanks between words, its pairs of letters."""
    words = A_WORD.findall(headline.casefold())
    pairs = [word[at : at + 2] for word in words for at in range(len(word) - 1) if UNSPACED.search(word)]
    return frozenset([word for word in words if len(word) > 1 and not UNSPACED.search(word)] + pairs)


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that two headlines have in common (Jaccard), 0 to 1."""
    return len(one & other) / max(1, len(one | other))


def quote(told: Told) -> Quote:
    """A headline, letter for letter."""
    return Quote(text=told.story.headline, story_id=told.story.id, serial_no=told.story.serial_no, said_by=told.teller)


def result(claim: ClaimRead) -> HeadlineResult:
    """A figure that a person called a result, never without its status."""
    return HeadlineResult(
        text=claim.quoted_text,
        story_id=claim.story_id,
        serial_no=claim.serial_no,
        status=claim.status,
        claim_id=claim.id,
        measure=claim.measure,
        value=claim.value,
        unit=claim.unit,
    )


def chosen(told: Told, selection: SelectionRead) -> ChosenStory:
    """A story that a panel chose, with what the panel said of it."""
    reasons = [reason for reason in selection.reasons if reason.story_id == told.story.id and reason.sentence]
    return ChosenStory(
        story_id=told.story.id,
        serial_no=told.story.serial_no,
        headline=told.story.headline,
        panel_name=selection.panel_name,
        against_tally=selection.against_tally,
        reasons=[ReasonTold(sentence=reason.sentence, stated_by=reason.stated_by) for reason in reasons],
        dissent=[one.sentence for one in selection.dissent if one.sentence],
        marks=list(selection.marks),
    )


def neighbours(harvest: Harvest, theme: Theme) -> list[Neighbour]:
    """Themes that share stories with this one, by second memberships either way."""
    mine = {m.story_id for m in harvest.inside(theme)}
    second = {m.story_id for m in harvest.inside(theme, "secondary")}
    found = []
    for other in harvest.active:
        if other.id == theme.id:
            continue
        theirs = {m.story_id for m in harvest.inside(other)}
        theirs_second = {m.story_id for m in harvest.inside(other, "secondary")}
        shared = len((mine & theirs_second) | (second & theirs))
        if shared:
            found.append(Neighbour(theme_id=other.id, name=other.name, shared_stories=shared))
    return sorted(found, key=lambda n: -n.shared_stories)


def coming(harvest: Harvest, theme: Theme) -> Coming:
    """How the theme came about: suggested when, changed how often by people, agreed when and by whom."""
    mine = harvest.events_by_theme.get(str(theme.id), [])
    agreed = next((e for e in reversed(mine) if e.action == "agree"), None) if theme.state == "agreed" else None
    return Coming(
        origin=theme.origin,
        suggested_at=exact(harvest, mine[0].created_at) if mine else None,
        human_changes=sum(event.actor != "machine" for event in mine),
        agreed_at=exact(harvest, agreed.created_at) if agreed else None,
        agreed_by=agreed and role_of(agreed.actor, harvest.team),
    )


def exact(harvest: Harvest, moment: datetime) -> datetime:
    """The moment as exactly as the profile may know it: partners and the public learn the day."""
    return moment if harvest.profile == "evaluation" else datetime.combine(moment.date(), time(), UTC)
