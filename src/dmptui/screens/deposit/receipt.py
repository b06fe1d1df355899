"""Before and after a deposit: what is about to be sent, in full, and the receipt."""

from collections.abc import Sequence
from datetime import date, datetime

from dmptui.core.deposit.preparation import PreparedDocument
from dmptui.core.documents.text import clean_line
from dmptui.core.model.document import Document, Visibility
from dmptui.core.model.patient import Patient
from dmptui.core.text import N_, _
from dmptui.screens.parts import words
from dmptui.screens.parts.identity_line import Place
from dmptui.theme import Tone
from dmptui.widgets.dialog import Deed, Dialog

_NOT_SEEN = {
    Visibility.HIDDEN_FROM_PROFESSIONALS: N_("masqué aux professionnels"),
    Visibility.HIDDEN_FROM_PATIENT: N_("non visible du patient, un mois au plus"),
    Visibility.HIDDEN_FROM_REPRESENTATIVES: N_("non visible des représentants légaux"),
}


def recap(
    record: Place,
    prepared: PreparedDocument,
    file: str = "",
    replaced: Document | None = None,
    details: Sequence[tuple[str, str]] = (),
) -> Dialog:
    """What is about to be sent, to be confirmed with Enter.

    Args:
        record: whose it is, open or not.
        prepared: what is sent.
        file: the name it came from, if from a file.
        replaced: the version it takes the place of.
        details: what else is to be read again, a name and a value each.
    """
    document, patient = prepared.document, prepared.patient
    facts = [
        *_whole_ins(patient, record.today()),
        (_("Remplace"), replaced.title if replaced else ""),
        (_("Fichier"), clean_line(file)),
        (_("Type"), document.type.display),
        (_("Titre"), document.title),
        (_("Date de l'acte"), words.day(document.act_date)),
        *details,
        (_("Cadre d'exercice"), document.setting.display if document.setting else ""),
        (_("Commentaire"), document.description),
        (_("Confidentialité"), _seen(document, replaced)),
    ]
    notified = _("{who} en sera {told}.").format(
        who=words.person(patient).capitalize(), told=words.agreed(patient, _("notifié"), _("notifiée"))
    )
    return Dialog(
        _("Déposer dans le DMP de"),
        identity=words.boxed_identity(patient, record.today()),
        facts=[(name, value) for name, value in facts if value],
        paragraphs=[*prepared.warnings, notified],
        deeds=[Deed("enter", _("Déposer"), tone=Tone.STRONG)],
        emergency=record.mode.is_emergency,
    )


def receipt(record: Place, prepared: PreparedDocument, document_id: str, at: datetime) -> Dialog:
    """What the DMP answered."""
    return Dialog(
        _("Déposé dans le DMP de"),
        identity=words.boxed_identity(prepared.patient, record.today()),
        facts=[
            (_("Titre"), prepared.document.title),
            (_("Déposé le"), words.minute(at)),
            (_("Identifiant"), document_id),
        ],
        emergency=record.mode.is_emergency,
    )


def _whole_ins(patient: Patient, today: date) -> list[tuple[str, str]]:
    """The INS, when the identity is too long to show it whole."""
    shown = patient.ins.grouped in words.boxed_identity(patient, today)
    return [] if shown else [("INS", patient.ins.grouped)]


def _seen(document: Document, replaced: Document | None) -> str:
    hidden = document.visibility | (replaced.visibility if replaced else frozenset())
    sentences = [_(text) for visibility, text in _NOT_SEEN.items() if visibility in hidden]
    return ", ".join(sentences) or _("visible du patient et des professionnels autorisés")
