"""Mes patients: find someone, see what is new, open a record."""

from datetime import date, datetime

from textual import on, work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from dmptui.actions import Action, bindings, footer, register
from dmptui.core.client.client import MyPatient, Traits
from dmptui.core.errors import DmpError, SessionExpired
from dmptui.core.model.access import AuthorisationStatus
from dmptui.core.model.ins import Ins, normalise, problem_with
from dmptui.core.model.patient import Patient
from dmptui.core.session import Session
from dmptui.core.terminology import profession_label
from dmptui.core.text import N_, _, ngettext
from dmptui.screens import words
from dmptui.screens.failed import Failed
from dmptui.theme import Tone
from dmptui.widgets import glyphs
from dmptui.widgets.chrome import FooterLine, Rule, TextLine
from dmptui.widgets.columns import Column
from dmptui.widgets.form import Field, Form
from dmptui.widgets.matches import fold
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Cell, Group, Row

register(
    "patients",
    N_("Mes patients"),
    Action(
        "select", ("enter",), N_("ouvrir"), N_("Ouvre le dossier, après le consentement s'il est nécessaire.")
    ),
    Action(
        "search",
        ("/",),
        N_("chercher"),
        N_("Ne garde que les patients dont une information contient ces mots."),
    ),
    Action(
        "ins", ("i",), N_("INS"), N_("Cherche une personne par son INS ; la clé est vérifiée à la frappe.")
    ),
    Action("traits", ("t",), N_("traits"), N_("Cherche une personne par ses traits d'identité.")),
    Action(
        "only_new", ("n",), N_("nouveautés"), N_("Ne garde que les patients dont le dossier a du nouveau.")
    ),
    Action("reload", ("r",), N_("recharger"), N_("Redemande la liste au serveur."), shown=False),
)

INS_PROBLEMS = {
    "short": N_("il manque des caractères"),
    "empty": "",
    "long": N_("trop long : 15 caractères"),
    "shape": N_("caractère impossible à cet endroit"),
    "key": N_("la clé ne correspond pas : vérifiez la saisie"),
}


