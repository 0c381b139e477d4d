"""Workers and when they were last seen, so that one that never comes back is replaced."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.base import Varchar200


class WorkerSeen(SQLModel, table=True):
    """A worker process; it says so every few seconds."""

    __tablename__ = "worker_seen"

    name: str = Field(sa_type=Varchar200, primary_key=True)
    seen_at: datetime
