"""`dmptui mes … documents`: what the person sees of their record."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, as_json, command
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.sessions import at_home
from dmptui.commands.documents import line_as_json, print_lines
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.model.document import Document
    from dmptui.core.work.patient_session import PatientSession


def add(acts: Commands) -> None:
    """Add it to the command line."""
    as_json(command(acts, "documents", _("ses documents"), run))


def run(args: Namespace) -> None:
    """Print them."""
    whose, found = at_home(args, _documents)
    if args.json:
        say_json([_as_json(number, document) for number, document in found])
        return
    say(whose)
    say()
    print_lines([(number, document, False) for number, document in found])


async def _documents(_args: Namespace, session: "PatientSession") -> "tuple[str, list[tuple[int, Document]]]":
    return banner(session), await numbered(session)


async def numbered(session: "PatientSession") -> "list[tuple[int, Document]]":
    """What the person sees, the most recent act first, numbered from 1."""
    found = [document async for page in session.documents() for document in page]
    return list(enumerate((d for d in found if session.may_see(d).allowed), 1))


def banner(session: "PatientSession") -> str:
    """Whose record it is, and who looks at it."""
    person = session.patient
    who = _("représentant légal") if session.representative else _("Mon espace santé")
    return f"{person.name} · {person.birth_date:%d/%m/%Y} · {who}"


def _as_json(number: int, document: "Document") -> dict[str, object]:
    line = line_as_json(number, document, new=False)
    del line["new"]
    return line
