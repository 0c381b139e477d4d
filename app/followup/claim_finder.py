"""Finds figures in a story that may be results: 28 %, three hundred, half, twice, ٢٨٪, 二百. A person decides.

Rules, not a model: a figure counts where it says how many, how much or how much more; what only names, dates, ages or
numbers something is left out (COVID-19, SDG 6, room 12, 3 May, 12 years old). What differs by language stands in
`number_words`.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from app.followup.number_words import (
    ATTACHED_UNITS,
    CHINESE_DIGITS,
    CHINESE_PLACES,
    CURRENCY,
    LANGUAGES,
    PER_CENT_SIGNS,
    Language,
    fold,
    split,
)

LONGEST_QUOTE, LONGEST_MEASURE = 400, 8
FIGURE = r"\d+(?:[.,٫٬'’\u00a0\u202f ]\d+)*"
HAN = "[〇一二三四五六七八九两兩]*[十百千万萬亿億][〇一二三四五六七八九两兩十百千万萬亿億]*"
LETTER = rf"(?!{HAN})[^\W\d_]"
TOKEN = regex.compile(
    rf"(?P<han>{HAN})|(?P<figure>{FIGURE})|(?P<word>(?:{LETTER})+(?:['’.](?:{LETTER})+)*)|(?P<sign>\S)"
)
SENTENCE_END = regex.compile(r"[!?;\n。！？؛؟]|\.(?!\d)")
GROUPED = regex.compile(r"\d{1,3}(?:([.,٬'’\u00a0\u202f ])\d{3})(?:\1\d{3})*(?:[.,٫]\d+)?")
NO_BLANKS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Khmer}\p{Lao}\p{Myanmar}]")


@dataclass(frozen=True)
class FoundClaim:
    """A figure with the story's own words around it: `quoted_text` and `measure` stand in the text as they are.

    `value` is the figure as a number, `unit` what it is counted in, `direction` up, down or nothing.
    """

    quoted_text: str
    measure: str
    value: float | None
    unit: str
    direction: str
    baseline: str
    period: str


@dataclass(frozen=True)
class Token:
    """A piece of the text; `folded` is how it is compared."""

    start: int
    end: int
    text: str
    folded: str
    kind: str


@dataclass(frozen=True)
class Number:
    """A number in tokens `first` to before `last`. `kind`: a count, a share, times, or a figure out of others."""

    first: int
    last: int
    value: float
    kind: str = "count"
    unit: str = ""
    said_in_words: bool = False


def find_claims(text: str, language: str = "") -> list[FoundClaim]:
    """The figures of a text that may be results, in the order they stand there. Pure; a note takes milliseconds."""
    tokens = tokens_of(text)
    words = language_of(tokens, language)
    return [
        claim_from(text, tokens, number, words, baseline)
        for number, baseline in with_baselines(tokens, list(numbers_in(tokens, words)), words)
        if is_result(text, tokens, number, words, bool(baseline))
    ]


def tokens_of(text: str) -> list[Token]:
    return [
        Token(found.start(), found.end(), found[0], fold(found[0]), str(found.lastgroup))
        for found in TOKEN.finditer(text)
    ]


def language_of(tokens: Sequence[Token], asked: str) -> Language:
    """The language that was named, unless the letters or the commonest words say that it is another."""
    words = [token.folded for token in tokens if token.kind == "word"]
    if any("\u0600" <= word[0] <= "\u06ff" for word in words):
        return LANGUAGES["ar"]
    named = LANGUAGES.get(asked.partition("-")[0])
    known = max(LANGUAGES.values(), key=lambda one: sum(word in one.common for word in words))
    return named or known


# --- numbers -----------------------------------------------------------------------------------------------------


def numbers_in(tokens: Sequence[Token], words: Language) -> Iterator[Number]:
    """Every number of the text, longest reading first, no two over the same tokens."""
    at = 0
    while at < len(tokens):
        found = number_at(tokens, at, words)
        if found:
            found = widened(tokens, found, words)
            yield found
        at = found.last if found else at + 1


def number_at(tokens: Sequence[Token], at: int, words: Language) -> Number | None:
    token = tokens[at]
    if token.kind == "han":
        return Number(at, at + 1, chinese(token.text))
    if token.kind == "figure":
        return figure_at(tokens, at, words)
    if token.kind != "word":
        return None
    if share := share_at(tokens, at, words):
        return share
    if token.folded in words.times:
        return Number(at, at + 1, words.times[token.folded], "times", said_in_words=True)
    return spelled_at(tokens, at, words)


def figure_at(tokens: Sequence[Token], at: int, words: Language) -> Number | None:
    value = value_of(tokens[at].text)
    if value is None:
        return None
    last = at + 1
    while last < len(tokens) and tokens[last].folded in words.multiplying and not words.multiplier_first:
        value *= words.multiplying[tokens[last].folded]
        last += 1
    return Number(at, last, value)


def value_of(figure: str) -> float | None:
    """1,200 · 1.200 · 1 200 · 1'200 are twelve hundred; 3.5 and 3,5 are three and a half; None for a row of codes."""
    plain = "".join(str(unicodedata.decimal(letter, letter)) for letter in figure)
    if plain.isdigit():
        return float(plain)
    if GROUPED.fullmatch(plain) and not plain.startswith("0"):
        whole, decimals = split_decimals(plain)
        digits = "".join(letter for letter in whole if letter.isdigit())
        return float(f"{digits}.{decimals or 0}")
    parts = regex.split(r"[.,٫]", plain)
    if len(parts) == 2 and all(part.isdigit() for part in parts):
        return float(".".join(parts))
    return None


