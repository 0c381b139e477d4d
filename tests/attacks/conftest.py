"""The attacks reach the same service as the tests of the API."""

from tests.api.conftest import anybody, client, database_url, desk, engine, people, room, served, service

__all__ = ["anybody", "client", "database_url", "desk", "engine", "people", "room", "served", "service"]
