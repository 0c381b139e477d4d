"""Zip archives whose bytes depend on what is in them only: no clock, no file system (reproducible zip)."""

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def archive(files: Mapping[str, bytes]) -> bytes:
    """The files in their order, each as of 1980, the beginning of time in a zip."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in files.items():
            about = ZipInfo(name)
            about.external_attr = 0o644 << 16
            packed.writestr(about, content, ZIP_DEFLATED)
    return out.getvalue()


def repacked(written: bytes) -> bytes:
    """An archive that a library wrote with the time of day, without it."""
    with ZipFile(io.BytesIO(written)) as packed:
        return archive({name: packed.read(name) for name in packed.namelist()})
