"""Everything in one JSON document: each table, and the summaries."""

from importlib.metadata import version

from app.exports.tables import TABLES
from app.harvest.read import Harvest
from app.summaries import build
from models.base import SCHEMA_VERSION
from models.summaries import WorkshopExport
from models.workshops import WorkshopRead


def json_document(harvest: Harvest) -> WorkshopExport:
    """The document that the JSON file is; the code that opens the room to join is not in it."""
    about = WorkshopRead.model_validate(harvest.workshop).model_dump(mode="json", exclude={"join_code"})
    return WorkshopExport(
        schema_version=SCHEMA_VERSION,
        software_version=version("storyharvest"),
        workshop=about,
        profile=harvest.profile,
        as_of_seq=harvest.workshop.seq,
        board_hash=harvest.workshop.board_hash,
        excluded_counts=harvest.excluded_counts,
        summaries=build.summaries(harvest).summaries,
        **{name: list(table.rows(harvest)) for name, table in TABLES.items()},
    )


def json_file(harvest: Harvest) -> bytes:
    return json_document(harvest).model_dump_json(indent=1).encode() + b"\n"
