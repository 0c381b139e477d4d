"""A place in the team as the log remembers it: whose, by the id of the account, and as what."""

from app.history.kinds.fields import FieldsKind
from models import WorkshopMember
from models.states import LoggedMember


class MemberKind(FieldsKind[LoggedMember, WorkshopMember]):
    name = "member"
    table = WorkshopMember
    fields = ("account_id", "role")
