"""Files the DMP never takes, refused with the sentence that says what to do."""

from datetime import UTC, datetime

import pytest

from dmptui.core.deposit.preparation import inspect
from dmptui.core.deposit.prepared import Source
from dmptui.core.errors import Refused
from tests.core.documents.xdm_samples import Entry, lot, zipped


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"", "Document Word : enregistrez-le en PDF puis déposez le PDF."),
        ("a.docx", b"PK\3\4", "Document Word : enregistrez-le en PDF puis déposez le PDF."),
        ("a.pdf", zipped({"word/document.xml": b"x"}), "Document Word"),
        ("a.eml", b"Bonjour", "Courriel : enregistrez ses pièces jointes"),
        ("a.zip", lot(Entry()), "dmptui import INS FICHIER.zip"),
        ("a.zip", zipped({"a": b"x"}), "Archive ZIP : ouvrez-la"),
        ("a.htm", b"<html>", "Page HTML : enregistrez-la en PDF"),
        ("a.json", b'{"resourceType": "Bundle"}', "Document FHIR"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "Image PNG : enregistrez-la en JPEG"),
    ],
)
def test_the_sentence_says_what_to_do(name: str, content: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        inspect(Source(name, content, datetime(2026, 1, 1, tzinfo=UTC)))
    assert said in refused.value.message
