"""Eight invented stories, each told in five languages: whoever reads all five hears the same eight stories."""

RETOLD = {
    "en": [
        "The new borehole gives clean water and our daughters no longer walk two hours before school",
        "I borrowed from the savings group, bought a sewing machine and now pay the school fees myself",
        "My husband and I decide about the harvest money together; before, I was not even told the price",
        "A nurse now comes to the village every week and my last child was born safely at the clinic",
        "We learned to make compost and my maize yield doubled although the rains were late",
        "The young people of both clans play in one football team and the fights at the market have stopped",
        "The district council published its budget after we asked at the meeting, and the road was repaired",
        "My son is deaf; since the teacher learned sign language he raises his hand in class",
    ],
    "es": [
        "El nuevo pozo da agua limpia y nuestras hijas ya no caminan dos horas antes de ir a la escuela",
        "Pedí un préstamo al grupo de ahorro, compré una máquina de coser y ahora pago yo misma la matrícula escolar",
        "Mi marido y yo decidimos juntos sobre el dinero de la cosecha; antes ni siquiera me decían el precio",
        "Ahora una enfermera viene al pueblo cada semana y mi último hijo nació sin problemas en la clínica",
        "Aprendimos a hacer compost y mi cosecha de maíz se duplicó aunque las lluvias llegaron tarde",
        "Los jóvenes de los dos clanes juegan en un solo equipo de fútbol y se acabaron las peleas en el mercado",
        "El consejo del distrito publicó su presupuesto cuando lo pedimos en la reunión, y arreglaron el camino",
        "Mi hijo es sordo; desde que la maestra aprendió la lengua de señas, él levanta la mano en clase",
    ],
    "sw": [
        "Kisima kipya kinatoa maji safi na binti zetu hawatembei tena saa mbili kabla ya kwenda shuleni",
        "Nilikopa kwenye kikundi cha akiba, nikanunua cherehani na sasa ninalipa karo ya shule mwenyewe",
        "Mimi na mume wangu tunaamua pamoja kuhusu pesa za mavuno; zamani sikuambiwa hata bei",
        "Sasa muuguzi anakuja kijijini kila wiki na mtoto wangu wa mwisho alizaliwa salama kwenye zahanati",
        "Tulijifunza kutengeneza mboji na mavuno yangu ya mahindi yaliongezeka mara mbili ingawa mvua zilichelewa",
        "Vijana wa koo zote mbili wanacheza katika timu moja ya mpira wa miguu na ugomvi sokoni umekoma",
        "Halmashauri ya wilaya ilichapisha bajeti yake baada ya sisi kuuliza mkutanoni, na barabara ikatengenezwa",
        "Mwanangu ni kiziwi; tangu mwalimu ajifunze lugha ya alama, ananyoosha mkono darasani",
    ],
    "ar": [
        "البئر الجديدة تعطي ماء نظيفا ولم تعد بناتنا يمشين ساعتين قبل المدرسة",
        "اقترضت من مجموعة الادخار واشتريت ماكينة خياطة والآن أدفع الرسوم المدرسية بنفسي",
        "أنا وزوجي نقرر معا بشأن مال المحصول، ومن قبل لم يكن أحد يخبرني حتى بالسعر",
        "تأتي ممرضة الآن إلى القرية كل أسبوع وقد ولد طفلي الأخير بسلام في العيادة",
        "تعلمنا صنع السماد العضوي وتضاعف محصولي من الذرة رغم تأخر الأمطار",
        "شباب العشيرتين يلعبون في فريق كرة قدم واحد وتوقفت المشاجرات في السوق",
        "نشر مجلس المنطقة ميزانيته بعد أن طلبنا ذلك في الاجتماع وتم إصلاح الطريق",
        "ابني أصم، ومنذ أن تعلمت المعلمة لغة الإشارة صار يرفع يده في الصف",
    ],
    "fr": [
        "Le nouveau forage donne de l'eau propre et nos filles ne marchent plus deux heures avant l'école",
        "J'ai emprunté au groupe d'épargne, acheté une machine à coudre et je paie maintenant moi-même l'école",
        "Mon mari et moi décidons ensemble de l'argent de la récolte ; avant, on ne me disait même pas le prix",
        "Une infirmière vient maintenant au village chaque semaine et mon dernier est né sans danger au dispensaire",
        "Nous avons appris à faire du compost et ma récolte de maïs a doublé bien que les pluies soient venues tard",
        "Les jeunes des deux clans jouent dans une seule équipe de football et les bagarres au marché ont cessé",
        "Le conseil du district a publié son budget après notre demande à la réunion, et la route a été réparée",
        "Mon fils est sourd ; depuis que l'institutrice a appris la langue des signes, il lève la main en classe",
    ],
}
"""By language; the same place in two lists is the same story."""

MEANT = [
    ("Water", "clean water near the home"),
    ("Savings and income", "loans, small businesses, paying for things oneself"),
    ("Women decide", "wives and husbands share decisions about money"),
    ("Health", "nurses, clinics, safe births"),
    ("Farming", "better harvests, soil and seed"),
    ("Peace", "groups that fought live together"),
    ("Government answers", "councils that listen, publish and repair"),
    ("Disability", "children and adults with a disability take part"),
]
"""Eight themes, name and description, one for each story."""
