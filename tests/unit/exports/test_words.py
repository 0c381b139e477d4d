"""Words of people in formats with a grammar of their own: they stay words, and nothing in them becomes markup."""

from xml.etree import ElementTree

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.exports.renderers.html_file import element
from app.exports.renderers.markdown_file import markdown
from app.exports.renderers.xlsx_file import LONGEST, sheet_text
from app.exports.report import Block, right_to_left
from app.exports.xml_text import forbidden_letters, xml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
MARKUP = st.text(st.sampled_from("<>&\"'`*_[]()#+-=.|~!\\1 a\n\t:{}$^/;"), max_size=20)


@given(TEXTS)
@example("A\u000bB\ufffe")
def test_xml_holds_every_text(text: str) -> None:
    kept = xml_text(text)

    root = ElementTree.Element("t")
    root.text = kept
    assert (ElementTree.fromstring(ElementTree.tostring(root)).text or "") == kept
    assert forbidden_letters(kept) == 0


@given(TEXTS)
def test_a_cell_of_a_workbook_is_never_too_long(text: str) -> None:
    for told in (text, text * 5000):
        assert len(sheet_text(told).encode("utf-16-le")) <= 2 * LONGEST
    assert sheet_text(text) == xml_text(text)


@given(MARKUP | TEXTS)
@example("1. one")
@example("- one")
@example("<script>alert(1)</script>")
@example("www.example.org &amp; [a](b)")
def test_no_word_is_markup_in_markdown(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(markdown(Block("text", text)))

    inline = [child for token in tokens for child in token.children or []]
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for child in inline} <= {"text", "text_special"}


@given(MARKUP | TEXTS)
def test_no_word_is_markup_in_html(text: str) -> None:
    words = element(Block("text", text))

    assert words.count("<") == words.count(">") == 2


def test_a_paragraph_runs_as_its_first_letter_does() -> None:
    assert right_to_left("12: البئر works")
    assert right_to_left("שלום")
    assert not right_to_left("The well البئر")
    assert not right_to_left("12 – 14")
