"""Words that say little: those of every sentence, and those that could stand over any theme."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+(?:['\u2019\-][^\W_]+)*", re.UNICODE)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


COMMON: dict[str, frozenset[str]] = {
    language: _words(words)
    for language, words in {
        "en": (
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
        ),
        "es": (
            "a ahora al algo algunas algunos ante antes aquí así aun aunque año años cada como con contra "
            "cual cuando de del desde donde dos durante e el ella ellas ellos en entre era eran eres es esa "
            "esas ese eso esos esta estaba estaban estamos estan estas este esto estos está están fue fueron "
            "gente ha hace hacer han hasta hay hemos la las le les lo los me mi mis mucha muchas mucho muchos "
            "muy más nada ni no nos nosotros nuestra nuestras nuestro nuestros o otra otras otro otros para "
            "pero poco por porque puede que quien se sea ser si sido sin sobre son su sus sí también tan "
            "tanto te tenemos tener tenía tiene tienen todo todos tu tus un una uno unos y ya yo"
        ),
        "fr": (
            "a afin ai ainsi alors an ans après au aucun aujourd'hui aussi autre autres aux avait avant avec "
            "avoir avons beaucoup bien ce ceci cela ces cet cette ceux chaque chez comme dans de depuis des "
            "deux donc dont du elle elles en encore entre est et eu eux faire fait fois gens il ils je jour "
            "jours la le les leur leurs lui là ma mais me mes moi moins mon même ne ni nos notre nous on ont "
            "ou où par parce pas peu peut plus pour pourquoi qu quand que quel quelle qui quoi sa sans se ses "
            "si son sont sous sur ta te tes toi ton tous tout toute toutes très tu un une vers vos votre vous "
            "y étaient était été être"
        ),
        "pt": (
            "a agora ainda além ano anos antes ao aos aquela aquele aqui as assim até cada com como da das de "
            "dela dele deles depois do dois dos e ela elas ele eles em entre era eram essa esse esta estava "
            "estavam este está eu foi foram gente há isso isto já lhe mais mas me mesmo meu minha muita muito "
            "muitos na nas nem no nos nossa nosso num numa não nós o onde os ou outra outro para pela pelas "
            "pelo pelos por porque pouco quando que quem se sem ser seu seus sua suas são só também tem tinha "
            "toda todos tudo um uma umas uns você à às é"
        ),
        "sw": (
            "ambao ambaye au baada bado basi bila cha chake changu chetu hadi haikuwa hakuna hapa hata hawa "
            "hawakuwa haya hii hiki hivi hiyo hizi hizo huku humo huo huu huyo huyu ili ilikuwa ingawa ipo "
            "jinsi kabisa kabla kama karibu kati katika kila kisha kutoka kuwa kwa kwamba kwao kwenye la lake "
            "lakini leo mbili mimi mmoja mno moja mwaka mwenye na naye ndani ndio ni nyingi nyingine pale "
            "pamoja pia sana sasa si sisi tena tu ule una vile vya wa wakati wake wako walikuwa wangu wao "
            "watu wetu wewe wote ya yake yako yangu yao yetu yeye za zaidi zake zao zetu zote"
        ),
        "ar": (
            "آخر أحد أكثر ألا أم أمام أن أنا أنت أو أي أيضا إذا إلا إلى إن الآن التي الذي الذين اللذين الى ان "
            "او بعد بعض بل بين تحت تلك تم ثم جدا حتى حيث خلال دون ذلك عام عامة على علي عن عند عندما غير فقط "
            "في فيه فيها قال قبل قد كان كانت كانوا كل كما كنا كيف لأن لا لقد لكن لم لن لنا له لها لهم لو ليس "
            "ليست ما مثل مع من منذ منه منها نحن هذا هذه هل هم هنا هناك هو هي و وقد وكان ولا ولم وهو وهي يكون "
            "يوم"
        ),
        "de": (
            "aber alle als also am an auch auf aus bei bin bis da damit dann das dass dem den der des die "
            "dies diese dieser doch dort du durch ein eine einem einen einer er es etwas für gegen habe haben "
            "hat hatte hatten hier ich ihm ihn ihr ihre im immer in ist ja jahr jahre jetzt kann kein keine "
            "können man mehr mein mit nach nicht nichts noch nun nur ob oder ohne sehr sein seine sich sie "
            "sind so um und uns unser unter viel viele vom von vor war waren was weil wenn wer werden wie "
            "wieder wir wird wo wurde wurden zu zum zur zwei über"
        ),
    }.items()
}
"""Words that carry no topic, per language (ISO 639-1)."""

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


def words_of(text: str) -> list[str]:
    """The words as written, in order."""
    return WORD.findall(text)


def common_words(languages: Iterable[str] | None) -> frozenset[str]:
    """Words to leave out of keywords, for the languages in the room (English when nobody says)."""
    codes = {code.lower().replace("_", "-").split("-")[0] for code in languages or ()} or {"en"}
    return frozenset().union(*(COMMON.get(code, frozenset()) for code in codes))


def says_nothing(name: str) -> bool:
    """Whether a name could stand over any theme: "Better communication", "Positive change", "Other"."""
    words = [word.lower() for word in words_of(name)]
    return all(word in SAYS_LITTLE or word in COMMON["en"] for word in words)