def split_decimals(grouped: str) -> tuple[str, str]:
    signs = [letter for letter in grouped if not letter.isdigit()]
    tail = regex.split(r"\D", grouped)[-1]
    has_decimals = len(tail) != 3 or (len(signs) > 1 and signs[-1] != signs[0])
    return (grouped[: -len(tail) - 1], tail) if has_decimals else (grouped, "")


def chinese(letters: str) -> float:
    total, section, digit = 0, 0, 0
    for letter in letters:
        if letter in CHINESE_DIGITS:
            digit = CHINESE_DIGITS[letter]
            continue
        place = CHINESE_PLACES[letter]
        if place >= 10_000:
            total, section, digit = total + (section + digit) * place, 0, 0
        else:
            section, digit = section + max(digit, 1) * place, 0
    return float(total + section + digit)


def spelled_at(tokens: Sequence[Token], at: int, words: Language) -> Number | None:
    """A number in words, such as *two hundred and five*, *ciento veinte*, *mia tatu na hamsini*, *خمسة وعشرون*."""
    total, current, last, after_multiplier = 0.0, 0.0, at, 0.0
    place = at
    while place < len(tokens) and tokens[place].kind in ("word", "sign"):
        word = tokens[place].folded
        if place > at and (word in words.joins or tokens[place].text == "-"):
            place += 1
            if tokens[place - 1].text != "-":
                after_multiplier = 0.0
            continue
        bare = word.removeprefix(words.and_prefix) if words.and_prefix and last > at else word
        value = words.additive.get(word, words.additive.get(bare))
        times = words.multiplying.get(word, words.multiplying.get(bare))
        if times is not None and words.multiplier_first:
            current, total, after_multiplier = times, total + current, times
        elif value is not None and after_multiplier and value < 10:
            current, after_multiplier = after_multiplier * value, 0.0
        elif times is not None:
            if times == 100:
                current = max(current, 1) * 100
            else:
                total, current = total + max(current, 1) * times, 0.0
        elif value is not None:
            current = 80.0 if (current, value) == (4.0, 20.0) and tokens[place - 1].text == "-" else current + value
        else:
            break
        place += 1
        last = place
    if last == at:
        return None
    return Number(at, last, total + current, said_in_words=True)


def share_at(tokens: Sequence[Token], at: int, words: Language) -> Number | None:
    """*half of*, *two thirds*, *la mitad*, *trois quarts*, *nusu ya*, *ثلاثة أرباع*."""
    counted = words.additive.get(tokens[at].folded)
    place = at + 1 if counted is not None and at + 1 < len(tokens) else at
    name = tokens[place].folded
    if name not in words.shares or (place == at and counted is not None):
        return None
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following and (following.folded in words.share_stops or following.text == "-"):
        return None
    if at and (tokens[at - 1].text == "-" or is_month_ahead(tokens, place, words)):
        return None
    needed = not words.share_needs or (following is not None and following.folded in words.share_needs)
    by = any(token.folded in BY for token in tokens[max(0, at - 2) : at])
    if words.multiplier_first and following and (times := words.additive.get(following.folded)):
        return Number(at, place + 2, round(words.shares[name] * times, 2), "share", said_in_words=True)
    many = counted is not None and counted > 1
    at_the_end = words.shares[name] == 0.5 and (following is None or following.kind == "sign")
    if not (needed or by or many or at_the_end):
        return None
    share = words.shares[name] * (counted or 1)
    return Number(at, place + 1, round(share, 2), "share", said_in_words=True)


