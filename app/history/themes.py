"""How a new theme looks before anybody has touched it."""

from uuid import UUID

from models.board import Origin
from models.states import LoggedTheme

# The pages have a light and a dark tone for each; the letter always goes with it.
COLOURS = ("clay", "ochre", "moss", "leaf", "teal", "sea", "indigo", "plum", "berry", "rose", "umber", "slate")


def letter_for(number: int) -> str:
    """A, B … Z, AA, AB …: the sign that goes with the colour."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def new_theme(
    number: int,
    *,
    name: str,
    origin: Origin,
    description: str = "",
    keywords: list[str] | None = None,
    domain_id: UUID | None = None,
    parents: list[str] | None = None,
    position: int | None = None,
) -> LoggedTheme:
    """The state of a theme that is only suggested as yet. `number` counts all themes the workshop ever had."""
    return {
        "name": name,
        "description": description,
        "keywords": keywords or [],
        "letter": letter_for(number),
        "colour": COLOURS[number % len(COLOURS)],
        "position": number if position is None else position,
        "state": "suggested",
        "locked": False,
        "origin": origin,
        "domain_id": str(domain_id) if domain_id else None,
        "parents": parents or [],
        "retired_reason": None,
        "merged_into": None,
    }
