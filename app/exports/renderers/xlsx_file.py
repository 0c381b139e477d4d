"""Every table as a sheet of an Excel workbook (XLSX), all cells text: nothing becomes a date, a number or a formula."""

import io
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from app.exports.renderers.plain_text import plain_text
from app.exports.tables import TABLES
from app.exports.tables.table import Row
from app.exports.xml_text import xml_text
from app.harvest.read import Harvest

LONGEST = 32_767  # what a cell of Excel can hold, in UTF-16 units
CUT = " […]"
BEFORE_ALL = datetime(1980, 1, 1)  # noqa: DTZ001  XlsxWriter wants no zone; a fixed moment keeps the bytes the same


def xlsx_file(harvest: Harvest) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"constant_memory": True}) as book:
        book.set_properties({"title": "StoryHarvest", "created": BEFORE_ALL})
        head = book.add_format({"bold": True, "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        for table in TABLES.values():
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(table.names) - 1, 18, text)
            sheet.write_row(0, 0, table.names, head)
            for place, row in enumerate(table.rows(harvest), start=1):
                write_row(sheet, place, row)
    return out.getvalue()


def write_row(sheet: Worksheet, place: int, row: Row) -> None:
    for column, value in enumerate(row.values()):
        sheet.write_string(place, column, sheet_text(plain_text(value)))


def sheet_text(text: str) -> str:
    """The text as a cell can hold it; longer ones, such as the state of a large board, are whole in CSV and JSON."""
    clean = xml_text(text)
    units = clean.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return clean
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT
