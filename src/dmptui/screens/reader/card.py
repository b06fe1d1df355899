"""The card of a document: what the record and the file say of it, beside its text."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.terminology import facility_label, profession_label, setting_label, specialty_label
from dmptui.core.text import N_, _
from dmptui.screens.parts import words
from dmptui.screens.reader.wrap import wrap
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import fit

if TYPE_CHECKING:
    from dmptui.core.documents.blocks import Document as Read

_STATUS = {
    DocumentStatus.CURRENT: N_("version courante"),
    DocumentStatus.SUPERSEDED: N_("ancienne version, remplacée"),
    DocumentStatus.DELETED: N_("supprimé"),
}
_VISIBILITY = {
    Visibility.HIDDEN_FROM_PROFESSIONALS: N_("masqué aux professionnels de santé"),
    Visibility.HIDDEN_FROM_PATIENT: N_("non visible par le patient"),
    Visibility.HIDDEN_FROM_REPRESENTATIVES: N_("non visible par les représentants légaux"),
}
_CONFIDENTIALITY = {"N": N_("normale"), "R": N_("restreinte"), "V": N_("très restreinte")}
_LABEL = 24

Line = list[tuple[str, Role]]


class CardSection(NamedTuple):
    """Where a part of the card begins."""

    line: int
    title: str


class Card(NamedTuple):
    """The card laid out for a width."""

    lines: list[Line]
    sections: list[CardSection]


def card(document: Document, read: "Read", today: date, width: int, warnings: Sequence[str] = ()) -> Card:
    """Lay the card out: label and value, a part after the other; first what one must be warned of."""
    lines: list[Line] = []
    sections: list[CardSection] = []
    parts = (
        (_("À savoir"), (("", warning) for warning in warnings)),
        (_("Document"), _about(document)),
        (_("Auteurs"), _authors(document)),
        (_("Confidentialité et versions"), _standing(document)),
        (_("Fichier"), _file(document, today)),
        (_("Anomalies relevées dans le fichier"), (("", warning) for warning in read.warnings)),
    )
    for title, pairs in parts:
        found = [(label, value) for label, value in pairs if value]
        if not found:
            continue
        if lines:
            lines.append([])
        sections.append(CardSection(len(lines), title))
        lines.append([(title, "section")])
        for label, value in found:
            lines += _pair(label, value, width)
    return Card(lines, sections)


def _pair(label: str, value: str, width: int) -> Iterator[Line]:
    first, *others = wrap(value, max(10, min(90, width) - _LABEL))
    yield [(fit(label, _LABEL), "label"), (first, Tone.NORMAL)]
    for other in others:
        yield [(" " * _LABEL + other, Tone.NORMAL)]


def _about(document: Document) -> Iterator[tuple[str, str]]:
    yield _("Titre"), document.title
    yield _("Type"), f"{document.type.display} ({document.type.code})"
    yield _("Famille"), document.category.display
    yield _("Commentaire"), document.description if document.description != document.title else ""
    yield _("Début de l'acte"), words.minute(document.start) if document.start else ""
    yield _("Fin de l'acte"), words.minute(document.end) if document.end else ""
    yield _("Déposé le"), words.minute(document.date)
    if document.setting:
        yield _("Cadre d'exercice"), setting_label(document.setting.code)
    if document.facility:
        yield _("Secteur d'activité"), facility_label(document.facility.code)
    yield _("Actes documentés"), ", ".join(event.display or event.code for event in document.events)


def _authors(document: Document) -> Iterator[tuple[str, str]]:
    for author in document.authors:
        yield _("Auteur"), author.name
        profession = profession_label(author.profession)
        specialty = specialty_label(author.profession, author.specialty)
        yield _("Profession"), " · ".join(part for part in (profession, specialty) if part)
        yield _("Structure"), author.organization


def _standing(document: Document) -> Iterator[tuple[str, str]]:
    yield _("État"), _(_STATUS[document.status]) + (", " + _("archivé") if document.archived else "")
    hidden = ", ".join(_(_VISIBILITY[v]) for v in sorted(document.visibility))
    yield _("Visibilité"), hidden or _("tous les professionnels autorisés, et le patient")
    yield _("Confidentialité"), _(_CONFIDENTIALITY.get(document.confidentiality, document.confidentiality))
    yield _("Remplace"), document.replaces
    yield _("Identifiant unique"), document.master_identifier
    yield _("Identifiant logique"), document.logical_id


def _file(document: Document, today: date) -> Iterator[tuple[str, str]]:
    attachment = document.attachment
    size = "" if attachment.size is None else _("{n} Ko").format(n=max(1, round(attachment.size / 1024)))
    yield _("Format"), " · ".join(part for part in (attachment.content_type, size) if part)
    yield _("Code de format"), document.format.code if document.format else ""
    yield _("Empreinte SHA-1"), attachment.sha1
    yield _("Consulté le"), words.day(today)
