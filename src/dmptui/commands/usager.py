"""`dmptui usager`: a person, or their legal representative, in Mon espace santé (sandbox)."""

import asyncio
from argparse import Namespace
from collections.abc import Awaitable, Callable

from dmptui.commands import documents, traces, usager_deposits
from dmptui.commands.changing import find_all, make, tell
from dmptui.commands.confirming import confirm, require_an_answer
from dmptui.commands.exits import DONE
from dmptui.commands.output import Column, say, say_json, say_table
from dmptui.commands.who import at_home, practitioner_id
from dmptui.core.client import DmpClient
from dmptui.core.machine.settings import Settings
from dmptui.core.model.access import Authorisation, AuthorisationStatus, EmergencySwitches
from dmptui.core.model.document import Document
from dmptui.core.rules.changing import Change
from dmptui.core.rules.lifecycle import ProfileAct
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.patient_session import PatientSession

_STATUSES = {
    AuthorisationStatus.NONE: N_("aucune"),
    AuthorisationStatus.VALID: N_("autorisé"),
    AuthorisationStatus.EXPIRED: N_("expirée"),
    AuthorisationStatus.FORBIDDEN: N_("bloqué"),
}
_SWITCHES = {
    "centre_15": N_("La régulation du SAMU peut entrer"),
    "break_glass": N_("Un professionnel peut entrer en bris de glace"),
    "masked_documents": N_("En urgence, les documents masqués se lisent"),
}

_PROFILES = {
    ProfileAct.OPPOSE: N_("Le profil ne sera pas créé."),
    ProfileAct.CLOSE: N_("Le profil est fermé : plus personne n'ouvre ce DMP."),
    ProfileAct.REOPEN: N_("Le profil est ouvert."),
}

Act = Callable[[Namespace, PatientSession, DmpClient], Awaitable[int | None]]


def run(args: Namespace, settings: Settings) -> int:
    """Do what is asked, and print its result.

    Raises:
        UsageError: it is without return, and nobody can be asked.
        DmpError: they may not enter, or a rule says no; the attempt is traced.
    """
    if args.action == Change.DELETE:
        require_an_answer(args)
    return asyncio.run(_run(args, settings))


async def _run(args: Namespace, settings: Settings) -> int:
    async with at_home(args, settings) as (session, client):
        return await _ACTS[args.action](args, session, client) or DONE


async def _documents(args: Namespace, session: PatientSession, _client: DmpClient) -> None:
    found = await _numbered(session)
    if args.json:
        say_json([_document_as_json(number, document) for number, document in found])
        return
    say(_banner(session))
    say()
    documents.print_lines([(number, document, False) for number, document in found])


async def _traces(args: Namespace, session: PatientSession, _client: DmpClient) -> None:
    found = [trace async for page in session.traces(args.since, args.until) for trace in page]
    traces.tell(args, _banner(session), found)


async def _notifications(args: Namespace, session: PatientSession, _client: DmpClient) -> None:
    found = [message async for page in session.notifications() for message in page]
    if args.json:
        say_json(
            [
                {"id": told.id, "sent": told.sent.isoformat(), "sender": told.sender, "text": told.text}
                for told in found
            ]
        )
        return
    columns = (Column(_("Date")), Column(_("Message"), flexible=True))
    say_table(columns, [[told.sent.astimezone().strftime("%d/%m/%Y %H:%M"), told.text] for told in found])
    say()
    say(ngettext("{n} notification", "{n} notifications", len(found)).format(n=len(found)))


async def _authorisations(args: Namespace, session: PatientSession, client: DmpClient) -> None:
    names = {person.id: person.name for person in await client.identities()}
    found = sorted(await session.authorisations(), key=lambda line: line.since, reverse=True)
    if args.json:
        say_json([_authorisation_as_json(line, names, session) for line in found])
        return
    columns = (
        Column(_("Professionnel"), flexible=True),
        Column("PS"),
        Column(_("Accès")),
        Column(_("Depuis")),
        Column(_("Jusqu'au")),
    )
    say_table(columns, [_authorisation_row(line, names, session) for line in found])


async def _switches(args: Namespace, session: PatientSession, _client: DmpClient) -> None:
    known = await session.switches()
    asked = {
        "centre_15": args.centre_15,
        "break_glass": args.break_glass,
        "masked_documents": args.masked,
    }
    chosen = {name: value == "on" for name, value in asked.items() if value is not None}
    if chosen:
        known = EmergencySwitches.model_validate(known.model_dump() | chosen)
        await session.set_switches(known)
    values = known.model_dump()
    if args.json:
        say_json(values)
        return
    for name, words in _SWITCHES.items():
        say(f"{_(words)} : {_('oui') if values[name] else _('non')}")


