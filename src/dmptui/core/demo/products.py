"""The products a pharmacy delivers for the medicines of the population, and since when they are sold."""

from datetime import date
from functools import cache
from typing import NamedTuple

from dmptui.core.demo.identities import read_table
from dmptui.core.writing.codes import CIP13, Code


class Product(NamedTuple):
    """A product of the table, by which a medicine prescribed by its substance is delivered.

    Attributes:
        name: as the Base de données publique des médicaments (BDPM) has it.
        cip13: of a box of thirty doses, or of its usual box; empty when it is not confirmed.
        since: the first day it could be bought in France.
    """

    name: str
    cip13: str
    since: date

    @property
    def code(self) -> Code | None:
        """Its CIP13, as the Assurance Maladie codes it."""
        return Code(self.cip13, self.name, CIP13) if self.cip13 else None


@cache
def products() -> dict[str, Product]:
    """The products, by the medicine as it is prescribed."""
    return {
        medicine: Product(name, cip13, date.fromisoformat(since))
        for medicine, name, cip13, since, _source in read_table("medicines")
    }
