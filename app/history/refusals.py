"""What a facilitator asks for and the board, as it stands, does not allow."""

from typing import ClassVar

from app.problems import Problem


class CommandRefused(Problem):
    """This command makes no sense on the board as it stands; nothing was changed."""

    status: ClassVar[int] = 409
    title: ClassVar[str] = "The board does not allow this"
    slug: ClassVar[str] = "command-refused"
