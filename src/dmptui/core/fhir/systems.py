"""The URIs of the wire: identifier and code systems, extensions, profiles."""

INS_OID_PREFIX = "urn:oid:"
PRACTITIONER_ID = "urn:oid:1.2.250.1.71.4.2.1"
ORGANIZATION_ID = "urn:oid:1.2.250.1.71.4.2.2"
URI = "urn:ietf:rfc:3986"

LOINC = "http://loinc.org"
DOCUMENT_CLASS = "https://mos.esante.gouv.fr/NOS/TRE_A03-ClasseDocument/FHIR/TRE-A03-ClasseDocument"
VISIBILITY = (
    "https://mos.esante.gouv.fr/NOS/TRE_A07-StatutVisibiliteDocument/FHIR/TRE-A07-StatutVisibiliteDocument"
)
PROFESSION = (
    "https://mos.esante.gouv.fr/NOS/TRE_A02-ProfessionSavoirFaire-CISIS/FHIR/"
    "TRE-A02-ProfessionSavoirFaire-CISIS"
)
SPECIALTY = "https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale"
FACILITY = "https://mos.esante.gouv.fr/NOS/TRE_R02-SecteurActivite/FHIR/TRE-R02-SecteurActivite"
NOT_PROFESSIONAL = "https://mos.esante.gouv.fr/NOS/TRE_A00-ProducteurDocNonPS/FHIR/TRE-A00-ProducteurDocNonPS"
SETTING = "https://mos.esante.gouv.fr/NOS/TRE_A01-CadreExercice/FHIR/TRE-A01-CadreExercice"
ACCESS_MODE = "https://mos.esante.gouv.fr/NOS/TRE_R248-ModeAcces/FHIR/TRE-R248-ModeAcces"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
PARTICIPATION_TYPE = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
AUDIT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type"
DATA_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
MHD_LIST_TYPE = "https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes"
FORMAT_CODE = "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode"
FRENCH_FORMAT = (
    "https://mos.esante.gouv.fr/NOS/TRE_A06-FormatCodeComplementaire/FHIR/TRE-A06-FormatCodeComplementaire"
)

_PDSM = "https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition/"
IS_ARCHIVED = _PDSM + "pdsm-ext-is-archived"
DOCUMENT_PROFILE = _PDSM + "pdsm-comprehensive-document-reference"
SUBMISSION_PROFILE = _PDSM + "pdsm-submissionset-comprehensive"
BUNDLE_PROFILE = _PDSM + "pdsm-comprehensive-provide-document-bundle"

_DMP = "https://interop.esante.gouv.fr/ig/fhir/dmp/StructureDefinition/"
CLOSURE = _DMP + "dmp-fermeture"
MES_STATE = _DMP + "dmp-rattachement-mes"
ATTENDING = _DMP + "dmp-medecin-traitant"

_MHD = "https://profiles.ihe.net/ITI/MHD/StructureDefinition/"
DESIGNATION_TYPE = _MHD + "ihe-designationType"
SOURCE_ID = _MHD + "ihe-sourceId"

# What no public text names yet; a URN of ours, so that nobody takes it for the agency's.
LAST_VISIT = "urn:dmptui:extension:derniere-visite"
LAST_DOCUMENT = "urn:dmptui:extension:dernier-document"
NEWS = "urn:dmptui:extension:nouveautes"
CONSENT_KIND = "urn:dmptui:extension:nature-du-consentement"
DECLARES_ATTENDING = "urn:dmptui:extension:declaration-medecin-traitant"
NOTIFIED = "urn:dmptui:extension:notifie-le"
BY_REPRESENTATIVE = "urn:dmptui:extension:note-par-un-representant"
SECRET_ACCESS = "urn:dmptui:extension:connexion-secrete"  # noqa: S105  a URN, not a secret
ENTRY_ID = "urn:dmptui:identifiant:entree"
PROFILE_OPERATION = "urn:dmptui:operation:profil"
FACETS_OPERATION = "urn:dmptui:operation:facets"
ATTENDING_ACT = "urn:dmptui:codesystem:medecin-traitant"
TRACE_ACTION = "urn:dmptui:codesystem:action"
SWITCHES = "urn:dmptui:codesystem:interrupteurs"
COMMUNICATION = "urn:dmptui:codesystem:communication"
LISTS = "urn:dmptui:codesystem:liste"
PREFERENCES = "urn:dmptui:codesystem:preferences"
PREFERENCES_CONTENT = "urn:dmptui:extension:preferences"
RULE_SOURCE = "urn:dmptui:extension:source"
ADVICE = "urn:dmptui:extension:conseil"
EMERGENCY_REASON = "urn:dmptui:extension:motif-urgence"
EXCERPT = "urn:dmptui:extension:extrait"
AUTOMATIC_READING = "urn:dmptui:extension:lecture-automatique"
COUNT = "urn:dmptui:extension:nombre"
