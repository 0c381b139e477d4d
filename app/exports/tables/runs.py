"""The grouping runs: what the machine was asked, with which model, and how well it did."""

from app.exports.tables.table import Column, Table
from models import GroupingRun

RUNS = Table[GroupingRun](
    name="runs",
    meaning="One row a grouping run.",
    lines=lambda harvest: harvest.runs,
    columns=(
        Column("run_id", "The run's identifier", lambda run: str(run.id)),
        Column("mode", "What was asked: a fresh grouping, or one that keeps what people decided", lambda run: run.mode),
        Column("state", "What became of it", lambda run: run.state),
        Column("algorithm", "The method and its version", lambda run: run.algorithm),
        Column("model_name", "The embedding model that read the stories", lambda run: run.model_name),
        Column("model_hash", "SHA-256 of the model's weights", lambda run: run.model_hash),
        Column("input_hash", "SHA-256 of what the run read", lambda run: run.input_hash),
        Column("quality", "Measures of the grouping, as JSON", lambda run: run.quality),
        Column("started_at", "When it began (UTC); only the day for partners and public", lambda run: run.started_at),
        Column("finished_at", "When it ended (UTC)", lambda run: run.finished_at),
    ),
)
