"""A FHIR document from its bytes: header, sections, the resources they cite, and those nothing cites."""

from collections.abc import Iterable, Iterator

from dmptui.core.documents.blocks import (
    Attachment,
    Block,
    Cell,
    Document,
    Emphasis,
    Kind,
    Media,
    Paragraph,
    Run,
    Section,
    Table,
)
from dmptui.core.documents.fhir import words
from dmptui.core.documents.fhir.facts import Fact, facts
from dmptui.core.documents.fhir.header import read_header
from dmptui.core.documents.fhir.people import party
from dmptui.core.documents.fhir.tree import (
    Bundle,
    Node,
    from_json,
    from_xml,
    kind,
    markup,
    nodes,
    one,
    text,
)
from dmptui.core.documents.fhir.values import code, label, token
from dmptui.core.documents.html.reader import element_blocks, fragment_blocks
from dmptui.core.documents.text import clean_line
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _, labelled

_DEEPEST = 24
_MOST_ROWS = 5_000


def read_json(content: bytes) -> Document:
    """A FHIR document written in JSON.

    Raises:
        InvalidContent: not well-formed, too large, or another resource than a document.
    """
    return _read(from_json(content))


def read_xml(content: bytes) -> Document:
    """A FHIR document written in XML.

    Raises:
        InvalidContent: see ``read_json``.
    """
    return _read(from_xml(content))


def _read(root: Node) -> Document:
    _require_document(root)
    bundle = Bundle(root)
    composition = next((each for each in bundle.resources if kind(each) == "Composition"), {})
    header, warnings = read_header(bundle, root, composition)
    if not composition:
        warnings.insert(0, _("Ce document n'a pas de sommaire (Composition) : ses données sont listées."))
    elif bundle.resources[0] is not composition:
        warnings.append(_("Le sommaire de ce document n'est pas à sa place (Composition)."))
    reader = _Reader(bundle, warnings)
    sections = reader.sections(composition, composition, "", 0)
    uncited = reader.uncited(composition)
    return Document(
        Kind.FHIR,
        header,
        reader.narrative(composition) if not sections or _is_more(composition) else (),
        (*sections, *uncited),
        tuple(reader.attachments),
        tuple(dict.fromkeys(warnings)),
    )


def _is_more(composition: Node) -> bool:
    """Whether the text of the whole says more than its header."""
    return text(composition, "text", "status") in ("additional", "extensions")


def _require_document(root: Node) -> None:
    name = clean_line(kind(root))[:60]
    if name != "Bundle":
        raise InvalidContent(
            _(
                "Ressource FHIR {name} : ce n'est pas un document. Demandez à l'expéditeur un document FHIR "
                "(Bundle de type « document ») ou un PDF."
            ).format(name=name or "?"),
            "not a Bundle",
        )
    if (found := text(root, "type")[:60]) != "document":
        raise InvalidContent(
            _(
                "Bundle FHIR de type « {type} » : ce n'est pas un document. Demandez à l'expéditeur un "
                "document FHIR (Bundle de type « document ») ou un PDF."
            ).format(type=found or "?"),
            "not a document",
        )


