"""One fictional person, one professional, and the facts of a header."""

from datetime import UTC, date, datetime
from typing import Any

from lxml import etree

from dmptui.core.model.ins import Ins, ins_key
from dmptui.core.model.patient import Patient, Sex
from dmptui.core.model.practitioner import Organization, Practitioner, PractitionerRole, Situation
from dmptui.core.writing.header import HeaderFacts

MATRICULE = "2511199901101"


def somebody() -> Patient:
    return Patient(
        id="p1",
        ins=Ins(value=f"{MATRICULE}{ins_key(MATRICULE):02}"),
        birth_name="D'Été & <Fils>",
        used_name="Martin",
        given_names=("Zoé", "Marie"),
        sex=Sex.FEMALE,
        birth_date=date(1951, 11, 4),
        birth_place="99901",
        postal_code="99400",
        city="Valmont",
    )


def doctor() -> PractitionerRole:
    cabinet = Organization(id="1990010019", name="Cabinet « A & B »", facility="SA08")
    situation = Situation(organization=cabinet, role="Médecin", setting="AMBULATOIRE")
    practitioner = Practitioner(
        id="899900001001",
        family="Roux",
        given="Claire",
        civility="Dr",
        profession="G15_10",
        specialty="SM26",
        situations=(situation,),
    )
    return PractitionerRole(practitioner=practitioner, situation=situation)


def header_facts(**changes: Any) -> HeaderFacts:
    given: dict[str, Any] = {
        "patient": somebody(),
        "author": doctor(),
        "type_code": "11488-4",
        "title": "Compte rendu",
        "written": datetime(2026, 4, 2, 15, 0, tzinfo=UTC),
        "started": datetime(2026, 4, 2, 14, 30, tzinfo=UTC),
        "document_id": "2.25.111",
        "set_id": "2.25.222",
    }
    return HeaderFacts(**given | changes)


def parsed(content: bytes) -> Any:
    """The root element; Any, for what a path finds is known to the test only."""
    return etree.fromstring(content)
