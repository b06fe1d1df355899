"""Consent: that of a team or of a consultation, the denial of a professional (TD0.3), the three switches.

What has no ``verification``, who collected it and when, is of a version that knew no team: it is no consent.
"""

from datetime import UTC, datetime

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import (
    Json,
    child,
    coding_json,
    concept,
    expect,
    extension,
    identifier,
    instant,
    items,
    member,
    text,
)
from dmptui.core.fhir.practitioner import organization_reference, practitioner_reference
from dmptui.core.model.access import (
    Authorisation,
    Collector,
    ConsentKind,
    Declaration,
    EmergencySwitches,
    Team,
)
from dmptui.core.model.base import Coding

SCOPE = concept(Coding(system=systems.CONSENT_SCOPE, code="patient-privacy"))
_AUTHORISATION = Coding(system="http://loinc.org", code="59284-0", display="Consent Document")
_SWITCHES = Coding(system=systems.SWITCHES, code="acces-urgence", display="Accès en urgence")
_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
_OURS = (systems.CONSENT_KIND, systems.DECLARES_ATTENDING, systems.SECRET_ACCESS)
_TEAMS = (systems.ORGANIZATION_ID, systems.CARE_CIRCLE)
_TRUSTED = "RelatedPerson"
_RENEWED = ("verification", "organization", "identifier")
"""What a Consent in the place of another says anew, or does not say."""
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
    """The Consent of a team, of a consultation, or of a denial, which has no period."""
    provision: Json = {
        "type": "permit" if authorisation.permitted else "deny",
        "actor": [
            {
                "role": concept(Coding(system=systems.PARTICIPATION_TYPE, code="PRCP")),
                "reference": _actor(authorisation),
            }
        ],
    }
    if authorisation.until:
        provision["period"] = {
            "start": authorisation.since.isoformat(),
            "end": authorisation.until.isoformat(),
        }
    resource: Json = {
        "resourceType": "Consent",
        "extension": [{"url": systems.CONSENT_KIND, "valueCode": authorisation.kind.value}],
        "status": "active",
        "scope": SCOPE,
        "category": [concept(_AUTHORISATION)],
        "patient": {"reference": subject},
        "dateTime": authorisation.since.isoformat(),
        "performer": [{"reference": subject}],
        "policyRule": concept(
            Coding(system="http://terminology.hl7.org/CodeSystem/v3-ActCode", code="OPTIN")
        ),
        "provision": provision,
    }
    if authorisation.collector:
        resource["verification"] = [_verification(authorisation.collector, authorisation.since)]
    if authorisation.organization_id:
        resource["organization"] = [organization_reference(authorisation.organization_id)]
    if authorisation.consultation:
        resource["identifier"] = [identifier(systems.CONSULTATION, authorisation.consultation)]
    return resource


def _actor(authorisation: Authorisation) -> Json:
    team = authorisation.team
    if team is None:
        return practitioner_reference(authorisation.practitioner_id)
    if team.is_organization:
        return {"type": "Organization"} | organization_reference(team.identifier, team.name)
    return {"type": "CareTeam", "identifier": identifier(systems.CARE_CIRCLE, team.identifier)}


def _verification(collector: Collector, since: datetime) -> Json:
    who = practitioner_reference(collector.id, collector.name)
    return {"verified": True, "verifiedWith": who, "verificationDate": since.isoformat()}


def declaration_to_fhir(
    declaration: Declaration, practitioner_id: str, subject: str, now: datetime, team: Team | None = None
) -> Json:
    """The Consent a professional declares, for a team or for a consultation; the server sets the rest.

    Args:
        declaration: what is attested.
        practitioner_id: whose consultation it is for, when it is for no team.
        subject: the reference to the patient.
        now: when.
        team: for which the patient agreed.
    """
    authorisation = Authorisation(
        practitioner_id="" if team else practitioner_id,
        team=team,
        permitted=True,
        since=now,
        kind=declaration.kind,
    )
    resource = authorisation_to_fhir(authorisation, subject)
    if declaration.attending:
        resource["extension"].append({"url": systems.DECLARES_ATTENDING, "valueBoolean": True})
    if declaration.trusted:
        resource = by_trusted_person(resource)
    return secretly(resource) if declaration.secret else resource


def by_trusted_person(resource: Json) -> Json:
    """A Consent that the personne de confiance gave, for a person who cannot."""
    return resource | {"performer": [{"type": _TRUSTED, "display": "Personne de confiance"}]}


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
        trusted=child(consent, "performer").get("type") == _TRUSTED,
        secret=is_secret(consent),
    )


def authorisation_from_fhir(resource: object) -> Authorisation:
    """The authorisation of a Consent; one that nobody is said to have collected ended when it began.

    Raises:
        InvalidContent: it is not a Consent.
    """
    consent = expect(resource, "Consent")
    provision = child(consent, "provision")
    period = child(provision, "period")
    permitted = provision.get("type") != "deny"
    since = instant(period.get("start")) or instant(consent.get("dateTime")) or _EPOCH
    collector = _collector(consent)
    old = permitted and collector is None and _kind(consent) is ConsentKind.EXPLICIT
    return Authorisation(
        practitioner_id=actor_of(consent),
        team=team_of(consent),
        permitted=permitted,
        since=since,
        until=since if old else instant(period.get("end")),
        kind=_kind(consent),
        collector=collector,
        organization_id=text(child(consent, "organization", "identifier").get("value")),
        consultation=_consultation(consent),
    )


def ended(resource: Json, now: datetime) -> Json:
    """A Consent whose period ends now."""
    provision = resource["provision"]
    period = child(provision, "period") | {"end": now.isoformat()}
    return resource | {"provision": provision | {"period": period}}


def renewed(former: Json, resource: Json) -> Json:
    """A Consent in the place of a former one: what others wrote beside what is written here stays."""
    kept = {name: value for name, value in former.items() if name not in _RENEWED} | resource
    foreign = [e for e in items(former, "extension") if e.get("url") not in _OURS]
    if foreign:
        kept["extension"] = [*resource.get("extension", ()), *foreign]
    beside = {k: v for k, v in child(former, "provision").items() if k not in _SAID}
    return kept | {"provision": beside | resource["provision"]}


def actor_of(consent: Json) -> str:
    """The PS id the provision is about; empty when it is about a team, or nobody."""
    actor = child(consent, "provision", "actor", "reference", "identifier")
    return "" if actor.get("system") in _TEAMS else text(actor.get("value"))


def team_of(consent: Json) -> Team | None:
    """The team whose consent it is; None when it is about a professional, or nobody."""
    reference = child(consent, "provision", "actor", "reference")
    actor = child(reference, "identifier")
    if actor.get("system") not in _TEAMS:
        return None
    of_structure = actor.get("system") == systems.ORGANIZATION_ID
    name = text(reference.get("display")) if of_structure else ""
    return Team(identifier=text(actor.get("value")), name=name, is_organization=of_structure)


def _collector(consent: Json) -> Collector | None:
    who = child(consent, "verification", "verifiedWith")
    ps_id = text(child(who, "identifier").get("value"))
    return Collector(id=ps_id, name=text(who.get("display"))) if ps_id else None


def _consultation(consent: Json) -> str:
    mine = (i for i in items(consent, "identifier") if i.get("system") == systems.CONSULTATION)
    return next((text(each.get("value")) for each in mine), "")


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


def is_authorisation(resource: Json) -> bool:
    """Whether a Consent is about a professional or a team."""
    return bool(actor_of(resource)) or team_of(resource) is not None


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
