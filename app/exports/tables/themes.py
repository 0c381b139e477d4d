"""The themes on the board, a row each, with what is counted in them."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.exports.tables.table import Column, Table
from app.harvest.read import Harvest
from app.summaries.build import summary
from app.summaries.words import ENGLISH
from models import Domain, Theme
from models.summaries import ThemeSummary


@dataclass(frozen=True)
class ThemeLine:
    """A theme with its summary."""

    theme: Theme
    domain: Domain | None
    told: ThemeSummary


def theme_lines(harvest: Harvest) -> Iterator[ThemeLine]:
    for theme in harvest.active:
        domain = harvest.domains.get(theme.domain_id) if theme.domain_id else None
        yield ThemeLine(theme, domain, summary(harvest, theme, ENGLISH))


THEMES = Table[ThemeLine](
    name="themes",
    meaning="One row a theme on the board. Its numbers count every story in it, also those whose words are kept out.",
    lines=theme_lines,
    columns=(
        Column("theme_id", "The theme's identifier; it never changes", lambda t: str(t.theme.id)),
        Column("name", "Its name; two themes may share one", lambda t: t.theme.name),
        Column("description", "What the room says that it means", lambda t: t.theme.description),
        Column(
            "domain", "Name of the domain of change that it belongs to", lambda t: t.domain.name if t.domain else ""
        ),
        Column("origin", "Who made it: machine, group, or declared beforehand", lambda t: t.theme.origin),
        Column("parents", "Identifiers of the themes that it was split or merged from", lambda t: t.theme.parents),
        Column("n_stories", "Stories in it first of all", lambda t: t.told.counts.stories),
        Column("n_tellers", "People who told those that the profile covers", lambda t: t.told.counts.tellers),
        Column("n_negative", "Covered stories of a bad or mixed change", lambda t: t.told.counts.negative),
        Column("state", "Suggested by the machine, in use, or agreed by the room", lambda t: t.theme.state),
        Column("agreed_at", "When the room agreed on it (UTC)", lambda t: t.told.coming.agreed_at),
        Column("agreed_by", "The role of who wrote the agreement down", lambda t: t.told.coming.agreed_by),
        Column("locked", "Whether it is closed to changes", lambda t: t.theme.locked),
    ),
)
