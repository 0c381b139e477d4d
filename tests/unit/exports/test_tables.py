"""What every table of the take-away promises: each column its meaning, names that are legal and unique everywhere."""

import re
from typing import Any, get_args

import pytest

from app.exports.tables import TABLES, TableName
from app.exports.tables.table import Table

FIRST = {
    "stories": "serial_no",
    "themes": "theme_id",
    "memberships": "story_id",
    "selections": "selection_id",
    "reasons": "reason_id",
    "dissent": "dissent_id",
    "verifications": "verification_id",
    "claims": "claim_id",
    "participation": "breakdown",
    "feedback": "feedback_id",
    "recommendations": "recommendation_id",
    "audit": "seq",
    "runs": "run_id",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
class TestTable:
    def test_it_and_each_of_its_columns_has_a_meaning(self, table: Table[Any]) -> None:
        assert table.meaning.endswith(".")
        assert all(len(column.meaning) > 5 and "\n" not in column.meaning for column in table.columns)

    def test_names_are_unique_and_plain(self, table: Table[Any]) -> None:
        assert len(set(table.names)) == len(table.names)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in table.names)

    def test_its_name_is_a_legal_sheet_name(self, table: Table[Any]) -> None:
        assert re.fullmatch(r"[a-z_]{1,31}", table.name)

    def test_it_starts_with_an_identifier(self, table: Table[Any]) -> None:
        assert table.names[0] == FIRST[table.name]


def test_tables_are_known_by_their_names() -> None:
    assert [table.name for table in TABLES.values()] == list(TABLES) == list(get_args(TableName))
