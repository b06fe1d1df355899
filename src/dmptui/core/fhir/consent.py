"""Consent: one professional's authorisation on one DMP (TD0.3), and the patient's three switches."""

from datetime import UTC, datetime

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import (
    Json,
    child,
    coding_json,
    concept,
    expect,
    extension,
    instant,
    items,
    member,
    text,
)
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.model.access import Authorisation, ConsentKind, Declaration, EmergencySwitches
from dmptui.core.model.base import Coding

SCOPE = concept(Coding(system=systems.CONSENT_SCOPE, code="patient-privacy"))
_AUTHORISATION = Coding(system="http://loinc.org", code="59284-0", display="Consent Document")
_SWITCHES = Coding(system=systems.SWITCHES, code="acces-urgence", display="Accès en urgence")
_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
_OURS = (systems.CONSENT_KIND, systems.DECLARES_ATTENDING, systems.SECRET_ACCESS)
_SAID = ("type", "period", "actor", "purpose", "provision")
"""What a provision written here says, or does not say."""

_PURPOSES = {
    "centre_15": Coding(system=systems.ACT_REASON, code="ETREAT", display="Régulation médicale (centre 15)"),
    "break_glass": Coding(system=systems.ACT_REASON, code="BTG", display="Bris de glace"),
    "masked_documents": Coding(
        system=systems.SWITCHES, code="documents-masques", display="Documents masqués, en urgence"
    ),
}


def authorisation_to_fhir(authorisation: Authorisation, subject: str) -> Json:
    """The Consent of one professional; a denial has no period."""
    provision: Json = {
        "type": "permit" if authorisation.permitted else "deny",
        "actor": [
            {
                "role": concept(Coding(system=systems.PARTICIPATION_TYPE, code="PRCP")),
                "reference": practitioner_reference(authorisation.practitioner_id),
            }
        ],
    }
    if authorisation.until:
        provision["period"] = {
            "start": authorisation.since.isoformat(),
            "end": authorisation.until.isoformat(),
        }
    return {
        "resourceType": "Consent",
        "extension": [{"url": systems.CONSENT_KIND, "valueCode": authorisation.kind.value}],
        "status": "active",
        "scope": SCOPE,
        "category": [concept(_AUTHORISATION)],
        "patient": {"reference": subject},
        "dateTime": authorisation.since.isoformat(),
        "performer": [
            practitioner_reference(authorisation.practitioner_id)
            if authorisation.permitted
            else {"reference": subject}
        ],
        "policyRule": concept(
            Coding(system="http://terminology.hl7.org/CodeSystem/v3-ActCode", code="OPTIN")
        ),
        "provision": provision,
    }


def declaration_to_fhir(declaration: Declaration, practitioner_id: str, subject: str, now: datetime) -> Json:
    """The Consent a professional declares; the server sets the end of validity."""
    authorisation = Authorisation(
        practitioner_id=practitioner_id, permitted=True, since=now, kind=declaration.kind
    )
    resource = authorisation_to_fhir(authorisation, subject)
    if declaration.attending:
        resource["extension"].append({"url": systems.DECLARES_ATTENDING, "valueBoolean": True})
    return secretly(resource) if declaration.secret else resource


def secretly(resource: Json) -> Json:
    """A Consent of a connexion secrète, which the legal representatives do not see."""
    flag = {"url": systems.SECRET_ACCESS, "valueBoolean": True}
    return resource | {"extension": [*resource.get("extension", ()), flag]}


def is_secret(resource: object) -> bool:
    """Whether a Consent is of a connexion secrète."""
    return extension(resource, systems.SECRET_ACCESS).get("valueBoolean") is True


def declaration_from_fhir(resource: object) -> Declaration:
    """What the professional declares with a new Consent."""
    consent = expect(resource, "Consent")
    return Declaration(
        kind=_kind(consent),
        attending=extension(consent, systems.DECLARES_ATTENDING).get("valueBoolean") is True,
        secret=is_secret(consent),
    )


def authorisation_from_fhir(resource: object) -> Authorisation:
    """The authorisation of a Consent.

    Raises:
        InvalidContent: it is not a Consent.
    """
    consent = expect(resource, "Consent")
    provision = child(consent, "provision")
    period = child(provision, "period")
    return Authorisation(
        practitioner_id=actor_of(consent),
        permitted=provision.get("type") != "deny",
        since=instant(period.get("start")) or instant(consent.get("dateTime")) or _EPOCH,
        until=instant(period.get("end")),
        kind=_kind(consent),
    )


def renewed(former: Json, resource: Json) -> Json:
    """A Consent in the place of a former one: what others wrote beside what is written here stays."""
    kept = former | resource
    foreign = [e for e in items(former, "extension") if e.get("url") not in _OURS]
    if foreign:
        kept["extension"] = [*resource.get("extension", ()), *foreign]
    beside = {k: v for k, v in child(former, "provision").items() if k not in _SAID}
    return kept | {"provision": beside | resource["provision"]}


def actor_of(consent: Json) -> str:
    """The PS id the provision is about, or empty."""
    actor = child(consent, "provision", "actor", "reference", "identifier")
    return text(actor.get("value"))


def _kind(consent: Json) -> ConsentKind:
    code = extension(consent, systems.CONSENT_KIND).get("valueCode")
    return member(ConsentKind, code, ConsentKind.EXPLICIT)


def switches_to_fhir(switches: EmergencySwitches, subject: str, now: datetime) -> Json:
    """The Consent of the three switches: one nested provision for each purpose."""
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": SCOPE,
        "category": [concept(_SWITCHES)],
        "patient": {"reference": subject},
        "dateTime": now.isoformat(),
        "performer": [{"reference": subject}],
        "policyRule": concept(
            Coding(system="http://terminology.hl7.org/CodeSystem/v3-ActCode", code="OPTIN")
        ),
        "provision": {
            "type": "permit",
            "provision": [
                {
                    "type": "permit" if getattr(switches, name) else "deny",
                    "purpose": [coding_json(purpose)],
                }
                for name, purpose in _PURPOSES.items()
            ],
        },
    }


def is_switches(resource: object) -> bool:
    """Whether a Consent is that of the three switches."""
    found = child(resource, "category", "coding")
    return found.get("system") == systems.SWITCHES and found.get("code") == _SWITCHES.code


def switches_from_fhir(resource: object) -> EmergencySwitches:
    """The three switches; one that is not said keeps its default."""
    consent = expect(resource, "Consent")
    switches: dict[str, bool] = {}
    for provision in items(child(consent, "provision"), "provision"):
        code = child(provision, "purpose").get("code")
        switches |= {
            name: provision.get("type") == "permit"
            for name, purpose in _PURPOSES.items()
            if purpose.code == code
        }
    return EmergencySwitches(**switches)
