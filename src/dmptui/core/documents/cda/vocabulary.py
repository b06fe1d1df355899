"""French words for the codes of a header."""

from dmptui.core.documents.cda.xml import Element, attribute, child, text_of
from dmptui.core.documents.header import Code
from dmptui.core.text import N_, _

INS_ROOTS = frozenset(
    {
        "1.2.250.1.213.1.4.8",  # NIR
        "1.2.250.1.213.1.4.9",  # NIA
        "1.2.250.1.213.1.4.10",  # tests
        "1.2.250.1.213.1.4.11",  # demonstrations
    }
)

_NULL_FLAVORS = {
    "NI": N_("non communiqué"),
    "UNK": N_("valeur inconnue"),
    "ASKU": N_("demandé mais valeur inconnue"),
    "NASK": N_("non demandé"),
    "NAV": N_("valeur temporairement indisponible"),
    "MSK": N_("valeur masquée"),
    "NA": N_("pas de valeur applicable"),
    "OTH": N_("autre valeur"),
    "NP": N_("non présent"),
    "QS": N_("quantité précise non connue"),
    "TRC": N_("trace non quantifiable"),
    "UNC": N_("valeur non codée"),
    "DER": N_("valeur dérivée"),
    "INV": N_("valeur invalide"),
}

_PARTICIPATIONS = {
    "INF": N_("Informateur"),
    "REF": N_("Prescripteur"),
    "REFB": N_("Adressé par"),
    "REFT": N_("Adressé à"),
    "PRF": N_("Exécutant"),
    "CON": N_("Consultant"),
    "RESP": N_("Responsable"),
    "VRF": N_("Vérificateur"),
    "CALLBCK": N_("Contact"),
    "IND": N_("Contact"),
    "DIST": N_("Distributeur"),
    "COV": N_("Organisme payeur"),
    "ATND": N_("Médecin responsable"),
    "ADM": N_("Admission"),
    "DIS": N_("Sortie"),
}

_RELATIONS = {
    "ECON": N_("Contact en cas d'urgence"),
    "NOK": N_("Personne de confiance"),
    "CAREGIVER": N_("Aidant"),
    "PAT": N_("Patient"),
    "GUARD": N_("Représentant"),
    "PRS": N_("Proche"),
    "AGNT": N_("Mandataire"),
}

_GENDERS = {"F": N_("F"), "M": N_("M"), "UN": N_("sexe indéterminé")}

_CONFIDENTIALITY = {"N": N_("normale"), "R": N_("restreinte"), "V": N_("très restreinte")}


def null_flavor(code: str) -> str:
    """Why a value is missing, in the official words; the code itself when it is not one of HL7's."""
    return _(_NULL_FLAVORS[code]) if code in _NULL_FLAVORS else code


def participation(code: str) -> str:
    """The part somebody has in the document."""
    return _(_PARTICIPATIONS.get(code, N_("Participant")))


def relation(code: str) -> str:
    """Who an informant is to the patient."""
    return _(_RELATIONS.get(code, N_("Informateur")))


def gender(code: str) -> str:
    """F, M, or in words when it is neither."""
    return _(_GENDERS[code]) if code in _GENDERS else ""


def confidentiality(code: str) -> str:
    """The level of confidentiality, feminine adjective."""
    return _(_CONFIDENTIALITY[code]) if code in _CONFIDENTIALITY else code


def read_code(element: Element | None) -> Code:
    """A coded value; its label is what the author gave, or why it is missing."""
    if element is None:
        return Code()
    label = (
        attribute(element, "displayName")
        or text_of(child(element, "originalText"))
        or attribute(child(element, "translation"), "displayName")
        or null_flavor(attribute(element, "nullFlavor"))
    )
    return Code(attribute(element, "code"), attribute(element, "codeSystem"), label)
