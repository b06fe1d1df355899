"""Ordonnances (CI-SIS eP-MED-DM) and what pharmacies handed over (eDISP-MED)."""

from dmptui.core.documents.cda.entries.coded import (
    integer_of,
    read_coded,
    read_quantity,
    read_value,
    read_when,
    templates,
)
from dmptui.core.documents.cda.entries.codes import FR, PCC, fr
from dmptui.core.documents.cda.entries.place import (
    Place,
    comment,
    packaged,
    person,
    product,
    reasons,
    related,
    tied,
)
from dmptui.core.documents.cda.entries.posology import max_dose, read_posology
from dmptui.core.documents.cda.entries.treatments import author_words, column_words, read_device, words_of
from dmptui.core.documents.cda.xml import V3, Element, child, children
from dmptui.core.model.clinical import (
    Dispensation,
    Person,
    PrescribedKind,
    Prescription,
    Product,
    Step,
    Value,
)

PRESCRIBED = fr("83") | {"1.3.6.1.4.1.19376.1.9.1.3.2"}
DISPENSED = fr("204") | {"1.3.6.1.4.1.19376.1.9.1.3.4"}
_STEP = FR + "83.1"
_LONG_TERM_ILLNESS = FR + "48.13"
_WORK_ACCIDENT = FR + "48.14"
_PREVENTION = FR + "48.34"
_NOT_REIMBURSED = FR + "48.15"
_OFF_LABEL = FR + "48.12"
_SUBSTITUTION = fr("87")
_QUANTITY = fr("86") | {"1.3.6.1.4.1.19376.1.9.1.3.8"}
_FOR_PATIENT = fr("33") | {PCC + "3"}
_FOR_DISPENSER = fr("34") | {PCC + "3.1"}


def read_prescription(element: Element, place: Place) -> Prescription:
    """A medicine of an ordonnance."""
    rows = place.rows
    prescribed, how, flags = product(element, rows), read_posology(element, rows), _flags(element, place)
    steps = _steps(element, place)
    substitutions = (read_coded(child(act, "code"), rows).text for act in tied(element, _SUBSTITUTION))
    return Prescription(
        product=prescribed,
        period=how.period,
        source=place.source_of(*words_of(element)),
        posology=_whole(author_words(element, prescribed, place) or how.words, steps)
        or column_words(element, place),
        steps=steps if len(steps) > 1 else (),
        route=read_coded(child(element, "routeCode"), rows),
        quantity=_quantity(element),
        max_dose=max_dose(element),
        renewals=integer_of(child(element, "repeatNumber")),
        long_term_illness=flags.get(_LONG_TERM_ILLNESS),
        work_accident=flags.get(_WORK_ACCIDENT),
        prevention=flags.get(_PREVENTION),
        not_reimbursed=flags.get(_NOT_REIMBURSED),
        off_label=flags.get(_OFF_LABEL),
        substitution=next(filter(None, substitutions), ""),
        for_patient=_instructions(element, _FOR_PATIENT, place),
        for_dispenser=_instructions(element, _FOR_DISPENSER, place),
        reasons=reasons(element, rows),
        by=person(child(element, "author")),
        comment=comment(element, rows),
    )


def read_prescribed_device(element: Element, place: Place) -> Prescription:
    """A device of an ordonnance."""
    device, flags = read_device(element, place), _flags(element, place)
    name = next(
        (each.display for each in reversed(list(device.code.all())) if each.display), device.code.text
    )
    return Prescription(
        product=Product(name=name, words=device.code.words, code=device.code),
        period=device.period,
        source=device.source,
        kind=PrescribedKind.DEVICE,
        quantity=device.quantity,
        renewals=integer_of(child(element, "repeatNumber")),
        long_term_illness=flags.get(_LONG_TERM_ILLNESS),
        work_accident=flags.get(_WORK_ACCIDENT),
        prevention=flags.get(_PREVENTION),
        not_reimbursed=flags.get(_NOT_REIMBURSED),
        for_patient=_instructions(element, _FOR_PATIENT, place),
        for_dispenser=_instructions(element, _FOR_DISPENSER, place),
        reasons=reasons(element, place.rows),
        by=device.prescriber,
        comment=device.comment,
    )


def read_dispensation(element: Element, place: Place) -> Dispensation:
    """What a pharmacy handed over, dated by who did it."""
    rows = place.rows
    performer = child(element, "performer")
    taken = next((act for act, _ in related(element) if child(act, "doseQuantity") is not None), None)
    authors = (person(child(act, "author")) for act, _ in related(element))
    return Dispensation(
        product=product(element, rows),
        when=read_when(child(performer, "time")) or read_when(child(element, "effectiveTime")) or place.when,
        source=place.source_of(*words_of(element)),
        quantity=packaged(read_quantity(child(element, "quantity")), element),
        posology="" if taken is None else read_posology(taken, rows).words,
        by=person(performer),
        prescriber=person(child(element, "author")) or next(filter(None, authors), Person()),
        comment=comment(element, rows),
    )


def _flags(element: Element, place: Place) -> dict[str, bool]:
    """The yes and no tied to a line, by their model."""
    flags = {}
    for act, _ in related(element):
        answer = read_value(child(act, "value"), place.rows).flag
        if answer is not None:
            flags.update(dict.fromkeys(templates(act), answer))
    return flags


def _steps(element: Element, place: Place) -> tuple[Step, ...]:
    """The steps in the order of their numbers; those without one keep their place."""
    found = []
    for rank, relation in enumerate(children(element, "entryRelationship"), 1):
        step = next((act for act in relation.iterchildren(V3 + "substanceAdministration")), None)
        if step is None or relation.get("typeCode") != "COMP" or not templates(step) & {_STEP}:
            continue
        how = read_posology(step, place.rows)
        number = integer_of(child(relation, "sequenceNumber"))
        words = how.words or place.rows.words(child(step, "text"))
        found.append(Step(rank if number is None else number, words, how.period, how.dose))
    return tuple(sorted(found, key=lambda step: step.number))


def _whole(words: str, steps: tuple[Step, ...]) -> str:
    """The posology of a line; that of its only step when it has one."""
    return words or (steps[0].posology if len(steps) == 1 else "")


def _quantity(element: Element) -> Value:
    supplies = (child(act, "quantity") for act in tied(element, _QUANTITY))
    return packaged(next(map(read_quantity, supplies), Value()), element)


def _instructions(element: Element, models: frozenset[str], place: Place) -> tuple[str, ...]:
    texts = (place.rows.words(child(act, "text")) for act in tied(element, models))
    return tuple(filter(None, texts))
