"""Codes as CDA writes them, and the OIDs of the terminologies used."""

from typing import NamedTuple

from dmptui.core.terminology import document_type
from dmptui.core.writing.markup import Markup, element

LOINC = "2.16.840.1.113883.6.1"
CIM10 = "2.16.840.1.113883.6.3"
SNOMED_CT = "2.16.840.1.113883.6.96"
ATC = "2.16.840.1.113883.6.73"
CIS = "1.2.250.1.213.2.3.1"
CIP = "1.2.250.1.213.2.3.2"
CIP13 = "1.2.250.1.215.200.1.1.1"
EDQM = "0.4.0.127.0.16.1.1.2.1"
CCAM = "1.2.250.1.215.300.1"
GHS = "1.2.250.1.215.200.3.1"
PRESTATION = "1.2.250.1.215.200.3.3"
HR_CCAM = "1.2.250.1.215.200.3.4"
NABM = "1.2.250.1.215.200.4.1"
TA_ASIP = "1.2.250.1.213.1.1.4.322"
ACT_CODE = "2.16.840.1.113883.5.4"
INTERPRETATION = "2.16.840.1.113883.5.83"
ALLERGY_STATUS = "2.16.840.1.113883.4.642.4.1373"
PS_IDNAT = "1.2.250.1.71.4.2.1"
STRUCT_IDNAT = "1.2.250.1.71.4.2.2"

_NAMES = {
    LOINC: "LOINC",
    CIM10: "CIM-10",
    SNOMED_CT: "SNOMED CT",
    ATC: "ATC",
    CIS: "CIS",
    CIP: "CIP",
    EDQM: "EDQM",
    CCAM: "CCAM",
}


class Code(NamedTuple):
    """A code, its French words and the OID of its terminology."""

    code: str
    display: str
    system: str = LOINC


def code_element(tag: str, code: Code, *children: str | None, xsi_type: str | None = None) -> Markup:
    """A coded element (CD, CE)."""
    return element(
        tag,
        *children,
        xsi_type=xsi_type,
        code=code.code,
        displayName=code.display,
        codeSystem=code.system,
        codeSystemName=_NAMES.get(code.system),
    )


def type_of_document(type_code: str) -> Code:
    """The code of a type of JDV_J07; an unknown one is written as LOINC, its code as its words."""
    kind = document_type(type_code)
    return Code(kind.code, kind.label, kind.oid) if kind else Code(type_code, type_code)
