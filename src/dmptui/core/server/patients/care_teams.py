"""CareTeam: the cercle de soins of an open record, or the asker's own membership."""

import json

from starlette.responses import Response

from dmptui.core.fhir import care_team
from dmptui.core.fhir.json import Json
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.decision import PROJECT, Decision, refused
from dmptui.core.server.access import gate
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query
from dmptui.core.text import _

KIND = "CareTeam"
PARTICIPANTS = ("participant.identifier", "participant")
PARAMS = (*gate.PATIENT_PARAMS, *PARTICIPANTS, "status")


async def search(call: Call) -> Response:
    """The whole team with a record token; with a session token, only the asker's place in it."""
    call.params.only(*PARAMS)
    if call.asker.claims.patient_id:
        record = await gate.record(call, TraceAction.LIST)
        rows = await of(call, record.patient_id)
        return await answers.searchset(call, KIND, answers.entries(call.base, rows))
    patient_id = await gate.named(call)
    if patient_id is None:
        raise BadRequest(400, "required", _("Précisez la personne concernée."))
    mine = {call.asker.ps_id, call.asker.claims.professional.situation.organization.id}
    participants = {code for t in call.params.tokens(PARTICIPANTS) for _system, code in t.values}
    if not participants <= mine:
        raise Denied(_not_yours(), TraceAction.LIST, call.asker, patient_id=patient_id)
    rows = await of(call, patient_id) if patient_id else []
    reduced = [(row, _only(json.loads(row.text), participants or mine)) for row in rows]
    found = [
        answers.entry(call.base, KIND, row.id, json.dumps(team, ensure_ascii=False))
        for row, team in reduced
        if team["participant"]
    ]
    return await answers.searchset(call, KIND, found)


async def of(call: Call, patient_id: str) -> list[StoredResource]:
    """The CareTeams of a patient."""
    tokens = call.params.tokens(("status",))
    page = await call.context.store.search(Query(KIND, patient=patient_id, tokens=tokens))
    return list(page.rows)


def _only(team: Json, identifiers: set[str]) -> Json:
    members = tuple(m for m in care_team.from_fhir(team) if m.identifier in identifiers)
    reduced = care_team.to_fhir(members, team["subject"]["reference"])
    return team | {"participant": reduced["participant"]}


def _not_yours() -> Decision:
    return refused(
        _("Le cercle de soins se consulte dans le dossier ouvert."),
        PROJECT,
        _("Ouvrez le dossier d'abord."),
    )
