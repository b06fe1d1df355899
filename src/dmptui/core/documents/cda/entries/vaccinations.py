"""Vaccinations: in a note, a history, a synthèse, a child certificate, the données de remboursement."""

from dmptui.core.documents.cda.entries.coded import (
    integer_of,
    read_coded,
    read_quantity,
    read_values,
    read_when,
)
from dmptui.core.documents.cda.entries.codes import PCC, fr
from dmptui.core.documents.cda.entries.place import Place, comment, person, product, related, tied
from dmptui.core.documents.cda.xml import Element, child
from dmptui.core.model.clinical import Person, Vaccination, When

VACCINATION = fr("45") | {PCC + "12"}
_RANK = fr("82") | {"2.16.840.1.113883.10.20.1.46"}
_DELIVERY = fr("44") | {PCC + "7.3"}


_HIGHEST_RANK = 99


def read_vaccination(element: Element, place: Place) -> Vaccination:
    """A dose; its date stays unknown when only the delivery is dated: that is not the injection."""
    rows = place.rows
    text = child(element, "text")
    material = child(element, "consumable", "manufacturedProduct", "manufacturedMaterial")
    reactions = [
        " ".join(value.text for value in read_values(act, rows)) or rows.words(child(act, "text"))
        for act, how in related(element)
        if how == "CAUS"
    ]
    delivered, by, prescriber = When(), person(child(element, "performer")), Person()
    for supply in tied(element, _DELIVERY):
        performer = child(supply, "performer")
        delivered, prescriber = read_when(child(performer, "time")), person(child(supply, "author"))
        by = by or person(performer)
    return Vaccination(
        product=product(element, rows),
        when=read_when(child(element, "effectiveTime")),
        source=place.source_of(text, child(material, "code", "originalText")),
        delivered=delivered,
        rank=next(filter(None, map(_rank, tied(element, _RANK))), None),
        kind=read_coded(child(element, "code"), rows),
        route=read_coded(child(element, "routeCode"), rows),
        site=read_coded(child(element, "approachSiteCode"), rows),
        dose=read_quantity(child(element, "doseQuantity")).text,
        reactions=tuple(filter(None, reactions)),
        comment=comment(element, rows),
        by=by,
        prescriber=prescriber,
    )


def _rank(act: Element) -> int | None:
    """The rank of a dose in its series; « 0 », « -1 » and a year are none."""
    rank = integer_of(child(act, "value"))
    return rank if rank is not None and 1 <= rank <= _HIGHEST_RANK else None
