"""Every page of Mon espace santé offers an action if and only if the rule allows it, whatever the state."""

from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from dmptui.actions import GLOBAL, footer
from dmptui.core.model.access import Authorisation, AuthorisationStatus
from dmptui.core.model.document import PATIENT_AUTHOR, Author, Document, DocumentStatus, Visibility
from dmptui.core.model.message import Message, MessageKind
from dmptui.core.model.patient import DmpState, LegalRepresentative, Patient
from dmptui.core.rules import lifecycle, messaging
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.changing import Changer, change
from dmptui.core.rules.lifecycle import ProfileAct
from dmptui.core.rules.management import Act, Manager, Target, manage
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.own.documents.page import OwnDocumentsPage
from dmptui.screens.own.home.page import HomePage
from dmptui.screens.own.messages.page import MessagesPage
from dmptui.screens.own.professionals.page import ProfessionalsPage
from dmptui.screens.own.professionals.rows import CareProvider
from tests.core.server.dmp_world import NOW, document, person

ANA = LegalRepresentative(name="DUPUIS Ana", relationship="mère")
ONE = "one"
STATES = [state for state in DmpState if state is not None]


def session_of(patient: Patient, *, representative: bool = False) -> PatientSession:
    """A session that can ask nothing of a server: it has none."""
    nowhere: Any = SimpleNamespace(medical_profile=None)
    return PatientSession(nowhere, "", patient, clock=lambda: NOW, representative=representative)


def on_one(page: type, session: PatientSession) -> Any:
    """A page whose cursor is on the line ONE."""
    return type(page.__name__, (page,), {"under_cursor": ONE})(session, SimpleNamespace(children=()))


def offered(page: Any) -> set[str]:
    """The ids of what is; what works everywhere always is."""
    found = {action.id for action in page.offered()}
    everywhere = {action.id for action in footer(GLOBAL)}
    assert everywhere <= found
    return found - everywhere


@pytest.mark.parametrize("state", STATES)
def test_an_act_on_the_profile_is_offered_if_and_only_if_it_is_possible(state: DmpState) -> None:
    page = on_one(HomePage, session_of(person(1, state=state)))
    for act in ProfileAct:
        allowed = lifecycle.decide(act, state).allowed
        assert (f"act('{act}')" in offered(page)) is allowed
        assert bool(page.why_not(f"act('{act}')")) is not allowed


@pytest.mark.parametrize("children", [(), (person(2),)])
def test_the_space_of_a_child_is_offered_to_who_represents_one(children: tuple[Patient, ...]) -> None:
    page = on_one(HomePage, session_of(person(1)))
    page._desk.children = children
    assert ("child" in offered(page)) is bool(children)


VISIBILITIES = [frozenset(), *(frozenset({one}) for one in Visibility)]
PEOPLE = [person(1), person(2, birth_date="2012-03-04", representatives=(ANA,))]
_ACTIONS = {
    "mask": (Change.MASK, Change.UNMASK),
    "archive": (Change.ARCHIVE, Change.UNARCHIVE),
    "replace": (Change.REPLACE,),
    "change('delete')": (Change.DELETE,),
    "change('show-to-representatives')": (Change.SHOW_TO_REPRESENTATIVES,),
}


@pytest.mark.parametrize("patient", PEOPLE)
@pytest.mark.parametrize("representative", [False, True])
def test_a_change_of_a_document_is_offered_if_and_only_if_it_is_possible(
    patient: Patient, representative: bool
) -> None:
    session = session_of(patient, representative=representative)
    for mine, labels, archived, status in product(
        (False, True), VISIBILITIES, (False, True), (DocumentStatus.CURRENT, DocumentStatus.SUPERSEDED)
    ):
        found = _document(labels, mine=mine, archived=archived, status=status)
        page = on_one(OwnDocumentsPage, session)
        page._documents = [found]
        seen = session.may_see(found).allowed
        minor = patient.is_minor(session.today())
        for action, changes in _ACTIONS.items():
            me = Changer(is_patient=True)
            allowed = seen and any(change(c, found, me, minor=minor, now=NOW).allowed for c in changes)
            assert bool(page.why_not(action)) is not allowed, (action, mine, labels, archived, status)
            if action in ("mask", "replace"):
                assert (action in offered(page)) is allowed


def _document(labels: frozenset[Visibility], *, mine: bool, **more: Any) -> Document:
    found = document("Lettre", number=1, hidden=labels)
    authors = (Author(profession=PATIENT_AUTHOR),) if mine else found.authors
    return found.model_copy(update={"id": ONE, "authors": authors, **more})


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", MessageKind)
@pytest.mark.parametrize("answers", ["", "another"])
@pytest.mark.parametrize("attached", ["", "document"])
def test_an_answer_is_offered_if_and_only_if_it_is_possible(
    state: DmpState, kind: MessageKind, answers: str, attached: str
) -> None:
    received = Message(id=ONE, sent=NOW, kind=kind, text="…", in_response_to=answers, document_id=attached)
    page = on_one(MessagesPage, session_of(person(1, state=state)))
    page._messages = [received]
    allowed = messaging.reply(received, state).allowed
    assert ("reply" in offered(page)) is allowed
    assert bool(page.why_not("reply")) is not allowed
    assert ("document" in offered(page)) is bool(attached)


@pytest.mark.parametrize("status", AuthorisationStatus)
@pytest.mark.parametrize("profession", ["", "10", "60"])
@pytest.mark.parametrize("attending", [False, True])
@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("organization", [False, True])
def test_an_act_about_a_professional_is_offered_if_and_only_if_it_is_possible(
    status: AuthorisationStatus, profession: str, attending: bool, given: bool, organization: bool
) -> None:
    consent = Authorisation(practitioner_id=ONE, permitted=True, since=NOW) if given else None
    provider = CareProvider(
        ONE,
        "Dr",
        status=status,
        attending=attending,
        profession=profession,
        is_organization=organization,
        consent=consent,
    )
    page = on_one(ProfessionalsPage, session_of(person(1)))
    page._providers = {ONE: provider}
    target = Target(ONE, profession, status, attending)

    def possible(*acts: Act) -> bool:
        return any(manage(act, Manager(), target).allowed for act in acts)

    expected = {
        "withdraw": given and possible(Act.WITHDRAW),
        "block": not organization and possible(Act.BLOCK, Act.UNBLOCK),
        "attend": not organization and possible(Act.END_ATTENDING if attending else Act.DECLARE_ATTENDING),
    }
    assert {action: action in offered(page) for action in expected} == expected


@pytest.mark.parametrize("page", [OwnDocumentsPage, MessagesPage, ProfessionalsPage])
def test_where_there_is_nothing_only_what_needs_nothing_is_offered(page: type) -> None:
    found = on_one(page, session_of(person(1)))
    assert offered(found) <= {"search", "add"}
