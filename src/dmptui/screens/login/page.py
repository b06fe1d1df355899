"""Connexion: choose who is at work, and where."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from dmptui.actions import Action, bindings, footer, register
from dmptui.core.demo.identities import Identity, Setting
from dmptui.core.terminology import profession_label, specialty_label
from dmptui.core.text import N_, _, ngettext
from dmptui.theme import Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.chrome import FooterLine, Rule, TextLine
from dmptui.widgets.columns import Column
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Row

if TYPE_CHECKING:
    from dmptui.core.model.practitioner import Practitioner

register(
    "login",
    N_("Connexion"),
    Action("select", ("enter",), N_("se connecter"), N_("Ouvre une session au nom de cette personne.")),
    Action(
        "own_space",
        ("u",),
        N_("côté usager"),
        N_("Montre Mon espace santé, comme le voit une personne de la démonstration."),
    ),
)


class LoginScreen(Screen[None]):
    """The demonstration professionals; nothing heavy is imported to show them.

    Args:
        identities: who can be chosen; empty while a server is asked.
        place: what stands on the right of the title: « DMP de démonstration », or the server's name.
    """

    PLACE = "login"
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = "LoginScreen { background: $background; } LoginScreen #intro { margin: 1 0; }"

    class Chosen(Message):
        """Somebody wants to work; ``situation`` is the index of their situation d'exercice."""

        def __init__(self, login: "LoginScreen", practitioner_id: str, situation: int) -> None:
            super().__init__()
            self.login = login
            self.practitioner_id = practitioner_id
            self.situation = situation

    class OwnSpaceRequest(Message):
        """Somebody wants to see Mon espace santé."""

        def __init__(self, login: "LoginScreen") -> None:
            super().__init__()
            self.login = login

    def __init__(self, identities: Sequence[Identity], place: str) -> None:
        super().__init__()
        self._identities: dict[str, Identity] = {}
        self._first = identities
        self._place = place

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        return ("login", "list")

    def compose(self) -> ComposeResult:
        """The title, a sentence, the list, the keys."""
        yield TextLine([("dmptui", Tone.STRONG)], [(self._place, Tone.DIM)])
        yield TextLine([(_("Connexion"), Tone.NORMAL)], id="count")
        yield Rule()
        yield TextLine(
            [(_("Qui travaille ici ? Toutes les personnes sont fictives."), Tone.DIM)],
            id="intro",
        )
        yield RecordList(
            [
                Column(_("Professionnel"), 19),
                Column(_("Profession"), 26, weight=1),
                Column(_("Structure"), 26, weight=2, priority=1, role=Tone.DIM),
            ],
            empty=_("Aucun professionnel de démonstration.") + "\n" + _("q pour quitter"),
        )
        yield TextLine(id="note")
        yield TextLine(id="note-end")
        yield FooterLine(footer(self.PLACE))

    def on_mount(self) -> None:
        """Show who can be chosen."""
        if self._first:
            self.show_identities(self._first)
        else:
            self.query_one(RecordList).wait(_("Le serveur est interrogé…"))

    def show_identities(self, identities: Sequence[Identity]) -> None:
        """Show these professionals."""
        self._identities = {identity.ps_id: identity for identity in identities}
        count = ngettext("{n} professionnel", "{n} professionnels", len(identities))
        title = [(_("Connexion"), Tone.NORMAL)]
        self.query_one("#count", TextLine).show(title, [(count.format(n=len(identities)), Tone.DIM)])
        self.query_one(RecordList).set_rows([_row(identity) for identity in identities])

    def action_own_space(self) -> None:
        """Ask for Mon espace santé."""
        self.post_message(self.OwnSpaceRequest(self))

    def wait(self, text: str) -> None:
        """Say what is awaited, in 150 ms; nothing any more when empty."""
        self.query_one(FooterLine).wait(text)

    def show_status(self, text: str, tone: Tone = Tone.DIM) -> None:
        """Say something at the end of the last line."""
        self.query_one(FooterLine).show_status(text, tone)

    @on(RecordList.Highlighted)
    def _show_note(self, message: RecordList.Highlighted) -> None:
        message.stop()
        identity = self._identities.get(str(message.key))
        lines = [*wrap(identity.note if identity else "", max(20, self.size.width - 2)), ""]
        for name, line in zip(("#note", "#note-end"), lines, strict=False):
            self.query_one(name, TextLine).show([(line, Tone.DIM)])

    @on(RecordList.Selected)
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        identity = self._identities[str(message.key)]
        if len(identity.situations) == 1:
            self.post_message(self.Chosen(self, identity.ps_id, 0))
            return
        from dmptui.widgets.picker import Choice, Picker

        choices = [Choice(i, s.organization, s.role) for i, s in enumerate(identity.situations)]
        title = _("{name} : dans quelle situation d'exercice ?").format(name=identity.name)

        def chosen(picked: tuple[object, ...] | None) -> None:
            if picked:
                self.post_message(self.Chosen(self, identity.ps_id, int(str(picked[0]))))

        self.app.push_screen(Picker(title, choices), chosen)


def identity_of(practitioner: "Practitioner") -> Identity:
    """How a server's professional is listed."""
    profession = profession_label(practitioner.profession)
    specialty = specialty_label(practitioner.profession, practitioner.specialty)
    situations = tuple(Setting(s.organization.name, s.role, s.setting, "") for s in practitioner.situations)
    return Identity(practitioner.id, practitioner.name, specialty or profession, "", situations)


def _row(identity: Identity) -> Row:
    place = identity.situations[0].organization
    others = len(identity.situations) - 1
    if others:
        place = ngettext("{place} et {n} autre", "{place} et {n} autres", others).format(
            place=place, n=others
        )
    return Row(identity.ps_id, (identity.name, identity.profession, place))
