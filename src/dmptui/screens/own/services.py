"""Catalogue de services: the kinds of services there are, and what each asks the person."""

from typing import NamedTuple

from textual import on
from textual.app import ComposeResult

from dmptui.actions import bindings, register
from dmptui.core.text import N_, _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.parts.desk import OwnDesk
from dmptui.screens.parts.own_page import OwnPage
from dmptui.theme import Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.columns import Column
from dmptui.widgets.paint import Spans
from dmptui.widgets.preview import Preview
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Row

register("own_services", N_("Catalogue de services"))


class Kind(NamedTuple):
    """A kind of service: what it does, and what of Mon espace santé it asks to see or to write."""

    title: str
    does: str
    asks: str


KINDS = (
    Kind(
        N_("Prise de rendez-vous"),
        N_("Vos rendez-vous pris ailleurs s'inscrivent dans l'agenda."),
        N_("écrire dans l'agenda"),
    ),
    Kind(
        N_("Portail d'un établissement de santé"),
        N_("L'hôpital ou la clinique y donne ses documents, ses questionnaires, ses convocations."),
        N_("écrire dans les documents et dans l'agenda"),
    ),
    Kind(
        N_("Téléconsultation"),
        N_("Vous consultez à distance ; le compte rendu revient dans vos documents."),
        N_("lire des documents que vous choisissez, en déposer"),
    ),
    Kind(
        N_("Suivi d'une maladie chronique"),
        N_("Vous notez vos mesures : glycémie, tension, poids. Le service peut en faire une synthèse."),
        N_("lire et écrire des mesures"),
    ),
    Kind(
        N_("Carnet de vaccination, prévention"),
        N_("Rappelle les vaccins et les dépistages selon l'âge et les documents."),
        N_("lire les vaccinations"),
    ),
    Kind(
        N_("Don, directives, personne de confiance"),
        N_("Aide à écrire ses volontés, et les dépose parmi vos documents."),
        N_("déposer un document"),
    ),
)


class ServicesPage(OwnPage):
    """A list that explains; nothing is connected here.

    Args:
        session: of the person.
        desk: what leads to other screens.
    """

    PLACE = "own_services"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = """
    ServicesPage RecordList { height: 8; }
    ServicesPage #intro { margin-bottom: 1; }
    """

    def __init__(self, _session: PatientSession, _desk: OwnDesk) -> None:
        super().__init__()

    def compose(self) -> ComposeResult:
        """What is true here, the kinds, what the one under the cursor asks."""
        sentence = _("Ce que le catalogue propose. Aucun service n'est relié ici.")
        yield TextLine([(sentence, Tone.DIM)], id="intro")
        yield RecordList([Column("", 40, weight=1)])
        yield Preview()

    def on_mount(self) -> None:
        """Show the kinds."""
        rows = [Row(index, (_(kind.title),)) for index, kind in enumerate(KINDS)]
        self.query_one(RecordList).set_rows(rows)

    @on(RecordList.Highlighted)
    def _explain(self, message: RecordList.Highlighted) -> None:
        message.stop()
        kind = KINDS[int(str(message.key))]
        self.query_one(Preview).show(lambda width: _lines(kind, max(20, min(88, width))))


def _lines(kind: Kind, room: int) -> list[Spans]:
    asks = _("Demande votre accord pour : {asks}.").format(asks=_(kind.asks))
    always = _("Vous donnez cet accord service par service, et le retirez quand vous voulez.")
    texts = ((_(kind.does), Tone.NORMAL), (asks, Tone.STRONG), (always, Tone.DIM))
    return [[(line, tone)] for text, tone in texts for line in (*wrap(text, room), "")]
