"""A script's or a projector's key as the log remembers it: what it opens; never its name, which is anybody's text."""

from app.history.kinds.fields import FieldsKind
from models import ApiKey
from models.states import LoggedKey


class KeyKind(FieldsKind[LoggedKey, ApiKey]):
    name = "key"
    table = ApiKey
    fields = ("scopes",)
