"""Every setting of the service, with a default that works on one laptop."""

from functools import cached_property
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from environment variables `STORYHARVEST_…` and from a file `.env`."""

    model_config = SettingsConfigDict(env_prefix="STORYHARVEST_", env_file=".env", extra="ignore")

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
    log_level: str = Field("info", description="debug, info, warning or error.")

    @cached_property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")
