"""What people write: one type for every text field, so that no letter that nobody sees takes a view down."""

import re
from dataclasses import dataclass
from typing import Any
from unicodedata import category, normalize

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters but tab and newline, halves of surrogate pairs, what XML and Unicode call no character at all, and
# the two marks that make the letters after them run backwards (RLO, LRO).
REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
# Letters, marks and signs that leave no ink: Hangul fillers, variation selectors, the blank of braille.
NO_INK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d159\U000e0000-\U000e0fff]"
)
AT_THE_ENDS = "\u200b\u2060\ufeff"


def visible(text: str) -> bool:
    """Whether anything of the text can be seen: zero-width and default-ignorable characters alone are a blank."""
    return any(category(letter)[0] not in "ZC" or category(letter) in ("Co", "Cn") for letter in NO_INK.sub("", text))


def trimmed(text: str) -> str:
    """Without blanks and zero-width spaces around it; joiners inside words stay."""
    while text != (shorter := text.strip().strip(AT_THE_ENDS)):
        text = shorter
    return text


@dataclass(frozen=True)
class Written:
    """Text as people write it: composed (NFC), trimmed, `\\n` at line ends, nothing where nothing can be seen.

    Length is counted in code points of what is kept. Without `lines`, line breaks and tabs become blanks.
    """

    most: int
    least: int = 0
    lines: bool = False

    def clean(self, text: Any) -> Any:
        """The text as it is kept; ValueError for characters that are none."""
        if not isinstance(text, str):
            return text
        text = LINE_END.sub("\n", text)
        if found := REFUSED.search(text):
            raise ValueError(f"contains a character that cannot be kept (U+{ord(found[0]):04X})")
        text = trimmed(normalize("NFC", text if self.lines else re.sub("[\t\n]+", " ", text)))
        return text if visible(text) else ""

    def __get_pydantic_core_schema__(self, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        kept = core_schema.str_schema(min_length=self.least or None, max_length=self.most)
        return core_schema.no_info_before_validator_function(self.clean, kept)
