"""From what happened to documents: the bytes, and the metadata that goes with them."""

import base64
import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from dmptui.core.demo.acts import Act
from dmptui.core.fhir.systems import (
    DOCUMENT_CLASS,
    FACILITY,
    FORMAT_CODE,
    LOINC,
    NOT_PROFESSIONAL,
    SETTING,
)
from dmptui.core.model.base import Coding
from dmptui.core.model.days import day_of, instant_of
from dmptui.core.model.document import PATIENT_AUTHOR, Attachment, Author, Document, DocumentStatus
from dmptui.core.model.patient import Patient
from dmptui.core.terminology import class_label, document_type, facility_label, setting_label
from dmptui.core.writing.codes import Code, type_of_document
from dmptui.core.writing.header import HeaderFacts
from dmptui.core.writing.parties import AutomatedSource, Writer, place_of

FRENCH_FORMATS = (
    "https://mos.esante.gouv.fr/NOS/TRE_A06-FormatCodeComplementaire/FHIR/TRE-A06-FormatCodeComplementaire"
)
_FORMAT_LABELS = {
    "urn:asipSante:modelesHorsProfils:2011": "Document non référencé IHE ou CI-SIS",
    "urn:ihe:lab:xd-lab:2008": "Compte rendu structuré d'examens de biologie médicale",
    "urn:ihe:pharm:pre:2010": "Prescription de médicaments",
    "urn:asip:ci-sis:vsm:2012": "Synthèse médicale",
    "urn:asip:ci-sis:vac-note:2021": "Note de vaccination",
    "urn:asip:ci-sis:vac:2019": "Historique des vaccinations",
    "urn:asip:ci-sis:hr:2019": "Données de remboursement",
    "urn:ihe:iti:xds-sd:pdf:2008": "Document à corps non structuré en Pdf/A-1",
    "urn:ihe:iti:xds-sd:text:2008": "Document à corps non structuré en texte brut",
    "urn:ihe:iti-fr:xds-sd:rtf:2010": "Document à corps non structuré en format rtf",
}


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """A document as the server will keep it."""

    meta: Document
    content: bytes


@dataclass(slots=True)
class _Version:
    """The last document of a series."""

    set_id: str
    logical_id: str
    oid: str
    number: int
    index: int


def file_acts(acts: list[Act], patient: Patient, rng: Random, latest: datetime) -> tuple[DemoDocument, ...]:
    """The documents of a person, the oldest first.

    Args:
        acts: in any order.
        patient: whose they are.
        rng: gives every identifier.
        latest: no deposit is later.
    """
    lots: defaultdict[tuple[str, object], str] = defaultdict(lambda: _oid(rng))
    series: dict[str, _Version] = {}
    filed: list[DemoDocument] = []
    for act in sorted(acts, key=lambda act: act.at):
        former = series.get(act.series) if act.series else None
        facts = _facts(act, patient, rng, former, latest)
        lot = lots[act.lot, day_of(act.at)] if act.lot else _oid(rng)
        if former is not None:
            filed[former.index] = _superseded(filed[former.index])
        filed.append(_document(act, facts, rng, lot, former))
        if act.series:
            logical_id = former.logical_id if former else filed[-1].meta.logical_id
            series[act.series] = _Version(
                facts.set_id, logical_id, facts.document_id, facts.version, len(filed) - 1
            )
    return tuple(filed)


def _oid(rng: Random) -> str:
    return f"2.25.{rng.getrandbits(122)}"


def _uuid(rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))


def _facts(act: Act, patient: Patient, rng: Random, former: _Version | None, latest: datetime) -> HeaderFacts:
    return HeaderFacts(
        patient=patient,
        author=act.author,
        type_code=act.type_code,
        title=act.title,
        written=min((act.ended or act.at) + act.delay, latest),
        started=act.at,
        ended=act.ended,
        document_id=_oid(rng),
        set_id=former.set_id if former else _oid(rng),
        version=former.number + 1 if former else 1,
        replaces=former.oid if former else "",
        act=act.event,
    )


def _superseded(document: DemoDocument) -> DemoDocument:
    meta = document.meta.model_copy(update={"status": DocumentStatus.SUPERSEDED})
    return replace(document, meta=meta)


def _document(act: Act, facts: HeaderFacts, rng: Random, lot: str, former: _Version | None) -> DemoDocument:
    content = act.content.write(facts)
    organization, cadre = place_of(act.author)
    kind = document_type(act.type_code)
    document_class = kind.document_class if kind else ""
    digest = hashlib.sha1(content, usedforsecurity=False).digest()
    meta = Document(
        id=_uuid(rng),
        logical_id=_uuid(rng),
        master_identifier=f"urn:oid:{facts.document_id}",
        version="1",
        archived=act.archived,
        visibility=act.visibility,
        title=act.title,
        description=act.description,
        type=_type(act.type_code),
        category=Coding(system=DOCUMENT_CLASS, code=document_class, display=class_label(document_class)),
        authors=(author_of(act.author),),
        date=instant_of(facts.written) + timedelta(minutes=rng.randint(1, 9)),
        start=act.at,
        end=act.ended,
        format=_format(act.content.format),
        facility=_own_or(FACILITY, organization.facility, facility_label(organization.facility)),
        setting=_own_or(SETTING, cadre, setting_label(cadre)),
        events=(_event(act.event),) if act.event else (),
        replaces=f"urn:oid:{former.oid}" if former else "",
        submission=f"urn:oid:{lot}",
        attachment=Attachment(
            content_type=act.content.content_type,
            size=len(content),
            sha1=base64.b64encode(digest).decode("ascii"),
        ),
    )
    return DemoDocument(meta, content)


def author_of(writer: Writer) -> Author:
    """The author, as metadata names them."""
    if isinstance(writer, Patient):
        return Author(id=writer.ins.value, name=writer.name, profession=PATIENT_AUTHOR)
    if isinstance(writer, AutomatedSource):
        place = writer.organization
        return Author(
            id=writer.id,
            name=writer.name,
            profession=writer.profession,
            organization_id=place.id,
            organization=place.name,
        )
    practitioner, place = writer.practitioner, writer.situation.organization
    return Author(
        id=practitioner.id,
        name=practitioner.name,
        profession=practitioner.profession,
        specialty=practitioner.specialty,
        organization_id=place.id,
        organization=place.name,
    )


def _type(code: str) -> Coding:
    kind = document_type(code)
    words = type_of_document(code).display
    return Coding(system=kind.system if kind else LOINC, code=code, display=words)


def _format(code: str) -> Coding:
    system = FRENCH_FORMATS if code.startswith("urn:asip") else FORMAT_CODE
    return Coding(system=system, code=code, display=_FORMAT_LABELS[code])


def _own_or(system: str, code: str, label: str) -> Coding:
    return Coding(system=NOT_PROFESSIONAL if code == PATIENT_AUTHOR else system, code=code, display=label)


def _event(code: Code) -> Coding:
    return Coding(system=f"urn:oid:{code.system}", code=code.code, display=code.display)
