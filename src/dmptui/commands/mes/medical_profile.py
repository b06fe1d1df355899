"""`dmptui mes … profile`: the « profil médical », what the person noted of themselves."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, as_json, command
from dmptui.commands.common.output import Column, say, say_json, say_table
from dmptui.commands.common.sessions import at_home
from dmptui.commands.mes.documents import banner
from dmptui.core.model.days import in_figures, iso
from dmptui.core.text import _, ngettext

if TYPE_CHECKING:
    from dmptui.core.model.medical_profile import Entry
    from dmptui.core.work.patient_session import PatientSession


def add(acts: Commands) -> None:
    """Add it to the command line."""
    as_json(
        command(acts, "profile", _("son profil médical : ce qu'elle note, ses mesures, ses proches"), run)
    )


def run(args: Namespace) -> None:
    """Print what was noted: the health, the measures, the people; the last day first in each heading."""
    from dmptui.core.model.medical_profile import HEADING_WORDS

    whose, found = at_home(args, _entries)
    if args.json:
        say_json([line_as_json(entry) for entry in found])
        return
    say(whose)
    say()
    columns = (
        Column(_("Rubrique")),
        Column(_("Noté"), flexible=True),
        Column(_("Précision"), flexible=True),
        Column(_("Date")),
    )
    say_table(columns, [[_(HEADING_WORDS[e.heading]), e.amount or e.text, e.detail, _day(e)] for e in found])
    say()
    say(ngettext("{n} note", "{n} notes", len(found)).format(n=len(found)))


async def _entries(_args: Namespace, session: "PatientSession") -> "tuple[str, list[Entry]]":
    from dmptui.core.model.medical_profile import Heading

    order = list(Heading)
    found = sorted(await session.medical_profile.entries(), key=lambda each: order.index(each.heading))
    return banner(session), found


def _day(entry: "Entry") -> str:
    return in_figures(entry.day) if entry.day else ""


def line_as_json(entry: "Entry") -> dict[str, object]:
    """One entry; documented in ``docs/cli.md``."""
    from dmptui.core.model.medical_profile import HEADING_WORDS, MEASURES

    measure = MEASURES.get(entry.heading)
    return {
        "id": entry.id,
        "heading": entry.heading.value,
        "label": _(HEADING_WORDS[entry.heading]),
        "text": entry.text,
        "detail": entry.detail,
        "values": [float(value) for value in entry.values],
        "unit": measure.unit if measure else None,
        "date": iso(entry.day) if entry.day else None,
        "by_representative": entry.by_representative,
    }
