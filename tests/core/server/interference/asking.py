"""Random requests, the same to two worlds: what an answer names, a later request may name again."""

import json
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json
from dmptui.core.model.document import Document
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.server.routes import FAMILIES
from tests.core.server.dmp_world import HADDAD, IMAGING, OLIVIER, PETIT, ROUX, deposit, document, ins_of
from tests.core.server.interference.worlds import ALICE, BOB, CHILD, Side

_RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b2\.25\.\d{20,}")
"""What is drawn at random: ids, the OIDs made of an id."""
KINDS = tuple(family.kind for family in FAMILIES)
_PAGE = re.compile(r"_getpages=([\w-]+)")


@dataclass
class Names:
    """What is random in one world, by its order of appearance; ``pages`` apart, that answers promised."""

    known: dict[str, str] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def normal(self, text: str) -> str:
        """A text, what is random in it replaced by its place among all that was met."""
        self.pages += [page for page in _PAGE.findall(text) if page not in self.pages]
        return _RANDOM.sub(lambda found: self._place(found[0]), _PAGE.sub("_getpages=", text))

    def _place(self, found: str) -> str:
        if found not in self.known:
            self.known[found] = f"#{len(self.known)}"
            self.order.append(found)
        return self.known[found]


@dataclass(frozen=True)
class Named:
    """Something to name in a request: known to all, or what was met at a place, in each world its own."""

    text: str = ""
    place: int = -1

    def of(self, names: Names) -> str:
        return names.order[self.place] if self.place >= 0 else self.text


Request = Callable[[Names], dict[str, Any]]
"""The arguments of ``httpx.AsyncClient.request`` in one of the worlds."""


