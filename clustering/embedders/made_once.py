"""Folders that are made once, whole, and checked each time they are used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

RECEIPT = "receipt.json"
"""Written last: what each file of the folder must be."""


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def made_once(folder: Path, write: Callable[[Path], None]) -> Path:
    """The folder itself; ``write`` fills it first if it is not there or not as it was made.

    ``write`` is given a path that does not exist yet. Nobody sees the folder before it is complete.
    """
    if intact(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}-") as workplace:
        made = Path(workplace) / "made"
        write(made)
        receipt = {str(file.relative_to(made)): sha256_of(file) for file in sorted(made.rglob("*")) if file.is_file()}
        (made / RECEIPT).write_text(json.dumps(receipt, indent=1))
        put_in_place(made, folder)
    return folder


def intact(folder: Path) -> bool:
    """Whether the folder was made to the end and no file of it has changed since."""
    try:
        receipt = json.loads((folder / RECEIPT).read_text())
        return bool(receipt) and all(sha256_of(folder / name) == digest for name, digest in receipt.items())
    except (OSError, ValueError):
        return False


def put_in_place(made: Path, folder: Path) -> None:
    """Give the finished folder its name. One that is there already stays when it is whole, and goes when it is not."""
    try:
        made.rename(folder)
    except OSError:
        if intact(folder):  # another worker was faster
            return
        folder.rename(made.with_name("damaged"))
        made.rename(folder)
