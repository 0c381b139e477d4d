"""Where stories went: the record of every export, and the exports that one story was in."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from models import Export, Story, Workshop
from models.exports import ExportSeen


def runs_of(numbers: Iterable[int]) -> list[list[int]]:
    """Ascending numbers as runs of neighbours: 1, 2, 3, 7 become [[1, 3], [7, 7]]."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def record_export(
    session: Session, workshop: Workshop, *, profile: str, format: str, serial_nos: Iterable[int], by: str
) -> Export | None:
    """The row that says what is being taken away; None when the same was taken by the same before."""
    contains = runs_of(sorted(serial_nos))
    export = Export(
        workshop_id=workshop.id,
        profile=profile,
        format=format,
        as_of_seq=workshop.seq,
        created_by=by,
        n_stories=sum(last - first + 1 for first, last in contains),
        contains=contains,
    )
    same = select(Export).where(
        Export.workshop_id == workshop.id,
        Export.as_of_seq == workshop.seq,
        Export.profile == profile,
        Export.format == format,
        Export.created_by == by,
    )
    return None if any(known.contains == contains for known in session.exec(same)) else export


def exports_with_story(session: Session, story: Story) -> list[ExportSeen]:
    """The exports that a story was in, newest first."""
    made = select(Export).where(Export.workshop_id == story.workshop_id).order_by(col(Export.id).desc())
    return [
        ExportSeen(at=export.created_at, profile=export.profile, format=export.format, as_of_seq=export.as_of_seq)
        for export in session.exec(made)
        if any(first <= story.serial_no <= last for first, last in export.contains)
    ]


def exports_made(session: Session, workshop: Workshop, before: UUID | None, limit: int) -> list[Export]:
    """The exports of a workshop, newest first."""
    query = select(Export).where(Export.workshop_id == workshop.id).order_by(col(Export.id).desc())
    if before:
        query = query.where(col(Export.id) < before)
    return list(session.exec(query.limit(limit)))
