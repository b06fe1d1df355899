"""French words for the types and the statuses of FHIR resources."""

from dmptui.core.text import N_, _

_TYPES = {
    "AllergyIntolerance": N_("Allergie ou intolérance"),
    "Binary": N_("Fichier"),
    "Bundle": N_("Lot de ressources"),
    "CarePlan": N_("Plan de soins"),
    "CareTeam": N_("Équipe de soins"),
    "ClinicalImpression": N_("Impression clinique"),
    "Composition": N_("Document"),
    "Condition": N_("Problème"),
    "Consent": N_("Consentement"),
    "Coverage": N_("Couverture"),
    "Device": N_("Dispositif"),
    "DeviceUseStatement": N_("Dispositif utilisé"),
    "DiagnosticReport": N_("Compte rendu"),
    "DocumentReference": N_("Document référencé"),
    "Encounter": N_("Prise en charge"),
    "FamilyMemberHistory": N_("Antécédent familial"),
    "Flag": N_("Alerte"),
    "Goal": N_("Objectif"),
    "ImagingStudy": N_("Examen d'imagerie"),
    "Immunization": N_("Vaccination"),
    "ImmunizationRecommendation": N_("Vaccination recommandée"),
    "List": N_("Liste"),
    "Location": N_("Lieu"),
    "Media": N_("Image"),
    "Medication": N_("Médicament"),
    "MedicationAdministration": N_("Médicament administré"),
    "MedicationDispense": N_("Médicament délivré"),
    "MedicationRequest": N_("Prescription"),
    "MedicationStatement": N_("Traitement"),
    "Observation": N_("Observation"),
    "Organization": N_("Organisation"),
    "Patient": N_("Patient"),
    "Practitioner": N_("Professionnel"),
    "PractitionerRole": N_("Professionnel"),
    "Procedure": N_("Acte"),
    "RelatedPerson": N_("Proche"),
    "ServiceRequest": N_("Demande d'examen ou de soins"),
    "Specimen": N_("Prélèvement"),
}

_STATUSES = {
    "active": "",
    "completed": "",
    "confirmed": "",
    "current": "",
    "final": "",
    "finished": "",
    "amended": N_("modifié après validation"),
    "appended": N_("complété après validation"),
    "cancelled": N_("annulé"),
    "corrected": N_("corrigé"),
    "differential": N_("hypothèse parmi d'autres"),
    "draft": N_("brouillon"),
    "entered-in-error": N_("saisi par erreur"),
    "in-progress": N_("en cours"),
    "inactive": N_("inactif"),
    "intended": N_("prévu"),
    "not-done": N_("non fait"),
    "not-taken": N_("non pris"),
    "on-hold": N_("suspendu"),
    "partial": N_("partiel"),
    "preliminary": N_("provisoire"),
    "preparation": N_("en préparation"),
    "provisional": N_("provisoire"),
    "recurrence": N_("récidive"),
    "refuted": N_("réfuté"),
    "registered": N_("attendu"),
    "relapse": N_("rechute"),
    "remission": N_("en rémission"),
    "resolved": N_("résolu"),
    "revoked": N_("révoqué"),
    "stopped": N_("arrêté"),
    "superseded": N_("remplacé"),
    "unconfirmed": N_("non confirmé"),
    "unknown": N_("état inconnu"),
}
"""What is not said of a resource is that it is as one expects: empty."""

_CRITICALITIES = {
    "low": N_("criticité faible"),
    "high": N_("criticité élevée"),
    "unable-to-assess": N_("criticité non évaluable"),
}

_EMPTY = {
    "nilknown": N_("rien de connu"),
    "notasked": N_("non demandé"),
    "withheld": N_("information retenue"),
    "unavailable": N_("information non disponible"),
    "notstarted": N_("non commencé"),
    "closed": N_("liste close"),
}


def type_name(kind: str) -> str:
    """A type of resource in French; the type itself when it has no word here."""
    return _(_TYPES[kind]) if kind in _TYPES else kind


def status(code: str) -> str:
    """What must be said of a status; empty when it is the expected one, the code when it has no word."""
    word = _STATUSES.get(code, code)
    return _(word) if word else ""


def criticality(code: str) -> str:
    """How dangerous an allergy is."""
    return _(_CRITICALITIES[code]) if code in _CRITICALITIES else code


def empty_reason(code: str) -> str:
    """Why a section says nothing."""
    return _(_EMPTY[code]) if code in _EMPTY else code
