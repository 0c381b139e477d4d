"""Whatever the description of the API allows, or just forbids, is sent to every operation: none breaks, and each answer
is one that the description knows, in status, kind and shape.

`STORYHARVEST_REQUESTS` says how many requests of either sort an operation gets.
"""

import os
from contextlib import suppress
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.test_strangers import things
from tests.making import Room

__all__ = ["things"]
REQUESTS = int(os.environ.get("STORYHARVEST_REQUESTS", "3"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# What would end the facilitator's own way in, and the answer that never ends.
LEFT_OUT = {
    "log_in",
    "log_out",
    "change_password",
    "close_account",
    "delete_workshop",
    "remove_member",
    "end_login",
    "stream_events",
}


def test_every_operation_answers_as_it_is_described(room: Room, things: dict[str, str]) -> None:
    described: Any = schemathesis.openapi.from_asgi("/api/v1/openapi.json", room.client.app)
    wrong: list[str] = []
    for found in described.get_all_operations():
        operation = found.ok()
        if operation.definition.raw["operationId"] not in LEFT_OUT:
            named = {one.name: things[one.name] for one in operation.path_parameters if one.name in things}
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                wrong += answers(operation, mode, named, dict(room.client.cookies))
    assert not wrong, "\n".join(sorted(set(wrong)))


def answers(operation: Any, mode: GenerationMode, named: dict[str, str], cookies: dict[str, str]) -> list[str]:
    """What was wrong with the answers to some requests."""
    wrong: list[str] = []

    @settings(
        max_examples=REQUESTS,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode, path_parameters=named or None))
    def send(case: Any) -> None:
        reply = case.call(cookies=cookies)
        try:
            # A worker that is away is told of by 503, and described.
            case.validate_response(reply, checks=CHECKS[reply.status_code == 503 :])
        except FailureGroup as failed:
            wrong.extend(
                f"{operation.label}: {one.title}: {one.message} {reply.status_code}" for one in failed.exceptions
            )

    with suppress(Unsatisfiable):  # there is nothing wrong that could be sent
        send()
    return wrong
