"""The sections of a clinical document, wherever its author put them, each with what it says."""

from collections.abc import Iterable, Iterator

from dmptui.core.documents.blocks import Block, Section
from dmptui.core.documents.cda.attachments import Files, read_file
from dmptui.core.documents.cda.coded_lines import CodedLines
from dmptui.core.documents.cda.header import read_informant
from dmptui.core.documents.cda.markup import PLAIN, styled
from dmptui.core.documents.cda.narrative import Narrative, says_something
from dmptui.core.documents.cda.parties import read_party
from dmptui.core.documents.cda.vocabulary import null_flavor, read_code
from dmptui.core.documents.cda.xml import V3, Element, attribute, child, children, text_of
from dmptui.core.documents.header import Code, Party
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _, labelled

_DEEPEST = 24
_SECTION = V3 + "section"
_TEXT = V3 + "text"
_TEXTS = frozenset({_TEXT, V3 + "title"})
_HOLDERS = frozenset({V3 + "component", V3 + "structuredBody"})
_MODELLED = frozenset(
    V3 + name
    for name in (
        "realmCode", "typeId", "templateId", "id", "code", "title", "text", "confidentialityCode",
        "languageCode", "subject", "author", "informant", "entry", "component", "section", "structuredBody",
        "nonXMLBody",
    )
)  # fmt: skip
"""What a section and a body are made of; anything else in them is text out of its place."""


class Sections:
    """Reads the sections of one document.

    Raises:
        InvalidContent: sections nested too deep.
    """

    def __init__(self, document: Element, narrative: Narrative, files: Files) -> None:
        self._narrative = narrative
        self._files = files
        self._document = document
        self._below = _holders(document)
        self._coded = CodedLines(document)
        self._pointers = _by_section(filter(_leads_elsewhere, document.iter(V3 + "reference")))
        self._medias = _by_section(files.identifiers)

    def read(self) -> tuple[Section, ...]:
        """The sections in reading order, those out of place among the others."""
        return tuple(self._section(each, "", 0) for each in self._below.get(None, ()))

    def outside(self) -> tuple[Block, ...]:
        """What the body says outside any section."""
        components = children(self._document, "component")
        blocks = [block for component in components for block in self._around(component)]
        return (*blocks, *self._narrative.notes.take())

    def _around(self, holder: Element, depth: int = 0) -> list[Block]:
        """The text of a part of the body that is not a section, and of those in it."""
        if depth > _DEEPEST:
            raise InvalidContent(_("Ce document est trop imbriqué pour être ouvert."), "component depth")
        blocks = [*self._narrative.loose(holder.text)]
        for each in holder:
            if each.tag in _HOLDERS:
                blocks += self._around(each, depth + 1)
            elif each.tag in _TEXTS or each.tag not in _MODELLED:
                blocks += self._narrative.whole(each)
            blocks += self._narrative.loose(each.tail)
        return blocks

    def _section(self, section: Element, above: str, level: int) -> Section:
        if level > _DEEPEST:
            raise InvalidContent(_("Ce document est trop imbriqué pour être ouvert."), "section depth")
        code = read_code(child(section, "code"))
        title = self._title(section, code, above)
        blocks = self._written(section)
        notes = [_note(party) for party in _parties(section)]
        if not any(map(says_something, blocks)):
            reasons = (attribute(each, "nullFlavor") for each in (*children(section, "text"), section))
            notes += filter(None, map(null_flavor, reasons))
            blocks += self._coded_blocks(section)
        blocks += self._elsewhere(section)
        return Section(
            title=title,
            level=level,
            code=code,
            notes=tuple(dict.fromkeys(notes)),
            blocks=tuple(blocks),
            sections=tuple(
                self._section(each, title or above, level + 1) for each in self._below.get(section, ())
            ),
        )

    def _title(self, section: Element, code: Code, above: str) -> str:
        runs = (self._narrative.line(title) for title in children(section, "title"))
        title = " · ".join(filter(None, ("".join(run.text for run in each) for each in runs)))
        if not title and code.label.casefold() != above.casefold():  # never say the title above again
            return code.label
        return title

    def _written(self, section: Element) -> list[Block]:
        """Its texts, what stands in it without being one of its parts, then the notes they call."""
        blocks = [*self._narrative.loose(section.text)]
        for each in section:
            if each.tag == _TEXT:
                blocks += self._narrative.blocks(each, styled(each, PLAIN))
            elif each.tag not in _MODELLED:
                blocks += self._narrative.whole(each)
            blocks += self._narrative.loose(each.tail)
        return [*blocks, *self._narrative.notes.take()]

    def _coded_blocks(self, section: Element) -> list[Block]:
        """What a section says in codes only, and the files it holds."""
        blocks = [*self._coded.blocks(children(section, "entry"))]
        for media in self._medias.get(section, ()):
            identifier = self._files.identifiers[media]
            if identifier not in self._narrative.cited:
                self._narrative.cited.add(identifier)
                blocks.append(self._files.named[identifier].shown(identifier))
        return blocks

    def _elsewhere(self, section: Element) -> Iterator[Block]:
        """The files its entries point at, unless its text gives their address."""
        for pointer in self._pointers.get(section, ()):
            file = read_file(pointer.getparent(), "", "")
            if file is not None and file.address and file.address not in self._narrative.addresses:
                self._narrative.addresses.add(file.address)
                yield file.shown("")


def _leads_elsewhere(reference: Element) -> bool:
    """Whether it is an address, of a file that is not shown as a picture of the document."""
    holder = reference.getparent()
    around = None if holder is None else holder.getparent()
    if around is None or around.tag == V3 + "observationMedia":
        return False
    return "://" in (reference.get("value") or "") or around.tag == V3 + "externalDocument"


def _by_section(parts: Iterable[Element]) -> dict[Element | None, list[Element]]:
    """The elements by the section they are in."""
    found: dict[Element | None, list[Element]] = {}
    for part in parts:
        found.setdefault(next(part.iterancestors(_SECTION), None), []).append(part)
    return found


def _holders(document: Element) -> dict[Element | None, list[Element]]:
    """The sections in document order, by the section around them; those of a narrative are text."""
    below: dict[Element | None, list[Element]] = {}
    for section in document.iter(_SECTION):
        around = section.getparent()
        while around is not None and around.tag not in (_SECTION, _TEXT):
            around = around.getparent()
        if around is None or around.tag == _SECTION:
            below.setdefault(around, []).append(section)
    return below


def _parties(section: Element) -> list[Party]:
    found = [
        read_party(author, _("Auteur"), "assignedAuthor", "assignedPerson", "representedOrganization")
        for author in children(section, "author")
    ]
    found += [read_informant(informant) for informant in children(section, "informant")]
    for subject in (child(each, "relatedSubject") for each in children(section, "subject")):
        who = " ".join(
            filter(
                None, (read_code(child(subject, "code")).label, text_of(child(subject, "subject", "name")))
            )
        )
        found.append(Party(_("Personne concernée"), who))
    return [party for party in found if party.name or party.organization]


def _note(party: Party) -> str:
    return labelled(party.role, ", ".join(filter(None, (party.name, party.organization))))
