"""A verification as the log remembers it: what was asked about and what was found, not what was noted."""

from app.history.kinds.fields import FieldsKind
from models import Verification
from models.states import LoggedVerification


class VerificationKind(FieldsKind[LoggedVerification, Verification]):
    name = "verification"
    table = Verification
    fields = ("story_id", "claim_id", "state", "description_verdict", "interpretation_verdict")
