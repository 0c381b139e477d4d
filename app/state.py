"""The parts that one process of the service shares between its requests."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from starlette.requests import HTTPConnection

from app.db import WriteTurns
from app.jobs import Jobs
from app.settings import Settings
from app.throttle import Throttle

if TYPE_CHECKING:  # the stream and the join page stand on upper floors
    from app.history.stream import Stream
    from app.workshops.join_page import JoinPage


@dataclass
class ServiceState:
    """What `create_app` wires together; requests find it at `app.state.service`."""

    settings: Settings
    engine: Engine
    turns: WriteTurns
    jobs: Jobs
    stream: "Stream"
    join_page: "JoinPage"
    throttle: Throttle = field(default_factory=Throttle)


def state_of(request: HTTPConnection) -> ServiceState:
    """The parts of the service that answers this request."""
    service: ServiceState = request.app.state.service
    return service
