"""Secrets: passwords, tokens and codes. Only hashes of them are kept."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import cache
from typing import Literal
from unicodedata import normalize
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

# No 0/O, 1/I/L, U/V: 28 letters that nobody misreads on a wall.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXZ"
TokenKind = Literal["seat", "key", "login", "verify"]

# argon2id with 19 MiB, two passes, one lane: OWASP's recommendation for services with little memory.
_passwords = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(frozen=True)
class Actor:
    """Who is asking: an account, a seat or an API key. `ref` is how the log names them."""

    kind: Literal["account", "seat", "key"]
    id: UUID
    name: str
    secret: str
    workshop_id: UUID | None = None
    scopes: frozenset[str] = frozenset()

    @property
    def ref(self) -> str:
        return f"{self.kind}:{self.id}"


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    return _passwords.hash(password)


@cache
def _nobody() -> str:
    """The hash of a password that nobody has."""
    return hash_password(secrets.token_urlsafe(16))


def password_fits(password: str, password_hash: str | None) -> bool:
    """Whether the password fits; takes as long when there is no such account."""
    try:
        _passwords.verify(password_hash or _nobody(), password)
    except VerifyMismatchError:
        return False
    return password_hash is not None


def new_token(kind: TokenKind) -> str:
    """A token of 192 random bits that says what it is for."""
    return f"msc_{kind}_{secrets.token_urlsafe(24)}"


def hash_token(token: str) -> str:
    """SHA-256 of a token or code: enough, since they are long and random."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_join_code() -> str:
    """Six letters, 28.8 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(6))


def clean_code(typed: str) -> str:
    """A code as people type it (NFKC): full-width letters, small ones, blanks and hyphens are forgiven."""
    return "".join(letter for letter in normalize("NFKC", typed).upper() if letter.isalnum())


def receipt_code(secret: str, story_id: UUID) -> str:
    """Twelve letters from the sender's token and the story's id: a repeated request shows the same code again."""
    digest = hmac.new(secret.encode(), story_id.bytes, hashlib.sha256).digest()
    number, letters = int.from_bytes(digest, "big"), []
    for _ in range(12):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def opaque(text: str) -> str:
    """URL-safe text for a cursor."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unopaque(text: str) -> str:
    """The opposite of `opaque`; ValueError for what we did not make."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
