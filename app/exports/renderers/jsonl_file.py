"""Every row of every table as a line of JSON (JSON Lines); `table` says which table it is of."""

import json
from datetime import date

from app.exports.tables import TABLES
from app.harvest.read import Harvest


def jsonl_file(harvest: Harvest) -> bytes:
    lines = (
        json.dumps({"table": name, **row}, ensure_ascii=False, default=iso)
        for name, table in TABLES.items()
        for row in table.rows(harvest)
    )
    return "".join(f"{line}\n" for line in lines).encode()


def iso(value: object) -> str:
    """JSON knows no days and moments."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