class Asking:
    """Requests drawn one after another.

    Args:
        seed: of the draws.
        secrets: ids and identifiers of what is hidden, that are tried; what hidden acts leave is added.
        who: the professional who asks; None for the patient or a representative.
    """

    def __init__(self, seed: int, secrets: Iterable[str], who: PractitionerRole | None) -> None:
        self.chance = random.Random(seed)
        self.secrets = list(secrets)
        self.who = who
        self.number = 0

    def draw(self, names: Names) -> Request:
        """The next request."""
        self.number += 1
        kinds = {
            self.search: 34,
            self.read: 22,
            self.page: 14,
            self.patch: 8,
            self.conditional: 4,
            self.deposit: 6,
            self.trace: 3,
            self.visits: 8,
            self.mark: 3,
            self.display: 1,
            self.message: 3,
            self.consent: 3,
            self.stranger: 3,
        }
        make = self.chance.choices(list(kinds), list(kinds.values()))[0]
        return make(names)

    # What is named

    def name(self, names: Names) -> Named:
        chance = self.chance.random()
        if chance < 0.5 or not names.order:
            return Named(self.chance.choice(self.secrets))
        if chance < 0.55:
            return Named("nowhere")
        return Named(place=self.chance.randrange(len(names.order)))

    def value(self, param: str, names: Names) -> Callable[[Names], str]:
        """A value of a search parameter."""
        choices = _VALUES.get(param)
        if choices is not None:
            value = self.chance.choice(choices)
            return lambda _names: value
        named, before = self.name(names), _BEFORE.get(param, "")
        return lambda now: f"{before}{named.of(now)}"

    # Requests

    def search(self, names: Names) -> Request:
        kind = self.chance.choice(KINDS)
        family = next(f for f in FAMILIES if f.kind == kind)
        often = ("date", "status", "type", "_id", "identifier", "relatesto", "item", "subtype", "code")
        likely = [p for p in family.params if p in often] * 3
        drawn = self.chance.sample(
            [*family.params, *likely], min(self.chance.choice((0, 0, 1, 1, 2)), len(family.params))
        )
        params = [(param, self.value(param, names)) for param in dict.fromkeys(drawn)]
        fixed = [("_count", str(self.chance.choice((1, 1, 2, 3, 5, 50))))]
        if self.chance.random() < 0.3:
            fixed.append(
                ("_sort", self.chance.choice(("date", "-date", "period", "-period", "sent", "-sent", "x")))
            )
        if self.chance.random() < 0.2:
            fixed.append(
                self.chance.choice((("_total", "none"), ("_summary", "count"), ("_summary", "count")))
            )
        posted = self.chance.random() < 0.5

        def request(now: Names) -> dict[str, Any]:
            form = [*((param, value(now)) for param, value in params), *fixed]
            if not posted:
                return {"method": "GET", "url": f"/fhir/{kind}?{urlencode(form)}"}
            kind_of_form = {"Content-Type": "application/x-www-form-urlencoded"}
            return {
                "method": "POST",
                "url": f"/fhir/{kind}/_search",
                "content": urlencode(form),
                "headers": kind_of_form,
            }

        return request

    def read(self, names: Names) -> Request:
        kind = self.chance.choice((*KINDS, "DocumentReference", "Binary", "Binary"))
        method = self.chance.choice(("GET", "GET", "GET", "HEAD"))
        ending = self.chance.choice(("", "", "", "", "/_history/1", "/_history"))
        accept = self.chance.choice(("*/*", "*/*", "application/fhir+json", "text/html"))
        named = self.name(names)
        prefix = "bin-" if kind == "Binary" and self.chance.random() < 0.5 else ""
        return lambda now: {
            "method": method,
            "url": f"/fhir/{kind}/{prefix}{named.of(now)}{ending}",
            "headers": {"Accept": accept},
        }

    def page(self, names: Names) -> Request:
        """The page that an answer promised, most often one of the last."""
        place = -1 - min(int(self.chance.expovariate(0.5)), max(0, len(names.pages) - 1))
        return lambda now: {
            "method": "GET",
            "url": f"/fhir?_getpages={now.pages[place] if now.pages else 'none'}",
        }

    def patch(self, names: Names) -> Request:
        named, sent = self.name(names), self._patch()
        version = self.chance.choice(('W/"1"', 'W/"1"', 'W/"2"', ""))
        headers = {"Content-Type": "application/json-patch+json"} | ({"If-Match": version} if version else {})
        return lambda now: {
            "method": "PATCH",
            "url": f"/fhir/DocumentReference/{named.of(now)}",
            "content": json.dumps(sent),
            "headers": headers,
        }

    def conditional(self, names: Names) -> Request:
        named, sent = self.name(names), self._patch()
        return lambda now: {
            "method": "PATCH",
            "url": f"/fhir/DocumentReference?identifier={named.of(now)}",
            "content": json.dumps(sent),
            "headers": {"Content-Type": "application/json-patch+json"},
        }

    def _patch(self) -> list[Json]:
        return self.chance.choice(
            (
                [{"op": "add", "path": "/securityLabel/0/coding/-", "value": {"code": "MASQUE_PS"}}],
                [{"op": "replace", "path": "/status", "value": "entered-in-error"}],
                [{"op": "replace", "path": "/status", "value": "superseded"}],
                [{"op": "add", "path": "/extension/0/valueBoolean", "value": True}],
                [{"op": "remove", "path": "/content"}],
            )
        )

    def deposit(self, names: Names) -> Request:
        """A document of one's own: new, sent again, under a secret's identifier, in the place of one."""
        chance = self.chance.random()
        fresh = 500 + self.number if chance < 0.5 else 500
        master = self.chance.choice(self.secrets) if 0.3 < chance < 0.8 else ""
        replaced = self.name(names) if chance > 0.6 else Named()
        by_id = self.chance.random() < 0.6
        patient = self.chance.choice((ALICE, CHILD, BOB) if self.who else (ALICE, CHILD))

        def request(now: Names) -> dict[str, Any]:
            found = self._made(fresh, master, replaced.of(now), by_id=by_id)
            bundle = deposit(found, patient, self.who or OLIVIER)
            return _posted("", bundle)

        return request

    def _made(self, number: int, master: str, replaced: str, *, by_id: bool) -> Document:
        found = document(f"Le mien {number}", number=number, type_code=IMAGING, days_ago=1)
        target = f"DocumentReference/{replaced}" if by_id and replaced else replaced
        more = {"master_identifier": master} if master else {}
        return found.model_copy(update=more | {"replaces": target})

    def trace(self, names: Names) -> Request:
        """An attempt that the asker reports, about something they name."""
        named, patient = self.name(names), self.chance.choice((ALICE, CHILD))
        actor = {"identifier": {"system": systems.PRACTITIONER_ID, "value": self._ps_id()}}
        return lambda now: _posted(
            "/AuditEvent",
            {
                "resourceType": "AuditEvent",
                "subtype": [{"system": systems.TRACE_ACTION, "code": "lecture"}],
                "outcome": "8",
                "outcomeDesc": "non",
                "recorded": "2026-11-23T10:00:00Z",
                "agent": [{"who": actor, "requestor": True}],
                "entity": [
                    {"what": {"reference": f"Patient/{patient.id}"}},
                    {"what": {"reference": f"DocumentReference/{named.of(now)}"}, "name": "Titre"},
                ],
            },
        )

    def visits(self, names: Names) -> Request:
        """Visits, their numbers, or the values of a facet; or the lines of one that an answer named."""
        if self.chance.random() < 0.3:
            named, patient = self.name(names), self.chance.choice((ALICE, CHILD, BOB)).id
            return lambda now: {
                "method": "GET",
                "url": f"/fhir/AuditEvent?{urlencode({'visit': named.of(now), 'patient': patient})}",
            }
        pairs = self.chance.sample(_VISITS, self.chance.choice((0, 0, 1, 2)))
        pairs += [("facet", facet) for facet in self.chance.sample(_FACETS, self.chance.choice((0, 1)))]
        pairs += [("_offset", self.chance.choice(("0", "0", "1", "2"))), ("_count", "2")]
        parameters = [{"name": name, "valueString": value} for name, value in pairs]
        return lambda _now: _posted(
            "/AuditEvent/$visites", {"resourceType": "Parameters", "parameter": parameters}
        )

    def mark(self, names: Names) -> Request:
        """Documents marked seen by who asks, or all that came before a moment."""
        named, moment = self.name(names), self.chance.choice(("2026-11-01T10:00:00Z", "2026-11-22T10:00:00Z"))
        until = [{"name": "until", "valueInstant": moment}] if self.chance.random() < 0.2 else []
        return lambda now: _posted(
            "/DocumentReference/$vu",
            {
                "resourceType": "Parameters",
                "parameter": [{"name": "document", "valueString": named.of(now)}, *until],
            },
        )

    def display(self, _names: Names) -> Request:
        """A page is displayed by who asks."""
        event = {
            "resourceType": "AuditEvent",
            "subtype": [{"system": systems.TRACE_ACTION, "code": "affichage"}],
            "outcome": "0",
            "entity": [{"name": self.chance.choice(("recapitulatif", "biologie", "autre"))}],
        }
        return lambda _now: _posted("/AuditEvent", event)

    def message(self, names: Names) -> Request:
        named = self.name(names)
        patient = self.chance.choice((ALICE, BOB, CHILD))
        reference = {"reference": f"Patient/{patient.id}"}
        common = {
            "resourceType": "Communication",
            "subject": reference,
            "topic": {"text": "Suivi"},
        }
        text = {"contentString": "Bonjour"}
        if self.chance.random() < 0.5:
            return lambda now: _posted(
                "/Communication",
                common
                | {
                    "payload": [text],
                    "inResponseTo": [{"reference": f"Communication/{named.of(now)}"}],
                },
            )
        return lambda now: _posted(
            "/Communication",
            common
            | {
                "recipient": [reference],
                "payload": [
                    text,
                    {"contentReference": {"reference": f"DocumentReference/{named.of(now)}"}},
                ],
            },
        )

    def consent(self, _names: Names) -> Request:
        """Somebody is blocked or let in again, or a consent taken back, by whoever asks."""
        role = self.chance.choice((HADDAD, PETIT, PETIT, ROUX))
        patient = self.chance.choice((ALICE, CHILD))
        status = self.chance.choice(("active", "inactive"))
        if role is HADDAD:
            status = "inactive"  # who acts in one world must be able to go on
        actor = {
            "reference": {"identifier": {"system": systems.PRACTITIONER_ID, "value": role.practitioner.id}}
        }
        kind = "permit" if role is PETIT and status == "inactive" and self.chance.random() < 0.5 else "deny"
        return lambda _now: _posted(
            "/Consent",
            {
                "resourceType": "Consent",
                "status": status,
                "patient": {"reference": f"Patient/{patient.id}"},
                "provision": {"type": kind, "actor": [actor]},
            },
        )

    def stranger(self, names: Names) -> Request:
        """Without a token, or with a forged one: 401, then 429 for some time."""
        named = self.name(names)
        kind = self.chance.choice(KINDS)
        headers = self.chance.choice(({"Authorization": "Bearer forged"}, {"Authorization": ""}))
        return lambda now: {"method": "GET", "url": f"/fhir/{kind}/{named.of(now)}", "headers": headers}

    def _ps_id(self) -> str:
        return self.who.practitioner.id if self.who else ""


