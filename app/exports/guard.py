"""The formula guard: no cell of a CSV file is a formula to a spreadsheet (CSV injection), and nothing is lost by it.

Wherever a sign that starts a formula stands at the beginning of a text, or after a separator at which a spreadsheet of
another country would cut it, an apostrophe is put in front of it. Apostrophes that stand there already stay, so taking
one away at each such place gives the text back (`unguarded`).
"""

import re

SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
UNSEEN = '\\s"“”„«»\ufeff\u200b-\u200f\u2060'
INSIDE = re.compile(rf"((?:\A|[,;|\t\r\n])[{UNSEEN}]*)(?='*[{SIGNS}])")
INSIDE_GUARDED = re.compile(rf"((?:\A|[,;|\t\r\n])[{UNSEEN}]*)'(?='*[{SIGNS}])")
CONTROL_FIRST = re.compile(r"\A(?='*[\t\r\n\x00])")
CONTROL_GUARDED = re.compile(r"\A'(?='*[\t\r\n\x00])")


def guarded(text: str) -> str:
    """The text with an apostrophe before whatever could start a formula, full-width signs included."""
    return INSIDE.sub(r"\1'", CONTROL_FIRST.sub("'", text))


def unguarded(cell: str) -> str:
    """The text of a guarded cell, letter for letter."""
    return CONTROL_GUARDED.sub("", INSIDE_GUARDED.sub(r"\1", cell))
