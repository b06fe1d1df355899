"""`dmptui mes … notifications`: what the person was notified of."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, as_json, command
from dmptui.commands.common.output import Column, say, say_json, say_table
from dmptui.commands.common.sessions import at_home
from dmptui.core.text import _, ngettext

if TYPE_CHECKING:
    from dmptui.core.model.message import Message
    from dmptui.core.work.patient_session import PatientSession


def add(acts: Commands) -> None:
    """Add it to the command line."""
    as_json(command(acts, "notifications", _("ce qui lui a été notifié"), run))


def run(args: Namespace) -> None:
    """Print them."""
    found = at_home(args, _notifications)
    if args.json:
        say_json([_as_json(message) for message in found])
        return
    columns = (Column(_("Date")), Column(_("Message"), flexible=True))
    say_table(columns, [[m.sent.astimezone().strftime("%d/%m/%Y %H:%M"), m.text] for m in found])
    say()
    say(ngettext("{n} notification", "{n} notifications", len(found)).format(n=len(found)))


async def _notifications(_args: Namespace, session: "PatientSession") -> "list[Message]":
    return [message async for page in session.notifications() for message in page]


def _as_json(message: "Message") -> dict[str, object]:
    """One notification; documented in ``docs/cli.md``."""
    return {
        "id": message.id,
        "sent": message.sent.isoformat(),
        "sender": message.sender,
        "text": message.text,
    }
