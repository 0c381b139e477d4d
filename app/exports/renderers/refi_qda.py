"""The workshop for qualitative analysis software (REFI-QDA 1.5): a project (QDPX) and a codebook (QDC).

NVivo, ATLAS.ti, MAXQDA and QualCoder read both. A story is a source of one line, because those programs count line
ends differently; its whole span is coded with each of its themes. Positions count code points, as the standard says.
Every guid is the identifier of what it stands for, or is computed from that (uuid5), so that a second export of the
same workshop is recognised as the same project.
"""

from collections import Counter
from datetime import UTC, datetime, time
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.exports.renderers.archive import archive
from app.exports.renderers.plain_text import plain_text
from app.exports.tables.audit import pseudonym
from app.exports.xml_text import xml_text
from app.harvest.read import Harvest, Told
from app.history.texts import text_for
from models import ChangeEvent, Membership

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
ORIGIN = "StoryHarvest"
BETWEEN = " — "
VARIABLES = ("teller", "voice groups", "where", "language", "direction", "expected", "consent")


def qdc_file(harvest: Harvest) -> bytes:
    """The codebook alone: every theme on the board, with what it means."""
    root = Element("CodeBook", {"xmlns": CODEBOOK, "origin": ORIGIN})
    add_codes(root, harvest)
    return document(root)


def qdpx_file(harvest: Harvest) -> bytes:
    """The project: an archive of its description and one text a story."""
    texts = {f"Sources/{told.story.id}.txt": one_text(told).encode() for told in harvest.told}
    return archive({"project.qde": Project(harvest).document(), **texts})


def document(root: Element) -> bytes:
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def one_line(text: str) -> str:
    return " ".join(xml_text(text).split())


def one_text(told: Told) -> str:
    """The story's headline and notes as one line."""
    return BETWEEN.join(line for part in (told.story.headline, *told.story.notes) if (line := one_line(part)))


def code_names(harvest: Harvest) -> dict[UUID, str]:
    """A name for each theme that no other has: importers merge codes of one name, so the letter tells them apart."""
    plain = {theme.id: one_line(theme.name) or "Theme without a name" for theme in harvest.active}
    shared = Counter(name.casefold() for name in plain.values())
    return {
        theme.id: f"{plain[theme.id]} ({theme.letter})" if shared[plain[theme.id].casefold()] > 1 else plain[theme.id]
        for theme in harvest.active
    }


def add_codes(parent: Element, harvest: Harvest) -> None:
    """The themes as codes; the standard wants one code at least, so an empty board has a code for what is unplaced."""
    codes = SubElement(parent, "Codes")
    names = code_names(harvest)
    for theme in harvest.active:
        code = SubElement(codes, "Code", {"guid": str(theme.id), "name": names[theme.id], "isCodable": "true"})
        if theme.description:
            SubElement(code, "Description").text = xml_text(theme.description)
    if not names:
        guid = str(uuid5(harvest.workshop.id, "not placed"))
        SubElement(codes, "Code", {"guid": guid, "name": "Not in a theme", "isCodable": "true"})


