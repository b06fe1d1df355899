"""The cercle de soins of a person: who is in it, and what each deposited last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dmptui.core.model.access import CareTeamMember
from dmptui.core.model.document import PATIENT_AUTHOR, Author, Document
from dmptui.core.model.patient import Patient

_NOBODY = frozenset({PATIENT_AUTHOR, "ALIM_AM"})
"""Authors who care for nobody: the person, the Assurance Maladie."""


@dataclass(frozen=True, slots=True)
class Carer:
    """A professional or a structure who cares for the person.

    Attributes:
        member: as the circle names it; None for one who is not in it, but deposited.
        attending: médecin traitant.
        author: as the last document names it; empty when nothing was deposited.
        documents: what was deposited, the latest deposit first.
    """

    name: str
    member: CareTeamMember | None
    attending: bool
    author: Author
    documents: tuple[Document, ...]

    @property
    def key(self) -> str:
        """What identifies them."""
        return self.member.identifier if self.member else self.author.id or self.name

    @property
    def role(self) -> str:
        """In the circle, in its words."""
        return self.member.role if self.member else ""

    @property
    def last(self) -> Document | None:
        """What was deposited last."""
        return self.documents[0] if self.documents else None


def carers(
    team: Sequence[CareTeamMember], patient: Patient, documents: Iterable[Document]
) -> tuple[list[Carer], list[Carer]]:
    """The circle, médecins traitants first; then the others who deposited, the latest first.

    Args:
        team: of the record.
        patient: who names their médecins traitants.
        documents: that are known; what somebody deposited is searched in these only.
    """
    deposited = sorted(documents, key=lambda document: document.date, reverse=True)
    circle = [_member(member, patient, deposited) for member in team]
    members = {member.identifier for member in team}
    others: dict[str, list[Document]] = {}
    for document in deposited:
        author = document.author
        if author.profession in _NOBODY or {author.id, author.organization_id} & members:
            continue
        others.setdefault(author.id or author.name or author.organization, []).append(document)
    circle.sort(key=lambda carer: not carer.attending)
    return circle, [_stranger(found, patient) for who, found in others.items() if who]


def _member(member: CareTeamMember, patient: Patient, documents: Sequence[Document]) -> Carer:
    def made(author: Author) -> bool:
        return member.identifier == (author.organization_id if member.is_organization else author.id)

    theirs = tuple(d for d in documents if any(map(made, d.authors)))
    author = next((a for d in theirs for a in d.authors if made(a)), Author())
    name = member.name or author.name or author.organization
    return Carer(name, member, member.identifier in patient.attending, author, theirs)


def _stranger(documents: Sequence[Document], patient: Patient) -> Carer:
    author = documents[0].author
    attending = author.id in patient.attending
    return Carer(author.name or author.organization, None, attending, author, tuple(documents))
