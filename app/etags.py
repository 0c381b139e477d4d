"""What a client holds already need not be sent again: an ETag names an answer, `If-None-Match` brings the name back."""

from typing import Annotated

from fastapi import Header

IfNoneMatch = Annotated[str | None, Header(max_length=1000)]


def matches(if_none_match: str | None, etag: str) -> bool:
    """Whether the client holds the answer of this name: RFC 9110 compares weakly, and it may hold several."""
    names = [name.strip().removeprefix("W/") for name in (if_none_match or "").split(",")]
    return etag in names or names == ["*"]
