"""What a workshop lets people see and do, as the log remembers it; its stage is on the board, these are not."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from app.history.kinds.fields import FieldsKind
from models import Workshop
from models.states import LoggedSettings


class SettingsKind(FieldsKind[LoggedSettings, Workshop]):
    name = "settings"
    table = Workshop
    fields = ("reveal", "hold_for_steward", "timezone", "languages", "asks")

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return [workshop.id]
