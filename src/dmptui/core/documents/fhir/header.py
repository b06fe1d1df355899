"""What the ``Composition`` of a FHIR document says of it."""

from collections.abc import Iterator

from dmptui.core.documents.fhir import words
from dmptui.core.documents.fhir.people import identifier, party, read_patient
from dmptui.core.documents.fhir.tree import Bundle, Node, kind, nodes, one, text
from dmptui.core.documents.fhir.values import code, label, moment, period
from dmptui.core.documents.header import Code, Header, Identifier, Party, Patient
from dmptui.core.text import N_, _

_ATTESTED = {
    "legal": N_("Signataire"),
    "professional": N_("Validation"),
    "official": N_("Validation"),
    "personal": N_("Validation"),
}
_CONFIDENTIALITIES = {"R": N_("restreinte"), "V": N_("très restreinte"), "N": N_("normale")}


def read_header(bundle: Bundle, root: Node, composition: Node) -> tuple[Header, list[str]]:
    """The header of a document, and warnings about it."""
    patient, warnings = _patient(bundle, composition)
    warnings += _status(composition)
    return Header(
        title=text(composition, "title") or label(one(composition, "type")),
        code=code(one(composition, "type")),
        id=identifier(one(root, "identifier") or one(composition, "identifier")),
        version=text(composition, "version") or text(root, "meta", "versionId"),
        time=moment(text(composition, "date") or text(root, "timestamp")),
        confidentiality=_confidentiality(composition),
        language=text(composition, "language"),
        patient=patient,
        authors=tuple(party(bundle, each, composition, _("Auteur")) for each in nodes(composition, "author")),
        parties=tuple(_parties(bundle, composition)),
        custodian=_custodian(bundle, composition),
        acts=tuple(_acts(composition)),
        replaces=tuple(_replaced(composition)),
    ), warnings


def _patient(bundle: Bundle, composition: Node) -> tuple[Patient, list[str]]:
    """The subject; the only Patient of a document that does not name it, and that is said."""
    subject = one(composition, "subject")
    found = bundle.at(subject, composition)
    if kind(found) == "Patient":
        return read_patient(found), []
    others = [each for each in bundle.resources if kind(each) == "Patient"]
    if subject:
        name = text(subject, "display") or text(subject, "identifier", "value")
        warning = _("La personne dont parle ce document n'est pas dans le document : vérifiez son identité.")
        return Patient(birth_name=name), [warning]
    if len(others) == 1:
        return read_patient(others[0]), [
            _("Ce document ne dit pas de qui il parle ; la seule personne qu'il contient est montrée.")
        ]
    return Patient(), [_("Ce document ne dit pas de qui il parle : vérifiez son identité.")]


def _status(composition: Node) -> list[str]:
    status = words.status(text(composition, "status"))
    return [_("Ce document est {status}.").format(status=status)] if status else []


def _confidentiality(composition: Node) -> Code:
    """R4 has a code; later versions label the resource."""
    written = text(composition, "confidentiality")
    labelled = (text(each, "code") for each in nodes(composition, "meta", "security"))
    value = written or next((each for each in labelled if each in _CONFIDENTIALITIES), "")
    return Code(value, "2.16.840.1.113883.5.25", _(_CONFIDENTIALITIES.get(value, value)) if value else "")


def _parties(bundle: Bundle, composition: Node) -> Iterator[Party]:
    for attester in nodes(composition, "attester"):
        mode = text(attester, "mode") or text(attester, "mode", "coding", "code")
        who = one(attester, "party")
        if who:
            yield party(bundle, who, composition, _(_ATTESTED.get(mode, N_("Validation"))))
    encounter = bundle.at(one(composition, "encounter"), composition)
    for participant in nodes(encounter, "participant"):
        if who := one(participant, "individual") or one(participant, "actor"):
            yield party(bundle, who, encounter, _("Participant"))


def _custodian(bundle: Bundle, composition: Node) -> str:
    holder = one(composition, "custodian")
    return party(bundle, holder, composition, "").organization or text(holder, "display") if holder else ""


def _acts(composition: Node) -> Iterator[str]:
    for event in nodes(composition, "event"):
        act = ", ".join(filter(None, (label(one(event, "code")), period(one(event, "period")))))
        if act:
            yield act


def _replaced(composition: Node) -> Iterator[Identifier]:
    for related in nodes(composition, "relatesTo"):
        if (text(related, "code") or text(related, "type")) == "replaces":
            target = one(related, "targetIdentifier")
            reference = text(related, "targetReference", "reference") or text(
                related, "resourceReference", "reference"
            )
            yield identifier(target) if target else Identifier(reference)
