"""Pathologies, antécédents, allergies and acts."""

from dmptui.core.documents.cda.entries.coded import read_coded, read_period, templates
from dmptui.core.documents.cda.entries.codes import PCC, fr
from dmptui.core.documents.cda.entries.place import (
    Place,
    comment,
    is_absence,
    person,
    reasons,
    related,
    tied,
)
from dmptui.core.documents.cda.vocabulary import read_code
from dmptui.core.documents.cda.xml import Element, attribute, child, children, text_of
from dmptui.core.model.clinical import (
    Allergy,
    CodedValue,
    Manifestation,
    Problem,
    ProblemKind,
    Procedure,
    Source,
)

PROBLEM = fr("37") | {PCC + "5"}
FAMILY_PROBLEM = fr("51") | {PCC + "13.3"}
ALLERGY = fr("41") | {PCC + "6"}
PROCEDURE = fr("62") | {PCC + "19"}
_STATUS = fr("30") | {PCC + "1.1"}
_SEVERITY = fr("29") | {PCC + "1"}
_CRITICALITY = fr("172")
_CERTAINTY = fr("171")

_KINDS = {
    "11450-4": ProblemKind.ACTIVE,
    "11348-0": ProblemKind.HISTORY,
    "10157-6": ProblemKind.FAMILY,
}


def read_problem(element: Element, place: Place) -> Problem:
    """A pathology; in which list it stands is said by its section."""
    value = read_coded(child(element, "value"), place.rows)
    text = child(element, "text")
    status = _about(element, _STATUS, place)
    is_family = bool(place.relative) or bool(templates(element) & FAMILY_PROBLEM)
    listed = _KINDS.get(place.source.section_code, ProblemKind.OTHER)
    return Problem(
        code=value or CodedValue(words=place.rows.words(text), missing=value.missing),
        period=read_period(child(element, "effectiveTime")),
        source=place.source_of(text, child(element, "value", "originalText")),
        kind=ProblemKind.FAMILY if is_family else listed,
        status=status or CodedValue(code=place.status),
        severity=_about(element, _SEVERITY, place),
        certainty=_about(element, _CERTAINTY, place),
        relative=place.relative,
        comment=comment(element, place.rows),
        is_absence=is_absence(value, read_coded(child(element, "code"), place.rows)),
    )


def relative_of(organizer: Element) -> str:
    """Whom an organizer of a family history is about: « Père »."""
    subject = child(organizer, "subject", "relatedSubject")
    name = text_of(child(subject, "subject", "name"))
    return read_code(child(subject, "code")).label or name


def read_allergy(element: Element, place: Place) -> Allergy:
    """An allergy: its type is the code, what it is to a participant, how it shows the tied acts."""
    rows = place.rows
    text, value = child(element, "text"), child(element, "value")
    agents = [child(each, "participantRole", "playingEntity") for each in children(element, "participant")]
    entity = next((agent for agent in agents if agent is not None), None)
    kind, reaction = read_coded(child(element, "code"), rows), read_coded(value, rows)
    source = place.source_of(text, child(entity, "code", "originalText"), child(value, "originalText"))
    agent = _agent(entity, place) or _agent_of_line(source, place)
    return Allergy(
        agent=agent or reaction or kind,
        period=read_period(child(element, "effectiveTime")),
        source=source,
        kind=kind,
        status=_about(element, _STATUS, place) or CodedValue(code=place.status),
        reaction=reaction if agent else CodedValue(),
        criticality=_about(element, _CRITICALITY, place),
        certainty=_about(element, _CERTAINTY, place),
        manifestations=tuple(
            Manifestation(read_coded(child(act, "value"), rows), _about(act, _SEVERITY, place))
            for act, how in related(element)
            if how == "MFST"
        ),
        comment=comment(element, rows),
        is_absence=is_absence(kind, reaction, agent),
    )


def read_procedure(element: Element, place: Place) -> Procedure:
    """An act, done or planned."""
    text = child(element, "text")
    code = read_coded(child(element, "code"), place.rows)
    return Procedure(
        code=code or CodedValue(words=place.rows.words(text), missing=code.missing),
        period=read_period(child(element, "effectiveTime")),
        source=place.source_of(text, child(element, "code", "originalText")),
        status=attribute(child(element, "statusCode"), "code"),
        reasons=reasons(element, place.rows),
        by=person(child(element, "performer")),
        comment=comment(element, place.rows),
        is_absence=is_absence(code),
    )


def _agent(entity: Element | None, place: Place) -> CodedValue:
    """What an allergy is to: its code, under the name its author gave."""
    code = read_coded(child(entity, "code"), place.rows)
    name = text_of(child(entity, "name"))
    return CodedValue(
        code.code,
        code.system,
        code.display or name,
        name or code.words,
        code.system_name,
        code.translations,
        code.missing,
    )


def _agent_of_line(source: Source, place: Place) -> CodedValue:
    """What an allergy is to, where only the text says it, in a column of that name."""
    cells = (place.rows.cell(source.reference, heading) for heading in ("Agent", "Allergène", "Substance"))
    return CodedValue(words=next(filter(None, cells), ""))


def _about(element: Element, models: frozenset[str], place: Place) -> CodedValue:
    """The value of the observation of that model tied to an entry."""
    values = (read_coded(child(act, "value"), place.rows) for act in tied(element, models))
    return next(filter(None, values), CodedValue())
