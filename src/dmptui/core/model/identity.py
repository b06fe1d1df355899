"""Who a document, its metadata or a scanned code says somebody is, as written: never corrected."""

from dataclasses import dataclass

from dmptui.core.model.ins import OIDS


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as somebody else wrote them; what is not given is empty.

    Attributes:
        numbers: identifiers, each an OID and a value: INS, and others that are not (IPP, foreign).
        birth_name, used_name: family names.
        other_names: family names in another writing of the same name, ideograms for instance.
        given_names: those of birth, the first one first; several may stand in one text.
        used_given: the given name used.
        other_given: given names in another writing.
        sex: ``F`` or ``M``.
        birth: digits, year first, as precise as written: ``1988``, ``19880000``, ``19881010``.
        birth_place: INSEE code (COG).
        birth_rank: of a multiple birth, in digits.
    """

    numbers: tuple[tuple[str, str], ...] = ()
    birth_name: str = ""
    used_name: str = ""
    given_names: tuple[str, ...] = ()
    used_given: str = ""
    sex: str = ""
    birth: str = ""
    birth_place: str = ""
    birth_rank: str = ""
    other_names: tuple[str, ...] = ()
    other_given: tuple[str, ...] = ()

    @property
    def ins(self) -> tuple[tuple[str, str], ...]:
        """Those of the identifiers that are under a root of the INS."""
        return tuple((oid, value) for oid, value in self.numbers if oid in OIDS and value)

    @property
    def given(self) -> str:
        """The given name to call them by."""
        return next(iter(self.given_names), "") or self.used_given

    @property
    def name(self) -> str:
        """``DUPUIS Maria``; empty when there is no name."""
        return " ".join(filter(None, ((self.birth_name or self.used_name).upper(), self.given)))

    def __bool__(self) -> bool:
        """Whether it tells anything that can be compared."""
        return bool(self.ins or self.name or self.sex or self.birth)
