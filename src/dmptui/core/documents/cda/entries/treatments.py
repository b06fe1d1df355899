"""Medicines taken, and devices carried."""

from dmptui.core.documents.cda.entries.coded import read_coded, read_period, read_quantity, read_when
from dmptui.core.documents.cda.entries.codes import PCC, fr
from dmptui.core.documents.cda.entries.place import (
    Place,
    comment,
    is_absence,
    person,
    product,
    reasons,
)
from dmptui.core.documents.cda.entries.posology import read_posology
from dmptui.core.documents.cda.xml import Element, attribute, child, children
from dmptui.core.model.clinical import CodedValue, Device, Period, Product, Treatment

TREATMENT = fr("42", "47") | {PCC + "7"}
DEVICE = fr("20")


def read_treatment(element: Element, place: Place) -> Treatment:
    """A medicine and how it is taken."""
    rows = place.rows
    taken, how = product(element, rows), read_posology(element, rows)
    return Treatment(
        product=taken,
        period=how.period,
        source=place.source_of(*words_of(element)),
        posology=author_words(element, taken, place) or how.words or column_words(element, place),
        dose=how.dose,
        route=read_coded(child(element, "routeCode"), rows),
        reasons=reasons(element, rows),
        status=attribute(child(element, "statusCode"), "code"),
        by=person(child(element, "author")),
        comment=comment(element, rows),
        is_absence=is_absence(taken.code, read_coded(child(element, "code"), rows)),
    )


def words_of(element: Element) -> tuple[Element | None, Element | None]:
    """Where an administration or a supply points at the text."""
    holder = child(element, "consumable")
    holder = child(element, "product") if holder is None else holder
    return child(element, "text"), child(
        holder, "manufacturedProduct", "manufacturedMaterial", "code", "originalText"
    )


def author_words(element: Element, taken: Product, place: Place) -> str:
    """The posology as its author wrote it: what the entry points at, unless that is the medicine."""
    text, medicine = words_of(element)
    words = place.rows.words(text)
    is_medicine = place.rows.reference(text) == place.rows.reference(medicine) or words == taken.name
    return "" if is_medicine else words


def column_words(element: Element, place: Place) -> str:
    """The posology that stands in the text only, in a column of that name."""
    references = filter(None, map(place.rows.reference, words_of(element)))
    return next(filter(None, (place.rows.cell(each, "Posologie") for each in references)), "")


def read_device(element: Element, place: Place) -> Device:
    """A device: dated by its use, else by its delivery."""
    rows = place.rows
    text, performer = child(element, "text"), child(element, "performer")
    roles = (child(each, "participantRole") for each in children(element, "participant"))
    role = next((each for each in roles if child(each, "playingDevice") is not None), None)
    code = read_coded(child(role, "playingDevice", "code"), rows)
    period = read_period(child(element, "effectiveTime"))
    if not period.start:
        delivered = read_when(child(performer, "time"))
        period = Period(delivered, delivered) if delivered else period
    return Device(
        code=code or CodedValue(words=rows.words(text), missing=code.missing),
        period=period,
        source=place.source_of(text, *_code_words(role)),
        udi=attribute(child(role, "id"), "extension"),
        quantity=read_quantity(child(element, "quantity")),
        by=person(performer),
        prescriber=person(child(element, "author")),
        comment=comment(element, rows),
        is_absence=is_absence(code),
    )


def _code_words(role: Element | None) -> tuple[Element | None, ...]:
    code = child(role, "playingDevice", "code")
    translations = (child(each, "originalText") for each in children(code, "translation"))
    return (child(code, "originalText"), *translations)
