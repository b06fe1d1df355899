"""The lines of the lists of the care path: acts, episodes, reimbursements, the cercle de soins."""

from dmptui.core.errors import DmpError
from dmptui.core.insight.care_circle import Carer
from dmptui.core.insight.care_path import Event
from dmptui.core.insight.care_path_words import (
    day_of,
    differs,
    label_of,
    maker_of,
    nature,
    profession_of,
    who,
)
from dmptui.core.insight.episodes import Episode
from dmptui.core.model.document import Document
from dmptui.core.rules.identity import OtherPerson
from dmptui.core.rules.identity_words import apart
from dmptui.core.text import _, ngettext
from dmptui.screens.parts import words
from dmptui.screens.parts.document_rows import state_of
from dmptui.theme import Tone
from dmptui.widgets import glyphs
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Row


def event_columns() -> list[Column]:
    """In the order of the cells of ``event_row``."""
    return [
        Column(_("Date"), 10),
        Column(_("Acte"), 26, weight=5),
        Column(_("Par"), 15, weight=2, priority=1),
        Column(_("Nature"), 16, priority=3, role=Tone.DIM),
        Column(_("État"), 15, priority=2),
    ]


def event_row(event: Event, *, new: bool) -> Row:
    """An act, or a reimbursement."""
    state, sign = state_of(event.document)
    state = f"{sign} {state}" if sign else _(glyphs.NEW.word) if new else ""
    cells = (day_of(event), label_of(event), who(event), nature(event), differs(event) or state)
    return Row(
        event.key, cells, Tone.STRONG if new else Tone.NORMAL, glyphs.NEW.sign if new else "", Tone.GOOD
    )


def paid_columns() -> list[Column]:
    """In the order of the cells of ``paid_row``."""
    return [
        Column(_("Date"), 10),
        Column(_("Remboursé"), 20, weight=5),
        Column(_("Nature"), 15, priority=3, role=Tone.DIM),
        Column(_("Prescrit par"), 15, weight=1),
        Column(_("Fait ou délivré par"), 19, weight=1, priority=2),
        Column(_("Quantité"), 8, align="right", priority=1),
        Column("", 15, priority=4),
    ]


def paid_row(event: Event) -> Row:
    """A reimbursement."""
    paid = event.paid
    assert paid is not None, "a line of données de remboursement"
    cells = (
        day_of(event),
        label_of(event),
        nature(event),
        paid.prescriber.text,
        paid.by.text,
        paid.quantity.text,
        differs(event),
    )
    return Row(event.key, cells, mark="≠" if differs(event) else "", mark_role=Tone.WARNING)


def episode_columns() -> list[Column]:
    """In the order of the cells of ``episode_row``."""
    return [
        Column(_("Date"), 10),
        Column(_("Épisode"), 26, weight=5),
        Column(_("Durée"), 9, align="right"),
        Column(_("Par"), 15, weight=2, priority=1),
        Column(_("Doc."), 4, align="right", role=Tone.DIM),
    ]


def episode_row(episode: Episode) -> Row:
    """A stay, or a visit and its papers."""
    main = episode.main
    nights = ngettext("{n} nuit", "{n} nuits", episode.nights).format(n=episode.nights)
    cells = (
        words.day(episode.start),
        main.title,
        nights if episode.stay else "",
        maker_of(episode),
        str(len(episode.documents)),
    )
    return Row(main.id, cells, Tone.STRONG if episode.stay else Tone.NORMAL)


def carer_columns() -> list[Column]:
    """In the order of the cells of ``carer_row``."""
    return [
        Column(_("Professionnel ou structure"), 26, weight=2),
        Column(_("Rôle"), 20, weight=1),
        Column(_("Profession"), 16, weight=1, priority=2),
        Column(_("Structure"), 16, weight=1, priority=3),
        Column(_("Dernier dépôt"), 13),
        Column(_("Doc."), 4, align="right", priority=1, role=Tone.DIM),
    ]


def carer_row(carer: Carer) -> Row:
    """Somebody who cares for the person; a star for the médecin traitant."""
    cells = (
        carer.name,
        carer.role,
        profession_of(carer),
        carer.author.organization,
        words.day(carer.last.date) if carer.last else "—",
        str(len(carer.documents) or "—"),
    )
    return Row(carer.key, cells, mark=glyphs.DOCTOR.sign if carer.attending else "")


def unread_row(document: Document, error: DmpError | None) -> Row:
    """Données de remboursement without a line to show; ``error`` is why they could not be read."""
    failed = error is not None
    sentence = _("Ce document n'a pas pu être lu.") if failed else _("Aucun remboursement codé, ou filtré.")
    if isinstance(error, OtherPerson):
        sentence = apart(1)
    return Row((document.id, 0), ("", sentence, "", "", "", "", ""), Tone.WARNING if failed else Tone.DIM)
