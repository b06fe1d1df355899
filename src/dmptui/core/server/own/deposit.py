"""What the patient deposits in their own record: personal documents (JDV_J07 DOCPAT, EXPPAT), by ITI-65."""

from starlette.responses import Response

from dmptui.core.model.days import day_of
from dmptui.core.model.document import PATIENT_AUTHOR, Author, Document
from dmptui.core.model.patient import Patient
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import changing
from dmptui.core.rules.adding import add_own
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.changing import Changer
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.deposit import Life
from dmptui.core.rules.patient_view import see
from dmptui.core.server.deposit.publication import Depositor, receive
from dmptui.core.server.http.context import Call
from dmptui.core.server.own.entering import OwnRecord, entered

_REPRESENTATIVE = "représentant"


async def transaction(call: Call) -> Response:
    """Add the documents of a lot; traced, and nobody is notified of what they did themselves."""
    return await receive(call, _depositor(call, await entered(call, TraceAction.DEPOSIT)))


def _depositor(call: Call, own: OwnRecord) -> Depositor:
    life = Life(own.patient.birth_date, day_of(call.now))
    minor = own.patient.is_minor(life.today)

    def may_add(document: Document, size: int, _patient: Patient | None) -> Decision:
        return add_own(
            document, state=own.patient.state, size=size, minor=minor, viewer=own.viewer, life=life
        )

    def may_replace(document: Document, _patient: Patient) -> Decision:
        seen = see(document, own.viewer, call.now)
        if not seen.allowed:
            return seen
        return changing.change(Change.REPLACE, document, Changer(is_patient=True), minor=minor, now=call.now)

    author = Author(name=own.patient.name, profession=PATIENT_AUTHOR)
    ins = own.patient.ins.value
    who = f"{ins} {_REPRESENTATIVE}" if own.viewer.representative else ins
    return Depositor(author, ins, who, own.documents, may_add, may_replace)
