"""Words several screens say the same way: identities, dates, states."""

from datetime import date

from dmptui.core.model import days
from dmptui.core.model.access import AccessMode, AuthorisationStatus
from dmptui.core.model.days import read_day
from dmptui.core.model.patient import DmpState, Patient, Sex
from dmptui.core.model.trace import ACTION_WORDS, Trace
from dmptui.core.rules.death_words import brief_death, death
from dmptui.core.text import N_, _, ngettext

DMP_STATES = {
    DmpState.NOTIFIED: N_("à venir"),
    DmpState.OPEN: N_("ouvert"),
    DmpState.ACTIVATED: N_("activé"),
    DmpState.OPPOSED: N_("opposé"),
    DmpState.CLOSED: N_("fermé"),
}

AUTHORISATIONS = {
    AuthorisationStatus.NONE: "—",
    AuthorisationStatus.VALID: N_("valide"),
    AuthorisationStatus.EXPIRED: N_("expiré"),
    AuthorisationStatus.FORBIDDEN: N_("bloqué"),
}

MODES = {
    AccessMode.NORMAL: N_("normal"),
    AccessMode.BREAK_GLASS: N_("BRIS DE GLACE"),
    AccessMode.CENTRE_15: N_("CENTRE 15"),
}


REFUSED = "×"
"""Before a refused attempt; its word is in the column of the action."""
_BOX = 72
"""Cells of a line of a dialog."""


def age(patient: Patient, today: date) -> str:
    """``75 ans``; months under two years, as a clinician says."""
    years = patient.age(today)
    if years >= 2:
        return ngettext("{n} an", "{n} ans", years).format(n=years)
    born = patient.birth_date
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    return ngettext("{n} mois", "{n} mois", months).format(n=max(0, months))


def identity(patient: Patient, today: date, *, width: int = 80) -> str:
    """The identity as it stands on every screen of the record and in every confirmation.

    Args:
        patient: who.
        today: for the age.
        width: cells there are; the other given names, the word of a death, « (92 ans) », the spaces of the
            INS, then the used name give way first; a digit of the INS only where nothing else is left, and
            what that frees goes back to the others.
    """
    years = age(patient, patient.death or today)
    whole = f"{patient.sex.value} · {day(patient.birth_date)} ({years})"
    short = f"{patient.sex.value} · {day(patient.birth_date)} {years.replace(' ans', ' a')}"
    ins, brief = patient.ins, brief_death(patient)
    others = "".join(f", {name}" for name in patient.given_names[1:])
    end = f"…{ins.value[13:]}"
    own = patient.model_copy(update={"used_name": ""}).name
    for name, born, ends, number in (
        (patient.name + others, whole, death(patient), ins.grouped),
        (patient.name, whole, death(patient), ins.grouped),
        (patient.name, whole, brief, ins.grouped),
        (patient.name, short, brief, ins.grouped),
        (patient.name, short, brief, ins.value),
        (own, short, brief, ins.value),
        (patient.name, whole, brief, end),
        (own, whole, brief, end),
        (own, short, brief, end),
    ):
        line = " · ".join(filter(None, (name, born, ends, f"INS {number}")))
        if len(line) <= width:
            return line
    return " · ".join(filter(None, (own, short, brief)))


def boxed_identity(patient: Patient, today: date) -> str:
    """The identity on the line of a dialog, or of a form."""
    return identity(patient, today, width=_BOX)


def day(moment: days.Dated | None) -> str:
    """``12/03/2026``, in the zone of the days; empty for None."""
    return "" if moment is None else days.in_figures(moment)


MONTHS = (
    N_("janvier"), N_("février"), N_("mars"), N_("avril"), N_("mai"), N_("juin"), N_("juillet"),
    N_("août"), N_("septembre"), N_("octobre"), N_("novembre"), N_("décembre"),
)  # fmt: skip


def month(moment: days.Dated) -> str:
    """``mars 2026``, in the zone of the days."""
    day = days.day_in(moment)
    return f"{_(MONTHS[day.month - 1])} {day.year}"


def minute(moment: days.Dated) -> str:
    """``12/03/2026 14:32``, in the zone of the days; without its hour when it is not known."""
    return days.to_the_minute(moment)


def person(patient: Patient) -> str:
    """« la patiente », « le patient », or the neutral word."""
    return {Sex.FEMALE: _("la patiente"), Sex.MALE: _("le patient")}.get(patient.sex, _("la personne"))


def of_person(patient: Patient) -> str:
    """« de la patiente », « du patient », or the neutral word."""
    return {Sex.FEMALE: _("de la patiente"), Sex.MALE: _("du patient")}.get(patient.sex, _("de la personne"))


def agreed(patient: Patient, masculine: str, feminine: str) -> str:
    """A word that agrees with ``person(patient)``: feminine but for a man."""
    return masculine if patient.sex is Sex.MALE else feminine


def typed_day(text: str) -> date | None:
    """The day typed as ``12/05/1962`` or ``12051962``; None when it is none."""
    return read_day(text.strip(), "%d/%m/%Y", "%d%m%Y")


def action_of(trace: Trace) -> str:
    """What was done, or refused."""
    title = _(ACTION_WORDS[trace.action])
    return _("refusé : {action}").format(action=title) if trace.refused else title
