"""`sorts.csv`: who put which statements together, in the form that concept-mapping software reads."""

from sqlmodel import Session

from app.exports.renderers.csv_file import csv_file
from app.sorting.queries import hands_of, serial_numbers
from models import SortingRound

COLUMNS = ("SorterID", "StatementID", "StackID", "StackLabel")


def sorts_csv(session: Session, sorting: SortingRound) -> bytes:
    """A row for each story that was sorted, of those whose consent covers evaluation.

    SorterID is a pseudonym drawn for this round; a story that fits nowhere is a stack of its own.
    """
    number = {str(id): serial for id, serial in serial_numbers(session, sorting.workshop_id, "evaluation").items()}
    rows = []
    stacks: dict[str, int] = {}
    for hand in sorted(hands_of(session, sorting), key=lambda hand: (hand.sorter, hand.id)):
        alone = [{"name": "", "story_ids": [id]} for id in hand.nowhere]
        for pile in [*hand.piles, *alone]:
            told = sorted(number[id] for id in pile["story_ids"] if id in number)
            if not told:
                continue
            stacks[hand.sorter] = stack = stacks.get(hand.sorter, 0) + 1
            rows += [dict(zip(COLUMNS, (hand.sorter, story, stack, pile["name"]), strict=True)) for story in told]
    return csv_file(COLUMNS, rows, bom=False)
