"""The report on paper, read by another library than the one that wrote it."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.exports.renderers.pdf_file import FONTS, font_folders, pdf
from app.exports.report import Block

MARKUP = st.text(st.sampled_from("#$*_`<>@=-+/\\\"'{}[]()~^&;: a1\n"), max_size=40)
SCRIPTS = {
    "Clean water came back": "NotoSans-",
    "गाँव में पानी की टंकी": "NotoSans-",
    "عادت البئر إلى العمل": "NotoSansArabic",
    "น้ำสะอาดกลับมา": "NotoSansThai",
    "水道が来て": "NotoSansCJKjp",
}


def read(*blocks: Block) -> PdfReader:
    return PdfReader(io.BytesIO(pdf("Wells", list(blocks), "en")))


def fonts_in(reader: PdfReader) -> set[str]:
    """The names of the embedded fonts, without the tag of each part."""
    found = (font.get_object() for page in reader.pages for font in page["/Resources"].get("/Font", {}).values())
    return {str(font["/BaseFont"]).partition("+")[2].partition("-Identity")[0] for font in found}


def test_every_font_is_installed() -> None:
    assert len(font_folders()) == len(FONTS)


@pytest.mark.parametrize("words", SCRIPTS)
def test_every_script_is_drawn_with_a_font_that_has_it(words: str) -> None:
    drawn = {name for name in fonts_in(read(Block("quote", words, ""))) if name != "NotoSans-Regular"}

    assert all(name.startswith(SCRIPTS[words]) for name in drawn), drawn
    assert bool(drawn) == (SCRIPTS[words] != "NotoSans-"), drawn


def test_headings_are_bookmarks_and_the_title_is_told() -> None:
    reader = read(Block("title", "Wells"), Block("theme", "Water"), Block("quote", "It works", "story 1"))

    assert reader.metadata
    assert (reader.metadata.title, reader.metadata.get("/CreationDate")) == ("Wells", None)
    assert "Water" in str(reader.outline)
    assert "It works" in reader.pages[0].extract_text()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MARKUP)
def test_nobodys_words_are_markup(text: str) -> None:
    said = read(Block("text", f"before {text} after")).pages[0].extract_text()

    assert "".join(f"before{text}after".split()) == "".join(said.split()).removesuffix("1/1")


def test_a_long_report_has_pages_and_the_same_bytes() -> None:
    blocks = [Block("quote", f"Story {n} about the well", f"story {n}") for n in range(200)]

    assert len(read(*blocks).pages) > 3
    assert pdf("Wells", blocks, "es") == pdf("Wells", blocks, "es")
