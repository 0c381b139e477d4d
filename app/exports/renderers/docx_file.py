"""The report as a Word document (DOCX): headings are headings, paragraphs run right to left where their words do."""

import io
from datetime import datetime

from docx import Document
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph

from app.exports.renderers.archive import repacked
from app.exports.report import Block, report, right_to_left
from app.exports.xml_text import xml_text
from app.harvest.read import Harvest
from app.summaries.words import ReadIn

STYLES = {
    "title": "Title",
    "theme": "Heading 1",
    "part": "Heading 2",
    "text": "Normal",
    "quote": "Intense Quote",
    "item": "List Bullet",
}
BEFORE_ALL = datetime(1980, 1, 1)  # noqa: DTZ001  python-docx wants no zone; a fixed moment keeps the bytes the same


def docx_file(harvest: Harvest, lang: ReadIn = "en") -> bytes:
    document = Document()
    about = document.core_properties
    about.author, about.title, about.comments = "StoryHarvest", xml_text(harvest.workshop.title)[:255], ""
    about.created = about.modified = BEFORE_ALL
    for block in report(harvest, lang):
        write_block(document.add_paragraph(style=STYLES[block.kind]), block)
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def write_block(paragraph: Paragraph, block: Block) -> None:
    """The words of a block; who said a quote stands on a line of its own."""
    to_the_left = right_to_left(block.text)
    if to_the_left:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    run = paragraph.add_run(xml_text(block.text))
    if to_the_left:
        run.font.rtl = True
    if block.by:
        paragraph.add_run(f"\n{xml_text(block.by)}").font.rtl = right_to_left(block.by)
