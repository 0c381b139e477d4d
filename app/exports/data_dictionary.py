"""The data dictionary: what every column of every table means, from the tables themselves."""

from collections.abc import Iterator

from app.exports.tables import TABLES

ABOUT = """# Data dictionary

Times are UTC in ISO 8601; for partners and the public they are days. Identifiers never change.

In CSV and XLSX a list is joined by `; `. A `;` or `\\` that belongs to an item has a `\\` in front of it.

In CSV, an apostrophe stands before `=`, `+`, `-` or `@` (and their full-width forms) at the beginning of a cell and
after a comma, semicolon, bar, tab or line break in it, so that no spreadsheet takes words for a formula. A text that
begins with a tab or a line break has one too. Take one apostrophe away at each such place to read the words back.

XLSX and JSON need no guard and have none. In XLSX every cell is text; letters that XML cannot hold are missing there
(the manifest says how many), and a cell of more than 32,767 letters ends in `[…]` and is whole in CSV and JSON."""


def data_dictionary() -> str:
    return "\n\n".join([ABOUT, *sections()]) + "\n"


def sections() -> Iterator[str]:
    for table in TABLES.values():
        rows = "\n".join(f"| `{column.name}` | {column.meaning} |" for column in table.columns)
        yield f"## {table.name}\n\n{table.meaning}\n\n| Column | Meaning |\n| --- | --- |\n{rows}"
