"""Lists by page: a cursor names the last row seen, so that pages stay right while rows arrive."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request, Response

from app.problems import PayloadInvalid
from app.security import opaque, unopaque
from models.base import Page

R = TypeVar("R")


LARGEST = 2**31 - 1


def a_number(text: str) -> int:
    """A serial number or seq out of a cursor; ValueError for what no table holds."""
    if not 0 <= (number := int(text)) <= LARGEST:
        raise ValueError(text)
    return number


class PageAsked:
    """`limit` rows after `cursor`."""

    def __init__(
        self,
        request: Request,
        response: Response,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> None:
        self._request, self._response = request, response
        self.limit = limit
        self._cursor = cursor

    def after(self, read: Callable[[str], R]) -> R | None:
        """The place of the last row seen; None on the first page."""
        if self._cursor is None:
            return None
        try:
            return read(unopaque(self._cursor))
        except ValueError:
            wrong = [{"parameter": "cursor", "detail": "is not a cursor of this list"}]
            raise PayloadInvalid(errors=wrong) from None

    def page(self, rows: Sequence[R], place: Callable[[R], object], read: Callable[[R], Any]) -> Page[Any]:
        """The page made of `rows` (asked for with one more than `limit`, to know whether there is a next)."""
        shown = rows[: self.limit]
        more = len(rows) > self.limit
        cursor = opaque(str(place(shown[-1]))) if more else None
        if cursor:
            address = self._request.url.include_query_params(cursor=cursor)
            self._response.headers["Link"] = f'<{address}>; rel="next"'
        return Page(items=[read(row) for row in shown], next_cursor=cursor)


PageDep = Annotated[PageAsked, Depends()]
