"""Jobs: asked for inside a request's own transaction, done by a worker process (DBOS keeps them in our database)."""

import logging
from typing import Any
from uuid import UUID

from dbos import DBOS, DBOSClient
from sqlmodel import Session

APPLICATION, VERSION = "storyharvest", "1"
GROUPING_QUEUE, GROUPING_WORKFLOW = "grouping", "group_stories"
SEARCHING_QUEUE, SEARCHING_WORKFLOW = "searching", "search_stories"
EXPLAINING_QUEUE, EXPLAINING_WORKFLOW = "explaining", "explain_run"


def prepare(database_url: str) -> None:
    """Make or update the tables that hold the jobs."""
    quiet()
    DBOS.migrate(database_url)


def quiet() -> None:
    """Keep the engine's own chatter out of our log."""
    logging.getLogger("dbos").setLevel(logging.WARNING)


class Jobs:
    """Asks for jobs; connects when first asked."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._client: DBOSClient | None = None

    @property
    def client(self) -> DBOSClient:
        if self._client is None:
            quiet()
            self._client = DBOSClient(system_database_url=self._url, application_name=APPLICATION, lazy=True)
        return self._client

    def ask(self, session: Session, workflow: str, queue: str, id: UUID, *arguments: Any) -> None:
        """One job, stored with whatever else this transaction stores, or not at all."""
        self.client.enqueue_in_transaction(
            session,
            {"workflow_name": workflow, "queue_name": queue, "workflow_id": str(id), "app_version": VERSION},
            *arguments,
        )

    def close(self) -> None:
        if self._client is not None:
            self._client.destroy()
