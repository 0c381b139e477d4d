"""A recommendation as the log remembers it: what it follows from and how far it is."""

from app.history.kinds.fields import FieldsKind
from models import Recommendation
from models.states import LoggedRecommendation


class RecommendationKind(FieldsKind[LoggedRecommendation, Recommendation]):
    name = "recommendation"
    table = Recommendation
    fields = ("selection_id", "theme_id", "verification_id", "status")
