"""What is hidden, from whom: each a record, who looks at it, and the acts that one of two worlds has more.

A new rule adds a line to HIDDEN: what both worlds hold, the one who must not learn of it, and what is done in
one world only, before they ask and while they ask.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from dmptui.core.fhir import audit_event, consent
from dmptui.core.fhir.changes import patch_for
from dmptui.core.fhir.json import Json
from dmptui.core.model.access import ConsentKind, Declaration
from dmptui.core.model.document import Author, Document, Visibility
from dmptui.core.model.patient import LegalRepresentative, Patient
from dmptui.core.model.trace import DisplayedPage, Trace, TraceAction
from dmptui.core.rules.change_table import Change
from dmptui.core.server.documents import entries
from tests.core.server.dmp_world import (
    HADDAD,
    IMAGING,
    NOW,
    OLIVIER,
    PETIT,
    ROUX,
    World,
    authorisation,
    deposit,
    document,
    kept,
    person,
    switches,
    team,
)

ANA = LegalRepresentative(name="Ana PETITJEAN", relationship="mère")
ALICE = person(1, attending=(ROUX.practitioner.id,))
BOB = person(2, "MERCIER", "Bob")
CHILD = person(3, "PETITJEAN", "Lou", birth_date="2012-03-04", representatives=(ANA,))
DISPLAY = audit_event.to_fhir(
    Trace(at=NOW, actor_id="", actor="", action=TraceAction.DISPLAY, object=DisplayedPage.BIOLOGY.value)
)
"""A page that HADDAD displays in both worlds, whatever it reads."""
MASKED, UNSEEN, UNREPRESENTED = Visibility
BIOLOGY, REIMBURSEMENTS = "11502-2", "REMB"


@dataclass
class Side(World):
    """One of two worlds; ``tokens``: by patient, the records that HADDAD opened in both, and did not read."""

    tokens: dict[str, str] = field(default_factory=dict)


Act = Callable[[Side], Awaitable[None]]


@dataclass(frozen=True)
class Hidden:
    """What somebody must not learn.

    Attributes:
        enter: the token of who must not learn it, and that of their session, if they have one.
        before: what is done, in one world, before they ask anything.
        meanwhile: what is done there one after another while they ask.
        secrets: words, ids and identifiers that they may have from elsewhere, and try.
    """

    name: str
    enter: Callable[[Side], Awaitable[tuple[str, str]]]
    before: tuple[Act, ...]
    meanwhile: tuple[Act, ...]
    secrets: tuple[str, ...]


async def common(world: Side) -> None:
    """What both worlds hold: records, rights, documents of each kind, visits in the open."""
    await world.add(ALICE, BOB, CHILD, switches(ALICE), team(ALICE, OLIVIER.practitioner.id))
    for patient in (ALICE, BOB, CHILD):
        await world.add(authorisation(HADDAD, patient), authorisation(ROUX, patient))
    await world.add(authorisation(OLIVIER, ALICE))
    for n in range(8):
        labels = [UNREPRESENTED] if n == 6 else []
        found = document(f"Lettre {n}", number=n, type_code=IMAGING if n % 3 else "11488-4", hidden=labels)
        await world.add(kept(found, CHILD if n > 4 else ALICE, f"examen du poumon {n}".encode()))
    await world.add(kept(document("De Bob", number=20), BOB))
    for patient in (ALICE, CHILD):
        token = await world.open(HADDAD, patient)
        await world.get("/DocumentReference?_count=2", token)
        await world.get(f"/Binary/bin-{document(number=0 if patient is ALICE else 5).id}", token)
    for patient in (ALICE, BOB, CHILD):
        world.tokens[patient.id] = await world.open(HADDAD, patient)
        answer = await world.post("/AuditEvent", world.tokens[patient.id], DISPLAY)
        assert answer.status_code == 201, answer.text


async def as_olivier(world: Side) -> tuple[str, str]:
    session = await world.login(OLIVIER)
    answer = await world.ask_opening(session, ALICE)
    return str(answer.json()["access_token"]), session


async def as_alice(world: Side) -> tuple[str, str]:
    return await world.enter(ALICE), ""


async def as_the_mother(world: Side) -> tuple[str, str]:
    return await world.enter(CHILD, representative=True), ""


def deposited(found: Document, patient: Patient = ALICE, *, secret: bool = False) -> Act:
    """HADDAD deposits a document."""

    async def act(world: Side) -> None:
        token = await opened(world, patient) if secret else await world.login(HADDAD)
        answer = await world.post("", token, deposit(found, patient, HADDAD, b"secret du poumon"))
        assert answer.status_code == 200, answer.text

    return act


async def opened(world: Side, patient: Patient) -> str:
    """HADDAD opens by connexion secrète."""
    session = await world.login(HADDAD)
    answer = await world.ask_opening(session, patient, secret="true")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def stored(found: Document, patient: Patient = ALICE) -> Act:
    """A document kept some days ago, as if deposited then."""

    async def act(world: Side) -> None:
        await world.add(kept(found, patient, b"secret du poumon"))

    return act


def done(found: Document, patient: Patient, *, change: Change | None = None, times: int = 1) -> Act:
    """HADDAD reads a document, or changes it, in the record that both worlds have open."""

    async def act(world: Side) -> None:
        token = world.tokens[patient.id]
        row = await world.store.read(entries.KIND, found.id)
        for _ in range(0 if change else times):
            answer = await world.get(f"/Binary/bin-{found.id}", token)
            assert answer.status_code == 200, answer.text
        if change is not None:
            patch = patch_for(json.loads(row.text), change)
            path = f"/{entries.KIND}/{entries.shown(row).id}"
            answer = await world.patch(path, token, patch, if_match=f'W/"{row.version}"')
            assert answer.status_code == 200, answer.text

    return act


def displayed(found: Document, patient: Patient) -> Act:
    """HADDAD's page reads a document by itself, in the record that both worlds have open."""

    async def act(world: Side) -> None:
        header = {"Dmptui-Lecture": f"automatique; affichage={DisplayedPage.BIOLOGY.value}"}
        answer = await world.get(f"/Binary/bin-{found.id}", world.tokens[patient.id], **header)
        assert answer.status_code == 200, answer.text

    return act


