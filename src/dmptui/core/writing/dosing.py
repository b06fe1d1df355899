"""How much of a medicine is taken and how often, coded."""

from decimal import Decimal
from typing import NamedTuple

from dmptui.core.writing.markup import NOTHING, Markup, element

TABLET = "{tablet}"
CAPSULE = "{capsule}"
INHALATION = "{inhalation}"
SACHET = "{sachet}"


class Dose(NamedTuple):
    """``amount`` of a UCUM unit every ``hours``."""

    amount: Decimal
    unit: str
    hours: int


def frequency(dose: Dose | None) -> Markup:
    """The period between two doses, which narrows the time of the treatment."""
    if dose is None:
        return NOTHING
    period = element("period", value=str(dose.hours), unit="h")
    return element("effectiveTime", period, xsi_type="PIVL_TS", operator="A")


def quantity(dose: Dose | None) -> Markup:
    """What is taken each time."""
    if dose is None:
        return NOTHING
    amount = str(dose.amount)
    return element(
        "doseQuantity",
        element("low", value=amount, unit=dose.unit),
        element("high", value=amount, unit=dose.unit),
    )
