"""A value as the text of one cell: the same in CSV, XLSX and wherever else a cell is text."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from app.exports.tables.table import Value


def plain_text(value: Value) -> str:
    """Lists are joined by `; ` with a backslash before each `;` and backslash of an item; objects are JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return as_json(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(escaped(str(item)) for item in value)
    return str(value)


def escaped(item: str) -> str:
    return item.replace("\\", "\\\\").replace(";", "\\;")


def as_json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