class Project:
    """The project's description as it grows, in the order of elements that the schema wants."""

    def __init__(self, harvest: Harvest) -> None:
        self.harvest = harvest
        self.events = {event.seq: event for event in harvest.events}
        self.active = {theme.id for theme in harvest.active}
        self.numbers: dict[str, str] = {}
        for event in harvest.events:
            pseudonym(event.actor, self.numbers, harvest.team)
        self.notes: list[tuple[UUID, str, str]] = []

    def guid(self, *parts: object) -> UUID:
        return uuid5(self.harvest.workshop.id, " ".join(map(str, parts)))

    def user(self, actor: str) -> UUID:
        return self.guid("user", pseudonym(actor, self.numbers, self.harvest.team))

    def moment(self, at: datetime) -> str:
        """The moment in UTC; the day's beginning for partners and the public."""
        exact = at if self.harvest.profile == "evaluation" else datetime.combine(at.date(), time(), UTC)
        return f"{exact:%Y-%m-%dT%H:%M:%SZ}"

    def document(self) -> bytes:
        name = one_line(self.harvest.workshop.title)
        root = Element("Project", {"xmlns": PROJECT, "name": name, "origin": ORIGIN})
        users = SubElement(root, "Users")
        add_codes(SubElement(root, "CodeBook"), self.harvest)
        self.add_variables(root)
        self.add_sources(root)
        self.add_notes(root)
        self.add_users(users)
        return document(root)

    def add_users(self, users: Element) -> None:
        """Machine, facilitators and tellers by role and number; written last, when it is known who coded."""
        for label in sorted({*self.numbers.values(), "machine"}):
            SubElement(users, "User", {"guid": str(self.guid("user", label)), "name": label})

    def add_variables(self, root: Element) -> None:
        """What is known of a teller and a story: a case a story, so that nothing tells which stories share a teller."""
        variables = SubElement(root, "Variables")
        for name in VARIABLES:
            guid = str(self.guid("variable", name))
            SubElement(variables, "Variable", {"guid": guid, "name": name, "typeOfVariable": "Text"})
        if not self.harvest.told:
            return
        cases = SubElement(root, "Cases")
        for told in self.harvest.told:
            self.add_case(cases, told)

    def add_case(self, cases: Element, told: Told) -> None:
        story, groups = told.story, told.seat.voice_groups if told.seat else []
        known = (told.teller, plain_text(groups), story.happened_where, story.language, story.direction, story.expected)
        name = f"Teller of story {story.serial_no}"
        case = SubElement(cases, "Case", {"guid": str(self.guid("case", story.id)), "name": name})
        for variable, value in zip(VARIABLES, (*known, told.consent.scope), strict=True):
            if value:
                found = SubElement(case, "VariableValue")
                SubElement(found, "VariableRef", {"targetGUID": str(self.guid("variable", variable))})
                SubElement(found, "TextValue").text = xml_text(value)
        SubElement(case, "SourceRef", {"targetGUID": str(story.id)})

    def add_sources(self, root: Element) -> None:
        if not self.harvest.told:
            return
        sources = SubElement(root, "Sources")
        for told in self.harvest.told:
            self.add_source(sources, told)

    def add_source(self, sources: Element, told: Told) -> None:
        """A story as a text, with its codings by people and the machine, and why it matters as a note."""
        story = told.story
        about = {"guid": str(story.id), "name": f"Story {story.serial_no}"}
        path = {"plainTextPath": f"internal://{story.id}.txt", "creationDateTime": self.moment(story.created_at)}
        source = SubElement(sources, "TextSource", {**about, **path})
        placed = [m for m in self.harvest.standing.get(story.id, []) if m.theme_id in self.active]
        if placed:
            whole = {"startPosition": "0", "endPosition": str(len(one_text(told)))}
            guid = str(self.guid("selection", story.id))
            selection = SubElement(source, "PlainTextSelection", {"guid": guid, "name": about["name"], **whole})
            for membership in placed:
                self.add_coding(selection, membership)
        if story.significance:
            self.add_note(source, self.guid("significance", story.id), "Why it matters", story.significance)

    def add_coding(self, selection: Element, membership: Membership) -> None:
        guid = self.guid("coding", membership.story_id, membership.theme_id)
        event: ChangeEvent | None = self.events.get(membership.seq)
        when = {"creationDateTime": self.moment(event.created_at)} if event else {}
        by = {"guid": str(guid), "creatingUser": str(self.user(membership.decided_by))}
        coding = SubElement(selection, "Coding", {**by, **when})
        SubElement(coding, "CodeRef", {"targetGUID": str(membership.theme_id)})
        if event and event.reason_hash:
            self.add_note(coding, self.guid("reason", guid), "Reason", text_for(event.reason_hash, self.harvest.texts))

    def add_note(self, parent: Element, guid: UUID, name: str, words: str) -> None:
        SubElement(parent, "NoteRef", {"targetGUID": str(guid)})
        self.notes.append((guid, name, words))

    def add_notes(self, root: Element) -> None:
        if not self.notes:
            return
        parent = SubElement(root, "Notes")
        for guid, name, words in self.notes:
            note = SubElement(parent, "Note", {"guid": str(guid), "name": name})
            SubElement(note, "PlainTextContent").text = one_line(words)
