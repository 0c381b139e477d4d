"""The sample workshop: sixty voices on community leadership, ready to be grouped."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.accounts.service import first_account
from app.db import writing
from app.security import Actor
from app.settings import Settings
from app.stories import service as stories
from app.workshops import service as workshops
from models import Account, Workshop
from models.stories import StoryCreate
from models.workshops import Join, WorkshopCreate

STORIES = Path(__file__).with_name("demo_stories.json")


class NobodyToOwnIt(Exception):
    """There is no account yet. Make one with `storyharvest create-account you@example.org`, then ask again."""


def fill(engine: Engine, settings: Settings) -> Workshop:
    """The sample workshop, made now or found from before. Raises NobodyToOwnIt."""
    sample = json.loads(STORIES.read_text(encoding="utf-8"))
    with writing(engine) as session:
        owner = an_owner(session, settings)
        query = select(Workshop).where(Workshop.title == sample["title"], Workshop.created_by == owner.ref)
        return session.exec(query).first() or tell_all(session, sample, owner)


def an_owner(session: Session, settings: Settings) -> Actor:
    """The oldest account, made from the settings when there is none."""
    first_account(session, settings.first_account_email, settings.first_account_password.get_secret_value())
    account = session.exec(select(Account).order_by(col(Account.id)).limit(1)).first()
    if account is None:
        raise NobodyToOwnIt
    return Actor("account", account.id, account.name or account.email, "")


def tell_all(session: Session, sample: dict[str, Any], owner: Actor) -> Workshop:
    """Make the workshop and let everybody tell their story from a seat of their own."""
    about = {field: sample[field] for field in ("title", "focus_question", "context", "place", "domains")}
    asks = ["significance", "where", "direction", "expected"]
    workshop = workshops.create(session, WorkshopCreate.model_validate({**about, "asks": asks}), owner)
    for told in sample["stories"]:
        teller = told.pop("teller")
        _, seat, token, _ = workshops.join(
            session, Join.model_validate({**teller, "join_code": workshop.join_code, "language": told["language"]})
        )
        actor = Actor("seat", seat.id, seat.display_name, token, workshop.id)
        stories.tell(session, workshop, StoryCreate.model_validate(told), actor)
    return workshop