class PatientsScreen(Screen[None]):
    """The professional's patients, and the ways to find others.

    Args:
        session: the professional at work.
        place: the server's name.
    """

    PLACE = "patients"
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = "PatientsScreen { background: $background; } PatientsScreen #found { margin-bottom: 1; }"

    class Chosen(Message):
        """The record of this person is asked for."""

        def __init__(self, ins: Ins) -> None:
            super().__init__()
            self.ins = ins

    def __init__(self, session: Session, place: str) -> None:
        super().__init__()
        self._session = session
        self._place = place
        self._mine: tuple[MyPatient, ...] = ()
        self._found: tuple[Patient, ...] = ()
        self._traits: dict[str, str] = {}
        self._words = ""
        self._only_new = False

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
        yield RecordList(
            [
                Column(_("Patient"), 24, weight=1),
                Column(_("Né(e) le"), 10),
                Column(_("Âge"), 7, align="right"),
                Column(_("INS"), 21, priority=3, role=Tone.DIM),
                Column(_("DMP"), 7),
                Column(_("Accès"), 8),
                Column(_("Dernier accès"), 13, priority=2, role=Tone.DIM),
                Column(_("Dernier document"), 16, priority=4, role=Tone.DIM),
                Column(_("Nouveau"), 7, align="right", role=Tone.GOOD),
            ]
        )
        yield Prompt(_("Chercher :"), hint=_("un nom, un INS, une date"), id="words")
        yield Prompt(_("INS :"), hint=_("15 caractères, avec ou sans espaces"), id="ins")
        yield FooterLine(footer(self.PLACE))

    def on_mount(self) -> None:
        """Ask for the list."""
        self.query_one(RecordList).focus()

    def on_screen_resume(self) -> None:
        """The list changes while a record is open: ask for it again."""
        self.action_reload()

    def _worker(self) -> str:
        person, situation = self._session.role.practitioner, self._session.role.situation
        return (
            f"{person.name} · {profession_label(person.profession).lower()} · {situation.organization.name}"
        )

    # Actions

    async def action_search(self) -> None:
        """Type words to look for in the list."""
        await self.query_one("#words", Prompt).open()

    async def action_ins(self) -> None:
        """Type an INS."""
        await self.query_one("#ins", Prompt).open()

    def action_only_new(self) -> None:
        """Keep the patients who have something new, or all again."""
        self._only_new = not self._only_new
        self._show()

    def action_traits(self) -> None:
        """Ask for identity traits."""
        fields = (
            Field("family", _("Nom"), hint=_("de naissance ou utilisé, le début suffit")),
            Field("given", _("Prénom"), hint=_("le début suffit")),
            Field("birth_date", _("Né(e) le"), hint=_("jj/mm/aaaa")),
            Field("postal_code", _("Code postal")),
        )
        form = Form(_("Chercher par traits d'identité"), fields, check=_traits_problem, typed=self._traits)
        self.app.push_screen(form, self._traits_typed)

    def action_reload(self) -> None:
        """Ask the server again."""
        if not self._mine:
            self.query_one(RecordList).wait(_("La liste arrive…"))
        self._load()

    def action_back(self) -> None:
        """Back to all patients, from a filter or from what a search found."""
        if self._words or self._found or self._only_new:
            self._words, self._found, self._only_new = "", (), False
            self._show()
        else:
            self.dismiss(None)

    # What comes back

    @work(exclusive=True, group="patients")
    async def _load(self) -> None:
        try:
            self._mine = await self._session.my_patients()
        except DmpError as error:
            self._say_error(error)
        else:
            self._show()

    @work(exclusive=True, group="search")
    async def _search(self, traits: Traits) -> None:
        try:
            self._found = await self._session.search(traits)
        except DmpError as error:
            self._say_error(error)
            return
        if not self._found:
            self._say(_("Personne avec ces traits. Élargissez la recherche : t"), Tone.WARNING)
        else:
            self._say("")
        self._show()
        self.query_one(RecordList).action_first()

    def _traits_typed(self, typed: dict[str, str] | None) -> None:
        if typed is None:
            return
        self._traits = typed
        self._search(
            Traits(
                family=typed["family"],
                given=typed["given"],
                birth_date=_day(typed["birth_date"]),
                postal_code=typed["postal_code"],
            )
        )

    @on(RecordList.Selected)
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        if isinstance(message.key, Ins):
            self.post_message(self.Chosen(message.key))

    @on(Prompt.Changed, "#words")
    def _filter(self, message: Prompt.Changed) -> None:
        message.stop()
        self._words = message.value
        self._show()

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
        problem = problem_with(message.value)
        missing = 15 - len(normalise(message.value))
        if problem is None:
            message.prompt.say(_("clé juste — Entrée pour ouvrir"), Tone.GOOD)
        elif problem == "short":
            message.prompt.say(_("encore {n}").format(n=missing), Tone.DIM)
        else:
            message.prompt.say(_(INS_PROBLEMS[problem]), Tone.WARNING)

    @on(Prompt.Submitted, "#ins")
    def _open_ins(self, message: Prompt.Submitted) -> None:
        message.stop()
        problem = problem_with(message.value)
        if problem is None:
            message.prompt.close()
            self.query_one(RecordList).focus()
            self.post_message(self.Chosen(Ins(value=normalise(message.value))))
        else:
            message.prompt.say(INS_PROBLEMS[problem] and _(INS_PROBLEMS[problem]), Tone.WARNING)

    # Showing

    def _show(self) -> None:
        listed = self.query_one(RecordList)
        wanted = fold(self._words).split()
        rows: list[Row | Group] = []
        if self._found:
            rows += [row for p in self._found if _has(row := self._found_row(p), wanted)]
        else:
            mine = sorted(self._mine, key=lambda m: fold(m.patient.name))
            rows += [
                row for m in mine if (m.news or not self._only_new) and _has(row := self._my_row(m), wanted)
            ]
        listed.set_rows(rows, keep=listed.key, empty=self._empty())
        self._show_found(len(rows))

    def _show_found(self, count: int) -> None:
        if self._found:
            left = _("Trouvés par leurs traits d'identité — Échap : revenir à mes patients")
        elif self._only_new:
            left = _("Seulement les dossiers qui ont du nouveau — n : tous")
        else:
            left = ""
        number = ngettext("{n} patient", "{n} patients", count).format(n=count)
        self.query_one("#found", TextLine).show([(left, Tone.DIM)], [(number, Tone.DIM)])

    def _empty(self) -> str:
        if self._words:
            return (
                _("Aucun patient ne correspond à « {words} ».").format(words=self._words)
                + "\n"
                + _("Échap efface")
            )
        if self._only_new:
            return _("Rien de nouveau depuis vos dernières visites.") + "\n" + _("n : tous les patients")
        return (
            _("Vous n'avez encore d'autorisation sur aucun dossier.")
            + "\n"
            + _("i : chercher par INS   t : chercher par traits d'identité")
        )

    def _my_row(self, mine: MyPatient) -> Row:
        status = mine.authorisation.status(self._session.clock())
        attending = self._session.role.practitioner.id in mine.patient.attending
        access = _(words.AUTHORISATIONS[status])
        if not mine.patient.state.exists:
            access = "—"
        elif attending:
            access = f"{access} {glyphs.DOCTOR.sign}"
        news = f"{glyphs.NEW.sign} {mine.news}" if mine.news else ""
        usable = mine.patient.state.exists and status is not AuthorisationStatus.FORBIDDEN
        tone = Tone.NORMAL if usable else Tone.DIM
        return self._row(mine.patient, access, mine.last_visit, mine.last_document, news, tone)

    def _found_row(self, patient: Patient) -> Row:
        known = next((m for m in self._mine if m.patient.ins == patient.ins), None)
        if known:
            return self._my_row(known)
        tone = Tone.NORMAL if patient.state.exists else Tone.DIM
        return self._row(patient, "—", None, None, "", tone)

    def _row(
        self,
        patient: Patient,
        access: Cell,
        visit: datetime | None,
        document: datetime | None,
        news: str,
        tone: Tone,
    ) -> Row:
        today = self._session.clock().date()
        cells = (
            patient.name,
            words.day(patient.birth_date),
            words.age(patient, today),
            patient.ins.grouped,
            _(words.DMP_STATES[patient.state]),
            access,
            words.day(visit),
            words.day(document),
            news,
        )
        return Row(patient.ins, cells, tone)

    def _say_error(self, error: DmpError) -> None:
        self._show()
        if isinstance(error, SessionExpired):
            self.post_message(Failed(error))
            return
        self._say(error.message, Tone.DANGER)

    def _say(self, text: str, tone: Tone = Tone.DIM) -> None:
        self.query_one("#found", TextLine).show([(text, tone)])


def _has(row: Row, wanted: list[str]) -> bool:
    """Whether a row's text has all these folded words; an INS is found with or without spaces."""
    if not wanted:
        return True
    texts = [cell if isinstance(cell, str) else cell[0] for cell in row.cells]
    ins = row.key.value if isinstance(row.key, Ins) else ""
    text = fold(" ".join((*texts, ins)))
    return all(word in text for word in wanted) or "".join(wanted) in fold(ins)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y").astimezone().date()
    except ValueError:
        return None


def _traits_problem(typed: dict[str, str]) -> str:
    """Why these traits cannot be searched; empty when they can."""
    if typed["birth_date"].strip() and _day(typed["birth_date"]) is None:
        return _("La date s'écrit jj/mm/aaaa.")
    if len(typed["family"].strip()) < 2 and _day(typed["birth_date"]) is None:
        return _("Donnez au moins deux lettres du nom, ou la date de naissance.")
    return ""
