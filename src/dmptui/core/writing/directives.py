"""Directives anticipées (CSP L1111-11), as a section whose rows are coded."""

from dataclasses import dataclass
from datetime import date

from dmptui.core.model.days import in_figures
from dmptui.core.writing.codes import TA_ASIP, Code, code_element
from dmptui.core.writing.header import HeaderFacts, entry_id, template_ids
from dmptui.core.writing.level3 import Section
from dmptui.core.writing.markup import Markup, element
from dmptui.core.writing.narrative import Table, anchored, reference

LIFE_SUPPORT = Code("75789-8", "Maintien artificiel en vie")
BREATHING = Code("75787-2", "Assistance respiratoire")
FEEDING = Code("77352-3", "Alimentation et hydratation artificielles")
DIALYSIS = Code("MED-295", "Dialyse rénale", TA_ASIP)
RESUSCITATION = Code("75779-9", "Réanimation cardiaque et respiratoire")


@dataclass(frozen=True, slots=True)
class Directive:
    """What the person accepts or refuses, since a day."""

    about: Code
    accepted: bool
    since: date


def directives(wishes: tuple[Directive, ...], facts: HeaderFacts) -> Section:
    """The directives, with their entries."""
    numbered = [(directive, f"directive-{number:02}") for number, directive in enumerate(wishes, 1)]
    rows = tuple(
        (
            anchored(directive.about.display, anchor),
            "Autorisé" if directive.accepted else "Non autorisé",
            in_figures(directive.since),
        )
        for directive, anchor in numbered
    )
    return Section(
        title="Directives anticipées",
        code=Code("42348-3", "Directives anticipées"),
        blocks=(Table(("Directive", "Précision", "Date de la directive"), rows),),
        templates=(
            "2.16.840.1.113883.10.20.1.1",
            "1.3.6.1.4.1.19376.1.5.3.1.3.34",
            "1.3.6.1.4.1.19376.1.5.3.1.3.35",
            "1.2.250.1.213.1.1.2.157",
        ),
        entries=tuple(
            element("entry", _directive(directive, anchor, facts)) for directive, anchor in numbered
        ),
    )


def _directive(directive: Directive, anchor: str, facts: HeaderFacts) -> Markup:
    return element(
        "observation",
        template_ids(
            "2.16.840.1.113883.10.20.1.17",
            "1.3.6.1.4.1.19376.1.5.3.1.4.13",
            "1.3.6.1.4.1.19376.1.5.3.1.4.13.7",
            "1.2.250.1.213.1.1.3.54",
        ),
        entry_id(facts, anchor),
        code_element("code", directive.about),
        element("text", reference(anchor)),
        element("statusCode", code="completed"),
        element(
            "effectiveTime",
            element("low", value=directive.since.strftime("%Y%m%d")),
            element("high", nullFlavor="NA"),
        ),
        element("value", xsi_type="BL", value="true" if directive.accepted else "false"),
        classCode="OBS",
        moodCode="EVN",
    )
