"""Mes patients: find someone, see what is new, open a record."""

from textual import on, work
from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import Action, bindings, footer, register
from dmptui.core.client.client import MyPatient, Traits
from dmptui.core.documents.datamatrix import is_datamatrix
from dmptui.core.errors import DmpError, InvalidContent
from dmptui.core.model.ins import Ins
from dmptui.core.model.patient import Patient
from dmptui.core.terminology import profession_label
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.session import Session
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.record_request import RecordRequest
from dmptui.screens.patients.rows import (
    columns,
    has_words,
    ins_status,
    ins_typed,
    nobody,
    row_of_mine,
    row_of_other,
    scan_warning,
    traits_form,
    traits_of,
)
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, Rule, TextLine
from dmptui.widgets.dialog import Answer, Deed, Dialog
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.record_list import RecordList

register(
    "patients",
    N_("Mes patients"),
    Action(
        "select", ("enter",), N_("ouvrir"), N_("Ouvre le dossier, après le consentement s'il est nécessaire.")
    ),
    Action(
        "search",
        ("/",),
        N_("filtrer"),
        N_("Ne garde que les patients dont une information contient ces mots."),
    ),
    Action(
        "ins", ("i",), N_("INS"), N_("Cherche une personne par son INS ; la clé est vérifiée à la frappe.")
    ),
    Action("traits", ("t",), N_("traits"), N_("Cherche une personne par ses traits d'identité.")),
    Action(
        "only_new", ("n",), N_("nouveautés"), N_("Ne garde que les patients dont le dossier a du nouveau.")
    ),
    Action(
        "open_secretly",
        ("S",),
        N_("connexion secrète"),
        N_("Ouvre le dossier d'un mineur, à sa demande : ses représentants légaux n'en savent rien."),
        shown=False,
    ),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande la liste au serveur."), shown=False),
    Action(
        "previous_record",
        ("f3",),
        N_("dossier précédent"),
        N_("Rouvre le dossier d'avant le dernier, sur la page où il était."),
        shown=False,
    ),
)


