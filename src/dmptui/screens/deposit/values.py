"""What is filled in to deposit a document: the lines, what is wrong with them, what they wish."""

from collections.abc import Mapping, Sequence
from datetime import date

from dmptui.core.deposit.preparation import Wishes
from dmptui.core.model.document import Visibility
from dmptui.core.model.patient import Patient
from dmptui.core.rules.adding import PATIENT_TYPES, together
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.deposit import act_rule, setting_rule, title_rule, type_rule
from dmptui.core.rules.vaccination import NOTE_TYPE, write_note
from dmptui.core.terminology import document_type, document_types, practice_settings
from dmptui.core.text import N_, _
from dmptui.screens.parts.words import typed_day
from dmptui.widgets.fields import Line
from dmptui.widgets.picker import Choice

HIDDEN = "hidden"
"""Value of a line of visibility when the document is not seen."""

_SEEN_BY = {
    Visibility.HIDDEN_FROM_PROFESSIONALS: (N_("Professionnels"), N_("visible"), N_("masqué")),
    Visibility.HIDDEN_FROM_PATIENT: (N_("Patient"), N_("visible"), N_("non visible, un mois au plus")),
    Visibility.HIDDEN_FROM_REPRESENTATIVES: (N_("Représentants"), N_("visible"), N_("non visible")),
}


def lines(types: Sequence[Choice], *, minor: bool, hiding: bool) -> list[Line]:
    """The lines of the form.

    Args:
        types: what may be chosen as a type.
        minor: whether the patient has legal representatives.
        hiding: whether it is chosen who sees the document.
    """
    settings = [Choice(code, label) for code, label in practice_settings().items()]
    fields = [
        Line("type", _("Type de document"), _("à choisir"), types),
        Line("title", _("Titre")),
        Line("acted", _("Date de l'acte"), _("JJ/MM/AAAA")),
        Line("setting", _("Cadre d'exercice"), choices=settings),
        Line("comment", _("Commentaire")),
    ]
    for visibility, (label, seen, hidden) in _SEEN_BY.items() if hiding else ():
        if minor or visibility is not Visibility.HIDDEN_FROM_REPRESENTATIVES:
            choices = [Choice("", _(seen)), Choice(HIDDEN, _(hidden))]
            fields.append(Line(visibility.value, _(label), choices=choices))
    return fields


def own_lines(*, hiding: bool, from_representatives: bool) -> list[Line]:
    """The lines of the form of the person themselves.

    Args:
        hiding: whether it is chosen who sees the document.
        from_representatives: whether it may be hidden from the legal representatives.
    """
    types = [kind for kind in document_types().values() if kind.code.startswith(PATIENT_TYPES)]
    fields = [
        Line("type", _("Type de document"), _("à choisir"), [Choice(k.code, k.label) for k in types]),
        Line("title", _("Titre")),
    ]
    choices = [Choice("", _("visible")), Choice(HIDDEN, _("masqué"))]
    if hiding:
        fields.append(Line(Visibility.HIDDEN_FROM_PROFESSIONALS, _("Professionnels"), choices=choices))
    if hiding and from_representatives:
        fields.append(Line(Visibility.HIDDEN_FROM_REPRESENTATIVES, _("Représentants"), choices=choices))
    return fields


def type_choices(profession: str, recent: Sequence[str]) -> tuple[Choice, ...]:
    """The types a profession may choose, the recent ones first, then under the headings of the web DMP."""
    kinds = [kind for kind in document_types().values() if kind.menu]
    if write_note(profession).refused:
        kinds = [kind for kind in kinds if kind.code != NOTE_TYPE]
    first = [kind for code in recent if (kind := document_type(code)) in kinds]
    others = sorted((kind for kind in kinds if kind not in first), key=lambda k: (k.menu, k.label))
    return (
        *(Choice(kind.code, kind.label, group=_("Récents")) for kind in first if kind is not None),
        *(Choice(kind.code, kind.label, group=kind.menu) for kind in others),
    )


def visibility_of(values: Mapping[str, str]) -> frozenset[Visibility]:
    """Who must not see it."""
    return frozenset(visibility for visibility in Visibility if values.get(visibility) == HIDDEN)


def wishes_of(values: Mapping[str, str]) -> Wishes:
    """What is wished, once nothing is wrong."""
    return Wishes(
        type_code=values["type"],
        title=values["title"],
        visibility=visibility_of(values),
        acted=typed_day(values["acted"]),
        setting=values["setting"],
        comment=values["comment"],
    )


def own_wishes_of(values: Mapping[str, str]) -> Wishes:
    """The same, of the person themselves."""
    return Wishes(values["type"], values["title"], visibility_of(values))


def own_problems(values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with what the person filled in, by line; empty when all may be sent."""
    found = {
        "type": "" if values["type"] else _("Choisissez un type."),
        "title": _why_not(title_rule(values["title"])),
    }
    return {line: problem for line, problem in found.items() if problem}


def problems(values: Mapping[str, str], patient: Patient, today: date) -> dict[str, str]:
    """What is wrong, by line; empty when all may be sent."""
    acted = typed_day(values["acted"])
    found = {
        "type": _why_not(type_rule(values["type"])) if values["type"] else _("Choisissez un type."),
        "title": _why_not(title_rule(values["title"])),
        "acted": _why_not(act_rule(acted, born=patient.birth_date, today=today))
        if acted
        else _("Écrivez une date : JJ/MM/AAAA."),
        "setting": _why_not(setting_rule(values["setting"])),
        Visibility.HIDDEN_FROM_PATIENT.value: _why_not(together(visibility_of(values))),
    }
    return {line: problem for line, problem in found.items() if problem}


def _why_not(decision: Decision) -> str:
    return f"{decision.reason} {decision.advice}".strip() if decision.refused else ""
