"""Everything in one archive: each table as CSV, the workbook, the report, a data dictionary and a manifest."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version

from app.exports.data_dictionary import data_dictionary
from app.exports.renderers.archive import archive
from app.exports.renderers.csv_file import csv_file
from app.exports.renderers.docx_file import docx_file
from app.exports.renderers.html_file import html_file
from app.exports.renderers.json_file import json_file
from app.exports.renderers.markdown_file import markdown_file
from app.exports.renderers.pdf_file import pdf_file
from app.exports.renderers.plain_text import plain_text
from app.exports.renderers.refi_qda import qdc_file, qdpx_file
from app.exports.renderers.xlsx_file import xlsx_file
from app.exports.tables import TABLES
from app.exports.xml_text import forbidden_letters
from app.harvest.read import Harvest
from app.summaries.words import ReadIn
from models.base import SCHEMA_VERSION


@dataclass(frozen=True)
class Packed:
    """A file of the archive; `rows` is None where a file is no table."""

    name: str
    rows: int | None
    content: bytes


def zip_file(harvest: Harvest, lang: ReadIn = "en") -> bytes:
    files = list(packed(harvest, lang))
    return archive({**{file.name: file.content for file in files}, "manifest.json": manifest(harvest, files)})


def packed(harvest: Harvest, lang: ReadIn) -> Iterator[Packed]:
    rows = {name: list(table.rows(harvest)) for name, table in TABLES.items()}
    everything = sum(map(len, rows.values()))
    for name, table in TABLES.items():
        yield Packed(f"{name}.csv", len(rows[name]), csv_file(table.names, rows[name]))
    yield Packed("tables.xlsx", everything, xlsx_file(harvest))
    yield Packed("workshop.json", everything, json_file(harvest))
    yield Packed("report.md", None, markdown_file(harvest, lang))
    yield Packed("report.html", None, html_file(harvest, lang))
    yield Packed("report.docx", None, docx_file(harvest, lang))
    yield Packed("report.pdf", None, pdf_file(harvest, lang))
    yield Packed("project.qdpx", len(rows["stories"]), qdpx_file(harvest))
    yield Packed("codebook.qdc", len(rows["themes"]), qdc_file(harvest))
    yield Packed("data-dictionary.md", None, data_dictionary().encode())


def manifest(harvest: Harvest, files: list[Packed]) -> bytes:
    """What the archive is: as of which decision, for whom, each file's SHA-256, and what was left out why."""
    told = {
        "schema_version": SCHEMA_VERSION,
        "software_version": version("storyharvest"),
        "workshop_id": str(harvest.workshop.id),
        "as_of_seq": harvest.workshop.seq,
        "profile": harvest.profile,
        "board_hash": harvest.workshop.board_hash,
        "files": [{"name": file.name, "rows": file.rows, "sha256": sha256(file.content).hexdigest()} for file in files],
        "left_out": harvest.excluded_counts,
        "letters_that_xml_forbids": letters_lost(harvest),
        "model": model_of(harvest),
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def letters_lost(harvest: Harvest) -> int:
    """How many letters stand in CSV and JSON but not in the XLSX file, because XML cannot hold them."""
    rows = (row for table in TABLES.values() for row in table.rows(harvest))
    return sum(forbidden_letters(plain_text(value)) for row in rows for value in row.values())


def model_of(harvest: Harvest) -> dict[str, str] | None:
    """The embedding model of the last grouping run; None if the machine was never asked."""
    named = [run for run in harvest.runs if run.model_name]
    return {"name": named[-1].model_name, "hash": named[-1].model_hash} if named else None
