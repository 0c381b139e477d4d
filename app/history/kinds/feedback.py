"""Feedback as the log remembers it: that it was given and to whom, not what it says."""

from app.history.kinds.fields import FieldsKind
from models import Feedback
from models.states import LoggedFeedback


class FeedbackKind(FieldsKind[LoggedFeedback, Feedback]):
    name = "feedback"
    table = Feedback
    fields = ("story_id", "theme_id", "with_reasons")
