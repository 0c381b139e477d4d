"""Secret ballot: as a majority, and nobody can ever tell who voted what."""

from app.selection.methods.majority import Majority


class SecretBallot(Majority):
    secret = True
