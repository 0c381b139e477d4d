"""What the plain form says, in the languages of the participant pages."""

from typing import TypedDict


class Words(TypedDict):
    title: str
    headline: str
    note: str
    significance: str
    name: str
    who: str
    workshop: str
    evaluation: str
    partners: str
    public: str
    care: str
    care_no: str
    talk: str
    risk: str
    contact: str
    care_who: str
    anonymous: str
    named: str
    send: str
    thanks: str
    receipt: str
    keep: str
    another: str
    wrong: str
    not_open: str
    code: str
    join: str
    wait: str
    later: str
    once_more: str
    told_already: str
    your_words: str


WORDS: dict[str, Words] = {
    "en": {
        "title": "Tell what changed",
        "headline": "In one line: what changed? (required)",
        "note": "More about it",
        "significance": "Why does it matter?",
        "name": "Your name, if you like",
        "who": "Who may read your story?",
        "workshop": "Only the people of this workshop",
        "evaluation": "Also those who evaluate the work",
        "partners": "Also partner organisations",
        "public": "Everybody",
        "anonymous": "Do not show my name",
        "named": "Show my name",
        "send": "Send",
        "thanks": "Thank you. Your story has arrived.",
        "receipt": "Your receipt",
        "keep": "Keep it: it shows what becomes of your story, and lets you change it or take it back.",
        "another": "Tell another story",
        "wrong": "Please look at this again:",
        "care": "Does this story need care?",
        "care_no": "No",
        "talk": "Yes, please talk to me",
        "risk": "Yes, somebody may be at risk",
        "contact": "How can they find you, if you like?",
        "care_who": "Then only those who take care of people here read it. "
        "If somebody is in danger now, tell a person beside you.",
        "not_open": "This code is not open. Check each letter, or ask the person who leads the workshop.",
        "code": "Workshop code",
        "join": "Join",
        "wait": "Too many codes that do not fit came from here. Wait two minutes, then try again.",
        "later": "The service is busy. Wait a moment, then try again.",
        "once_more": "Please send it once more.",
        "told_already": "This form has told its story already. If this is another story, send it once more.",
        "your_words": "Your words are still here:",
    },
    "es": {
        "title": "Cuente qué cambió",
        "headline": "En una línea: ¿qué cambió? (obligatorio)",
        "note": "Algo más sobre ello",
        "significance": "¿Por qué importa?",
        "name": "Su nombre, si quiere",
        "who": "¿Quién puede leer su historia?",
        "workshop": "Solo las personas de este taller",
        "evaluation": "También quienes evalúan el trabajo",
        "partners": "También organizaciones aliadas",
        "public": "Todo el mundo",
        "anonymous": "No mostrar mi nombre",
        "named": "Mostrar mi nombre",
        "send": "Enviar",
        "thanks": "Gracias. Su historia ha llegado.",
        "receipt": "Su comprobante",
        "keep": "Guárdelo: muestra qué pasa con su historia y permite cambiarla o retirarla.",
        "another": "Contar otra historia",
        "wrong": "Por favor, revise esto:",
        "care": "¿Esta historia necesita cuidado?",
        "care_no": "No",
        "talk": "Sí, por favor, hablen conmigo",
        "risk": "Sí, alguien puede estar en riesgo",
        "contact": "¿Cómo pueden encontrarle, si quiere?",
        "care_who": "Entonces solo la leen quienes cuidan de las personas aquí. "
        "Si alguien está en peligro ahora, dígaselo a una persona a su lado.",
        "not_open": "Este código no está abierto. Revise cada letra o pregunte a quien dirige el taller.",
        "code": "Código del taller",
        "join": "Entrar",
        "wait": "Desde aquí llegaron demasiados códigos que no corresponden. Espere dos minutos e inténtelo de nuevo.",
        "later": "El servicio está ocupado. Espere un momento e inténtelo de nuevo.",
        "once_more": "Por favor, envíela una vez más.",
        "told_already": "Este formulario ya contó su historia. Si esta es otra historia, envíela una vez más.",
        "your_words": "Sus palabras siguen aquí:",
    },
    "fr": {
        "title": "Racontez ce qui a changé",
        "headline": "En une ligne : qu’est-ce qui a changé ? (obligatoire)",
        "note": "Quelques mots de plus",
        "significance": "Pourquoi est-ce important ?",
        "name": "Votre nom, si vous voulez",
        "who": "Qui peut lire votre histoire ?",
        "workshop": "Seulement les personnes de cet atelier",
        "evaluation": "Aussi celles qui évaluent le travail",
        "partners": "Aussi les organisations partenaires",
        "public": "Tout le monde",
        "anonymous": "Ne pas montrer mon nom",
        "named": "Montrer mon nom",
        "send": "Envoyer",
        "thanks": "Merci. Votre histoire est arrivée.",
        "receipt": "Votre reçu",
        "keep": "Gardez-le : il montre ce que devient votre histoire et permet de la changer ou de la retirer.",
        "another": "Raconter une autre histoire",
        "wrong": "Merci de revoir ceci :",
        "care": "Cette histoire demande-t-elle de l’attention ?",
        "care_no": "Non",
        "talk": "Oui, parlez-moi s’il vous plaît",
        "risk": "Oui, quelqu’un est peut-être en danger",
        "contact": "Comment peut-on vous trouver, si vous voulez ?",
        "care_who": "Alors seules les personnes qui prennent soin des autres ici la lisent. "
        "Si quelqu’un est en danger maintenant, dites-le à une personne près de vous.",
        "not_open": "Ce code n’est pas ouvert. Vérifiez chaque lettre ou demandez à la personne qui anime l’atelier.",
        "code": "Code de l’atelier",
        "join": "Rejoindre",
        "wait": "Trop de codes qui ne conviennent pas sont venus d’ici. Attendez deux minutes, puis réessayez.",
        "later": "Le service est occupé. Attendez un instant, puis réessayez.",
        "once_more": "Merci de l’envoyer encore une fois.",
        "told_already": "Ce formulaire a déjà raconté son histoire. Si c’en est une autre, envoyez-la encore une fois.",
        "your_words": "Vos mots sont encore ici :",
    },
    "pt": {
        "title": "Conte o que mudou",
        "headline": "Em uma linha: o que mudou? (obrigatório)",
        "note": "Mais sobre isso",
        "significance": "Por que isso importa?",
        "name": "Seu nome, se quiser",
        "who": "Quem pode ler a sua história?",
        "workshop": "Só as pessoas desta oficina",
        "evaluation": "Também quem avalia o trabalho",
        "partners": "Também organizações parceiras",
        "public": "Todas as pessoas",
        "anonymous": "Não mostrar o meu nome",
        "named": "Mostrar o meu nome",
        "send": "Enviar",
        "thanks": "Obrigado. A sua história chegou.",
        "receipt": "O seu comprovante",
        "keep": "Guarde-o: mostra o que acontece com a sua história e permite mudá-la ou retirá-la.",
        "another": "Contar outra história",
        "wrong": "Por favor, reveja isto:",
        "care": "Esta história precisa de cuidado?",
        "care_no": "Não",
        "talk": "Sim, por favor falem comigo",
        "risk": "Sim, alguém pode estar em risco",
        "contact": "Como podem encontrar você, se quiser?",
        "care_who": "Então só quem cuida das pessoas aqui a lê. "
        "Se alguém está em perigo agora, diga a uma pessoa ao seu lado.",
        "not_open": "Este código não está aberto. Confira cada letra ou pergunte a quem conduz a oficina.",
        "code": "Código da oficina",
        "join": "Entrar",
        "wait": "Daqui vieram códigos demais que não servem. Espere dois minutos e tente de novo.",
        "later": "O serviço está ocupado. Espere um momento e tente de novo.",
        "once_more": "Por favor, envie mais uma vez.",
        "told_already": "Este formulário já contou a sua história. Se esta é outra história, envie mais uma vez.",
        "your_words": "As suas palavras ainda estão aqui:",
    },
    "sw": {
        "title": "Simulia kilichobadilika",
        "headline": "Kwa mstari mmoja: nini kilibadilika? (lazima)",
        "note": "Maelezo zaidi",
        "significance": "Kwa nini ni muhimu?",
        "name": "Jina lako, ukipenda",
        "who": "Nani anaweza kusoma hadithi yako?",
        "workshop": "Watu wa warsha hii tu",
        "evaluation": "Pia wanaotathmini kazi",
        "partners": "Pia mashirika washirika",
        "public": "Kila mtu",
        "anonymous": "Usionyeshe jina langu",
        "named": "Onyesha jina langu",
        "send": "Tuma",
        "thanks": "Asante. Hadithi yako imefika.",
        "receipt": "Risiti yako",
        "keep": "Itunze: inaonyesha hadithi yako imefikia wapi, na unaweza kuibadilisha au kuiondoa.",
        "another": "Simulia hadithi nyingine",
        "wrong": "Tafadhali angalia tena:",
        "care": "Je, hadithi hii inahitaji uangalizi?",
        "care_no": "Hapana",
        "talk": "Ndiyo, tafadhali ongeeni nami",
        "risk": "Ndiyo, mtu anaweza kuwa hatarini",
        "contact": "Wanaweza kukupata vipi, ukipenda?",
        "care_who": "Basi ni wale tu wanaowaangalia watu hapa watakaoisoma. "
        "Ikiwa mtu yuko hatarini sasa, mwambie mtu aliye karibu nawe.",
        "not_open": "Msimbo huu haujafunguliwa. Kagua kila herufi, au muulize anayeongoza warsha.",
        "code": "Msimbo wa warsha",
        "join": "Jiunge",
        "wait": "Misimbo mingi isiyo sahihi imetoka hapa. Subiri dakika mbili, kisha ujaribu tena.",
        "later": "Huduma ina shughuli nyingi. Subiri kidogo, kisha ujaribu tena.",
        "once_more": "Tafadhali itume mara moja tena.",
        "told_already": "Fomu hii tayari imesimulia hadithi yake. Ikiwa hii ni hadithi nyingine, itume mara moja tena.",
        "your_words": "Maneno yako bado yapo hapa:",
    },
    "ar": {
        "title": "احكِ ما الذي تغيّر",
        "headline": "في سطر واحد: ما الذي تغيّر؟ (مطلوب)",
        "note": "المزيد عن ذلك",
        "significance": "لماذا هذا مهم؟",
        "name": "اسمك، إن شئت",
        "who": "من يحق له قراءة قصتك؟",
        "workshop": "المشاركون في هذه الورشة فقط",
        "evaluation": "وأيضًا من يقيّمون العمل",
        "partners": "وأيضًا المنظمات الشريكة",
        "public": "الجميع",
        "anonymous": "لا تُظهر اسمي",
        "named": "أظهر اسمي",
        "send": "إرسال",
        "thanks": "شكرًا لك. وصلت قصتك.",
        "receipt": "إيصالك",
        "keep": "احتفظ به: يبيّن ما آلت إليه قصتك، ويتيح لك تعديلها أو سحبها.",
        "another": "احكِ قصة أخرى",
        "wrong": "يُرجى مراجعة ما يلي:",
        "care": "هل تحتاج هذه القصة إلى رعاية؟",
        "care_no": "لا",
        "talk": "نعم، أرجو أن يتحدث معي أحد",
        "risk": "نعم، قد يكون شخص ما في خطر",
        "contact": "كيف يمكنهم العثور عليك، إن شئت؟",
        "care_who": "عندئذ لا يقرؤها إلا من يرعون الناس هنا. إن كان أحد في خطر الآن فأخبر شخصًا بجانبك.",
        "not_open": "هذا الرمز غير مفتوح. تحقق من كل حرف، أو اسأل من يدير الورشة.",
        "code": "رمز الورشة",
        "join": "انضمام",
        "wait": "وصلت من هنا رموز كثيرة غير صحيحة. انتظر دقيقتين ثم حاول مجددًا.",
        "later": "الخدمة مشغولة. انتظر لحظة ثم حاول مجددًا.",
        "once_more": "يُرجى إرسالها مرة أخرى.",
        "told_already": "سبق أن أرسلت هذه الاستمارة قصتها. إن كانت هذه قصة أخرى فأرسلها مرة أخرى.",
        "your_words": "كلماتك ما زالت هنا:",
    },
}


def choose(asked: str, offered: str) -> str:
    """The visitor's first language that we speak, else the workshop's, else English."""
    wanted = [part.partition(";")[0].strip().lower().partition("-")[0] for part in asked.split(",")]
    return next((code for code in [*wanted, offered.partition("-")[0]] if code in WORDS), "en")