async def _manage(args: Namespace, session: PatientSession, client: DmpClient) -> None:
    """Block, unblock, name a médecin traitant or end it."""
    people = await client.identities()
    ps_id = practitioner_id(people, args.professional)
    name = next((person.name for person in people if person.id == ps_id), ps_id)
    ends = getattr(args, "end", False)
    do, said = {
        "block": (session.block, _("{name} est bloqué.")),
        "unblock": (session.unblock, _("{name} n'est plus bloqué, et n'a pas d'autorisation.")),
        "attending": (session.end_attending, _("{name} n'est plus médecin traitant."))
        if ends
        else (session.name_attending, _("{name} est médecin traitant.")),
    }[args.action]
    await do(ps_id)
    if args.json:
        attending = ps_id in session.patient.attending
        blocked = args.action == "block"
        say_json({"professional": ps_id, "name": name, "blocked": blocked, "attending": attending})
    else:
        say(said.format(name=name))


async def _change(args: Namespace, session: PatientSession, _client: DmpClient) -> int:
    change = Change(args.action)
    meant = find_all(await _numbered(session), args.documents)
    if change is Change.DELETE:
        titles = ", ".join(f"« {document.title} »" for document in meant)
        question = _("Supprimer pour toujours : {titles} ?").format(titles=titles)
        confirm(args, f"{_banner(session)}\n{question}")
    return tell(await make(session.change, meant, change), change, in_json=args.json)


async def _deposit(args: Namespace, session: PatientSession, _client: DmpClient) -> None:
    await usager_deposits.deposit(args, session)


async def _replace(args: Namespace, session: PatientSession, _client: DmpClient) -> None:
    await usager_deposits.replace(args, session, await _numbered(session))


async def _profile(args: Namespace, session: PatientSession, _client: DmpClient) -> None:
    """Oppose, close or reopen the profile."""
    act = ProfileAct(args.action)
    if act is ProfileAct.CLOSE:
        await session.close(args.reason)
    else:
        await (session.oppose() if act is ProfileAct.OPPOSE else session.reopen())
    if args.json:
        say_json({"dmp": session.patient.state.value})
    else:
        say(_(_PROFILES[act]))


_ACTS: dict[str, Act] = {
    "documents": _documents,
    "traces": _traces,
    "notifications": _notifications,
    "authorisations": _authorisations,
    "switches": _switches,
    "block": _manage,
    "unblock": _manage,
    "attending": _manage,
    "mask": _change,
    "unmask": _change,
    "archive": _change,
    "unarchive": _change,
    "delete": _change,
    "deposer": _deposit,
    "replace": _replace,
    "oppose": _profile,
    "close": _profile,
    "reopen": _profile,
}


async def _numbered(session: PatientSession) -> list[tuple[int, Document]]:
    """What the person sees, the most recent act first, numbered from 1."""
    found = [document async for page in session.documents() for document in page]
    return list(enumerate((d for d in found if session.may_see(d).allowed), 1))


def _banner(session: PatientSession) -> str:
    person = session.patient
    who = _("représentant légal") if session.representative else _("Mon espace santé")
    return f"{person.name} · {person.birth_date:%d/%m/%Y} · {who}"


def _document_as_json(number: int, document: Document) -> dict[str, object]:
    line = documents.as_json(number, document, new=False)
    del line["new"]
    return line


def _authorisation_as_json(
    line: Authorisation, names: dict[str, str], session: PatientSession
) -> dict[str, object]:
    return {
        "professional": line.practitioner_id,
        "name": names.get(line.practitioner_id, ""),
        "status": line.status(session.clock()).value,
        "kind": line.kind.value if line.permitted else None,
        "since": line.since.isoformat(),
        "until": line.until.isoformat() if line.until else None,
        "attending": line.practitioner_id in session.patient.attending,
    }


def _authorisation_row(line: Authorisation, names: dict[str, str], session: PatientSession) -> list[str]:
    star = " ★" if line.practitioner_id in session.patient.attending else ""
    return [
        names.get(line.practitioner_id, ""),
        line.practitioner_id,
        _(_STATUSES[line.status(session.clock())]) + star,
        line.since.astimezone().strftime("%d/%m/%Y"),
        line.until.astimezone().strftime("%d/%m/%Y") if line.until else "",
    ]
