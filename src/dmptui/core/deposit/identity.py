"""Whose document is it? The identity inside a CDA against the person whose record it is to enter."""

from collections.abc import Iterator

from dmptui.core.deposit.cda_metadata import CdaMetadata
from dmptui.core.model.patient import Patient
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.text import _

PRODUCTION_OIDS = frozenset({"1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9"})
"""Roots of the INS of real people: NIR and NIA."""


def identity_rule(metadata: CdaMetadata, patient: Patient) -> Decision:
    """Whether the identity inside a document lets it enter this record.

    Somebody else's document is refused in the record of a real person; in one of a test or of a
    demonstration it is only told, since every public example carries the same identities.
    """
    others = [found for found in metadata.ins if found.extension != patient.ins.value]
    if others and len(others) == len(metadata.ins) and patient.ins.oid in PRODUCTION_OIDS:
        return refused(
            _("Ce document porte l'INS d'une autre personne : il ne peut pas entrer dans ce DMP."),
            PROJECT,
            _("Vérifiez le fichier et la personne choisie."),
        )
    return allowed(PROJECT)


def identity_warnings(metadata: CdaMetadata, patient: Patient) -> Iterator[str]:
    """French sentences about an identity or an encoding that is not as expected."""
    who = metadata.patient
    born = who.birth.as_datetime()
    if not metadata.ins:
        yield (
            _("Le document ne porte pas d'INS : vérifiez qu'il concerne bien {name}.").format(
                name=patient.name
            )
        )
    elif all(ins.extension != patient.ins.value for ins in metadata.ins):
        yield (
            _("Le document porte l'identité de {other}, et non celle de {name}.").format(
                other=_named(metadata), name=patient.name
            )
        )
    elif born is not None and born.date() != patient.birth_date:
        yield (
            _("La date de naissance du document ({date}) n'est pas celle de {name}.").format(
                date=who.birth.short(), name=patient.name
            )
        )
    if metadata.encoding not in ("UTF-8", "US-ASCII", "ASCII"):
        yield (
            _("Le document est encodé en {encoding} ; le DMP demande UTF-8.").format(
                encoding=metadata.encoding
            )
        )


def _named(metadata: CdaMetadata) -> str:
    who = metadata.patient
    name = " ".join(filter(None, (who.birth_name.upper(), who.given))) or _("une autre personne")
    return f"{name} ({who.birth.short()})" if who.birth else name
