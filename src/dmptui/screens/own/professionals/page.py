"""Mes professionnels: who may enter, who is blocked, who is médecin traitant; each can be changed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.model.access import Authorisation, AuthorisationStatus
from dmptui.core.model.practitioner import Practitioner
from dmptui.core.rules.management import Act
from dmptui.core.text import N_, _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.own.professionals.acts import act_of, refusal
from dmptui.screens.own.professionals.rows import CareProvider, columns, merged, person, rows
from dmptui.screens.parts import words
from dmptui.screens.parts.desk import OwnDesk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.own_page import OwnPage
from dmptui.theme import Role, Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.dialog import Deed, Dialog
from dmptui.widgets.picker import Choice, Picker
from dmptui.widgets.record_list import RecordList

register(
    "own_professionals",
    N_("Mes professionnels"),
    Action("block", ("b",), N_("bloquer"), N_("Ferme votre dossier à ce professionnel, ou lève le blocage.")),
    Action(
        "withdraw",
        ("r",),
        N_("retirer l'accord"),
        N_("Retire l'accord donné à cette équipe, ou pour cette consultation : le dossier leur est fermé."),
    ),
    Action(
        "attend",
        ("t",),
        N_("médecin traitant"),
        N_("Nomme ce médecin votre médecin traitant, ou administrateur, ou met fin à ce choix."),
    ),
    Action("name", ("n",), N_("autre médecin"), N_("Choisit un médecin traitant dans l'annuaire.")),
    Action("block_other", ("B",), N_("bloquer quelqu'un d'autre"), shown=False),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande la liste."), shown=False),
)


class _Deed(NamedTuple):
    """Something done about a professional: what is asked, what it means, what does it, what is said then."""

    title: str
    means: str
    do: Callable[[str], Awaitable[None]]
    done: str
    tone: Role = Tone.NORMAL


class ProfessionalsPage(OwnPage):
    """The professionals the record knows.

    Args:
        session: of the person.
        desk: notified of what is written.
    """

    PLACE = "own_professionals"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)

    def __init__(self, session: PatientSession, desk: OwnDesk) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self._people: dict[str, Practitioner] = {}
        self._providers: dict[str, CareProvider] = {}
        self._failed = False
        self._status: tuple[str, Role] = ("", Tone.DIM)

    def compose(self) -> ComposeResult:
        """What was just done, the list."""
        yield TextLine(id="status")
        yield RecordList(columns())

    def on_mount(self) -> None:
        """Ask who they are."""
        self.action_reload()

    def refresh_data(self) -> None:
        """Something was written."""
        self.action_reload()

    def why_not(self, action: str) -> str:
        """Of each act about the one under the cursor, the rule's answer; see ``OwnPage``."""
        provider = self._here
        if action == "select":
            return "" if provider is not None else _("Choisissez d'abord un professionnel.")
        if action in ("name", "block_other"):
            return "" if self._people else _("Vos professionnels n'ont pas pu être lus.")
        if action not in ("withdraw", "block", "attend"):
            return ""
        if provider is None:
            return _("Choisissez d'abord un professionnel.")
        return refusal(self._session, act_of(action, provider), provider)

    # Actions

    @work(exclusive=True, group="professionals")
    async def action_reload(self) -> None:
        """Ask the server."""
        await self._load()

    async def _load(self) -> None:
        session = self._session
        self.query_one(RecordList).wait(_("Vos professionnels arrivent…"))
        try:
            people, given, team = await asyncio.gather(
                session.professionals(), session.authorisations(), session.care_team()
            )
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        else:
            self._people, self._failed = {each.id: each for each in people}, False
            self._providers = merged(self._people, given, team, session.patient.attending, session.clock())
        self._show()

    @on(RecordList.Selected)
    @work(exclusive=True, group="acting")
    async def _choose(self, message: RecordList.Selected) -> None:
        """What can be done about the one under the cursor."""
        message.stop()
        provider = self._here
        if provider is None:
            return
        deeds = list(self._deeds(provider))
        if not deeds:
            self._say(_("C'est une structure : bloquez ses professionnels un par un."), Tone.WARNING)
            return
        offered = [Deed(key, deed.title.format(name=provider.name), tone=deed.tone) for key, deed in deeds]
        facts = [(_("Métier"), provider.trade), (_("Cercle de soins"), provider.role)]
        answer = await self.app.push_screen_wait(
            Dialog(provider.name, facts=[(name, value) for name, value in facts if value], deeds=offered)
        )
        if answer is not None:
            await self._do(provider, dict(deeds)[answer.key])

    def _deeds(self, provider: CareProvider) -> Iterator[tuple[str, _Deed]]:
        if provider.consent is not None and not self.why_not("withdraw"):
            yield "r", self._withdrawing(provider.consent)
        if not self.why_not("block"):
            yield "b", self._blocking(provider)
        if not self.why_not("attend"):
            yield "t", self._attending(provider)

    @work(exclusive=True, group="acting")
    async def action_withdraw(self) -> None:
        """Take back the consent of the team, or of the consultation, under the cursor."""
        provider = self._here
        if self.possible("withdraw") and provider is not None and provider.consent is not None:
            await self._do(provider, self._withdrawing(provider.consent))

    @work(exclusive=True, group="acting")
    async def action_block(self) -> None:
        """Block the one under the cursor, or lift it."""
        provider = self._here
        if self.possible("block") and provider is not None:
            await self._do(provider, self._blocking(provider))

    @work(exclusive=True, group="acting")
    async def action_attend(self) -> None:
        """Name the one under the cursor, or end it."""
        provider = self._here
        if self.possible("attend") and provider is not None:
            await self._do(provider, self._attending(provider))

    @work(exclusive=True, group="acting")
    async def action_name(self) -> None:
        """Name another physician of the directory."""
        if not self.possible("name"):
            return
        title = _("Nommer un médecin traitant")
        provider = await self._picked(title, "attend", Act.DECLARE_ATTENDING)
        if provider is not None:
            await self._do(provider, self._attending(provider))

    @work(exclusive=True, group="acting")
    async def action_block_other(self) -> None:
        """Block somebody the record does not know."""
        if not self.possible("block_other"):
            return
        title = _("Bloquer un professionnel")
        provider = await self._picked(title, "block", Act.BLOCK)
        if provider is not None:
            await self._do(provider, self._blocking(provider))

    async def _picked(self, title: str, action: str, wanted: Act) -> CareProvider | None:
        """Somebody of the directory about whom an act is possible."""
        everybody = [self._providers.get(each, person(self._people, each)) for each in self._people]
        offered = [
            each
            for each in everybody
            if act_of(action, each) is wanted and not refusal(self._session, wanted, each)
        ]
        choices = [Choice(each.id, each.name, each.trade) for each in offered]
        picked = await self.app.push_screen_wait(Picker(title, choices))
        return next((each for each in offered if picked and each.id == picked[0]), None)

    async def _do(self, provider: CareProvider, deed: _Deed) -> None:
        """Ask, do, say."""
        session = self._session
        dialog = Dialog(
            deed.title.format(name=provider.name) + _(", dans le dossier de"),
            identity=words.boxed_identity(session.patient, session.today()),
            paragraphs=[deed.means],
            deeds=[Deed("o", _("Oui, je le confirme"), tone=deed.tone)],
        )
        if await self.app.push_screen_wait(dialog) is None:
            return
        try:
            await deed.do(provider.id)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._desk.wrote()
        await self._load()
        self._say(deed.done.format(name=provider.name), Tone.GOOD)

    def _withdrawing(self, given: Authorisation) -> _Deed:
        async def withdraw(_identifier: str) -> None:
            await self._session.withdraw(given)

        if given.team is None:
            means = _("Votre dossier se referme aussitôt. Un nouvel accord vous sera demandé.")
        else:
            means = _(
                "Votre dossier se referme aussitôt pour tous ses membres, votre médecin traitant compris "
                "s'il en fait partie. Un nouvel accord vous sera demandé."
            )
        title = _("Retirer l'accord donné à {name}")
        if given.team is not None and not given.team.is_organization:
            title = _("Retirer l'accord donné à votre équipe de soins")
        return _Deed(title, means, withdraw, _("Accord retiré : {name}."), Tone.DANGER)

    def _blocking(self, provider: CareProvider) -> _Deed:
        if provider.status is AuthorisationStatus.FORBIDDEN:
            return _Deed(
                _("Lever le blocage de {name}"),
                _(
                    "L'accord donné à son équipe vaut de nouveau pour ce professionnel ; hors équipe, "
                    "votre accord lui sera demandé."
                ),
                self._session.unblock,
                _("Blocage levé : {name}."),
            )
        means = _(
            "Ce professionnel n'ouvrira plus votre dossier, même en urgence. "
            "Il est encore possible qu'il y dépose des documents : ils sont pour vous."
        )
        if provider.attending:
            means += "\n" + _("Vous ne l'aurez plus pour médecin traitant.")
        return _Deed(
            _("Bloquer {name}"), means, self._session.block, _("Accès bloqué : {name}."), Tone.DANGER
        )

    def _attending(self, provider: CareProvider) -> _Deed:
        if provider.attending:
            return _Deed(
                _("Ne plus avoir {name} pour médecin traitant"),
                _("Ce médecin ne verra plus vos documents masqués. Son autorisation de consulter demeure."),
                self._session.end_attending,
                _("{name} n'est plus votre médecin traitant."),
                Tone.DANGER,
            )
        return _Deed(
            _("Nommer {name} médecin traitant"),
            _(
                "Ce médecin, que Mon espace santé appelle administrateur, verra tout votre dossier, "
                "documents masqués compris, et sera prévenu des accès en urgence. "
                "Vous pouvez en nommer plusieurs, et changer d'avis à tout moment."
            ),
            self._session.name_attending,
            _("{name} est votre médecin traitant."),
        )

    # Showing

    @property
    def _here(self) -> CareProvider | None:
        """The professional, or the structure, under the cursor."""
        return self._providers.get(str(self.under_cursor))

    def _say(self, text: str, tone: Role) -> None:
        self._status = (text, tone)
        self.query_one("#status", TextLine).show([self._status])

    def _show(self) -> None:
        record_list = self.query_one(RecordList)
        record_list.set_rows(rows(self._providers.values()), keep=record_list.key, empty=self._empty())
        self.show_keys()
        failed = self._failed and bool(self._providers)
        self._say(_("liste incomplète — F5 : redemander") if failed else "", Tone.WARNING)

    @on(RecordList.Highlighted)
    def _highlight(self, message: RecordList.Highlighted) -> None:
        message.stop()
        self.show_keys()

    def _empty(self) -> str:
        if self._failed:
            return _("Vos professionnels n'ont pas pu être lus.") + "\n" + _("F5 : redemander")
        return _("Aucun professionnel n'a d'accès.") + "\n" + _("n : nommer un médecin traitant")
