"""The documents of an IHE XDM lot, as deposits."""

from datetime import UTC, date, datetime

import pytest

from dmptui.core.deposit.lots import is_lot, sources_of_lot
from dmptui.core.deposit.preparation import prepare
from dmptui.core.deposit.prepared import PreparedDocument, Source, Wishes
from dmptui.core.errors import InvalidContent
from dmptui.core.model.document import Visibility
from dmptui.core.rules.identity import OtherPerson
from tests.core.deposit.test_preparation import NOW, PATIENT, ROUX, cda
from tests.core.documents.xdm_samples import SUBSET, Entry, lot, metadata, zipped

WRITTEN = datetime(2026, 3, 5, tzinfo=UTC)
OWN = f"{PATIENT.ins.value}^^^&{PATIENT.ins.oid}&ISO^NH"
SELF = (
    f"PID-3|{OWN}",
    f"PID-5|{PATIENT.birth_name}^{PATIENT.given_names[0]}^^^^^L",
    f"PID-7|{PATIENT.birth_date:%Y%m%d}",
    "PID-8|F",
)
OTHER = ("PID-3|279035121518989^^^&1.2.250.1.213.1.4.8&ISO^NH", "PID-5|AUTRE^Jeanne^^^^^L", "PID-7|19790101")
CODES = {
    "type": ("11488-4", "CR de consultation"),
    "setting": ("AMBULATOIRE", "Ambulatoire"),
    "confidentiality": ("R", "Restreint"),
}


def sources(*entries: Entry) -> list[Source]:
    return sources_of_lot(Source("lot.zip", lot(*entries), WRITTEN))


def ready(entry: Entry, wishes: Wishes | None = None, **patient: object) -> PreparedDocument:
    (source,) = sources(entry)
    who = PATIENT.model_copy(update=patient)
    return prepare(source, wishes or Wishes(), patient=who, role=ROUX, now=NOW)


def text(**more: object) -> Entry:
    fields = {
        "uri": "L.TXT",
        "content": b"Bonjour",
        "title": "Lettre",
        "mime": "text/plain",
        "info": SELF,
        "ins": OWN,
    }
    return Entry(**(fields | {"codes": CODES} | more))  # type: ignore[arg-type]


def test_a_lot_is_known_by_its_content() -> None:
    assert is_lot(lot(Entry()))
    assert not is_lot(zipped({"a.txt": b"x"}))


def test_each_document_is_a_file_named_after_the_lot() -> None:
    found = sources(Entry(), text(), Entry("SANS.BIN", b"%PDF-1.4 x", mime="application/pdf"))
    assert [each.name for each in found] == [
        f"lot.zip/{SUBSET}DOC00001.XML",
        f"lot.zip/{SUBSET}L.TXT",
        f"lot.zip/{SUBSET}SANS.BIN.pdf",
    ]
    assert found[0].written.date() == date(2026, 3, 2)


def test_a_file_that_says_nothing_of_itself_takes_the_metadata() -> None:
    prepared = ready(text(comment="à relire", start="20260228"))
    document = prepared.document
    assert (document.title, document.type.code, document.description) == ("Lettre", "11488-4", "à relire")
    assert (document.act_date.date(), document.confidentiality) == (date(2026, 2, 28), "R")
    assert document.setting is not None
    assert document.setting.code == "AMBULATOIRE"
    assert any("Dr Jeanne DURAND" in warning for warning in prepared.warnings)


def test_a_clinical_document_keeps_what_it_says_and_a_difference_is_said() -> None:
    prepared = ready(Entry(content=cda(), info=SELF, ins=OWN, title="Autre", codes=CODES))
    assert (prepared.document.title, prepared.document.type.code) == ("Biologie é", "11502-2")
    assert any("CR de consultation" in warning for warning in prepared.warnings)


def test_wishes_win_over_the_metadata() -> None:
    document = ready(text(), Wishes("11502-2", "Mon titre")).document
    assert (document.type.code, document.title) == ("11502-2", "Mon titre")


def test_what_the_sender_hid_stays_hidden() -> None:
    hidden = CODES | {"confidentiality": ("MASQUE_PS", "Masqué aux professionnels")}
    assert ready(text(codes=hidden)).document.visibility == {Visibility.HIDDEN_FROM_PROFESSIONALS}


def test_metadata_about_somebody_else_are_refused() -> None:
    with pytest.raises(OtherPerson):
        ready(text(info=OTHER, ins=""))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lot(), "aucun document|métadonnées|objet"),
        (zipped({SUBSET + "METADATA.XML": metadata(Entry())}), "DOC00001.XML : .*manque"),
        (lot(text(hash="0" * 40)), "empreinte"),
        (lot(text(size="3")), "taille"),
    ],
)
def test_a_lot_that_is_not_whole_is_not_deposited(content: bytes, why: str) -> None:
    with pytest.raises(InvalidContent, match=why):
        sources_of_lot(Source("lot.zip", content, WRITTEN))


def test_files_nobody_names_are_told() -> None:
    content = lot(text(), more={SUBSET + "PLUS.PDF": b"x"})
    (source,) = sources_of_lot(Source("lot.zip", content, WRITTEN))
    prepared = prepare(source, Wishes(), patient=PATIENT, role=ROUX, now=NOW)
    assert any("PLUS.PDF" in warning for warning in prepared.warnings)
