"""May this document, once prepared, be sent? Asked before anything leaves, with the server's own rule."""

from datetime import date
from typing import TYPE_CHECKING

from dmptui.core.model.ins import Ins
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules.adding import add
from dmptui.core.rules.decision import PROJECT, Decision, refused
from dmptui.core.rules.deposit import Life
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.deposit.preparation import PreparedDocument


def may_send(
    prepared: "PreparedDocument", role: PractitionerRole, *, open_record: Ins | None, today: date
) -> Decision:
    """The rule's answer to a deposit, whatever record is open.

    Args:
        prepared: what is to be sent, for one person.
        role: who sends it.
        open_record: whose record is open; None when none is.
        today: the day.
    """
    if open_record is not None and prepared.patient.ins != open_record:
        return refused(
            _("Ce document a été préparé pour un autre dossier que celui qui est ouvert."),
            PROJECT,
            _("Préparez-le de nouveau pour la personne dont le dossier est ouvert."),
        )
    return add(
        prepared.document,
        state=prepared.patient.state,
        profession=role.practitioner.profession,
        size=len(prepared.content),
        life=Life(prepared.patient.birth_date, today),
    )