async def answered(side: Side, token: str, names: Names, request: Request) -> tuple[str, str]:
    """What one world answers: the request as it was sent there, and the answer without what is random."""
    arguments = request(names)
    given = arguments.pop("headers", {})
    sending = {"Authorization": f"Bearer {token}"} | given
    response: httpx.Response = await side.client.request(**arguments, headers=sending)
    # The decimal of an id has one digit more or less: the length of what is compared says the same.
    headers = {**response.headers, "content-length": ""}
    shown = "\n".join(f"{name}: {value}" for name, value in headers.items())
    sent = f"{arguments['method']} {arguments['url']} {arguments.get('content', '')}"
    return sent, names.normal(f"{response.status_code}\n{shown}\n\n{response.text}")


def _posted(path: str, resource: Json) -> dict[str, Any]:
    content = json.dumps(resource)
    return {
        "method": "POST",
        "url": f"/fhir{path}",
        "content": content,
        "headers": {"Content-Type": "application/fhir+json"},
    }


_DATES = ("ge2026-11-01", "lt2026-11-21", "2026-11-20", "2026", "ge2026-11-22")
_VALUES: dict[str, tuple[str, ...]] = {
    "status": ("current", "superseded", "entered-in-error", "current,superseded", "active"),
    "type": (IMAGING, "11488-4", "11502-2"),
    "category": ("10", "30"),
    "security-label": ("MASQUE_PS", "INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX", "N"),
    "author": (HADDAD.practitioner.id, OLIVIER.practitioner.id),
    "_content": ("secret", "poumon", "examen"),
    "date": _DATES,
    "period": _DATES,
    "sent": _DATES,
    "code": ("submissionset", "autre"),
    "_tag": (f"{systems.READ_STATE}|{systems.UNREAD}",),
    "patient": (ALICE.id, CHILD.id, BOB.id),
    "subject": (ALICE.id, CHILD.id),
    "patient.identifier": (ins_of(ALICE), ins_of(CHILD), ins_of(BOB)),
    "subject.identifier": (ins_of(ALICE), ins_of(CHILD)),
    "agent": (HADDAD.practitioner.id, OLIVIER.practitioner.id, PETIT.practitioner.id),
    "actor.identifier": (f"{systems.PRACTITIONER_ID}|{OLIVIER.practitioner.id}", PETIT.practitioner.id),
    "visit": ("2026-11-23 normal " + HADDAD.practitioner.id,),
    "subtype": ("lecture", "affichage", "depot", "archivage", "ouverture", "remplacement"),
    "outcome": ("0", "8"),
    "_include": ("Consent:patient",),
    "facility": ("SA08",),
    "setting": ("AMBULATOIRE",),
}
_VISITS = [
    ("agent", HADDAD.practitioner.id),
    ("agent:not", HADDAD.practitioner.id),
    ("own", "false"),
    ("subtype", "lecture"),
    ("subtype", "affichage"),
    ("outcome", "0"),
    ("outcome", "8"),
    ("mode", "normal"),
    ("line", "secret"),
    ("line", "lettre"),
    ("since", "2026-11-23"),
]
_FACETS = ["year", "actor", "action", "mode", "profession"]
_BEFORE = {"item": "DocumentReference/", "location": "Binary/bin-", "relatesto": "", "related": ""}