def is_month_ahead(tokens: Sequence[Token], place: int, words: Language) -> bool:
    """*the third of May*."""
    return any(token.folded in words.months for token in tokens[place + 1 : place + 3])


def widened(tokens: Sequence[Token], number: Number, words: Language) -> Number:
    """The number with its sign of per cent, its *times*, or what it is out of."""
    before = tokens[number.first - 1] if number.first else None
    if number.last < len(tokens) and tokens[number.last].text in PER_CENT_SIGNS:
        return Number(number.first, number.last + 1, number.value, "share", tokens[number.last].text)
    if before and before.text in PER_CENT_SIGNS:
        return Number(number.first - 1, number.last, number.value, "share", before.text)
    for phrase in words.per_cent:
        length = len(phrase.split())
        if phrase == " ".join(token.folded for token in tokens[number.last : number.last + length]):
            return Number(number.first, number.last + length, number.value, "share", "%")
    if before and before.folded == "asilimia":
        return Number(number.first - 1, number.last, number.value, "share", "%")
    if number.kind == "count":
        return out_of(tokens, number, words) or fold_of(tokens, number, words) or number
    return number


def fold_of(tokens: Sequence[Token], number: Number, words: Language) -> Number | None:
    beside = number.first - 1 if words.multiplier_first else number.last
    if 0 <= beside < len(tokens) and tokens[beside].folded in words.fold:
        first, last = min(number.first, beside), max(number.last, beside + 1)
        return Number(first, last, number.value, "times", tokens[beside].text, number.said_in_words)
    return None


def out_of(tokens: Sequence[Token], number: Number, words: Language) -> Number | None:
    """*eight out of ten*, *one in four*, *tres de cada cuatro*, *wanane kati ya kumi*."""
    place, seen = number.last, 0
    while place < len(tokens) and place - number.last < 2 and tokens[place].folded not in words.of | FILLS:
        if tokens[place].kind != "word" or tokens[place].folded in NOTHING_COUNTED:
            return None
        place += 1
    noun = place > number.last
    while place < len(tokens) and tokens[place].folded in words.of | FILLS and seen < 3:
        place, seen = place + 1, seen + 1
    if not seen or place >= len(tokens):
        return None
    whole = figure_at(tokens, place, words) if tokens[place].kind == "figure" else spelled_at(tokens, place, words)
    if whole is None or not number.value < whole.value <= 1000 or whole.value < 2:
        return None
    if is_year(tokens, whole) or (whole.last < len(tokens) and tokens[whole.last].folded in words.time_units):
        return None
    strong = any(
        token.folded in STRONG - {"in", "em"} or (seen > 1 and token.folded in PARTITIVE)
        for token in tokens[place - seen : place]
    )
    if noun and not strong:
        return None
    if not strong and (number.value > 9 or seen != 1 or number.said_in_words != whole.said_in_words):
        return None
    return Number(number.first, whole.last, number.value, "out_of", "", number.said_in_words)


BY = split("by en kwa por")
PARTITIVE = split("the los las les")
NAMING = split("the this that")
LINKING = split("la ya cha wa no n numero number")
FILLS = split("out every each the cada los las sur les kati ya كل اصل")
STRONG = split("out every each cada sur kati كل اصل in em")


# --- what counts as a result -------------------------------------------------------------------------------------


def with_baselines(tokens: Sequence[Token], found: Sequence[Number], words: Language) -> Iterator[tuple[Number, str]]:
    """Each number, and *12* with the one that follows in *from 12 to 30*: of these two only the second is a result."""
    baselines: dict[int, str] = {}
    skipped: set[int] = set()
    for place, (one, other) in enumerate(pairwise(found)):
        before = tokens[one.first - 1].folded if one.first else ""
        between = [token.folded for token in tokens[one.last : other.first]]
        if before in words.from_ and between and len(between) <= 5 and between[-1] in words.to:
            baselines[place + 1] = " ".join(token.text for token in tokens[one.first : other.first - 1])
            skipped.add(place)
    for place, number in enumerate(found):
        if place not in skipped:
            yield number, baselines.get(place, "")


