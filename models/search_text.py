"""Text as it is searched: the same on every database, whatever form its letters, accents and blanks came in."""

import unicodedata
from collections.abc import Iterable

import regex

# Accents are decoration on these letters; on others a mark is a letter of its own (दिन is not दान, かぎ not かき).
_ACCENTED = regex.compile(r"([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+")
_INVISIBLE = regex.compile(r"[\p{Cf}\p{Variation_Selector}]+")


def folded(text: str) -> str:
    """Text for comparing (NFKC, casefold): accents off Latin, Greek and Cyrillic letters, any blanks one space."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = _ACCENTED.sub(r"\1", _INVISIBLE.sub("", plain))
    return " ".join(unicodedata.normalize("NFC", plain).split())


def search_text(headline: str, notes: Iterable[str]) -> str:
    """What a search for words looks through: a line for the headline and for each note, so that no match spans two."""
    return "\n".join(folded(part) for part in (headline, *notes))


def like_pattern(words: str) -> str:
    """A pattern for LIKE with `\\` as its escape that finds the words anywhere, and no sign in them as a wildcard."""
    return "%" + folded(words).replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