class PatientsScreen(Screen[None]):
    """The professional's patients, and the ways to find others.

    Args:
        session: the professional at work.
        place: the server's name.
    """

    PLACE = "patients"
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = "PatientsScreen { background: $background; } PatientsScreen #found { margin-bottom: 1; }"

    def __init__(self, session: Session, place: str) -> None:
        super().__init__()
        self._session = session
        self._place = place
        self._mine: tuple[MyPatient, ...] = ()
        self._found: tuple[Patient, ...] | None = None
        self._traits: dict[str, str] = {}
        self._words = ""
        self._only_new = False
        self._failed = False
        self._came_from: Ins | None = None
        self._confirmed = ""

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        return ("patients", "list")

    def compose(self) -> ComposeResult:
        """The title, who is at work, the list, the prompts, the keys."""
        yield TextLine([("dmptui", Tone.STRONG)], [(self._place, Tone.DIM)])
        yield TextLine([(_("Mes patients"), Tone.NORMAL)], [(self._worker(), Tone.DIM)])
        yield Rule()
        yield TextLine(id="found")
        yield RecordList(columns())
        yield Prompt(_("Chercher :"), hint=_("un nom, un INS, une date"), id="words")
        yield Prompt(
            _("INS :"), hint=_("15 caractères, avec ou sans espaces ; ou un Datamatrix scanné"), id="ins"
        )
        yield FooterLine(footer(self.PLACE))

    def on_mount(self) -> None:
        """Ask for the list."""
        self.query_one(RecordList).focus()
        self.action_reload()

    def _worker(self) -> str:
        person, situation = self._session.role.practitioner, self._session.role.situation
        role = situation.role[:1].lower() + situation.role[1:] or profession_label(person.profession)
        return f"{person.name} · {role} · {situation.organization.name}"

    def wait(self, text: str) -> None:
        """Say what is awaited, in 150 ms; nothing any more when empty."""
        self.query_one(FooterLine).wait(text)

    def show_status(self, text: str, tone: Tone = Tone.DIM) -> None:
        """Say something at the end of the last line."""
        self.query_one(FooterLine).show_status(text, tone)

    # What the program asks

    @property
    def known(self) -> tuple[Patient, ...]:
        """The professional's patients, in the order of their names."""
        return tuple(sorted((mine.patient for mine in self._mine), key=lambda p: fold(p.name)))

    def come_back(self, ins: Ins) -> None:
        """Put the cursor on the patient whose record was left, and ask for the list again."""
        record_list = self.query_one(RecordList)
        record_list.go_to(ins)
        if record_list.key != ins:  # a filter hides them, or it was their first opening
            self._came_from = ins
            self._words, self._found, self._only_new = "", None, False
            self._show()
        self.action_reload()

    # Actions

    async def action_search(self) -> None:
        """Type words to look for in the list."""
        await self.query_one("#words", Prompt).open(self._words)

    async def action_ins(self) -> None:
        """Type an INS; one that was left half typed is there again."""
        prompt = self.query_one("#ins", Prompt)
        await prompt.open()
        self._say_of_ins(prompt)

    def action_only_new(self) -> None:
        """Keep the patients who have something new, or all again."""
        self._only_new = not self._only_new or self._found is not None
        self._found = None
        self._show()

    def action_traits(self) -> None:
        """Ask for identity traits."""
        self.app.push_screen(traits_form(self._traits), self._traits_typed)

    def action_open_secretly(self) -> None:
        """Open the record under the cursor by connexion secrète."""
        key = self.query_one(RecordList).key
        if isinstance(key, Ins):
            self.post_message(RecordRequest(key, secret=True))

    def action_previous_record(self) -> None:
        """Ask for the record that was opened before the last one."""
        self.post_message(RecordRequest())

    def action_reload(self) -> None:
        """Ask the server again."""
        if not self._mine:
            self.query_one(RecordList).wait(_("La liste arrive…"))
        self._load()

    def action_back(self) -> None:
        """Back to all patients, from a filter or from what a search found."""
        if self._words or self._found is not None or self._only_new:
            self._words, self._found, self._only_new = "", None, False
            self._show()
        else:
            title, leave = _("Fermer la session"), Deed("enter", _("Se déconnecter"))
            paragraphs = [_("Vous reviendrez à l'écran de connexion.")]
            self.app.push_screen(Dialog(title, paragraphs=paragraphs, deeds=[leave]), self._leave)

    def _leave(self, answer: Answer | None) -> None:
        if answer is not None:
            self.dismiss(None)

    # What comes back

    @work(exclusive=True, group="patients")
    async def _load(self) -> None:
        found: list[MyPatient] = []
        try:
            async for page in self._session.my_patients_by_page():
                found += page
                if len(found) > len(self._mine) and self.is_attached:  # as it comes, and none is taken back
                    self._mine = tuple(found)
                    self._show()
            self._mine = tuple(found)
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        else:
            self._failed = False
        if self.is_attached:  # the program may have been left meanwhile
            self._show()
        self._came_from = None

    @work(exclusive=True, group="search")
    async def _search(self, traits: Traits) -> None:
        self.wait(_("La recherche est en cours…"))
        try:
            self._found = await self._session.search(traits)
        except InvalidContent as error:  # too many: the traits are to be completed
            self._say(error.message, Tone.WARNING)
            return
        except DmpError as error:
            self.post_message(Failed(error))
            return
        finally:
            self.wait("")
        self._words, self._only_new = "", False
        self._show()
        self.query_one(RecordList).action_first()

    def _traits_typed(self, typed: dict[str, str] | None) -> None:
        if typed is None:
            return
        self._traits = typed
        self._search(traits_of(typed))

    @on(RecordList.Selected)
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        if isinstance(message.key, Ins):
            self.post_message(RecordRequest(message.key))

    @on(Prompt.Changed, "#words")
    def _filter(self, message: Prompt.Changed) -> None:
        message.stop()
        self._words = message.value
        self._show()
        self.query_one(RecordList).action_first()

    @on(Prompt.Submitted, "#words")
    @on(Prompt.Cancelled)
    def _leave_prompt(self, message: Prompt.Submitted | Prompt.Cancelled) -> None:
        message.stop()
        message.prompt.close()
        if isinstance(message, Prompt.Cancelled) and message.prompt.id == "words":
            self._words = ""
            self._show()
        self.query_one(RecordList).focus()

    @on(Prompt.Changed, "#ins")
    def _check_ins(self, message: Prompt.Changed) -> None:
        message.stop()
        self._say_of_ins(message.prompt)

    def _say_of_ins(self, prompt: Prompt) -> None:
        prompt.say(*ins_status(prompt.value))

    @on(Prompt.Submitted, "#ins")
    def _open_ins(self, message: Prompt.Submitted) -> None:
        message.stop()
        ins = ins_typed(message.value)
        if ins is None:
            message.prompt.say(*ins_status(message.value, whole=True))
        elif is_datamatrix(message.value) and message.value != self._confirmed:
            self._compare_scan(message.prompt, message.value, ins)
        else:
            self._open(message.prompt, ins)

    @work(exclusive=True, group="scan")
    async def _compare_scan(self, prompt: Prompt, scanned: str, ins: Ins) -> None:
        """Open the record of a scanned code, unless its traits are somebody else's: Enter again does."""
        try:
            approach = await self._session.approach(ins)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        warning = scan_warning(scanned, approach.patient)
        if warning:
            self._confirmed = scanned
            prompt.say(warning)
        else:
            self._open(prompt, ins)

    def _open(self, prompt: Prompt, ins: Ins) -> None:
        self._confirmed = ""
        prompt.close()
        prompt.forget()
        self.query_one(RecordList).focus()
        self.post_message(RecordRequest(ins))

    # Showing

    def _show(self) -> None:
        record_list = self.query_one(RecordList)
        terms = fold(self._words).split()
        me, now = self._session.role.practitioner.id, self._session.clock()
        if self._found is not None:
            by_ins = {m.patient.ins: m for m in self._mine}
            found = [
                row_of_mine(by_ins[p.ins], me, now) if p.ins in by_ins else row_of_other(p, now)
                for p in self._found
            ]
        else:
            mine = sorted(self._mine, key=lambda m: fold(m.patient.name))
            found = [row_of_mine(m, me, now) for m in mine if m.news or not self._only_new]
        rows = [row for row in found if has_words(row, terms)]
        record_list.set_rows(rows, keep=self._came_from or record_list.key, empty=self._nobody())
        self._show_found(len(rows))

    def _show_found(self, count: int) -> None:
        if self._found is not None:
            left = _("Trouvés par traits d'identité — Échap : mes patients")
        elif self._only_new:
            left = _("Seulement les dossiers qui ont du nouveau — n : tous")
        else:
            left = ""
        if self._words:
            left = "   ".join(part for part in (_("« {words} »").format(words=self._words), left) if part)
        number = ngettext("{n} patient", "{n} patients", count).format(n=count)
        self.query_one("#found", TextLine).show([(left, Tone.DIM)], [(number, Tone.DIM)])

    def _nobody(self) -> str:
        searched = self._found is not None
        return nobody(self._words, searched=searched, only_new=self._only_new, failed=self._failed)

    def _say(self, text: str, tone: Tone = Tone.DIM) -> None:
        self.query_one("#found", TextLine).show([(text, tone)])
