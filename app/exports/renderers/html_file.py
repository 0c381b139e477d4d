"""The report as one HTML file: no script, nothing to fetch, prints well, every paragraph in its own direction."""

from html import escape

from app.exports.report import Block, report
from app.harvest.read import Harvest
from app.summaries.words import ReadIn

STYLE = """
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.55 Georgia, serif; color: #1c1c1c; }
h1, h2, h3 { line-height: 1.2; break-after: avoid; }
h2 { margin-top: 2.5rem; border-top: 1px solid #bbb; padding-top: 1rem; }
blockquote { margin: 1rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid #767676; break-inside: avoid; }
blockquote p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
cite { font-size: .875rem; color: #595959; }
p, li { orphans: 3; widows: 3; overflow-wrap: anywhere; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } @page { margin: 20mm; } }
""".strip()
TAGS = {"title": "h1", "theme": "h2", "part": "h3", "text": "p"}


def html_file(harvest: Harvest, lang: ReadIn = "en") -> bytes:
    blocks = list(report(harvest, lang))
    title = escape(blocks[0].text)
    head = '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    head += f"<title>{title}</title>\n<style>{STYLE}</style>\n"
    body = "\n".join(element(block) for block in blocks)
    page = f'<!doctype html>\n<html lang="{lang}">\n<head>\n{head}</head>\n'
    return f"{page}<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n".encode()


def element(block: Block) -> str:
    """One block as an element; `dir=auto` lets the browser read the direction from the words."""
    words = escape(block.text)
    if block.kind == "quote":
        return f'<blockquote><p dir="auto">{words}</p><cite dir="auto">{escape(block.by)}</cite></blockquote>'
    if block.kind == "item":
        return f'<ul><li dir="auto">{words}</li></ul>'
    tag = TAGS[block.kind]
    return f'<{tag} dir="auto">{words}</{tag}>'
