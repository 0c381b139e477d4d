"""Rows as UTF-8 CSV that is safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")


def cell(value: Any) -> str:
    """A value as text. What could start a formula gets an apostrophe in front (the data dictionary says so)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def render(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    """The file, with a mark that tells spreadsheets it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row[column]) for column in columns] for row in rows)
    return "\ufeff".encode() + out.getvalue().encode()
