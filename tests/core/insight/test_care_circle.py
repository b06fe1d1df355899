"""The cercle de soins, and who deposited what last."""

from datetime import UTC, datetime, timedelta

from dmptui.core.demo.patients import patient, people
from dmptui.core.insight.care_circle import carers
from dmptui.core.model.access import CareTeamMember
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Author, Document

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PERSON = patient(next(iter(people())), 0, NOW.date())
(ATTENDING,) = PERSON.attending


def deposit(name: str, ago: int, author: Author) -> Document:
    """A document deposited some days ago."""
    code = Coding(code="11488-4")
    return Document(
        id=name, title=name, type=code, category=code, date=NOW - timedelta(days=ago), authors=(author,)
    )


NURSE = Author(id="82", name="Mme PETIT", profession="G15_60", organization_id="1H", organization="CH")
SURGEON = Author(
    id="83", name="Dr HADDAD", profession="G15_10", organization_id="1C", organization="Clinique"
)
TEAM = (
    CareTeamMember(identifier="82", name="Mme PETIT Sandrine", role="Infirmière"),
    CareTeamMember(identifier=ATTENDING, name="Dr ROUX", role="Médecin traitant"),
)


def test_the_circle_has_the_medecin_traitant_first_and_what_each_deposited_last():
    circle, others = carers(TEAM, PERSON, [deposit("old", 9, NURSE), deposit("new", 2, NURSE)])
    assert [(c.name, c.attending, c.last and c.last.id, len(c.documents)) for c in circle] == [
        ("Dr ROUX", True, None, 0),
        ("Mme PETIT Sandrine", False, "new", 2),
    ]
    assert circle[1].author == NURSE
    assert others == []


def test_others_who_deposited_are_apart_and_nobody_is_the_assurance_maladie():
    agency = Author(id="5", name="Assurance Maladie", profession="ALIM_AM")
    person = Author(id="2", name="la patiente", profession="EXP_PATIENT")
    made = [
        deposit("a", 5, SURGEON),
        deposit("b", 1, agency),
        deposit("c", 1, person),
        deposit("d", 3, SURGEON),
    ]
    _circle, others = carers(TEAM, PERSON, made)
    assert [(c.name, c.last and c.last.id, c.role) for c in others] == [("Dr HADDAD", "d", "")]


def test_a_structure_of_the_circle_has_what_its_professionals_deposited():
    hospital = CareTeamMember(identifier="1H", name="CH de Valmont", is_organization=True)
    circle, others = carers((hospital,), PERSON, [deposit("a", 5, NURSE)])
    assert [(c.name, c.last and c.last.id) for c in circle] == [("CH de Valmont", "a")]
    assert others == []
