"""Accueil: where the profile stands, what is new, and what can be done of the profile."""

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.rules.lifecycle import MAX_REASON, ProfileAct
from dmptui.core.text import N_, _
from dmptui.core.work.own_news import OwnNews, own_news
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.own.home.profile import ACTS, DONE, WARNED, profile_lines
from dmptui.screens.own.home.rows import columns, rows
from dmptui.screens.parts import words
from dmptui.screens.parts.desk import OwnDesk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.own_page import OwnPage
from dmptui.screens.parts.people import who
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, TextLine
from dmptui.widgets.dialog import Deed, Dialog
from dmptui.widgets.form import Field, Form
from dmptui.widgets.preview import Preview
from dmptui.widgets.record_list import RecordList

register(
    "own_home",
    N_("Accueil de Mon espace santé"),
    Action("select", ("enter",), N_("voir"), N_("Va à la page de ce qui est nouveau.")),
    Action("act('oppose')", ("o",), N_("s'opposer"), N_("Refuse que le profil soit créé.")),
    Action("act('reopen')", ("v",), N_("ouvrir"), N_("Crée le profil sans attendre, ou le rouvre.")),
    Action("act('close')", ("f",), N_("fermer"), N_("Ferme le profil, après confirmation.")),
    Action(
        "child",
        ("e",),
        N_("espace d'un enfant"),
        N_("Entre, comme représentant légal, dans l'espace d'un enfant ; Échap revient au vôtre."),
    ),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande ce qui est nouveau."), shown=False),
)

_ACTIONS = {f"act('{act}')": act for act in ProfileAct}


class HomePage(OwnPage):
    """The first page of Mon espace santé.

    Args:
        session: of the person.
        desk: what leads to other screens.
    """

    PLACE = "own_home"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = "HomePage Preview { height: 7; padding: 0; }"

    def __init__(self, session: PatientSession, desk: OwnDesk) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self._news: OwnNews | None = None
        self._failed = False

    def compose(self) -> ComposeResult:
        """The profile, since when what follows is new, the news."""
        yield Preview()
        yield TextLine(id="since")
        yield RecordList(columns())

    def on_mount(self) -> None:
        """Show where the profile stands, and ask for the rest."""
        self._show()
        self.action_reload()

    def refresh_data(self) -> None:
        """Something was written."""
        self._show()
        self.action_reload()

    def why_not(self, action: str) -> str:
        """Of each act on the profile, the rule's answer; see ``OwnPage``."""
        if action == "select":
            return "" if self.under_cursor is not None else _("Rien de nouveau.")
        if action == "child" and not self._desk.children:
            return _("Vous ne représentez ici aucun autre enfant.")
        act = _ACTIONS.get(action)
        return self._session.may_do(act).reason if act is not None else ""

    # Actions

    @work(exclusive=True, group="news")
    async def action_reload(self) -> None:
        """Ask what is new; without an open profile there is nothing to ask."""
        if not self._session.may_use().allowed:
            self._news = None
            self._show()
            return
        self.query_one(RecordList).wait(_("Les nouveautés arrivent…"))
        try:
            self._news = await own_news(self._session, self._desk.since)
            self._desk.since, self._failed = self._news.since, False
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        self._show()

    @work(exclusive=True, group="acting")
    async def action_act(self, name: str) -> None:
        """Oppose, open or close, once it is confirmed."""
        act = ProfileAct(name)
        if not self.possible(f"act('{act}')"):
            return
        reason = await self._confirmed(act)
        if reason is None:
            return
        try:
            if act is ProfileAct.CLOSE:
                await self._session.close(reason)
            else:
                await (self._session.oppose() if act is ProfileAct.OPPOSE else self._session.reopen())
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._desk.wrote()
        self.refresh_data()
        self._status(_(DONE[act]))

    @work(exclusive=True, group="acting")
    async def action_child(self) -> None:
        """To the space of a child whom one represents; which one, when there are several."""
        if not self.possible("child"):
            return
        children = self._desk.children
        picked: tuple[object, ...] | None = (0,)
        if len(children) > 1:
            title = _("Entrer, comme représentant légal, dans l'espace de…")
            picked = await self.app.push_screen_wait(who(title, children, self._session.today()))
        if picked:
            self.post_message(self.ChildWanted(children[int(str(picked[0]))]))

    async def _confirmed(self, act: ProfileAct) -> str | None:
        """The reason of a closure, which may be empty; None when it is not confirmed."""
        identity = words.boxed_identity(self._session.patient, self._session.today())
        title, warnings = _(ACTS[act]), [_(sentence) for sentence in WARNED[act]]
        reason = ""
        if act is ProfileAct.CLOSE:
            form = Form(
                title,
                [Field("reason", _("Raison"), _("facultative"))],
                check=lambda typed: (
                    "" if len(typed["reason"]) <= MAX_REASON else _("255 caractères au plus.")
                ),
                identity=identity,
                paragraphs=[_("Vous n'avez pas à donner de raison.")],
                send=_("continuer"),
            )
            typed = await self.app.push_screen_wait(form)
            if typed is None:
                return None
            reason = typed["reason"]
        tone = Tone.NORMAL if act is ProfileAct.REOPEN else Tone.DANGER
        deed = Deed("o", _("Oui, je le confirme"), tone=tone)
        facts = [(_("Raison"), reason)] if reason else []
        dialog = Dialog(title, identity=identity, facts=facts, paragraphs=warnings, deeds=[deed])
        return reason if await self.app.push_screen_wait(dialog) is not None else None

    @on(RecordList.Selected)
    def _follow(self, message: RecordList.Selected) -> None:
        message.stop()
        if isinstance(message.key, tuple):
            self.post_message(self.GoTo(str(message.key[0])))

    # Showing

    def _show(self) -> None:
        patient, representative = self._session.patient, self._session.representative
        self.query_one(Preview).show(
            lambda width: profile_lines(patient, width, representative=representative)
        )
        record_list = self.query_one(RecordList)
        record_list.set_rows(
            rows(self._news) if self._news else [], keep=record_list.key, empty=self._empty()
        )
        self.query_one("#since", TextLine).show([(self._since(), Tone.DIM)])
        self.show_keys()

    def _since(self) -> str:
        if self._failed and self._news:
            return _("Liste incomplète — F5 : redemander")
        if self._news is None:
            return ""
        day = words.minute(self._news.since)
        if self._news.returning:
            return _("Depuis votre dernière connexion, le {day}").format(day=day)
        return _("Première connexion ; depuis le {day}").format(day=day)

    def _empty(self) -> str:
        usable = self._session.may_use()
        if not usable.allowed:
            return f"{usable.reason}\n{usable.advice}"
        if self._failed:
            return _("Les nouveautés n'ont pas pu être lues.") + "\n" + _("F5 : redemander")
        return _("Rien de nouveau.") + "\n" + _("2 : mes documents · 4 : qui a accédé") if self._news else ""

    def _status(self, text: str, tone: Tone = Tone.GOOD) -> None:
        self.screen.query_one(FooterLine).show_status(text, tone)
