"""`dmptui messages`: what this professional wrote to the person of a record."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.opening import banner
from dmptui.commands.common.options import Commands, as_json, command, opening, period
from dmptui.commands.common.output import say, say_json, warn
from dmptui.commands.common.periods import is_in
from dmptui.commands.common.sessions import in_record
from dmptui.core.model.days import day_of, iso, to_the_minute
from dmptui.core.text import _, ngettext

if TYPE_CHECKING:
    from dmptui.core.model.message import Message
    from dmptui.core.work.record import Record

    Page = tuple[str, list[Message], str]
    """Whose record it is, the messages, why no other can be sent."""


def add(commands: Commands) -> None:
    """Add it to the command line."""
    summary = _("les messages que ce professionnel a envoyés à la personne")
    parser = command(commands, "messages", summary, run)
    opening(parser)
    period(parser.add_argument_group(_("Filtres")))
    as_json(parser)


def run(args: Namespace) -> None:
    """Print the messages whole, the most recent first."""
    whose, found, refusal = in_record(args, _page)
    if args.json:
        say_json([_as_json(message) for message in found])
    else:
        say(whose)
        for message in found:
            _print(message)
        say()
        sent = ngettext("{n} message envoyé par vous", "{n} messages envoyés par vous", len(found))
        say(sent.format(n=len(found)))
    if refusal:
        warn(refusal)


async def _page(args: Namespace, record: "Record") -> "Page":
    found = [each async for page in record.messages_sent() for each in page]
    decision = record.may_write_message()
    refusal = "" if decision.allowed else f"{decision.reason} {decision.advice}".strip()
    return banner(record), [each for each in found if is_in(day_of(each.sent), args)], refusal


def _print(message: "Message") -> None:
    say()
    say(message.subject)
    say("  " + _("Envoyé le {when}").format(when=to_the_minute(message.sent)))
    for line in message.text.splitlines():
        say(f"  {line}")
    if message.document_id:
        say("  " + _("Document joint : {id}").format(id=message.document_id))


def _as_json(message: "Message") -> dict[str, object]:
    """A message; documented in ``docs/cli.md``."""
    return {
        "id": message.id,
        "sent": iso(message.sent),
        "subject": message.subject,
        "text": message.text,
        "document": message.document_id,
    }
