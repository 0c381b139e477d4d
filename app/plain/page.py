"""The plain form and its answer as HTML, for browsers without scripts. Everything people wrote is escaped."""

from collections.abc import Iterable
from html import escape

from app.plain.words import WORDS
from models import Workshop
from models.stories import ConsentScope

MADE, WRITTEN = ("id", "seat_id", "token"), ("headline", "note_1", "significance", "contact")
SCOPES: tuple[ConsentScope, ...] = ("workshop", "evaluation", "partners", "public")


def frame(language: str, title: str, body: str) -> str:
    direction = "rtl" if language == "ar" else "ltr"
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="/plain.css"></head><body><main>{body}</main></body></html>'
    )


def area(name: str, label: str, value: str, most: int) -> str:
    return (
        f'<label for="{name}">{escape(label)}</label><textarea id="{name}" name="{name}" rows="3" dir="auto" '
        f'maxlength="{most}">{escape(value)}</textarea>'
    )


def choice(name: str, value: str, label: str, chosen: bool) -> str:
    mark = " checked" if chosen else ""
    return f'<label class="choice"><input type="radio" name="{name}" value="{value}"{mark}> {escape(label)}</label>'


def hidden(kept: dict[str, str], names: Iterable[str]) -> str:
    return "".join(f'<input type="hidden" name="{name}" value="{escape(kept[name])}">' for name in names)


def mistakes(language: str, wrong: list[str]) -> str:
    """What to look at again."""
    listed = "".join(f"<li>{escape(text)}</li>" for text in wrong)
    return f"<p>{escape(WORDS[language]['wrong'])}</p><ul>{listed}</ul>"


def form(workshop: Workshop, language: str, kept: dict[str, str], alert: str = "") -> str:
    """The form with what was typed already, and what is to be said about it."""
    words = WORDS[language]
    alert = alert and f'<div role="alert">{alert}</div>'
    significance = (
        area("significance", words["significance"], kept.get("significance", ""), 1000)
        if "significance" in workshop.asks
        else ""
    )
    scopes = "".join(choice("scope", scope, words[scope], kept.get("scope", "workshop") == scope) for scope in SCOPES)
    names = choice("name_use", "anonymous", words["anonymous"], kept.get("name_use") != "named")
    names += choice("name_use", "named", words["named"], kept.get("name_use") == "named")
    cares = choice("care", "no", words["care_no"], kept.get("care", "no") not in ("talk", "risk"))
    cares += "".join(choice("care", care, words[care], kept.get("care") == care) for care in ("talk", "risk"))
    return frame(
        language,
        words["title"],
        f'<h1>{escape(workshop.title)}</h1><p class="question" dir="auto">{escape(workshop.focus_question)}</p>{alert}'
        f'<form method="post">{hidden(kept, MADE)}'
        f'<label for="headline">{escape(words["headline"])}</label>'
        f'<input id="headline" name="headline" required maxlength="160" dir="auto" '
        f'value="{escape(kept.get("headline", ""))}">'
        f"{area('note_1', words['note'], kept.get('note_1', ''), 1000)}{significance}"
        f"<fieldset><legend>{escape(words['who'])}</legend>{scopes}</fieldset>"
        f'<label for="name">{escape(words["name"])}</label>'
        f'<input id="name" name="name" maxlength="160" dir="auto" value="{escape(kept.get("name", ""))}">'
        f'<div class="names">{names}</div>'
        f"<fieldset><legend>{escape(words['care'])}</legend><p>{escape(words['care_who'])}</p>{cares}</fieldset>"
        f'<label for="contact">{escape(words["contact"])}</label>'
        f'<input id="contact" name="contact" maxlength="160" dir="auto" value="{escape(kept.get("contact", ""))}">'
        f"<button>{escape(words['send'])}</button></form>",
    )


def thanks(language: str, code: str, receipt: str | None, serial_no: int) -> str:
    """The story has arrived; here is its receipt."""
    words = WORDS[language]
    shown = (
        f'<p>{escape(words["receipt"])}: <a href="/receipt#{receipt}"><strong>{receipt}</strong></a></p>'
        f"<p>{escape(words['keep'])}</p>"
        if receipt
        else ""
    )
    return frame(
        language,
        words["title"],
        f"<h1>{escape(words['thanks'])}</h1><p>№ {serial_no}</p>{shown}"
        f'<p><a href="/plain/{escape(code)}">{escape(words["another"])}</a></p>',
    )


def sorry(language: str, sentence: str, kept: dict[str, str]) -> str:
    """Why this does not work now, and the ways on: the same once more, or another code. No word is lost."""
    words = WORDS[language]
    typed = "".join(f'<p dir="auto">{escape(kept[name])}</p>' for name in WRITTEN if kept.get(name))
    once_more = (
        f"<p>{escape(words['your_words'])}</p><blockquote>{typed}</blockquote>"
        f'<form method="post">{hidden(kept, kept)}<button>{escape(words["send"])}</button></form>'
        if typed
        else ""
    )
    return frame(
        language,
        words["title"],
        f'<h1>{escape(words["title"])}</h1><div role="alert"><p>{escape(sentence)}</p></div>{once_more}'
        f'<form action="/plain"><label for="code">{escape(words["code"])}</label>'
        f'<input id="code" name="code" required maxlength="40" dir="ltr" autocapitalize="characters">'
        f"<button>{escape(words['join'])}</button></form>",
    )
