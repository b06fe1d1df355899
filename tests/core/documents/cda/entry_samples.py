"""Small fictional coded entries, as the French models write them."""

from dmptui.core.documents.cda.entries import entries
from dmptui.core.model.clinical import Entries
from tests.core.documents.cda_samples import structured

FR = "1.2.250.1.213.1.1.3."
LOINC = "2.16.840.1.113883.6.1"


def model(*numbers: str) -> str:
    """Template identifiers; a bare number is one of the CI-SIS."""
    return "".join(f'<templateId root="{FR + each if each[0].isdigit() else each[1:]}"/>' for each in numbers)


def document(*sections: str) -> Entries:
    return entries(structured(*sections))


def section(entry: str, text: str = "", code: str = "11450-4", title: str = "Titre", inside: str = "") -> str:
    nested = f"<component>{inside}</component>" if inside else ""
    return (
        f'<section><code code="{code}" codeSystem="{LOINC}"/><title>{title}</title><text>{text}</text>'
        f"{entry}{nested}</section>"
    )


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def table(*rows: str) -> str:
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def anchor(identifier: str, words: str) -> str:
    return f'<content ID="{identifier}">{words}</content>'


def entry(inside: str) -> str:
    return f"<entry>{inside}</entry>"


def points_at(reference: str) -> str:
    return f'<text><reference value="{reference}"/></text>'


def vaccination(
    name: str = "REVAXIS",
    when: str = 'value="20090928"',
    reference: str = "#v1",
    lot: str = "A1",
    attributes: str = "",
    more: str = "",
) -> str:
    return entry(
        f'<substanceAdministration classCode="SBADM" moodCode="EVN" {attributes}>{model("45")}'
        f'<id root="1.2.3"/><code code="INITIMMUNIZ"/>{points_at(reference)}<effectiveTime {when}/>'
        f"<consumable><manufacturedProduct><manufacturedMaterial><code><translation code='J07CA01' "
        f'codeSystem="2.16.840.1.113883.6.73"/></code><name>{name}</name><lotNumberText>{lot}</lotNumberText>'
        f"</manufacturedMaterial></manufacturedProduct></consumable>{more}</substanceAdministration>"
    )


def problem(value: str, reference: str = "#p1", when: str = "20200102", attributes: str = "") -> str:
    return (
        f'<observation classCode="OBS" moodCode="EVN" {attributes}>{model("37")}<code code="55607006"/>'
        f'{points_at(reference)}<effectiveTime><low value="{when}"/></effectiveTime>'
        f'<value xsi:type="CD" {value}/></observation>'
    )


def concern(observation: str, status: str = "active") -> str:
    return entry(
        f'<act>{model("39")}<statusCode code="{status}"/><entryRelationship typeCode="SUBJ">'
        f"{observation}</entryRelationship></act>"
    )


def vital(value: str, reference: str = "#c1", when: str = "20240401") -> str:
    return entry(
        f'<organizer>{model("49")}<effectiveTime value="{when}"/><component><observation>{model("50")}'
        f'<code code="8302-2" displayName="Taille"/>{points_at(reference)}{value}</observation></component>'
        "</organizer>"
    )


def quantity(value: str, unit: str) -> str:
    return f'<value xsi:type="PQ" value="{value}" unit="{unit}"/>'
