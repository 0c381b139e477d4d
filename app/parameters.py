"""Query parameters that an operation does not know, or that come twice, are refused: a misspelt filter is no answer."""

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.problems import PayloadInvalid


def known_parameters(request: Request) -> None:
    """A dependency for every operation. Raises PayloadInvalid with each name that is not known or repeated."""
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    names = [name for name, _ in request.query_params.multi_items()]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise PayloadInvalid(errors=[{"parameter": name, "detail": "is there more than once"} for name in twice])
    if unknown := sorted(set(request.query_params) - names_in(route.dependant)):
        raise PayloadInvalid(errors=[{"parameter": name, "detail": "is not a parameter of this"} for name in unknown])


def names_in(dependant: Dependant) -> set[str]:
    """The query parameters of an operation and of everything it depends on."""
    own = {field.alias for field in dependant.query_params}
    return own.union(*(names_in(inner) for inner in dependant.dependencies))