def is_result(text: str, tokens: Sequence[Token], number: Number, words: Language, from_to: bool) -> bool:
    """Whether a number says how many, how much or how much more, and not which, when or how old."""
    first = tokens[number.first]
    before = [token.folded for token in tokens[max(0, number.first - 3) : number.first]]
    after = [token.folded for token in tokens[number.last : number.last + 4]]
    if compared_with(tokens, number, words):
        return False
    if number.kind == "share":
        return not (number.value == 100 and after[:1] and after[0] in words.sure)
    clause = [token.folded for token in clause_tokens(tokens, number)]
    if number.kind == "times":
        return is_change(number, clause, after, words)
    if number.kind == "out_of":
        return True
    if names_something(text, tokens, number, words) or is_date_or_time(text, tokens, number, words):
        return False
    if unit_of_time(tokens, number, words):
        return changes_in_time(before, after, clause, words, from_to)
    if from_to:
        return True
    if number.said_in_words and not counts_something(tokens, number, words):
        return False
    if number.said_in_words and number.value <= 12 and before and before[-1] in words.owned:
        return False
    personal = {*before[-2:]} & words.have and {*after[:2], *before[-1:]} & words.kin
    if number.value <= 12 and (
        personal or (words.multiplier_first and before and before[-1] in words.kin | words.owned)
    ):
        return bool(direction_of(clause, words)) and not personal
    return first.kind != "figure" or followed_by_word(tokens, number, words) or money(tokens, number) or from_to


def compared_with(tokens: Sequence[Token], number: Number, words: Language) -> bool:
    """Whether it is only what was before: *instead of two hours*."""
    before = " ".join(token.folded for token in tokens[max(0, number.first - 4) : number.first])
    return any(before.endswith(phrase) for phrase in words.instead)


def is_change(number: Number, clause: Sequence[str], after: Sequence[str], words: Language) -> bool:
    """*twice as many*, *three times more*, *doubled*: a change; *twice a week* is a habit, *three times* an event."""
    if {*after[:3]} & words.time_units or after[:1] == ["per"]:
        return False
    if number.said_in_words and number.unit == "" and number.last - number.first == 1 and number.value in (2, 3):
        return after[:1] != ["a"] and (bool(after) or bool(direction_of(clause, words)))
    comparing = words.up | words.down | split("as the le la o el mas plus mais")
    return any(matches(word, comparing) for word in after[:2]) or bool(direction_of(clause, words))


def names_something(text: str, tokens: Sequence[Token], number: Number, words: Language) -> bool:
    """Whether it is part of a name: COVID-19, SDG 6, room 12, A4, the 3rd, a phone number, a code."""
    first, final = tokens[number.first], tokens[number.last - 1]
    left, right = text[first.start - 1 : first.start], text[final.end : final.end + 1]
    if first.kind == "han":
        return False
    if left and (left in "#№/" or (left.isalnum() and not NO_BLANKS.match(left)) or left == "_"):
        return True
    if left in "-‐‑–" and left and number.first > 1 and tokens[number.first - 2].kind == "word":
        return first.start >= 2 and not text[first.start - 2].isspace()
    before = tokens[number.first - 1] if number.first else None
    if before and before.text in ".º°" and number.first > 1:
        before = tokens[number.first - 2]
    if before and before.folded in LINKING and number.first > 1 and tokens[number.first - 2].folded in words.labels:
        before = tokens[number.first - 2]
    if before and before.end < first.start and (before.folded in words.labels or is_acronym(before, text)):
        small = number.value < (1000 if first.kind == "figure" else 20)
        return small and not (words.multiplier_first and before.folded in ("la", "siku") and number.said_in_words)
    if first.kind == "figure" and right.isalpha() and not NO_BLANKS.match(right):
        unit = tokens[number.last].text
        return unit not in ATTACHED_UNITS and (len(unit) == 1 or unit.casefold() not in ATTACHED_UNITS)
    if right in "ºª°" and right:
        return True
    digits = sum(letter.isdigit() for letter in first.text)
    coded = first.text[0] == "0" and digits > 1 and not regex.match(r"0[.,٫]", first.text)
    phone = left == "+" and digits > 5
    bare = first.text.isdigit() and digits > 7
    return first.kind == "figure" and (coded or phone or bare or value_of(first.text) is None)


def is_acronym(token: Token, text: str) -> bool:
    """SDG, HIV, B: capitals in a text that is not all capitals."""
    return (
        token.kind == "word"
        and token.text.isupper()
        and not text.isupper()
        and token.text not in ("I", "A", "Y", "E", "O")
    )


