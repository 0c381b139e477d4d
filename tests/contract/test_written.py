"""Whatever people write has one type, so that no field lets through what another refuses."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from pydantic import StringConstraints
from pydantic.fields import FieldInfo

import app.main  # noqa: F401  (loads every request model)
from models.base import Request
from models.text import Written

# Not words: a password is taken letter for letter, an address is checked as one.
NO_WORDS = {"password", "old_password", "new_password", "email"}


def bodies(kind: type[Request] = Request) -> Iterator[type[Request]]:
    for below in kind.__subclasses__():
        yield below
        yield from bodies(below)


def texts_in(hint: Any, *said: Any) -> Iterator[tuple[Any, ...]]:
    """What is said of every `str` inside a type."""
    if hint is str:
        yield said
    elif get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        yield from texts_in(inner, *said, *more)
    elif get_origin(hint) is not dict:  # the stories of a batch: each is validated as a body of its own
        for part in get_args(hint):
            yield from texts_in(part)


def has_type(said: tuple[Any, ...]) -> bool:
    """Whether the text is written by people and cleaned, or follows a pattern that leaves no room for words."""
    return any(isinstance(one, Written) or (isinstance(one, StringConstraints) and one.pattern) for one in said)


class TestWritten:
    @pytest.mark.parametrize("body", sorted(set(bodies()), key=lambda body: body.__name__), ids=lambda b: b.__name__)
    def test_no_request_takes_plain_text(self, body: type[Request]) -> None:
        hints = get_type_hints(body, include_extras=True)

        plain = [
            name
            for name in body.model_fields
            if name not in NO_WORDS and not all(has_type(said) for said in texts_in(hints[name]))
        ]

        assert plain == []

    def test_a_field_of_plain_text_would_be_found(self) -> None:
        assert not all(has_type(said) for said in texts_in(list[str] | None))
        assert not all(has_type(said) for said in texts_in(Annotated[str, FieldInfo(max_length=9)]))
