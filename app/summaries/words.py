"""The words of summaries and reports, in each language that is read away from the workshop."""

from dataclasses import dataclass
from typing import Literal

ReadIn = Literal["en", "es"]


@dataclass(frozen=True)
class Words:
    """What a report says around people's own words.

    A pair is what is said of one and of several, with `{n}` for how many; the dictionaries are by the API's own codes.
    """

    in_theme: tuple[str, str]
    not_confirmed: tuple[str, str]
    for_the_worse: tuple[str, str]
    empty: str
    limits: str
    covers: str
    left_out: str
    not_in_a_theme: str
    unnamed: str
    in_their_words: str
    worse: str
    unexpected: str
    shares: str
    chosen_by: str
    against: str
    why: str
    otherwise: str
    story: str
    stories: str
    no_story: str
    counts: str
    came_about: str
    agreed: str
    not_agreed: str
    profiles: dict[str, str]
    reasons: dict[str, str]
    statuses: dict[str, str]
    origins: dict[str, str]
    roles: dict[str, str]

    def counted(self, forms: tuple[str, str], n: int, **more: str) -> str:
        """The form for a number, filled in."""
        return forms[n != 1].format(n=n, **more)


ENGLISH = Words(
    in_theme=(
        "One story is in this theme, {share} of all that are placed.",
        "{n} stories are in this theme, {share} of all that are placed.",
    ),
    not_confirmed=(
        "One story is here on the machine's suggestion only; not confirmed yet.",
        "{n} stories are here on the machine's suggestion only; not confirmed yet.",
    ),
    for_the_worse=(
        "One story tells of a change for the worse, or of a mixed one.",
        "{n} stories tell of a change for the worse, or of a mixed one.",
    ),
    empty="No story is in this theme yet.",
    limits=(
        "These stories were told because they mattered to their tellers. They are purposive, chosen for significance: "
        "they do not tell how often something happened, and they do not prove what caused it."
    ),
    covers="For {profile}, as of decision {seq}. Stories covered: {n}.",
    left_out="{n} left out: {reason}",
    not_in_a_theme="Not in a theme",
    unnamed="Theme without a name",
    in_their_words="In their words",
    worse="Changes for the worse",
    unexpected="Not expected",
    shares="Shares {n} stories with {name} [{id}]",
    chosen_by="Chosen by {panel}",
    against="Chosen by {panel}, otherwise than they voted",
    why="Why: {sentence}",
    otherwise="Seen otherwise: {sentence}",
    story="story {no}",
    stories="stories {nos}",
    no_story="no story",
    counts="Stories: {stories} ({share} of all placed). Tellers: {tellers}. Confirmed: {confirmed}. "
    "Words kept out by consent: {kept_out}.",
    came_about="Origin: {origin}. Changes by people: {changes}; {agreed}. Theme {id}.",
    agreed="agreed on {day} by a {role}",
    not_agreed="not agreed yet",
    profiles={"evaluation": "the evaluation", "partners": "partners", "public": "the public"},
    reasons={
        "consent_does_not_cover": "consent does not cover this file",
        "consent_expired": "consent has ended",
        "held_for_steward": "held for the stewards",
        "set_aside": "set aside by the room",
        "withdrawn": "withdrawn by their tellers",
    },
    statuses={
        "not_verified": "not verified",
        "requested": "verification requested",
        "in_progress": "being verified",
        "confirmed": "verified",
        "confirmed_with_changes": "verified with changes",
        "disputed": "disputed",
        "could_not_verify": "could not be verified",
        "teller_declined": "teller declined",
    },
    origins={
        "declared": "declared before collecting",
        "group": "made by the room",
        "machine": "suggested by the machine",
    },
    roles={"facilitator": "facilitator", "steward": "steward", "evaluator": "evaluator", "storyteller": "storyteller"},
)
SPANISH = Words(
    in_theme=(
        "Una historia está en este tema, {share} de todas las colocadas.",
        "{n} historias están en este tema, {share} de todas las colocadas.",
    ),
    not_confirmed=(
        "Una historia está aquí solo por sugerencia de la máquina; nadie la ha confirmado todavía.",
        "{n} historias están aquí solo por sugerencia de la máquina; nadie las ha confirmado todavía.",
    ),
    for_the_worse=(
        "Una historia habla de un cambio para peor, o de uno con dos caras.",
        "{n} historias hablan de un cambio para peor, o de uno con dos caras.",
    ),
    empty="Todavía no hay ninguna historia en este tema.",
    limits=(
        "Estas historias se contaron porque importaban a quienes las contaron. Se eligieron por su significado: no "
        "dicen con qué frecuencia ocurrió algo ni demuestran qué lo causó."
    ),
    covers="Para {profile}, a la altura de la decisión {seq}. Historias incluidas: {n}.",
    left_out="{n} fuera: {reason}",
    not_in_a_theme="Sin tema",
    unnamed="Tema sin nombre",
    in_their_words="En sus palabras",
    worse="Cambios para peor",
    unexpected="No se esperaba",
    shares="Comparte {n} historias con {name} [{id}]",
    chosen_by="Elegida por {panel}",
    against="Elegida por {panel}, aunque votó otra cosa",
    why="Por qué: {sentence}",
    otherwise="Otra mirada: {sentence}",
    story="historia {no}",
    stories="historias {nos}",
    no_story="ninguna historia",
    counts="Historias: {stories} ({share} de todas las colocadas). Personas que contaron: {tellers}. "
    "Confirmadas: {confirmed}. "
    "Sin palabras por el consentimiento: {kept_out}.",
    came_about="Origen: {origin}. Cambios hechos por personas: {changes}; {agreed}. Tema {id}.",
    agreed="acordado el {day} ({role})",
    not_agreed="aún sin acordar",
    profiles={"evaluation": "la evaluación", "partners": "entidades aliadas", "public": "el público"},
    reasons={
        "consent_does_not_cover": "el consentimiento no llega a este archivo",
        "consent_expired": "el consentimiento terminó",
        "held_for_steward": "retenidas para quienes cuidan el consentimiento",
        "set_aside": "apartadas por el grupo",
        "withdrawn": "retiradas por quienes los contaron",
    },
    statuses={
        "not_verified": "sin verificar",
        "requested": "verificación pedida",
        "in_progress": "en verificación",
        "confirmed": "verificado",
        "confirmed_with_changes": "verificado con cambios",
        "disputed": "en disputa",
        "could_not_verify": "no se pudo verificar",
        "teller_declined": "la persona no quiso",
    },
    origins={
        "declared": "declarado antes de recoger",
        "group": "hecho por el grupo",
        "machine": "sugerido por la máquina",
    },
    roles={
        "facilitator": "quien facilita",
        "steward": "quien cuida",
        "evaluator": "quien evalúa",
        "storyteller": "quien contó",
    },
)
WORDS: dict[ReadIn, Words] = {"en": ENGLISH, "es": SPANISH}
