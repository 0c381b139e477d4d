"""The five ways a panel votes, one pure file each."""

from app.selection.methods.iterative import Iterative
from app.selection.methods.majority import Majority
from app.selection.methods.method import Method
from app.selection.methods.prescore_vote import PrescoreVote
from app.selection.methods.scoring import Scoring
from app.selection.methods.secret_ballot import SecretBallot

METHODS: dict[str, Method] = {
    "majority": Majority(),
    "iterative": Iterative(),
    "scoring": Scoring(),
    "prescore_vote": PrescoreVote(),
    "secret_ballot": SecretBallot(),
}
