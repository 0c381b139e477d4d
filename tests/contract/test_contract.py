"""What we promise in files is what the service does."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import app.main  # noqa: F401  (loads every feature, and with it every problem)
from app.main import create_app
from app.problems import Problem
from app.settings import Settings
from tests.serving import ROOT

SETTING = re.compile(r"^#? ?(STORYHARVEST_[A-Z_]+)=", re.MULTILINE)


@pytest.fixture
def service(tmp_path: Path) -> FastAPI:
    """The service beside a database that has no tables yet."""
    return create_app(Settings(_env_file=None, database_url=f"sqlite:///{tmp_path}/empty.sqlite3"))


@pytest.fixture
def described(service: FastAPI) -> dict[str, Any]:
    """The description of the API as the service gives it."""
    document: dict[str, Any] = json.loads(json.dumps(service.openapi()))
    return document


@pytest.fixture
def operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }


def problems(kind: type[Problem] = Problem) -> Iterator[type[Problem]]:
    for below in kind.__subclasses__():
        yield below
        yield from problems(below)


class TestDescription:
    def test_the_description_in_the_repository_is_the_services_own(self, described: dict[str, Any]) -> None:
        kept = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))

        assert kept == described

    def test_every_operation_says_what_it_does_under_a_name_of_its_own(
        self, operations: dict[str, dict[str, Any]]
    ) -> None:
        names = [operation["operationId"] for operation in operations.values()]

        assert len(names) == len(set(names))
        assert [place for place, operation in operations.items() if not operation.get("description")] == []

    def test_every_refusal_is_described_as_a_problem_document(self, operations: dict[str, dict[str, Any]]) -> None:
        refusals = {
            f"{place} {status}": answer["content"]
            for place, operation in operations.items()
            for status, answer in operation["responses"].items()
            if status.startswith("4")
        }

        assert refusals
        assert {place for place, content in refusals.items() if "ProblemDocument" not in json.dumps(content)} == set()

    def test_a_body_with_a_field_we_do_not_know_is_refused_everywhere(
        self, described: dict[str, Any], operations: dict[str, dict[str, Any]]
    ) -> None:
        schemas = described["components"]["schemas"]
        bodies = {
            content["schema"]["$ref"].rpartition("/")[2]
            for operation in operations.values()
            if "requestBody" in operation
            for media, content in operation["requestBody"]["content"].items()
            if media == "application/json"
        }

        assert "StoryCreate" in bodies
        assert {name for name in bodies if schemas[name].get("additionalProperties") is not False} == set()


class TestSettings:
    def test_the_example_lists_exactly_the_settings(self) -> None:
        listed = SETTING.findall((ROOT / ".env.example").read_text(encoding="utf-8"))

        assert sorted(listed) == sorted(f"STORYHARVEST_{name.upper()}" for name in Settings.model_fields)

    def test_every_setting_says_what_it_is_for(self) -> None:
        assert [name for name, field in Settings.model_fields.items() if not field.description] == []


class TestProblems:
    def test_every_problem_has_a_sentence_and_an_address_of_its_own(self) -> None:
        known = list(dict.fromkeys(problems()))
        slugs = [problem.slug for problem in known]

        assert len(slugs) == len(set(slugs)) > 10
        for problem in known:
            assert "__doc__" in vars(problem), problem
            assert (problem.__doc__ or "").strip().endswith((".", "…”.", "`.", "!")), problem
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*", problem.slug)
            assert 400 <= problem.status < 600


class TestHealth:
    def test_a_database_without_our_tables_is_not_ready(self, service: FastAPI) -> None:
        reply = TestClient(service, raise_server_exceptions=False).get("/readyz")

        assert reply.status_code == 503
        assert reply.headers["content-type"] == "application/problem+json"