def is_year(tokens: Sequence[Token], number: Number) -> bool:
    token = tokens[number.first]
    return token.kind == "figure" and len(token.text) == 4 and token.text.isdigit() and 1900 <= number.value <= 2099


def is_date_or_time(text: str, tokens: Sequence[Token], number: Number, words: Language) -> bool:
    first, final = tokens[number.first], tokens[number.last - 1]
    before = tokens[number.first - 1].folded if number.first else ""
    after = tokens[number.last].folded if number.last < len(tokens) else ""
    around = text[first.start - 1 : first.start] + text[final.end : final.end + 1]
    beside = text[final.end + 1 : final.end + 2]
    if (
        first.kind == "figure"
        and (":" in around or "/" in around)
        and (beside.isdigit() or text[first.start - 2 : first.start - 1].isdigit())
    ):
        return True
    if (
        first.kind == "figure"
        and text[final.end : final.end + 1] in "-–."
        and text[final.end : final.end + 1]
        and beside.isdigit()
    ):
        return regex.match(r"\d{1,4}[-–.]\d{1,2}[-–.]\d{1,4}", text[first.start :]) is not None
    skipped = tokens[number.last + 1].folded if number.last + 1 < len(tokens) else ""
    ahead = skipped if after in ("de", "of", "من", "th") else after
    if number.value <= 31 and (before in words.months or ahead in words.months or after in words.months):
        return True
    if before in words.months or after in words.clock or before in words.clock:
        return True
    if before in ("at", "las", "as", "saa") and number.value <= 24 and after not in words.per_cent:
        return not followed_by_word(tokens, number, words) or before in ("saa", "las", "as")
    if is_year(tokens, number):
        return (
            before in words.year_preps | LEADING | NAMING
            or not followed_by_word(tokens, number, words)
            or after in words.joins | words.past
        )
    return False


def unit_of_time(tokens: Sequence[Token], number: Number, words: Language) -> bool:
    beside = number.first - 1 if words.multiplier_first else number.last
    close = tokens[beside].folded if 0 <= beside < len(tokens) else ""
    further = tokens[number.last + 1].folded if number.last + 1 < len(tokens) and close in ("more", "mas", "-") else ""
    return close in words.time_units or further in words.time_units


def changes_in_time(
    before: Sequence[str], after: Sequence[str], clause: Sequence[str], words: Language, from_to: bool
) -> bool:
    """*20 minutes less* is a result; *for three years*, *two weeks ago*, *12 years old* say only when."""
    if {*before, *after} & words.age or {*after[1:3]} & words.past:
        return False
    if from_to:
        return True
    if {*before[-2:]} & words.lasting:
        return False
    instead = any(phrase in " ".join(clause) for phrase in words.instead)
    return instead or any(matches(word, words.up | words.down) for word in [*before, *after])


def counts_something(tokens: Sequence[Token], number: Number, words: Language) -> bool:
    """Whether a number in words counts: one is an article or a pronoun, and a lone word counts nothing."""
    if number.value == 1:
        return False
    return words.multiplier_first or followed_by_word(tokens, number, words)


def followed_by_word(tokens: Sequence[Token], number: Number, words: Language) -> bool:
    """Whether something that can be counted follows (in Swahili: precedes), or stands there without blanks."""
    if words.multiplier_first and number.first and tokens[number.first - 1].folded not in NOTHING_COUNTED:
        return tokens[number.first - 1].kind == "word"
    if number.last >= len(tokens):
        return False
    following = tokens[number.last]
    return following.kind in ("word", "han") and following.folded not in NOTHING_COUNTED


NOTHING_COUNTED = split(
    "and or but is was are were will to at in on by for with y o pero es fue en con por para a et ou mais est dans "
    "pour avec e ou mas foi em com na au lakini ni kwa او و في على الى"
)


def money(tokens: Sequence[Token], number: Number) -> bool:
    beside = [tokens[place].text for place in (number.first - 1, number.last) if 0 <= place < len(tokens)]
    return any(text in CURRENCY for text in beside)


# --- the claim ----------------------------------------------------------------------------------------------------


def clause_tokens(tokens: Sequence[Token], number: Number) -> Sequence[Token]:
    """The words of the sentence, or of its part between commas, that a number stands in."""
    first, last = number.first, number.last
    while first and not ends(tokens[first - 1]):
        first -= 1
    while last < len(tokens) and not ends(tokens[last]):
        last += 1
    return tokens[first:last]


def ends(token: Token) -> bool:
    return token.kind == "sign" and token.text in ".!?;。！？؛؟"


