"""A generated record, and what each asker sees of it by the rules, row by row."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product

from dmptui.core.fhir import audit_event, consent, document_reference, systems
from dmptui.core.fhir.json import Json
from dmptui.core.model.access import AccessMode, Authorisation
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Author, Document, DocumentStatus, Visibility
from dmptui.core.model.ins import Ins, ins_key
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.rules import visibility
from dmptui.core.rules.condition import Condition
from dmptui.core.rules.matrix import Cell, Matrix, packaged_matrix
from dmptui.core.rules.patient_view import Viewer, see
from dmptui.core.rules.reading import Reader, read
from dmptui.core.terminology import document_types

NOW = datetime(2026, 2, 28, 10, 30, tzinfo=UTC)
"""The last day of a short month: the deposits of four days of January become visible on it, hour by hour."""
PATIENT, OTHER = "p1", "p2"
MATRICULE = "2511199123401"
INS = Ins(value=f"{MATRICULE}{ins_key(MATRICULE):02d}")
ME, SOMEBODY = "899900000001", "899900000002"
ODD_TYPES = ("", "invented", "11488-4x")
CLASSES = ("10", "30", "60", "90", "99", "")

Rule = Callable[[Document], bool]


@dataclass(frozen=True)
class Asker:
    """Who asks: the rule of what they see, and the condition that says the same."""

    name: str
    rule: Rule
    documents: Condition
    viewer: Viewer | None = None


def odd_matrix() -> Matrix:
    """A matrix with a class closed and one opened, whose types are not all known."""
    cells = {("G15_10", "*"): True, ("G15_10", "class:30"): False, ("G15_10", "invented"): False}
    cells |= {("G15_60", "*"): False, ("G15_60", "class:10"): True, ("G15_60", "invented"): True}
    return Matrix({place: Cell(read, "test") for place, read in cells.items()})


def professionals() -> Iterator[Asker]:
    """Each profession, role, mode and switch, under the packaged matrix and an odd one."""
    packaged, odd = packaged_matrix(), odd_matrix()
    under = [(p, packaged) for p in ("G15_10", "G15_60", "G15_70", "unheard-of")]
    under += [(p, odd) for p in ("G15_10", "G15_60")]
    for (profession, matrix), attending, mode, switch in product(under, (0, 1), AccessMode, (0, 1)):
        yield professional(Reader(ME, profession, mode, bool(attending), bool(switch)), matrix)


def professional(reader: Reader, matrix: Matrix) -> Asker:
    def rule(document: Document) -> bool:
        return read(document, reader, matrix).allowed

    return Asker(str(reader), rule, visibility.documents_for(reader, matrix))


def own(now: datetime = NOW) -> Iterator[Asker]:
    """The patient, and a legal representative."""
    for representative in (False, True):
        viewer = Viewer(representative=representative)

        def rule(document: Document, viewer: Viewer = viewer) -> bool:
            return see(document, viewer, now).allowed

        yield Asker(str(viewer), rule, visibility.documents_of(viewer, now), viewer)


class Drawn:
    """Random rows, always the same."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def document(self, number: int) -> Document:
        chance = self.chance
        code = chance.choice(ODD_TYPES) if chance.random() < 0.2 else chance.choice(list(document_types()))
        labels = [v for v in Visibility if chance.random() < 0.25]
        return Document(
            id=f"d{number}",
            master_identifier=f"urn:oid:1.{number}",
            logical_id=f"urn:uuid:{number}",
            status=chance.choice([*DocumentStatus, DocumentStatus.CURRENT, DocumentStatus.CURRENT]),
            archived=chance.random() < 0.1,
            visibility=frozenset(labels),
            title=f"Document {number}",
            type=Coding(code=code),
            category=Coding(code=chance.choice(CLASSES)),
            authors=tuple(
                Author(id=chance.choice((ME, SOMEBODY, ""))) for _ in range(chance.choice((1, 1, 2)))
            ),
            date=self.deposit(),
        )

    def deposit(self) -> datetime:
        around = NOW - timedelta(days=31)
        return around + timedelta(seconds=self.chance.randrange(-6 * 86_400, 6 * 86_400))

    def about(self, count: int) -> str:
        """The name of a document, current or old, kept or not; or none."""
        number = self.chance.randrange(count)
        kinds = {f"d{number}": 5, f"old-{number}": 2, f"nowhere-{number}": 1, "": 3}
        return self.chance.choices(list(kinds), list(kinds.values()))[0]

    def secret(self) -> bool:
        return self.chance.random() < 0.2


def kept_document(document: Document) -> Json:
    """The resource; every other one has had another entryUUID before."""
    resource = document_reference.to_fhir(document, INS, subject=f"Patient/{PATIENT}")
    if int(document.id[1:]) % 2:
        old = {"use": "old", "system": systems.ENTRY_ID, "value": document.id.replace("d", "old-")}
        resource["identifier"] = [*resource["identifier"], old]
    return resource


def known(names: dict[str, Document], name: str) -> Document | None:
    """The document that a name, current or old, leads to."""
    number = name.removeprefix("old-")
    if name != number:
        return names[f"d{number}"] if int(number) % 2 else None
    return names.get(name)


def trace(number: int, object_id: str, *, secret: bool, patient: str = PATIENT) -> Json:
    found = Trace(
        id=f"t{number}",
        at=NOW - timedelta(minutes=number // 3),
        actor_id=ME,
        actor="Dr",
        action=TraceAction.READ,
        object="Titre" if number % 2 else "",
        object_id=object_id,
        secret=secret,
    )
    return audit_event.to_fhir(found, f"Patient/{patient}")


def lot(number: int, members: list[str]) -> Json:
    return {
        "resourceType": "List",
        "id": f"l{number}",
        "subject": {"reference": f"Patient/{PATIENT}"},
        "date": (NOW - timedelta(hours=number)).isoformat(),
        "entry": [{"item": {"reference": f"DocumentReference/{name}"}} for name in members],
    }


def notification(number: int, about: str, *, secret: bool) -> Json:
    resource: Json = {
        "resourceType": "Communication",
        "id": f"c{number}",
        "subject": {"reference": f"Patient/{PATIENT}"},
        "recipient": [{"reference": f"Patient/{PATIENT}"}],
        "sent": (NOW - timedelta(minutes=number)).isoformat(),
        "payload": [{"contentString": "?"}],
    }
    if about and number % 2:
        resource["about"] = [{"reference": f"DocumentReference/{about}"}]
    elif about:
        resource["payload"].append({"contentReference": {"reference": f"DocumentReference/{about}"}})
    if secret:
        resource["extension"] = [{"url": systems.SECRET_ACCESS, "valueBoolean": True}]
    return resource


def authorisation(number: int, *, secret: bool) -> Json:
    found = Authorisation(practitioner_id=f"{number}", permitted=True, since=NOW - timedelta(days=number))
    resource = consent.authorisation_to_fhir(found, f"Patient/{PATIENT}") | {"id": f"k{number}"}
    return consent.secretly(resource) if secret else resource
