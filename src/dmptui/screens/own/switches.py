"""Accès d'urgence: what may happen when the person cannot be asked; three switches, in plain words."""

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.model.access import EmergencySwitches
from dmptui.core.text import N_, _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.parts.desk import OwnDesk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.own_page import OwnPage
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.columns import Column
from dmptui.widgets.preview import Preview
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Row

register(
    "own_switches",
    N_("Accès d'urgence"),
    Action("switch", ("space",), N_("changer"), N_("Permet ou refuse ; c'est enregistré aussitôt.")),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande les réglages."), shown=False),
)

_SWITCHES = {
    "centre_15": (
        N_("Le SAMU (15) peut ouvrir mon dossier"),
        N_(
            "Le médecin régulateur qui répond à votre appel, ou à celui d'un témoin, consulte votre dossier "
            "sans vous le demander. Son accès est tracé."
        ),
    ),
    "break_glass": (
        N_("Un professionnel peut ouvrir mon dossier en urgence"),
        N_(
            "Si vous ne pouvez pas vous exprimer et que votre vie est en danger, un professionnel que vous "
            "n'avez pas autorisé l'ouvre en écrivant pourquoi : c'est le bris de glace. "
            "Vous et votre médecin traitant êtes prévenus."
        ),
    ),
    "masked_documents": (
        N_("En urgence, mes documents masqués peuvent être lus"),
        N_(
            "Les documents que vous avez masqués restent cachés en urgence, sauf si vous le permettez ici. "
            "Ce réglage ne change rien en dehors des urgences."
        ),
    ),
}
"""What each lets happen, and what it means."""


class SwitchesPage(OwnPage):
    """The three switches of the person.

    Args:
        session: of the person.
        desk: notified of what is written.
    """

    PLACE = "own_switches"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = "SwitchesPage RecordList { height: 6; } SwitchesPage #intro { margin-bottom: 1; }"

    def __init__(self, session: PatientSession, desk: OwnDesk) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self._switches: EmergencySwitches | None = None
        self._failed = False
        self._status: tuple[str, Role] = ("", Tone.GOOD)

    def compose(self) -> ComposeResult:
        """What it is about, the switches, what the one under the cursor means, what was done."""
        yield TextLine(
            [(_("Un professionnel bloqué n'entre jamais, même en urgence."), Tone.DIM)], id="intro"
        )
        yield RecordList([Column("", 6), Column("", 40, weight=1), Column("", 8)])
        yield Preview()

    def why_not(self, action: str) -> str:
        """Of the switch under the cursor, see ``OwnPage``."""
        if action != "switch" or self._switches is not None:
            return ""
        return _("Vos réglages n'ont pas pu être lus.") if self._failed else _("Vos réglages arrivent…")

    def on_mount(self) -> None:
        """Ask how they stand."""
        self.action_reload()

    def refresh_data(self) -> None:
        """Something was written."""
        self.action_reload()

    @work(exclusive=True, group="switches")
    async def action_reload(self) -> None:
        """Ask the server."""
        self.query_one(RecordList).wait(_("Vos réglages arrivent…"))
        try:
            self._switches, self._failed = await self._session.switches(), False
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        self._show()

    @on(RecordList.Selected)
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        self.action_switch()

    @work(exclusive=True, group="saving")
    async def action_switch(self) -> None:
        """Change the switch under the cursor; what the server did not take stays as it was."""
        known, name = self._switches, str(self.query_one(RecordList).key)
        if not self.possible("switch") or known is None:
            return
        allowed = not getattr(known, name)
        switches = known.model_copy(update={name: allowed})
        try:
            await self._session.set_switches(switches)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._switches = switches
        self._status = (_("Enregistré : permis.") if allowed else _("Enregistré : refusé."), Tone.GOOD)
        self._show()

    @on(RecordList.Highlighted)
    def _highlight(self, message: RecordList.Highlighted) -> None:
        message.stop()
        self._status = ("", Tone.GOOD)
        self._explain()

    # Showing

    def _show(self) -> None:
        record_list, switches = self.query_one(RecordList), self._switches
        found = []
        for name, (title, _means) in _SWITCHES.items() if switches else ():
            allowed = getattr(switches, name)
            answer = (_("permis"), Tone.GOOD) if allowed else (_("refusé"), Tone.WARNING)
            found.append(Row(name, ("[x]" if allowed else "[ ]", _(title), answer)))
        record_list.set_rows(found, keep=record_list.key, empty=self._empty())
        self._explain()
        self.show_keys()

    def _explain(self) -> None:
        name, status = str(self.query_one(RecordList).key), self._status
        means = _(_SWITCHES[name][1]) if self._switches and name in _SWITCHES else ""
        self.query_one(Preview).show(
            lambda width: [
                *([(line, Tone.NORMAL)] for line in wrap(means, max(20, min(88, width)))),
                [],
                [status],
            ]
        )

    def _empty(self) -> str:
        return _("Vos réglages n'ont pas pu être lus.") + "\n" + _("F5 : redemander") if self._failed else ""
