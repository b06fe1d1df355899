"""Small fictional clinical documents, written as the French implementation guide writes them."""

HEADER = """
<id root="1.2.250.1.9.1" extension="42"/>
<code code="11488-4" codeSystem="2.16.840.1.113883.6.1" displayName="CR de consultation"/>
<title>Compte rendu de consultation</title>
<effectiveTime value="20260302101500+0100"/>
<confidentialityCode code="N" displayName="Normal"/>
<languageCode code="fr-FR"/>
<setId root="1.2.250.1.9.2" extension="7"/>
<versionNumber value="2"/>
<recordTarget><patientRole>
  <id root="1.2.250.1.9.3" extension="IPP77"/>
  <id root="1.2.250.1.213.1.4.10" extension="251119975001242"/>
  <addr><houseNumber>3</houseNumber><streetName>rue des Lilas</streetName><city>Paris</city></addr>
  <telecom value="tel:0100000000"/>
  <patient>
    <name>
      <family qualifier="BR">BERNARD</family><given>Lucie Anne</given><given qualifier="BR">Lucie</given>
      <family qualifier="CL">DUPUIS</family>
    </name>
    <administrativeGenderCode code="F"/><birthTime value="19511104"/>
  </patient>
</patientRole></recordTarget>
<author><time value="20260302"/><assignedAuthor>
  <code code="G15_10/SM26" displayName="Médecin"/>
  <assignedPerson><name><prefix>MME</prefix><given>Claire</given><family>ROUX</family><suffix>DR</suffix></name>
  </assignedPerson>
  <representedOrganization><name>Cabinet des Halles</name></representedOrganization>
</assignedAuthor></author>
<custodian><assignedCustodian><representedCustodianOrganization><name>Cabinet des Halles</name>
</representedCustodianOrganization></assignedCustodian></custodian>
"""


def clinical_document(body: str, header: str = HEADER) -> bytes:
    """A document around a ``component``."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{header}{body}</ClinicalDocument>'
    ).encode()


def structured(*sections: str, header: str = HEADER) -> bytes:
    """A document of level 3 around its sections."""
    inside = "".join(f"<component>{section}</component>" for section in sections)
    return clinical_document(
        f"<component><structuredBody>{inside}</structuredBody></component>", header=header
    )


def section(text: str, title: str = "Constantes", more: str = "") -> str:
    """A section and its narrative."""
    return f"<section><title>{title}</title><text>{text}</text>{more}</section>"


def narrative(text: str) -> bytes:
    """A document of one section, with no header to look past."""
    return structured(section(text), header="")


def unstructured(media_type: str, text: str, more: str = 'representation="B64"') -> bytes:
    """A document of level 1 around its file."""
    return clinical_document(
        f'<component><nonXMLBody><text mediaType="{media_type}" {more}>{text}</text></nonXMLBody></component>'
    )


def table(*rows: str, head: str = "") -> str:
    """A narrative table; a row is its cells separated by ``|``."""
    header = f"<thead>{_row(head, 'th')}</thead>" if head else ""
    return f"<table>{header}<tbody>{''.join(_row(row, 'td') for row in rows)}</tbody></table>"


def _row(cells: str, tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell.strip()}</{tag}>" for cell in cells.split("|")) + "</tr>"
