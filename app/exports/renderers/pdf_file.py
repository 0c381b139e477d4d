"""The report as PDF, set by Typst: shaped in every script that its fonts have, tagged, the same bytes each time."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

from app.exports.report import Block, report, right_to_left
from app.exports.xml_text import xml_text
from app.harvest.read import Harvest
from app.summaries.words import ReadIn

SOURCE = Path(__file__).with_name("report.typ")
# By package, in the order in which they are asked for a letter; what none of them has is drawn as an empty box. The
# first has Latin, Greek, Cyrillic and Devanagari.
FONTS = {
    "fontpkg_noto_sans": "Noto Sans",
    "fontpkg_noto_sans_arabic": "Noto Sans Arabic",
    "fontpkg_noto_sans_thai": "Noto Sans Thai",
    "noto_cjk_sans_jp_regular": "Noto Sans CJK JP",
}


def pdf_file(harvest: Harvest, lang: ReadIn = "en") -> bytes:
    return pdf(harvest.workshop.title, list(report(harvest, lang)), lang)


def pdf(title: str, blocks: list[Block], lang: ReadIn) -> bytes:
    """Blocks as a PDF file."""
    told = {
        "title": xml_text(title),
        "lang": lang,
        "fonts": list(FONTS.values()),
        "blocks": [as_told(block) for block in blocks],
    }
    import typst

    made: bytes = typst.compile(
        str(SOURCE),
        format="pdf",
        font_paths=[str(folder) for folder in font_folders()],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(told, ensure_ascii=False)},
    )
    return made


def as_told(block: Block) -> dict[str, str | bool]:
    text = xml_text(block.text)
    return {"kind": block.kind, "text": text, "by": xml_text(block.by), "rtl": right_to_left(text)}


@cache
def font_folders() -> list[Path]:
    """Where the packages keep their fonts."""
    return sorted({font.parent for package in FONTS for font in Path(str(files(package))).rglob("*.[ot]tf")})
