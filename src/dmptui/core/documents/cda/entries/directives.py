"""Directives anticipées: what is wanted or not, and the signed paper when the document holds it."""

from dmptui.core.documents.cda.entries.coded import read_period, read_values
from dmptui.core.documents.cda.entries.codes import PCC, fr
from dmptui.core.documents.cda.entries.place import Place, comment
from dmptui.core.documents.cda.entries.vitals import joined, named, observation_source
from dmptui.core.documents.cda.xml import V3, Element, attribute, child
from dmptui.core.model.clinical import Directive

DIRECTIVE = fr("54") | {PCC + "13.7"}
SECTION = "42348-3"


def read_directive(element: Element, place: Place) -> Directive:
    """A directive; a yes is « autorisé », a no « non autorisé » (CI-SIS)."""
    return Directive(
        code=named(element, place),
        value=joined(read_values(element, place.rows)),
        period=read_period(child(element, "effectiveTime")),
        source=observation_source(element, place),
        attachment=next((attribute(media, "ID") for media in element.iter(V3 + "observationMedia")), ""),
        comment=comment(element, place.rows),
    )


def read_paper(media: Element, place: Place) -> Directive:
    """A file that stands in the section of directives."""
    return Directive(
        code=named(media, place),
        value=joined(()),
        period=read_period(child(media, "effectiveTime")),
        source=place.source_of(child(media, "text")),
        attachment=attribute(media, "ID"),
        comment=comment(media, place.rows),
    )
