"""A result claim as the log remembers it: of which story, and how it stands; its words stand in the table alone."""

from app.history.kinds.fields import FieldsKind
from models import ResultClaim
from models.states import LoggedClaim


class ClaimKind(FieldsKind[LoggedClaim, ResultClaim]):
    name = "claim"
    table = ResultClaim
    fields = ("story_id", "status", "dismissed")
