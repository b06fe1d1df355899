"""Whose document is it? The identity inside a CDA against the person whose record it is to enter."""

from collections.abc import Iterator

from dmptui.core.deposit.cda_metadata import CdaMetadata
from dmptui.core.model.patient import Patient
from dmptui.core.rules.identity import Verdict, judge
from dmptui.core.text import _


def identity_verdict(metadata: CdaMetadata, patient: Patient) -> Verdict:
    """Whether those whom a document names let it enter this record."""
    return judge(metadata.identities, patient)


def identity_warnings(metadata: CdaMetadata, patient: Patient) -> Iterator[str]:
    """French sentences about an identity or an encoding that is not as expected, or not comparable."""
    verdict = identity_verdict(metadata, patient)
    yield from verdict.warnings
    yield from verdict.uncompared
    if metadata.encoding not in ("UTF-8", "US-ASCII", "ASCII"):
        yield (
            _("Le document est encodé en {encoding} ; le DMP demande UTF-8.").format(
                encoding=metadata.encoding
            )
        )
