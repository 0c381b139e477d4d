"""The report as Markdown (CommonMark); people's words are escaped, so that none of them is markup."""

import re

from app.exports.report import Block, report
from app.harvest.read import Harvest
from app.summaries.words import ReadIn

MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!$^])")
LINE_STARTS = re.compile(r"(?m)^([ \t]*)([-+=:]|\d+(?=[.)]))")
BREAKS = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]\s*")
MARKS = {"title": "# ", "theme": "## ", "part": "### ", "text": "", "quote": "> ", "item": "- "}


def markdown_file(harvest: Harvest, lang: ReadIn = "en") -> bytes:
    return "\n\n".join(markdown(block) for block in report(harvest, lang)).encode() + b"\n"


def markdown(block: Block) -> str:
    by = f" — {escaped(block.by)}" if block.by else ""
    return f"{MARKS[block.kind]}{escaped(block.text)}{by}"


def escaped(text: str) -> str:
    """The words as one line in which no sign is markup."""
    line = MARKUP.sub(r"\\\1", BREAKS.sub(" ", text).strip())
    return LINE_STARTS.sub(lambda found: f"{found[1]}{number_or_sign(found[2])}", line)


def number_or_sign(start: str) -> str:
    """A sign takes a backslash; a number that would begin a list takes one behind it, before its stop."""
    return f"{start}\\" if start.isdigit() else f"\\{start}"
