"""Note de vaccination: what was given, checked, before a note is written of it."""

from collections.abc import Awaitable, Callable, Mapping

from textual import events, on, work
from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.core.deposit.vaccination_note import ROUTES, SITES
from dmptui.core.documents.text import clean_line
from dmptui.core.rules.vaccination import shot_rule
from dmptui.core.terminology import vaccines
from dmptui.core.text import _
from dmptui.core.work.record import Record
from dmptui.core.writing.codes import ATC, Code
from dmptui.core.writing.vaccination import BOOSTER, FIRST_SERIES, Shot
from dmptui.screens.parts.identity_line import IdentityLine
from dmptui.screens.parts.words import typed_day
from dmptui.theme import Tone
from dmptui.widgets.chrome import Rule, TextLine
from dmptui.widgets.fields import Fields, Line
from dmptui.widgets.picker import Choice

_OTHER = "other"
_KINDS = {"first": FIRST_SERIES, "booster": BOOSTER}
_MOST = 99


class VaccinationForm(Screen[None]):
    """The form; dismissed when the note is written, or when it is left.

    Args:
        record: whose record it is.
        values: what it begins with, by line.
        submit: sends the note and says whether it was; asks and shows errors by itself.
        keep: called with what is filled in when the form is left.
    """

    DEFAULT_CSS = """
    VaccinationForm { background: $background; }
    VaccinationForm #keys { dock: bottom; }
    """

    def __init__(
        self,
        record: Record,
        values: Mapping[str, str],
        *,
        submit: Callable[[Shot], Awaitable[bool]],
        keep: Callable[[Mapping[str, str]], None],
    ) -> None:
        super().__init__()
        self._record = record
        self._values = values
        self._submit = submit
        self._keep = keep

    def compose(self) -> ComposeResult:
        """Whose record, what is done, the lines, the keys."""
        yield IdentityLine(self._record)
        yield TextLine([(_("Écrire une note de vaccination"), Tone.STRONG)])
        yield Rule()
        yield Fields(_lines(), self._values)
        yield TextLine(_keys(), id="keys")

    def on_mount(self) -> None:
        """Begin with the vaccine."""
        self._fields.go_to("vaccine")

    def on_key(self, event: events.Key) -> None:
        """Leave; what is filled in is there again the next time."""
        if event.key == "escape":
            event.stop()
            self._keep(self._fields.values)
            self.dismiss(None)

    @on(Fields.Changed)
    def _follow(self, message: Fields.Changed) -> None:
        if message.line == "vaccine":
            vaccine = vaccines().get(message.value)
            self._fields.put({"name": vaccine.name if vaccine else ""})
        self._fields.say({})

    @on(Fields.Submitted)
    def _check(self) -> None:
        values = self._fields.values
        found = problems(values, self._record)
        self._fields.say(found)
        if found:
            self._fields.go_to(next(iter(found)))
        else:
            self._send(shot_of(values))

    @work(exclusive=True, group="sending")
    async def _send(self, shot: Shot) -> None:
        self._keep(self._fields.values)
        if await self._submit(shot):
            self.dismiss(None)

    @property
    def _fields(self) -> Fields:
        return self.query_one(Fields)


def _lines() -> list[Line]:
    choices = [Choice(key, vaccine.name, vaccine.atc_label) for key, vaccine in vaccines().items()]
    kinds = [Choice("first", _("première série")), Choice("booster", _("rappel"))]
    routes = [Choice("", _("non précisée")), *(Choice(key, c.display) for key, c in ROUTES.items())]
    sites = [Choice("", _("non précisée")), *(Choice(key, c.display) for key, c in SITES.items())]
    return [
        Line("vaccine", _("Vaccin"), _("à choisir"), [*choices, Choice(_OTHER, _("Un autre, à nommer"))]),
        Line("name", _("Nom du vaccin")),
        Line("on", _("Date"), _("JJ/MM/AAAA")),
        Line("lot", _("Lot n°")),
        Line("rank", _("Rang de la dose"), _("1, 2, 3…")),
        Line("kind", _("Série"), choices=kinds),
        Line("route", _("Voie"), choices=routes),
        Line("site", _("Région"), choices=sites),
        Line("comment", _("Commentaire")),
    ]


def problems(values: Mapping[str, str], record: Record) -> dict[str, str]:
    """What is wrong, by line; empty when a note may be written."""
    on_day, born, today = typed_day(values["on"]), record.patient.birth_date, record.today()
    found = {}
    if not values["name"]:
        found["name"] = _("Choisissez un vaccin, ou écrivez son nom.")
    if on_day is None:
        found["on"] = _("Écrivez une date : JJ/MM/AAAA.")
    elif (decision := shot_rule("-", on_day, born=born, today=today)).refused:
        found["on"] = f"{decision.reason} {decision.advice}"
    if values["rank"] and not (values["rank"].isdecimal() and 1 <= int(values["rank"]) <= _MOST):
        found["rank"] = _("Écrivez un nombre de {least} à {most}, ou rien.").format(least=1, most=_MOST)
    return found


def shot_of(values: Mapping[str, str]) -> Shot:
    """What was given, once nothing is wrong."""
    on_day, vaccine = typed_day(values["on"]), vaccines().get(values["vaccine"])
    assert on_day is not None, "checked"
    is_known = vaccine is not None and vaccine.name == values["name"]
    return Shot(
        on=on_day,
        vaccine=clean_line(values["name"]),
        atc=Code(vaccine.atc, vaccine.atc_label, ATC) if vaccine is not None and is_known else None,
        lot=clean_line(values["lot"]),
        rank=int(values["rank"]) if values["rank"] else None,
        kind=_KINDS[values["kind"]],
        route=ROUTES.get(values["route"]),
        site=SITES.get(values["site"]),
        comment=clean_line(values["comment"]),
    )


def details_of(shot: Shot) -> list[tuple[str, str]]:
    """What is to be read again before the note is written; a value that is not told is empty."""
    return [
        (_("Lot n°"), shot.lot),
        (_("Rang"), " · ".join(part for part in (str(shot.rank or ""), _kind_title(shot)) if part)),
        (_("Voie"), shot.route.display if shot.route else ""),
        (_("Région"), shot.site.display if shot.site else ""),
        (_("Commentaire"), shot.comment),
    ]


def _kind_title(shot: Shot) -> str:
    return _("rappel") if shot.kind == BOOSTER else _("première série")


def _keys() -> list[tuple[str, str]]:
    pairs = (
        (_("Entrée"), _("vérifier")),
        (_("Tab"), _("ligne suivante")),
        (_("Échap"), _("revenir sans rien perdre")),
    )
    return [part for key, title in pairs for part in ((key, "key"), (f" {title}   ", Tone.NORMAL))]
