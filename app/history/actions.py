"""ACTIONS: what follows from each thing that a change event can say was done. A new action is described here alone."""

from dataclasses import dataclass

from models.board import ActionName


@dataclass(frozen=True)
class Action:
    """One thing that is done to a workshop, by people or the machine.

    Attributes
    ----------
    undoable
        Whether whoever did it may take it back with undo.
    conflicts
        Whether who looked before it, and names one of its subjects after it, is told of it instead.
    told_to_teller
        Whether whoever told the story sees it among the steps of the receipt.
    joins_board
        Whether it brings stories onto the board.
    ages_suggestions
        Whether the machine's suggestions, made before it, are told as old.
    """

    name: ActionName
    undoable: bool = False
    conflicts: bool = True
    told_to_teller: bool = True
    joins_board: bool = False
    ages_suggestions: bool = True


class UnknownAction(Exception):
    """Something was to be recorded that the table ACTIONS does not describe."""


ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        Action("create_workshop"),
        Action("move_stage", ages_suggestions=False),
        Action("change_workshop", told_to_teller=False, ages_suggestions=False),
        Action("add_member", told_to_teller=False, ages_suggestions=False),
        Action("change_member", told_to_teller=False, ages_suggestions=False),
        Action("remove_member", told_to_teller=False, ages_suggestions=False),
        Action("create_key", told_to_teller=False, ages_suggestions=False),
        Action("revoke_key", told_to_teller=False, ages_suggestions=False),
        Action("open_wall", told_to_teller=False, ages_suggestions=False),
        Action("tell", conflicts=False, told_to_teller=False, joins_board=True),
        Action("edit", conflicts=False, told_to_teller=False),
        Action("withdraw"),
        Action("hold", told_to_teller=False),
        Action("release", told_to_teller=False, joins_board=True),
        Action("propose", ages_suggestions=False),
        Action("move", undoable=True),
        Action("add_secondary", undoable=True),
        Action("remove_secondary", undoable=True),
        Action("pin", undoable=True),
        Action("unpin", undoable=True),
        Action("confirm", undoable=True),
        Action("merge", undoable=True),
        Action("split", undoable=True),
        Action("create_theme", undoable=True),
        Action("rename", undoable=True),
        Action("describe", undoable=True),
        Action("agree", undoable=True),
        Action("reopen", undoable=True),
        Action("lock", undoable=True),
        Action("unlock", undoable=True),
        Action("dissolve", undoable=True),
        Action("reorder", undoable=True),
        Action("set_aside", undoable=True),
        Action("bring_back", undoable=True, joins_board=True),
        Action("accept_suggestion", undoable=True, ages_suggestions=False),
        Action("refuse_suggestion", undoable=True, ages_suggestions=False),
        Action("accept_run", undoable=True, ages_suggestions=False),
        Action("restore", undoable=True),
        Action("open_sorting", told_to_teller=False, ages_suggestions=False),
        Action("close_sorting", told_to_teller=False, ages_suggestions=False),
        Action("create_panel", told_to_teller=False, ages_suggestions=False),
        Action("change_panel", told_to_teller=False, ages_suggestions=False),
        Action("open_round", told_to_teller=False, ages_suggestions=False),
        Action("open_turn", told_to_teller=False, ages_suggestions=False),
        Action("close_turn", told_to_teller=False, ages_suggestions=False),
        Action("reveal", told_to_teller=False, ages_suggestions=False),
        Action("close_round", told_to_teller=False, ages_suggestions=False),
        Action("select", told_to_teller=False, ages_suggestions=False),
        Action("claim", conflicts=False, told_to_teller=False, ages_suggestions=False),
        Action("change_claim", conflicts=False, told_to_teller=False, ages_suggestions=False),
        Action("ask_verification", conflicts=False, told_to_teller=False, ages_suggestions=False),
        Action("verify", conflicts=False, told_to_teller=False, ages_suggestions=False),
        Action("give_feedback", conflicts=False, told_to_teller=False, ages_suggestions=False),
        Action("recommend", conflicts=False, told_to_teller=False, ages_suggestions=False),
        Action("change_recommendation", conflicts=False, told_to_teller=False, ages_suggestions=False),
        Action("undo"),
        Action("redo"),
    )
}

UNDOABLE = [action.name for action in ACTIONS.values() if action.undoable]
JOINING = [action.name for action in ACTIONS.values() if action.joins_board]
AGEING = [action.name for action in ACTIONS.values() if action.ages_suggestions]


def action_of(name: str) -> Action:
    """What is known of an action. Raises UnknownAction."""
    if name not in ACTIONS:
        raise UnknownAction(f"no action is called {name!r}")
    return ACTIONS[name]