class _Reader:
    """Reads the sections of one document.

    Attributes:
        warnings: French sentences, added to as it reads.
        attachments: the files it holds.
    """

    def __init__(self, bundle: Bundle, warnings: list[str]) -> None:
        self.warnings = warnings
        self.attachments: list[Attachment] = []
        self._bundle = bundle
        self._rows = _MOST_ROWS

    def sections(self, holder: Node, composition: Node, above: str, level: int) -> tuple[Section, ...]:
        """The sections of a Composition or of a section, in their order."""
        if level > _DEEPEST:
            raise InvalidContent(_("Ce document est trop imbriqué pour être ouvert."), "section depth")
        return tuple(self._section(each, composition, above, level) for each in nodes(holder, "section"))

    def narrative(self, holder: Node) -> tuple[Block, ...]:
        """The text of a section or of a resource; nothing when it is empty."""
        found = markup(one(holder, "text"))
        if found is None:
            return ()
        blocks, warnings = fragment_blocks(found) if isinstance(found, str) else element_blocks(found)
        self.warnings += warnings
        return blocks

    def uncited(self, composition: Node) -> tuple[Section, ...]:
        """A section of the resources that nothing in the document leads to."""
        cited = self._bundle.reached(composition) if composition else set()
        left = [each for each in self._bundle.resources if id(each) not in cited and each is not composition]
        people = [each for each in left if kind(each) == "Patient"]
        if len(people) == 1 and not one(composition, "subject"):  # the header shows that one
            left.remove(people[0])
        if not left:
            return ()
        note = _("Ces données sont dans le fichier, mais aucune section ne les cite.")
        return (Section(_("Données non citées"), notes=(note,), blocks=self._listed(left)),)

    def _section(self, section: Node, composition: Node, above: str, level: int) -> Section:
        heading = code(one(section, "code"))
        title = text(section, "title")
        if not title and heading.label.casefold() != above.casefold():
            title = heading.label
        cited = list(self._cited(section, composition))
        blocks = self.narrative(section)
        held = [resource for resource in cited if resource]
        if not blocks and held:
            notice = Run(_("Section sans texte : ses données codées."), Emphasis.LIGHT)
            blocks = (Paragraph((notice,)), *self._listed(held))
        else:
            blocks = (*blocks, *self._files(held))
        return Section(
            title=title,
            level=level,
            code=heading,
            notes=tuple(self._notes(section, composition, cited)),
            blocks=blocks,
            sections=self.sections(section, composition, title or above, level + 1),
        )

    def _cited(self, section: Node, composition: Node) -> Iterator[Node]:
        for reference in nodes(section, "entry"):
            yield self._bundle.at(reference, composition)

    def _notes(self, section: Node, composition: Node, cited: list[Node]) -> Iterator[str]:
        for author in nodes(section, "author"):
            who = party(self._bundle, author, composition, _("Auteur"))
            yield labelled(who.role, ", ".join(filter(None, (who.name, who.organization))))
        if focus := one(section, "focus"):
            who = party(self._bundle, focus, composition, _("Personne concernée"))
            yield labelled(who.role, who.name or who.organization)
        if reason := one(section, "emptyReason"):
            yield words.empty_reason(token(reason)) or label(reason)
        absent = [
            text(reference, "display") or text(reference, "reference")
            for reference, found in zip(nodes(section, "entry"), cited, strict=True)
            if not found
        ]
        if absent:
            yield _("Données citées mais absentes du document : {names}.").format(names=", ".join(absent))

    def _listed(self, resources: Iterable[Node]) -> tuple[Block, ...]:
        """Resources as a table, then the texts and the files of theirs."""
        resources = list(resources)
        found = [each for resource in resources for each in facts(self._bundle, resource)]
        if len(found) > self._rows:
            self.warnings.append(_("Ce document est très long : la fin n'est pas affichée."))
        found = found[: self._rows]
        self._rows -= len(found)
        bare = [resource for resource in resources if not _says_something(self._bundle, resource)]
        texts = tuple(block for resource in bare for block in self.narrative(resource))
        return (*_tables(found), *texts, *self._files(resources))

    def _files(self, resources: Iterable[Node]) -> Iterator[Block]:
        """The files that resources hold: a PDF copy, a picture."""
        for resource in resources:
            for title, held in _held_files(self._bundle, resource):
                data = text(held, "data")
                if data:
                    number = _("pièce {n}").format(n=len(self.attachments) + 1)
                    attachment = _attachment(number, title, text(held, "contentType"), data)
                    self.attachments.append(attachment)
                    yield Media(attachment, attachment.id, title)


def _says_something(bundle: Bundle, resource: Node) -> bool:
    first = next(facts(bundle, resource))
    return bool(first.value) or first.label != first.kind


def _held_files(bundle: Bundle, resource: Node) -> Iterator[tuple[str, Node]]:
    holders = {
        "DocumentReference": ("content", "attachment"),
        "DiagnosticReport": ("presentedForm",),
        "Media": ("content",),
        "Consent": ("sourceAttachment",),
    }
    if kind(resource) == "Binary":
        yield _("Fichier"), resource
    for held in nodes(resource, *holders[kind(resource)]) if kind(resource) in holders else ():
        binary = bundle.find(text(held, "url"), resource) if text(held, "url") else {}
        title = text(held, "title") or text(resource, "description") or words.type_name(kind(resource))
        yield title, held if text(held, "data") else binary


def _attachment(number: str, title: str, declared: str, data: str) -> Attachment:
    from dmptui.core.documents.cda.attachments import first_bytes
    from dmptui.core.documents.formats import closer
    from dmptui.core.documents.sniff import media_type

    found = closer(media_type(first_bytes(data)), declared)
    return Attachment(number, found, (len(data) - data.count("=", -8)) * 3 // 4, title, encoded=data)


def _tables(found: list[Fact]) -> tuple[Block, ...]:
    """One table; the columns nothing fills are left out."""
    if not found:
        return ()
    names = (_("Nature"), _("Libellé"), _("Valeur"), _("Date"), _("Statut"))
    one_kind = len({each.kind for each in found}) == 1
    kept = [i for i in range(5) if any(each[i] for each in found) and not (i == 0 and one_kind)]
    head = tuple(_cell(names[i], is_header=True) for i in kept)
    return (Table((head,), tuple(tuple(_cell(each[i]) for i in kept) for each in found)),)


def _cell(text: str, *, is_header: bool = False) -> Cell:
    return Cell((Paragraph((Run(text),)),) if text else (), is_header=is_header)
