"""What is written where a profile wants something and a document says nothing."""

import pytest

from dmptui.core.fhir import required, systems
from dmptui.core.model.base import Coding
from tests.core.server.dmp_world import HADDAD, document

_OTHER = Coding(system=systems.SETTING, code="AMBULATOIRE")
_PLACELESS = document().model_copy(update={"facility": None, "setting": None})


def test_a_place_that_is_not_told_is_that_of_who_deposits() -> None:
    found = required.with_place(_PLACELESS, HADDAD)
    assert found.facility is not None
    assert found.setting is not None
    assert (found.facility.system, found.facility.code) == (
        systems.FACILITY,
        HADDAD.situation.organization.facility,
    )
    assert (found.setting.system, found.setting.code) == (systems.SETTING, HADDAD.situation.setting)
    assert found.facility.display
    assert found.setting.display


def test_a_place_that_is_told_stays() -> None:
    told = _PLACELESS.model_copy(update={"setting": _OTHER})
    assert required.with_place(told, HADDAD).setting == _OTHER


def test_the_patient_is_in_no_structure() -> None:
    for coding in required.place_of(None):
        assert (coding.system, coding.code) == (systems.NOT_PROFESSIONAL, "EXP_PATIENT")
        assert coding.display


@pytest.mark.parametrize("coding", [None, Coding(code=""), Coding(system=systems.SETTING, code="")])
def test_what_nobody_knows_is_said_so_and_reads_as_unknown(coding: Coding | None) -> None:
    written = required.known(coding)
    assert written == required.UNKNOWN
    assert required.is_unknown(written)


def test_what_is_known_is_not_unknown() -> None:
    written = required.known(_OTHER)
    assert written["coding"][0]["code"] == "AMBULATOIRE"
    assert not required.is_unknown(written)


@pytest.mark.parametrize(
    ("type_code", "told", "expected"),
    [("11488-4", "", "10"), ("11488-4", "31", "31"), ("unknown", "", "")],
)
def test_the_class_of_a_document_is_that_of_its_type(type_code: str, told: str, expected: str) -> None:
    update = {"type": Coding(code=type_code), "category": Coding(code=told)}
    found = document().model_copy(update=update)
    assert required.category_of(found).code == expected
