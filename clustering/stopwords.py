"""Stop words: those of every sentence, and those that could stand over any theme."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from stopwordsiso import stopwords

from clustering.tokens import IDEOGRAPH, folded, is_number, words_of


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


ENGLISH = _words(
    "four five six seven eight nine ten eleven twelve dozen half hundred thousand million "
    "a able about above after again ago all almost also always am an and another any anybody anyone "
    "anything are around as at away back be became because been before being below best better "
    "between both but by came can can't cannot come could couldn't day days did didn't do does "
    "doesn't doing don't done down during each either else enough even ever every everybody everyone "
    "everything few first for from further gave get gets getting give go goes going gone got had has "
    "hasn't have haven't having he he's her here hers herself him himself his how i i'd i'll i'm i've "
    "if in instead into is isn't it it's its itself just last least less let like little lot made "
    "make many may maybe me might month months more most much must my myself never new next no nobody "
    "none nor not nothing now of off often on once one only onto or other others our ours ourselves "
    "out over own part people per perhaps put quite rather really said same saw say says second see "
    "seen several shall she she's should since so some somebody someone something sometimes still "
    "such take taken than that that's the their theirs them themselves then there there's these they "
    "they're thing things this those though three through till time times to today together told too "
    "took toward towards two under until up upon us use used using very via want wanted was wasn't "
    "way we we'd we'll we're we've week weeks went were weren't what when where whether which "
    "while who whole whom whose why will with within without won't would wouldn't year years yes "
    "yesterday yet you you're your yours yourself"
)
"""English stop words of our own: the published list also drops *well*, *home*, *help*, *group*, *room*, *fire*."""

TOLD_ANYWAY: dict[str, frozenset[str]] = {
    "es": _words("año años gente"),
    "fr": _words("an ans faire jour jours"),
    "pt": _words("gente muita"),
    "ar": _words("آخر أحد أمام أيضا إلا الآن تحت جدا علي فقط كانوا كنا لأن لقد لهم ليس ليست منه"),
    "sw": _words(
        "ambao ambaye au baada bado basi bila cha chake changu chetu hadi haikuwa hakuna hapa hata hawa "
        "hawakuwa haya hii hiki hivi hiyo hizi hizo huku humo huo huu huyo huyu ili ilikuwa ingawa ipo "
        "jinsi kabisa kabla kama karibu kati katika kila kisha kutoka kuwa kwa kwamba kwao kwenye la lake "
        "lakini leo mbili mimi mmoja mno moja mwaka mwenye na naye ndani ndio ni nyingi nyingine pale "
        "pamoja pia sana sasa si sisi tena tu ule una vile vya wa wakati wake wako walikuwa wangu wao "
        "watu wetu wewe wote ya yake yako yangu yao yetu yeye za zaidi zake zao zetu zote"
    ),
    "ja": _words("来 来る 行 行く なる なり まし ます でし よう たち 人 年 月 日 今 前 後"),
}
"""Words that carry no topic in stories and that the published list of their language leaves in."""

TIES = _words("of de del da do das dos di du des d von der la le las los el ya wa za cha vya का की के को の 的")
"""Function words that tie nouns into one phrase: the roof *of* the clinic, पानी *की* टंकी."""
OWNERS = _words("the a an our my your his her its their this these los las les")
"""Function words that may follow such a tie: the roof of *our* clinic."""

VERBS_FOLLOW = _words(
    "i you he she it we they who which that to not never nobody is are was were be been am has have had do does did "
    "can could may might must shall should will would don't didn't can't couldn't won't wouldn't isn't wasn't"
)
"""English words after which a single word is no noun, and so no phrase: *we sang*, *to interpret*."""

SAME_LIST = {"nb": "no", "nn": "no", "fil": "tl"}
"""Languages whose stop words stand under another code."""

SAYS_LITTLE = _words(
    "ability able access achieve achieved achievement achieving action activities activity added additional "
    "all any area aspect aspects awareness benefit benefits better big bigger building capacity challenge "
    "challenges change changed changes changing communication community concept concern condition "
    "coordination development difference different effect effective effort efforts engagement enhanced "
    "enhancing experience experiences feedback general good great greater group growth help helped helping "
    "idea ideas impact impacts important improve improved improvement improvements improving increase "
    "increased increasing information issue issues item items key life lives main major misc miscellaneous "
    "mixed more negative new other others outcome outcomes overall people positive practice problem problems "
    "process program programme programs project projects quality related result results several significant "
    "situation social some stories story strengthened strengthening stronger success successes support "
    "supported thing things topic topics various work working"
)
"""Words that fit any programme; a name made of these alone could stand over any theme."""


@lru_cache(maxsize=128)
def stop_words_of(code: str) -> frozenset[str]:
    """The words of a language (ISO 639-1) that carry no topic, folded; none for a language without a list."""
    code = SAME_LIST.get(code, code)
    listed = ENGLISH if code == "en" else stopwords(code) | TOLD_ANYWAY.get(code, frozenset())
    return frozenset(folded(word) for word in listed)


def common_words(languages: Iterable[str] | None) -> frozenset[str]:
    """Words to leave out of keywords, for the languages in the room (English when nobody says), folded."""
    codes = {code.lower().replace("_", "-").split("-")[0] for code in languages or ()} - {""} or {"en"}
    return frozenset().union(*(stop_words_of(code) for code in codes))


def says_something(word: str, common: frozenset[str]) -> bool:
    """Whether a word has a topic: no stop word, no number, no lone letter (a lone 水 is a word)."""
    return folded(word) not in common and not is_number(word) and (len(word) > 1 or bool(IDEOGRAPH.match(word)))


def says_nothing(name: str) -> bool:
    """Whether a name could stand over any theme: "Better communication", "Positive change", "Other"."""
    words = [folded(word) for word in words_of(name)]
    return all(word in SAYS_LITTLE or word in stop_words_of("en") for word in words)
