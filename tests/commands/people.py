"""People of the demonstration that the tests name."""

from dmptui.core.demo.patients import patient, people
from dmptui.core.model.days import day_of
from tests.moment import STARTED

ROUX = ("--as", "ROUX", "--situation", "1")
LAMBERT = ("--as", "99900001522")


def ins_of(key: str) -> str:
    """The INS of somebody of the table of people."""
    number, row = next((n, row) for n, row in enumerate(people()) if row.key == key)
    return patient(row, number, day_of(STARTED)).ins.value


BERNARD = ins_of("bernard")
"""Everybody may read it: ROUX is the médecin traitant."""
KONATE = ins_of("konate")
"""LAMBERT has no authorisation on it and is not of the équipe de soins."""
LAURENT = ins_of("laurent")
"""Is 16: BENOIT is the médecin traitant."""
LEFEVRE = ins_of("lefevre")
"""A closed DMP."""
ROBERT = ins_of("robert")
"""Closed: she died."""
SIMON = ins_of("simon")
"""Was told five days ago that his DMP would be made."""
LEGRAND = ins_of("legrand")
"""ROUX is blocked."""