async def consented_in_secret(world: Side) -> None:
    """PETIT declares the consent of the child, in secret, and opens."""
    session = await world.login(PETIT)
    declared = consent.declaration_to_fhir(
        Declaration(kind=ConsentKind.EXPLICIT, secret=True),
        PETIT.practitioner.id,
        f"Patient/{CHILD.id}",
        world.now[0],
    )
    answer = await world.post("/Consent", session, declared)
    if answer.status_code == 403:  # the mother blocked them meanwhile, in both worlds
        return
    assert answer.status_code == 201, answer.text
    answer = await world.ask_opening(session, CHILD, secret="true")
    assert answer.status_code == 200, answer.text


async def entered_in_secret(world: Side) -> None:
    """ROUX, whose team has consent, enters for the first time, in secret, and lists."""
    session = await world.login(ROUX)
    answer = await world.ask_opening(session, CHILD, secret="true")
    if answer.status_code == 403:  # the mother blocked them meanwhile, in both worlds
        return
    await world.get("/DocumentReference", str(answer.json()["access_token"]))


def reimbursed(number: int) -> Act:
    """A document of the Assurance Maladie that shows a secret act: hidden whole (R1111-33)."""

    async def act(world: Side) -> None:
        found = hidden(number, UNREPRESENTED, type_code=REIMBURSEMENTS)
        insurance = Author(name="Assurance Maladie", profession="ALIM_AM")
        await world.add(kept(found.model_copy(update={"authors": (insurance,)}), CHILD, b"secret du poumon"))

    return act


async def written_in_secret(world: Side) -> None:
    """HADDAD writes to the child, reads and lists, all in secret."""
    token = await opened(world, CHILD)
    await world.get("/DocumentReference", token)
    await world.get(f"/Binary/bin-{document(number=5).id}", token)
    reference = {"reference": f"Patient/{CHILD.id}"}
    message: Json = {
        "resourceType": "Communication",
        "status": "completed",
        "category": [{"coding": [{"system": "urn:dmptui:codesystem:communication", "code": "message"}]}],
        "subject": reference,
        "topic": {"text": "Entre nous"},
        "recipient": [reference],
        "payload": [{"contentString": "À demain."}],
    }
    answer = await world.post("/Communication", token, message)
    assert answer.status_code == 201, answer.text


async def refused_in_secret(world: Side) -> None:
    """An attempt of HADDAD that is refused, in secret."""
    answer = await world.get("/DocumentReference?patient=" + BOB.id, await opened(world, CHILD))
    assert answer.status_code == 403


async def bob_at_home(world: Side) -> None:
    """BOB looks at his record, blocks, masks."""
    token = await world.enter(BOB)
    for path in ("/DocumentReference", "/AuditEvent", f"/Binary/bin-{document(number=20).id}"):
        await world.get(path, token)


def hidden(number: int, *labels: Visibility, type_code: str = IMAGING, days_ago: float = 3) -> Document:
    return document(f"Secret {number}", number=number, hidden=labels, type_code=type_code, days_ago=days_ago)


def kind(
    name: str,
    enter: Callable[[Side], Awaitable[tuple[str, str]]],
    documents: list[Document],
    *more: Act,
    patient: Patient = ALICE,
) -> Hidden:
    """Documents hidden from somebody: some there before, others deposited meanwhile, read and changed."""
    first, second, third, fourth = documents
    return Hidden(
        name,
        enter,
        (stored(first, patient), stored(second, patient), deposited(third, patient)),
        (
            displayed(first, patient),
            done(first, patient, times=3),
            done(second, patient, change=Change.ARCHIVE),
            deposited(fourth, patient),
            *more,
        ),
        tuple(
            s for d in documents for s in (d.id, f"bin-{d.id}", f"lot-{d.id}", d.master_identifier, d.title)
        ),
    )


def four(*labels: Visibility, type_code: str = IMAGING) -> list[Document]:
    return [hidden(40 + n, *labels, type_code=type_code) for n in range(4)]


HIDDEN = (
    kind("a masked document, from an outsider", as_olivier, four(MASKED)),
    kind("a type that the matrix closes", as_olivier, four(type_code=BIOLOGY)),
    kind("a document of another record", as_olivier, four(), bob_at_home, patient=BOB),
    kind("a document the patient may not see yet", as_alice, four(UNSEEN)),
    kind(
        "the secret acts of a minor, from the mother",
        as_the_mother,
        four(UNREPRESENTED),
        reimbursed(70),
        entered_in_secret,
        written_in_secret,
        consented_in_secret,
        refused_in_secret,
        deposited(hidden(60), CHILD, secret=True),
        patient=CHILD,
    ),
)
