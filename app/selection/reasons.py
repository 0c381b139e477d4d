"""What a reason is: a full sentence that says why, so that somebody who was not there understands."""

import re

from app.problems import PayloadInvalid
from models.selection import ReasonGiven, SelectionCreate

FEWEST_WORDS = 3
WORD = re.compile(r"\w+")
ONE_SCRIPT_WITHOUT_BLANKS = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
LETTERS_A_WORD = 2
HINT = "is no full sentence yet; for example: “We chose it because girls now walk to school without fear.”"


def words_in(sentence: str) -> int:
    """How many words a sentence has; in scripts without blanks between words, two letters count as one."""
    unspaced = len(ONE_SCRIPT_WITHOUT_BLANKS.findall(sentence))
    return len(WORD.findall(ONE_SCRIPT_WITHOUT_BLANKS.sub(" ", sentence))) + unspaced // LETTERS_A_WORD


def check(wanted: SelectionCreate) -> None:
    """Every chosen story has its reason, and so has choosing none. Raises PayloadInvalid."""
    given = list(enumerate(wanted.reasons)) or [(0, ReasonGiven())]
    short = [place for place, reason in given if words_in(reason.sentence) < FEWEST_WORDS]
    if short:
        raise PayloadInvalid(errors=[{"pointer": f"/reasons/{place}/sentence", "detail": HINT} for place in short])
    if len(wanted.story_ids) == 1:
        return
    missing = set(wanted.story_ids) - {reason.story_id for reason in wanted.reasons}
    if missing:
        detail = "needs a reason for each story that was chosen"
        raise PayloadInvalid(errors=[{"pointer": f"/reasons/{len(wanted.reasons)}/sentence", "detail": detail}])
