"""What the room asks of a seat now."""

from uuid import UUID

from models.base import Answer


class SortingAsked(Answer):
    """A sorting round that is open: ask it for a hand."""

    id: UUID
    size: int
    minutes: int | None


class RoundAsked(Answer):
    """A round of a panel that the seat sits on. `over`: it was decided."""

    id: UUID
    panel_name: str
    purpose: str
    turn_open: bool
    over: bool


class Asked(Answer):
    """Newest first."""

    sorting_rounds: list[SortingAsked]
    rounds: list[RoundAsked]
