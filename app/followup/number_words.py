"""How six languages say numbers, shares, changes and time: data for the claim finder, no rule among it.

Words are folded: lower case, without accents and without Arabic vowel marks. A word that ends in `*` is a stem.
"""

import unicodedata
from dataclasses import dataclass, field


def fold(word: str) -> str:
    """Lower case, without accents and vowel marks, one spelling of Arabic letters."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(letter)
    )
    return plain.translate(str.maketrans("أإآٱىة’", "اااايه'")).replace("ـ", "") if plain else plain


def split(words: str) -> frozenset[str]:
    """Words with blanks between them, folded."""
    return frozenset(fold(word) for word in words.split())


def numbers(words: str) -> dict[str, float]:
    """`two=2 three=3` as a table."""
    return {fold(word): float(value) for word, _, value in (pair.partition("=") for pair in words.split())}


@dataclass(frozen=True)
class Language:
    """`additive` numbers are added up, `multiplying` ones multiply what stands before them (or after, in Swahili)."""

    additive: dict[str, float]
    multiplying: dict[str, float]
    joins: frozenset[str]
    shares: dict[str, float]
    share_needs: frozenset[str]
    share_stops: frozenset[str]
    times: dict[str, float]
    per_cent: tuple[str, ...]
    fold: frozenset[str]
    of: frozenset[str]
    from_: frozenset[str]
    to: frozenset[str]
    up: frozenset[str]
    down: frozenset[str]
    instead: tuple[str, ...]
    labels: frozenset[str]
    months: frozenset[str]
    time_units: frozenset[str]
    clock: frozenset[str]
    age: frozenset[str]
    lasting: frozenset[str]
    past: frozenset[str]
    year_preps: frozenset[str]
    owned: frozenset[str]
    have: frozenset[str]
    kin: frozenset[str]
    sure: frozenset[str]
    common: frozenset[str]
    multiplier_first: bool = False
    and_prefix: str = ""
    units: frozenset[str] = field(default_factory=frozenset)


ENGLISH = Language(
    additive=numbers(
        "zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 "
        "fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 "
        "sixty=60 seventy=70 eighty=80 ninety=90 dozen=12"
    ),
    multiplying=numbers("hundred=100 hundreds=100 thousand=1000 million=1000000 billion=1000000000"),
    joins=split("and"),
    shares=numbers("half=0.5 third=0.333 thirds=0.333 quarter=0.25 quarters=0.25 fifth=0.2 fifths=0.2 tenth=0.1"),
    share_needs=split("of the as our all by"),
    share_stops=split("past an a hour day way brother sister time world"),
    times=numbers(
        "twice=2 thrice=3 double=2 doubled=2 doubles=2 doubling=2 triple=3 tripled=3 tripling=3 quadrupled=4 "
        "twofold=2 threefold=3 fourfold=4 fivefold=5 tenfold=10 halved=0.5 halving=0.5"
    ),
    per_cent=("per cent", "percent", "percentage points"),
    fold=split("times fold"),
    of=split("of in"),
    from_=split("from"),
    to=split("to"),
    up=split(
        "more increas* rose rise* risen grew grow* grown up higher gain* rais* improv* expand* doubl* tripl* "
        "additional extra new"
    ),
    down=split(
        "less fewer decreas* fell fall* fallen drop* reduc* declin* lower cut down halv* shrank shrunk lost lose* "
        "sav* shorter"
    ),
    instead=("instead of", "compared to", "compared with", "rather than", "up from", "down from"),
    labels=split(
        "room grade class house number no page bus line route block ward zone district sector section article sdg goal "
        "phase step group day unit chapter form standard level type plot road street floor version door lot covid hiv "
        "year week module cohort team table figure station kilometer highway channel act resolution"
    ),
    months=split(
        "january february march april may june july august september october november december jan feb mar apr jun jul "
        "aug sept sep oct nov dec"
    ),
    time_units=split(
        "second seconds minute minutes min mins hour hours hr hrs day days week weeks month months year years"
    ),
    clock=split("am pm o'clock oclock a.m p.m"),
    age=split("old aged age ages"),
    lasting=split("for in after since during every last past within before over each next first about"),
    past=split("ago later earlier before now"),
    year_preps=split("in since by until till from year of to and before after during early late between"),
    owned=split("my our his her their your these those the us"),
    have=split("have has had i've we've"),
    kin=split(
        "child children kids sons daughters brothers sisters siblings boys girls wives grandchildren son daughter"
    ),
    sure=split("sure certain sincere honest"),
    common=split("the and of is was we our to they with for my were have"),
)
SPANISH = Language(
    additive=numbers(
        "cero=0 un=1 una=1 uno=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 "
        "trece=13 catorce=14 quince=15 dieciseis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte=20 veintiun=21 "
        "veintiuno=21 veintiuna=21 veintidos=22 veintitres=23 veinticuatro=24 veinticinco=25 veintiseis=26 "
        "veintisiete=27 veintiocho=28 veintinueve=29 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 "
        "ochenta=80 noventa=90 cien=100 ciento=100 doscientos=200 doscientas=200 trescientos=300 trescientas=300 "
        "cuatrocientos=400 cuatrocientas=400 quinientos=500 quinientas=500 seiscientos=600 seiscientas=600 "
        "setecientos=700 setecientas=700 ochocientos=800 ochocientas=800 novecientos=900 novecientas=900 docena=12"
    ),
    multiplying=numbers("mil=1000 millon=1000000 millones=1000000"),
    joins=split("y"),
    shares=numbers("mitad=0.5 tercio=0.333 tercios=0.333 cuarto=0.25 cuartos=0.25 quinto=0.2 decimo=0.1"),
    share_needs=split("de del"),
    share_stops=split("hora grado piso ano lugar"),
    times=numbers(
        "doble=2 duplico=2 duplicaron=2 duplicado=2 duplicamos=2 duplica=2 triple=3 triplico=3 triplicaron=3 "
        "triplicado=3 triplicamos=3 cuadruple=4 cuadruplico=4"
    ),
    per_cent=("por ciento", "porciento"),
    fold=split("veces"),
    of=split("de"),
    from_=split("de"),
    to=split("a"),
    up=split("mas aument* subi* suben crec* mejor* gan* mayor* duplic* triplic* increment* adicional* nuev* pasamos"),
    down=split("menos baj* reduj* reduc* disminu* cay* caen perd* menor* recort* ahorr*"),
    instead=("en lugar de", "en vez de", "comparado con", "en comparacion con", "frente a"),
    labels=split(
        "sala salon aula grado casa numero no n num pagina bus linea ruta bloque barrio zona distrito seccion articulo "
        "ods objetivo fase paso grupo dia unidad capitulo nivel tipo lote calle carretera piso version puerta covid "
        "vih ano semana modulo mesa estacion kilometro canal ley bachillerato"
    ),
    months=split("enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre"),
    time_units=split("segundo segundos minuto minutos hora horas dia dias semana semanas mes meses ano anos"),
    clock=split("am pm a.m p.m"),
    age=split("edad cumplir cumpli"),
    lasting=split("durante hace en desde despues cada tras por ultimos ultimas dentro antes primeros"),
    past=split("atras despues antes"),
    year_preps=split("en desde hasta ano del de para y a entre antes"),
    owned=split("mis tus sus nuestros nuestras los las estos estas esos esas mi"),
    have=split("tengo tenemos tiene tenia tienen tuve"),
    kin=split("hijo hijos hija hijas hermano hermanos hermana hermanas ninos ninas nietos nietas"),
    sure=split("segura seguro seguras seguros"),
    common=split("el la los las de que y en un una con por para nos se"),
)
FRENCH = Language(
    additive=numbers(
        "zero=0 un=1 une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 "
        "quatorze=14 quinze=15 seize=16 vingt=20 vingts=20 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 "
        "octante=80 huitante=80 nonante=90 dizaine=10 quinzaine=15 vingtaine=20 trentaine=30 cinquantaine=50 "
        "centaine=100"
    ),
    multiplying=numbers("cent=100 cents=100 mille=1000 million=1000000 millions=1000000 milliard=1000000000"),
    joins=split("et"),
    shares=numbers("moitie=0.5 tiers=0.333 quart=0.25 quarts=0.25 cinquieme=0.2 dixieme=0.1"),
    share_needs=split("de des du d"),
    share_stops=split("heure monde fois"),
    times=numbers(
        "double=2 doubles=2 doublee=2 doublees=2 doubler=2 doublent=2 doublait=2 triple=3 tripler=3 triplee=3 "
        "quadruple=4"
    ),
    per_cent=("pour cent", "pourcent"),
    fold=split("fois"),
    of=split("sur"),
    from_=split("de"),
    to=split("a"),
    up=split("plus augment* mont* hauss* croi* cru gagn* amelior* doubl* tripl* supplementaire* nouve* pass*"),
    down=split("moins baiss* redui* diminu* chut* perd* tomb* recul* epargn* economis*"),
    instead=("au lieu de", "au lieu d", "contre", "par rapport a", "plutot que"),
    labels=split(
        "salle classe maison numero no n page bus ligne bloc quartier zone district section article odd objectif phase "
        "etape groupe jour unite chapitre niveau type parcelle rue route etage version porte covid vih annee semaine "
        "chambre module table gare canal loi terminale appartement"
    ),
    months=split("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"),
    time_units=split(
        "seconde secondes minute minutes heure heures jour jours semaine semaines mois an ans annee annees"
    ),
    clock=split("h"),
    age=split("age agee agees ages"),
    lasting=split("pendant depuis en apres chaque dans durant dernieres derniers avant premiers tous toutes"),
    past=split("tard auparavant avant apres"),
    year_preps=split("en depuis jusqu annee de avant apres et a entre fin debut des"),
    owned=split("mes tes ses nos vos leurs les ces mon"),
    have=split("ai j'ai avons a avait ont"),
    kin=split("enfant enfants fils fille filles frere freres soeur soeurs garcons petits-enfants"),
    sure=split("sure sur certain certaine surs"),
    common=split("le la les de des et en un une que nous avec pour dans est"),
)
PORTUGUESE = Language(
    additive=numbers(
        "zero=0 um=1 uma=1 dois=2 duas=2 tres=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11 doze=12 "
        "treze=13 catorze=14 quatorze=14 quinze=15 dezesseis=16 dezasseis=16 dezessete=17 dezassete=17 dezoito=18 "
        "dezenove=19 dezanove=19 vinte=20 trinta=30 quarenta=40 cinquenta=50 sessenta=60 setenta=70 oitenta=80 "
        "noventa=90 cem=100 cento=100 duzentos=200 duzentas=200 trezentos=300 trezentas=300 quatrocentos=400 "
        "quatrocentas=400 quinhentos=500 quinhentas=500 seiscentos=600 seiscentas=600 setecentos=700 setecentas=700 "
        "oitocentos=800 oitocentas=800 novecentos=900 novecentas=900 duzia=12"
    ),
    multiplying=numbers("mil=1000 milhao=1000000 milhoes=1000000"),
    joins=split("e"),
    shares=numbers("metade=0.5 terco=0.333 tercos=0.333 quarto=0.25 quartos=0.25 quinto=0.2 decimo=0.1"),
    share_needs=split("de do da dos das"),
    share_stops=split("hora ano lugar dormir banho"),
    times=numbers(
        "dobro=2 dobrou=2 dobraram=2 dobrado=2 duplicou=2 duplicaram=2 duplicado=2 triplo=3 triplicou=3 "
        "triplicaram=3 quadruplicou=4 quadruplo=4"
    ),
    per_cent=("por cento", "porcento"),
    fold=split("vezes"),
    of=split("em de"),
    from_=split("de"),
    to=split("para a"),
    up=split(
        "mais aument* subi* sobe* cresc* melhor* ganh* maior* dobr* duplic* triplic* adicion* nov* passamos passou"
    ),
    down=split("menos caiu cai* reduz* diminu* baix* perd* menor* desceu desc* poup* economiz*"),
    instead=("em vez de", "em lugar de", "ao inves de", "comparado com", "em comparacao com"),
    labels=split(
        "sala turma casa numero no n num pagina onibus autocarro linha rota bloco bairro zona distrito secao artigo "
        "ods objetivo fase passo grupo dia unidade capitulo nivel tipo lote rua estrada andar versao porta covid hiv "
        "vih ano semana modulo mesa serie classe quarto estacao canal lei"
    ),
    months=split("janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro"),
    time_units=split("segundo segundos minuto minutos hora horas dia dias semana semanas mes meses ano anos"),
    clock=split("h"),
    age=split("idade completar"),
    lasting=split("durante ha em desde depois apos cada por ultimos ultimas dentro antes primeiros"),
    past=split("atras depois antes"),
    year_preps=split("em desde ate ano de para e a entre antes"),
    owned=split("meus minhas seus suas nossos nossas os as estes estas esses essas meu"),
    have=split("tenho temos tem tinha tinham"),
    kin=split("filho filhos filha filhas irmao irmaos irma irmas criancas netos netas"),
    sure=split("certo certa seguro segura"),
    common=split("o a os as de que e em um uma com por para nos nao do da"),
)
SWAHILI = Language(
    additive=numbers(
        "sifuri=0 moja=1 mmoja=1 mbili=2 wawili=2 mawili=2 miwili=2 viwili=2 tatu=3 watatu=3 matatu=3 mitatu=3 "
        "vitatu=3 nne=4 wanne=4 manne=4 minne=4 vinne=4 tano=5 watano=5 matano=5 mitano=5 vitano=5 sita=6 saba=7 "
        "nane=8 wanane=8 tisa=9 kumi=10 ishirini=20 thelathini=30 arobaini=40 hamsini=50 sitini=60 sabini=70 "
        "themanini=80 tisini=90"
    ),
    multiplying=numbers("mia=100 elfu=1000 laki=100000 milioni=1000000"),
    joins=split("na"),
    shares=numbers("nusu=0.5 theluthi=0.333 robo=0.25"),
    share_needs=split("ya za wa la cha"),
    share_stops=split("saa"),
    times=numbers("maradufu=2"),
    per_cent=(),
    fold=split("mara"),
    of=split("kati"),
    from_=split("kutoka toka"),
    to=split("hadi mpaka"),
    up=split("zaidi ongez* imeongez* wameongez* yameongez* umeongez* zimeongez* tumeongez* ilikua imekua mpya wapya"),
    down=split(
        "pung* imepung* wamepung* yamepung* umepung* zimepung* ilipung* chache wachache shuk* imeshuk* umeshuk*"
    ),
    instead=("badala ya", "ikilinganishwa na", "kulinganisha na"),
    labels=split(
        "chumba darasa nyumba namba nambari ukurasa basi njia kata wilaya sehemu kifungu lengo hatua kundi siku sura "
        "mtaa barabara ghorofa mlango kidato covid ukimwi mwaka wiki toleo kituo sdg la"
    ),
    months=split("januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba"),
    time_units=split("sekunde dakika saa masaa siku wiki mwezi miezi mwaka miaka"),
    clock=split("asubuhi jioni usiku mchana"),
    age=split("umri"),
    lasting=split("kwa baada tangu kila ndani muda kabla wakati"),
    past=split("iliyopita yaliyopita baadaye kabla ijayo"),
    year_preps=split("mwaka tangu hadi miaka wa kabla kufikia na"),
    owned=split("wangu wetu zangu zetu yangu yetu wake wao wako hawa hao wale"),
    have=split("nina tuna ana wana nilikuwa"),
    kin=split("mtoto watoto kaka dada ndugu wana binti mabinti wajukuu"),
    sure=split("hakika uhakika"),
    common=split("na ya wa kwa ni la katika sasa yetu wetu za"),
    multiplier_first=True,
)
ARABIC = Language(
    additive=numbers(
        "صفر=0 واحد=1 واحده=1 اثنان=2 اثنين=2 اثنتان=2 اثنتين=2 ثلاثه=3 ثلاث=3 اربعه=4 اربع=4 خمسه=5 خمس=5 سته=6 ست=6 "
        "سبعه=7 سبع=7 ثمانيه=8 ثماني=8 ثمان=8 تسعه=9 تسع=9 عشره=10 عشر=10 عشرون=20 عشرين=20 ثلاثون=30 ثلاثين=30 "
        "اربعون=40 اربعين=40 خمسون=50 خمسين=50 ستون=60 ستين=60 سبعون=70 سبعين=70 ثمانون=80 ثمانين=80 تسعون=90 تسعين=90 "
        "مئتان=200 مئتين=200 مئتا=200 مئتي=200 مائتان=200 مائتين=200 مائتا=200 مائتي=200 ثلاثمئه=300 ثلاثمائه=300 "
        "اربعمئه=400 اربعمائه=400 خمسمئه=500 خمسمائه=500 ستمئه=600 ستمائه=600 سبعمئه=700 سبعمائه=700 ثمانمئه=800 "
        "ثمانمائه=800 ثمانيمئه=800 تسعمئه=900 تسعمائه=900 الفان=2000 الفين=2000 الفي=2000 الفا=2000"
    ),
    multiplying=numbers("مئه=100 مائه=100 مئات=100 الف=1000 الاف=1000 مليون=1000000 ملايين=1000000"),
    joins=frozenset(),
    shares=numbers(
        "نصف=0.5 النصف=0.5 ثلث=0.333 الثلث=0.333 ثلثي=0.667 ثلثا=0.667 الثلثين=0.667 ربع=0.25 الربع=0.25 ارباع=0.25 "
        "خمس=0.2 عشر=0.1"
    ),
    share_needs=frozenset(),
    share_stops=split("ساعه يوم سنه"),
    times=numbers("ضعف=2 ضعفي=2 ضعفين=2 تضاعف=2 تضاعفت=2 يتضاعف=2 مضاعفه=2"),
    per_cent=("في الميه", "في المايه", "بالميه", "بالمايه"),
    fold=split("اضعاف مرات"),
    of=split("من"),
    from_=split("من"),
    to=split("الى"),
    up=split("اكثر ازداد* زاد* زياده ارتفع* ارتفاع نما نمت تحسن* تضاعف* كسب* جديد* اضافي* اعلى"),
    down=split("اقل انخفض* انخفاض تراجع* قل قلت نقص* هبط* خسر* تقلص* وفر*"),
    instead=("بدلا من", "مقارنه ب", "بدل", "عوضا عن"),
    labels=split(
        "غرفه الغرفه صف الصف بيت رقم صفحه الصفحه حافله الحافله خط الخط ماده الماده هدف الهدف مرحله المرحله خطوه الخطوه "
        "فصل الفصل شارع الشارع طابق الطابق باب مستوى المستوى القاعه قاعه حي الحي مجموعه المجموعه كوفيد اليوم الاسبوع "
        "منزل المنزل بلوك قطعه محطه المحطه"
    ),
    months=split(
        "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر كانون شباط اذار نيسان ايار حزيران "
        "تموز اب ايلول تشرين"
    ),
    time_units=split(
        "ثانيه ثواني دقيقه دقائق دقيقتين ساعه ساعات ساعتين يوم ايام يوما يومين اسبوع اسابيع اسبوعين شهر شهرا اشهر "
        "شهور شهرين سنه سنوات سنتين عام عاما اعوام عامين"
    ),
    clock=split("الساعه صباحا مساء ظهرا"),
    age=split("عمر عمرها عمره عمري عمرهم العمر بعمر"),
    lasting=split("منذ خلال بعد قبل لمده كل طوال غضون مده"),
    past=split("مضت خلت"),
    year_preps=split("عام سنه في منذ حتى العام سنه بعام قبل بعد من"),
    owned=frozenset(),
    have=split("عندي لدي لدينا عندنا لديها عندها لديه"),
    kin=split("طفل اطفال ابناء بنات اولاد اخوه اخوات احفاد ابن بنت"),
    sure=split("متاكد متاكده واثق واثقه"),
    common=split("في من على الى عن مع ان التي الذي كان"),
    and_prefix="و",
)
LANGUAGES: dict[str, Language] = {
    "en": ENGLISH,
    "es": SPANISH,
    "fr": FRENCH,
    "pt": PORTUGUESE,
    "sw": SWAHILI,
    "ar": ARABIC,
}
PER_CENT_SIGNS = "%٪％﹪"
CURRENCY = "$€£¥₹₦₵₱"
ATTACHED_UNITS = split("km kg m cm mm l ha k x h min g t mw kw m² m2 km² ml fcfa usd ksh kes tzs eur")
CHINESE_DIGITS: dict[str, int] = {letter: n for n, letter in enumerate("〇一二三四五六七八九")} | {"两": 2, "兩": 2}
CHINESE_PLACES: dict[str, int] = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
