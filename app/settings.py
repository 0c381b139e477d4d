"""Every setting of the service, with a default that works on one laptop."""

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "STORYHARVEST_"


class Settings(BaseSettings):
    """Read from environment variables `STORYHARVEST_…` and from a file `.env`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 lets phones in the room reach it.")
    port: int = Field(8000, description="Port to listen on.")
    public_url: str = Field(
        "",
        description="Address that phones open, such as https://harvest.example.org; empty: the one the browser used.",
    )
    database_url: str = Field(
        "sqlite:///var/storyharvest.sqlite3",
        description="sqlite:///path or postgresql+psycopg://user:password@host/name.",
    )
    first_account_email: str = Field("", description="The account made at start when there is none.")
    first_account_password: SecretStr = Field(SecretStr(""), description="Its password, at least 8 characters.")
    session_hours: int = Field(24 * 14, description="How long a login lasts, in hours.")
    secure_cookies: bool = Field(
        False, description="Set to true behind https: the login cookie then never travels over plain http."
    )
    worker_name: str = Field("1", description="Tells workers on one machine apart; stable over restarts.")
    model: str = Field(
        "all-MiniLM-L6-v2",
        description="The embedding model: the packaged English one, "
        "multilingual-e5-small (docs/languages.md), or the name or folder of any sentence-transformers "
        "model.",
    )
    embedding_path: Literal["quick", "plain"] = Field(
        "quick",
        description="quick: the packaged models in 8 bits, "
        "twice as fast and ready at once; plain: 32 bits, the reference. All workers must take the "
        "same.",
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(str.lower)] = Field(
        "info", description="debug, info, warning or error."
    )

    @cached_property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def mistakes_in(error: ValidationError) -> Iterator[str]:
    """Each setting that cannot be read, a line each: its variable, and what is wrong with it. Never its value."""
    for mistake in error.errors():
        yield f"{PREFIX}{str(mistake['loc'][0]).upper()}: {mistake['msg']}"


def unknown_settings(names: Iterable[str]) -> Iterator[str]:
    """A line for each variable of ours that is no setting, with the one that was meant, if it can be told."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    for name in sorted(names):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, 1)
            yield f"{name} is no setting" + (f"; did you mean {near[0]}?" if near else "")


def names_given() -> set[str]:
    """The names of all variables that settings are read from."""
    here = Path(".env")
    return {*os.environ, *(dotenv_values(here) if here.is_file() else {})} - OUR_OWN


OUR_OWN = {f"{PREFIX}PARENT"}  # says to a worker that it goes when its parent does
