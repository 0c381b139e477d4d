"""A table as UTF-8 CSV (RFC 4180) that is safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

from app.exports.guard import guarded
from app.exports.renderers.plain_text import plain_text
from app.exports.tables.table import Row, Value

Delimiter = Literal["comma", "semicolon", "tab"]
SIGNS: dict[Delimiter, str] = {"comma": ",", "semicolon": ";", "tab": "\t"}


def cell(value: Value) -> str:
    """A value as text; numbers are ours and need no guard."""
    text = plain_text(value)
    return text if isinstance(value, int | float) else guarded(text)


def csv_file(names: Sequence[str], rows: Iterable[Row], *, delimiter: Delimiter = "comma", bom: bool = True) -> bytes:
    """The file; `bom` is the mark that tells spreadsheets it is UTF-8, which programs would rather do without."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=SIGNS[delimiter], lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([cell(row[name]) for name in names] for row in rows)
    return ("\ufeff" if bom else "").encode() + out.getvalue().encode()