def claim_from(text: str, tokens: Sequence[Token], number: Number, words: Language, baseline: str) -> FoundClaim:
    start, end = quote_around(text, tokens[number.first].start, tokens[number.last - 1].end)
    clause = [token for token in tokens if start <= token.start < end]
    folded = [token.folded for token in clause]
    unit = number.unit or unit_of(tokens, number, words)
    return FoundClaim(
        quoted_text=text[start:end],
        measure=measure_of(text, tokens, number, start, end) or text[start:end],
        value=number.value,
        unit="%" if unit in PER_CENT_SIGNS and unit else unit[:40],
        direction=direction_of(folded, words),
        baseline=(baseline or instead_of(text, clause, words))[:200],
        period=period_of(text, clause, words)[:200],
    )


def quote_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that a figure stands in, without what surrounds it; a very long one only near the figure."""
    left = max((found.end() for found in SENTENCE_END.finditer(text, 0, start)), default=0)
    right = next((found.start() for found in SENTENCE_END.finditer(text, end)), len(text))
    if right - left > LONGEST_QUOTE:
        left = max(left, text.rfind(" ", 0, max(start - LONGEST_QUOTE // 2, 1)) + 1)
        cut = text.find(" ", min(end + LONGEST_QUOTE // 2, right))
        right = min(right, cut) if cut >= end else right
        left, right = max(left, start - 900), min(right, end + 900, left + 1000)
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def measure_of(text: str, tokens: Sequence[Token], number: Number, start: int, end: int) -> str:
    """What was counted, in the story's words: what follows the figure, else what stands before it."""
    after = [token for token in tokens[number.last : number.last + LONGEST_MEASURE] if token.end <= end]
    after = until_comma(after)
    while after and (after[0].kind == "sign" or after[0].folded in LEADING):
        after = after[1:]
    if after:
        return text[after[0].start : after[-1].end]
    before = [token for token in tokens[max(0, number.first - LONGEST_MEASURE) : number.first] if token.start >= start]
    return text[before[0].start : before[-1].end] if before else ""


LEADING = split("of the de del des du d da do dos das la el le les los las من ya za wa")


def until_comma(tokens: Sequence[Token]) -> list[Token]:
    kept = []
    for token in tokens:
        if token.kind == "sign" and token.text in ",،、:()":
            break
        kept.append(token)
    return kept


def unit_of(tokens: Sequence[Token], number: Number, words: Language) -> str:
    """Time, money or a measure that stands beside the figure; nothing where things or people are counted."""
    for place in (number.last, number.first - 1):
        if 0 <= place < len(tokens):
            token = tokens[place]
            if token.folded in words.time_units | ATTACHED_UNITS or token.text in CURRENCY:
                return token.text
    return ""


def matches(word: str, stems: frozenset[str]) -> bool:
    """Whether a word is one of these, or begins with one of these stems."""
    return word in stems or any(f"{word[:length]}*" in stems for length in range(2, len(word) + 1))


def direction_of(clause: Sequence[str], words: Language) -> str:
    down = any(matches(word, words.down) for word in clause)
    up = any(matches(word, words.up) for word in clause)
    return "down" if down else "up" if up else ""


def instead_of(text: str, clause: Sequence[Token], words: Language) -> str:
    """What it is compared with, in the story's words: *instead of two hours*."""
    for phrase in words.instead:
        parts = phrase.split()
        for place in range(len(clause) - len(parts)):
            if [token.folded for token in clause[place : place + len(parts)]] == parts:
                rest = until_comma(clause[place + len(parts) : place + len(parts) + 5])
                return text[rest[0].start : rest[-1].end] if rest else ""
    return ""


def period_of(text: str, clause: Sequence[Token], words: Language) -> str:
    """When, in the story's words: *in 2023*, *since March*, *desde hace dos años*."""
    for place, token in enumerate(clause[:-1]):
        following = clause[place + 1]
        if token.folded in words.lasting | words.year_preps and (
            (following.kind == "figure" and len(following.text) == 4 and following.text[:2] in ("19", "20", "١٩", "٢٠"))
            or following.folded in words.months
        ):
            return text[token.start : following.end]
        unit = next((ahead for ahead in clause[place + 2 : place + 4] if ahead.folded in words.time_units), None)
        if (
            token.folded in words.lasting
            and unit
            and (following.kind == "figure" or following.folded in words.additive)
        ):
            return text[token.start : unit.end]
    return ""
