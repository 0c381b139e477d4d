"""Text as XML 1.0 can hold it: vertical tabs and form feeds (from word processors) are line breaks."""

import re

BREAKS = re.compile(r"\r\n|[\r\v\f]")
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without the letters that XML forbids, its lines broken by LF (XML reads every line end so)."""
    return FORBIDDEN.sub("", BREAKS.sub("\n", text))


def forbidden_letters(text: str) -> int:
    """How many letters of a text no XML file can hold."""
    return len(FORBIDDEN.findall(text))
