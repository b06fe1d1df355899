"""Données de remboursement of the Assurance Maladie (CI-SIS CNAM-HR): what was delivered and done."""

from dmptui.core.documents.cda.entries.coded import read_coded, read_quantity, read_when
from dmptui.core.documents.cda.entries.codes import PCC, fr
from dmptui.core.documents.cda.entries.place import Place, person, tied
from dmptui.core.documents.cda.entries.problems import read_procedure
from dmptui.core.documents.cda.entries.treatments import read_device, read_treatment
from dmptui.core.documents.cda.entries.vaccinations import read_vaccination
from dmptui.core.documents.cda.xml import Element, child, children
from dmptui.core.model.clinical import (
    CodedValue,
    Period,
    Product,
    Reimbursement,
    ReimbursementKind,
    Source,
    Value,
    When,
)

STAY = fr("58") | {PCC + "14"}
_DELIVERY = fr("44") | {PCC + "7.3"}


def read_paid_medicine(element: Element, place: Place) -> Reimbursement:
    """A medicine delivered by a pharmacy."""
    treatment = read_treatment(element, place)
    return _delivered(
        ReimbursementKind.MEDICINE, element, treatment.product, treatment.period, treatment.source
    )


def read_paid_vaccine(element: Element, place: Place) -> Reimbursement:
    """A vaccine delivered by a pharmacy."""
    dose = read_vaccination(element, place)
    return _delivered(
        ReimbursementKind.VACCINATION, element, dose.product, Period(dose.when, dose.when), dose.source
    )


def read_paid_device(element: Element, place: Place) -> Reimbursement:
    """A device; the words its line has for it win over its code, which is often another one."""
    device = read_device(element, place)
    return Reimbursement(
        kind=ReimbursementKind.DEVICE,
        label=device.code.words or device.code.text,
        code=next((code for code in device.code.all() if code.code), device.code),
        period=device.period,
        source=device.source,
        quantity=device.quantity,
        by=device.by,
        prescriber=device.prescriber,
    )


def read_stay(element: Element, place: Place) -> Reimbursement:
    """A stay in hospital; its nature is a qualifier of the code."""
    rows = place.rows
    code = child(element, "code")
    qualifiers = [read_coded(child(each, "value"), rows) for each in children(code, "qualifier")]
    group = next(filter(None, qualifiers), CodedValue())
    kind = read_coded(code, rows)
    times = child(element, "effectiveTime")
    low, high = read_when(child(times, "low")) or read_when(times), read_when(child(times, "high"))
    text = child(element, "text")
    return Reimbursement(
        kind=ReimbursementKind.STAY,
        label=group.text or rows.words(text) or kind.text,
        code=group or kind,
        period=Period(low, high or low),
        source=place.source_of(text),
        nature=kind.text,
        by=person(child(element, "performer")),
    )


def read_paid_act(element: Element, place: Place) -> Reimbursement:
    """An act: its kind is only said by the title of its section, the three having the same code."""
    act = read_procedure(element, place)
    title = place.source.section.casefold()
    if "radio" in title or "imagerie" in title:
        kind = ReimbursementKind.IMAGING
    elif "biolog" in title:
        kind = ReimbursementKind.BIOLOGY
    else:
        kind = ReimbursementKind.CARE
    return Reimbursement(
        kind=kind,
        label=act.code.text,
        code=act.code,
        period=act.period,
        source=act.source,
        by=act.by,
        prescriber=person(child(element, "author")),
        comment=act.comment,
    )


def _delivered(
    kind: ReimbursementKind, element: Element, product: Product, period: Period, source: Source
) -> Reimbursement:
    quantity, when = Value(), When()
    by, prescriber = person(child(element, "performer")), person(child(element, "author"))
    for supply in tied(element, _DELIVERY):
        performer = child(supply, "performer")
        quantity, when = read_quantity(child(supply, "quantity")), read_when(child(performer, "time"))
        by = person(performer) or by
        prescriber = person(child(supply, "author")) or prescriber
    return Reimbursement(
        kind=kind,
        label=product.text,
        code=next((code for code in product.code.all() if code.code), product.code),
        period=Period(when, when) if when else period,
        source=source,
        product=product,
        quantity=quantity,
        by=by,
        prescriber=prescriber,
    )
