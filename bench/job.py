"""The main job of a terminal: log in, open a record, list it, read documents."""

import json
from dataclasses import dataclass

from bench.wire import Times, Wire, timed

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"


@dataclass(frozen=True)
class Visit:
    """Whose record a terminal works on, and as whom; ``ins`` is ``urn:oid:…|INS``."""

    ins: str
    ps_id: str
    organization: str


async def log_in(wire: Wire, times: Times, visit: Visit) -> str:
    """The session token."""
    form = {"ps_id": visit.ps_id, "organization": visit.organization}
    return str(json.loads(await timed(times, "login", wire, "/auth/login", form=form))["access_token"])


async def open_record(wire: Wire, times: Times, session: str, visit: Visit) -> str:
    """The record token."""
    form = {
        "grant_type": EXCHANGE,
        "subject_token": session,
        "person_id": visit.ins,
        "purpose_of_use": "TREAT",
    }
    return str(json.loads(await timed(times, "open", wire, "/auth/token", form=form))["access_token"])


async def read_list(wire: Wire, times: Times, record: str, visit: Visit) -> bytes:
    """The first page of the list: a hundred documents at most."""
    form = {"patient.identifier": visit.ins, "status": "current", "_count": "100"}
    return await timed(times, "list", wire, "/fhir/DocumentReference/_search", token=record, form=form)


async def read_document(wire: Wire, times: Times, record: str, path: str) -> bytes:
    """The content of a document."""
    return await timed(times, "document", wire, path, token=record)


def contents_of(listing: bytes) -> list[str]:
    """The paths of the contents of the documents of a list."""
    found = [entry["resource"]["content"][0]["attachment"]["url"] for entry in json.loads(listing)["entry"]]
    return [f"/fhir/Binary/{url.rpartition('/')[2]}" for url in found]


async def visits(wire: Wire, most: int = 15) -> list[Visit]:
    """Every professional of the demonstration, with some patients whose record is theirs to read."""
    identities = json.loads((await wire.ask("/auth/identities"))[1])["identities"]
    found: list[Visit] = []
    for person in identities:
        place = person["situations"][0]["organization"]["id"]
        session = await log_in(wire, Times(), Visit("", person["id"], place))
        actor = f"urn:oid:1.2.250.1.71.4.2.1|{person['id']}"
        asked = {"actor.identifier": actor, "status": "active", "_include": "Consent:patient"}
        answer = await wire.ask("/fhir/Consent/_search", token=session, form=asked)
        resources = [entry["resource"] for entry in json.loads(answer[1]).get("entry", ())]
        named = [r["identifier"][0] for r in resources if r["resourceType"] == "Patient"]
        asked_for = [Visit(f"{n['system']}|{n['value']}", person["id"], place) for n in named]
        found += [visit for visit in asked_for[:most] if await _has_documents(wire, session, visit)]
    return found


async def _has_documents(wire: Wire, session: str, visit: Visit) -> bool:
    form = {"grant_type": EXCHANGE, "subject_token": session, "person_id": visit.ins}
    status, body = await wire.ask("/auth/token", form=form)
    if status != 200:
        return False
    token = json.loads(body)["access_token"]
    return b'"entry"' in await read_list(wire, Times(), token, visit)
