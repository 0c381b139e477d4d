"""Every format of the take-away that is written from the whole harvest, by the ending of its file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.exports.renderers.docx_file import docx_file
from app.exports.renderers.html_file import html_file
from app.exports.renderers.json_file import json_file
from app.exports.renderers.jsonl_file import jsonl_file
from app.exports.renderers.markdown_file import markdown_file
from app.exports.renderers.pdf_file import pdf_file
from app.exports.renderers.refi_qda import qdc_file, qdpx_file
from app.exports.renderers.xlsx_file import xlsx_file
from app.exports.renderers.zip_file import zip_file
from app.harvest.read import Harvest
from app.summaries.words import ReadIn

Format = Literal["json", "jsonl", "xlsx", "docx", "md", "html", "pdf", "qdpx", "qdc", "zip"]
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Renderer:
    """A format: what a browser calls it, and what writes it in the language of its reader."""

    media_type: str
    write: Callable[[Harvest, ReadIn], bytes]


def wordless(write: Callable[[Harvest], bytes]) -> Callable[[Harvest, ReadIn], bytes]:
    """What writes a format of codes and people's own words, the same for every reader."""
    return lambda harvest, lang: write(harvest)


RENDERERS: dict[Format, Renderer] = {
    "json": Renderer("application/json", wordless(json_file)),
    "jsonl": Renderer("application/jsonl; charset=utf-8", wordless(jsonl_file)),
    "xlsx": Renderer(f"{OFFICE}.spreadsheetml.sheet", wordless(xlsx_file)),
    "docx": Renderer(f"{OFFICE}.wordprocessingml.document", docx_file),
    "md": Renderer("text/markdown; charset=utf-8", markdown_file),
    "html": Renderer("text/html; charset=utf-8", html_file),
    "pdf": Renderer("application/pdf", pdf_file),
    "qdpx": Renderer("application/x-qdpx", wordless(qdpx_file)),
    "qdc": Renderer("application/xml", wordless(qdc_file)),
    "zip": Renderer("application/zip", zip_file),
}
