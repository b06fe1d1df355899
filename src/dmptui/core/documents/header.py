"""What a document says of itself: whose it is, who wrote it, when, and which version it is."""

from dataclasses import dataclass, field

from dmptui.core.model.dates import Moment


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a terminology, with the words its author gave for it."""

    value: str = ""
    system: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """An HL7 instance identifier: ``root`` is an OID, ``extension`` is unique within it (often empty)."""

    root: str = ""
    extension: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with a part in the document: a person, an organisation, a device, or a person of one.

    ``role`` is the French word for that part; ``contact`` holds printable lines (addresses, telephones).
    """

    role: str
    name: str = ""
    specialty: str = ""
    organization: str = ""
    time: Moment = field(default_factory=Moment)
    contact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Patient:
    """The person the document is about; ``ins`` is the national health identity number, 15 digits.

    Attributes:
        gender: ``F``, ``M``, or French words.
        identifiers: all of theirs, whatever their root; a format that tells none leaves ``ins`` alone.
        given_names: every given name of birth, as written.
        used_given: the given name used.
        birth_place: INSEE code.
        birth_rank: of a multiple birth.
        writings: the same name in other writings, each a family name and a given name.
    """

    birth_name: str = ""
    given: str = ""
    used_name: str = ""
    gender: str = ""
    birth: Moment = field(default_factory=Moment)
    ins: str = ""
    contact: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    given_names: tuple[str, ...] = ()
    used_given: str = ""
    birth_place: str = ""
    birth_rank: str = ""
    writings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a document; everything may be missing (a bare PDF has none of it).

    ``others`` are the persons it is about after the first one.
    """

    title: str = ""
    code: Code = field(default_factory=Code)
    id: Identifier = field(default_factory=Identifier)
    set_id: Identifier = field(default_factory=Identifier)
    version: str = ""
    time: Moment = field(default_factory=Moment)
    confidentiality: Code = field(default_factory=Code)
    language: str = ""
    patient: Patient = field(default_factory=Patient)
    authors: tuple[Party, ...] = ()
    parties: tuple[Party, ...] = ()
    custodian: str = ""
    acts: tuple[str, ...] = ()
    replaces: tuple[Identifier, ...] = ()
    others: tuple[Patient, ...] = ()

    @property
    def patients(self) -> tuple[Patient, ...]:
        """All whom it is about."""
        return (self.patient, *self.others)
