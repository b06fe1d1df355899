"""The first and the last lines of a document: what it is, whose, by whom, and its references."""

from collections.abc import Iterable
from itertools import pairwise

from dmptui.core.documents.blocks import Document
from dmptui.core.documents.header import Header, Identifier, Party, Patient
from dmptui.core.documents.layout.apart import beside
from dmptui.core.documents.layout.box import PROSE
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.lines import EMPTY, Line, Role
from dmptui.core.documents.layout.wrap import text_words, wrap
from dmptui.core.model.dates import age
from dmptui.core.text import _

_MOST_AUTHORS = 3
_LEAST_VALUE = 16  # cells beside the labels; with fewer, values go below them


def heading_lines(document: Document, width: int) -> list[Line]:
    """The title, then the patient, the author and the date; then what the reader must be warned of."""
    header = document.header
    lines = wrap(text_words(header.title, Role.TITLE), min(width, PROSE))
    if lines:
        lines.append(EMPTY)
    rows = [
        (_("Patient"), patient_line(header.patient, header), Role.STRONG),
        (_("INS"), _spaced(header.patient.ins), Role.NORMAL),
        *(row for other in header.others for row in _other_rows(other, header)),
        *((party.role, _party_line(party), Role.NORMAL) for party in header.authors[:_MOST_AUTHORS]),
        (_("Date"), header.time.french(), Role.NORMAL),
    ]
    if header.replaces:
        replaced = _("{n}, remplace une version précédente").format(n=header.version or "?")
        rows.append((_("Version"), replaced, Role.NORMAL))
    if header.confidentiality.value not in ("", "N"):
        secrecy = header.confidentiality.label or header.confidentiality.value
        rows.append((_("Confidentialité"), secrecy, Role.WARNING))
    lines += labelled(rows, width)
    several = [_("ce document concerne plusieurs personnes.")] if header.others else []
    for warning in (*several, *document.warnings):
        lines += [EMPTY] if lines else []
        lines += wrap(
            text_words(_("Attention : {warning}").format(warning=warning), Role.WARNING), min(width, PROSE)
        )
    return lines


def _other_rows(patient: Patient, header: Header) -> list[tuple[str, str, Role]]:
    """Another person the document is about."""
    return [
        (_("Autre patient"), patient_line(patient, header), Role.WARNING),
        (_("Son INS"), _spaced(patient.ins), Role.NORMAL),
    ]


def reference_lines(header: Header, width: int) -> list[Line]:
    """What identifies the document and who else had a part in it: last, and dim."""
    rows = [
        (_("Type"), _joined(header.code.label, header.code.value), Role.DIM),
        *((_("Acte"), act, Role.DIM) for act in header.acts),
        *((party.role, _party_line(party), Role.DIM) for party in header.authors[_MOST_AUTHORS:]),
        *((role, line, Role.DIM) for role, lines in _by_role(header.parties).items() for line in lines),
        (_("Conservation"), header.custodian, Role.DIM),
        (_("Confidentialité"), header.confidentiality.label, Role.DIM),
        (_("Identifiant"), _identifier(header.id), Role.DIM),
        (_("Versions"), _joined(_identifier(header.set_id), header.version), Role.DIM),
        *((_("Remplace"), _identifier(replaced), Role.DIM) for replaced in header.replaces),
        (_("Coordonnées"), _joined(*header.patient.contact), Role.DIM),
    ]
    return labelled(rows, width)


def patient_line(patient: Patient, header: Header) -> str:
    """« BERNARD Lucie · F · 04/11/1951 (75 ans) », the age at the date of the document."""
    name = " ".join(filter(None, (patient.birth_name, patient.given)))
    if patient.used_name:
        name = _("{name} (utilise {used})").format(name=name, used=patient.used_name)
    years = age(patient.birth, header.time)
    born = " ".join(filter(None, (patient.birth.short(), f"({years})" if years else "")))
    return _joined(name, patient.gender, born)


def labelled(rows: Iterable[tuple[str, str, Role]], width: int) -> list[Line]:
    """Labels and values on two columns; a label already said on the line above is not repeated."""
    shown = [row for row in rows if row[1]]
    widest = min(width, PROSE)
    label_width = max((cell_len(label) for label, *_rest in shown), default=0)
    room = widest - label_width - 2
    lines: list[Line] = []
    above = ""
    for label, value, role in shown:
        words = text_words(label if label != above else "", Role.LABEL)
        if room >= _LEAST_VALUE:
            lines += beside(wrap(words, label_width), label_width, wrap(text_words(value, role), room))
        else:
            lines += wrap(words, widest) + wrap(text_words(value, role), widest)
        above = label
    return lines


def _by_role(parties: tuple[Party, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for party in parties:
        lines = found.setdefault(party.role, [])
        if (line := _party_line(party)) not in lines:
            lines.append(line)
    return found


def _party_line(party: Party) -> str:
    person = ", ".join(filter(None, (party.name, party.specialty)))
    return _joined(person, party.organization if party.organization != party.name else "")


def _identifier(identifier: Identifier) -> str:
    return " ".join(filter(None, (identifier.extension, identifier.root)))


def _joined(*parts: str) -> str:
    return " · ".join(dict.fromkeys(filter(None, parts)))


def _spaced(ins: str) -> str:
    """A 15-digit health identity number grouped as on the card; anything else as it is."""
    if len(ins) != 15:
        return ins
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    return "\u00a0".join(ins[start:end] for start, end in pairwise(cuts))
