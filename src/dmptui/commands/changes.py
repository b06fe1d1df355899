"""`dmptui delete`, `mask`, `unmask`, `hide`, `reveal`, `archive`, `unarchive`: documents changed."""

import asyncio
from argparse import Namespace

from dmptui.commands.changing import Result, find_all, make, tell
from dmptui.commands.confirming import confirm, require_an_answer
from dmptui.commands.listing import numbered
from dmptui.commands.opening import banner, open_record
from dmptui.commands.who import at_work
from dmptui.core.machine.settings import Settings
from dmptui.core.rules.changing import Change
from dmptui.core.text import N_, _

_CHANGES = {
    ("hide", "patient"): Change.HIDE_FROM_PATIENT,
    ("hide", "representatives"): Change.HIDE_FROM_REPRESENTATIVES,
    ("reveal", "patient"): Change.SHOW_TO_PATIENT,
    ("reveal", "representatives"): Change.SHOW_TO_REPRESENTATIVES,
}
_QUESTIONS = {
    Change.DELETE: N_("Supprimer pour toujours : {titles} ?"),
    Change.SHOW_TO_REPRESENTATIVES: N_("Rendre visible aux représentants légaux, sans retour : {titles} ?"),
}


def run(args: Namespace, settings: Settings) -> int:
    """Change them, each on its own.

    Raises:
        UsageError: the change is without return, and nobody can be asked.
        DmpError: the record does not open, or one of the documents is not in it: nothing is changed.
    """
    whom = getattr(args, "whom", None)
    change = _CHANGES[args.change, whom] if whom else Change(args.change)
    if change in _QUESTIONS:
        require_an_answer(args)
    return tell(asyncio.run(_changed(args, settings, change)), change, in_json=args.json)


async def _changed(args: Namespace, settings: Settings, change: Change) -> list[Result]:
    async with at_work(args, settings) as session:
        record = await open_record(session, args)
        documents = find_all(await numbered(record), args.documents)
        if change in _QUESTIONS:
            titles = ", ".join(f"« {document.title} »" for document in documents)
            whose = banner(record, record.today())
            confirm(args, f"{whose}\n{_(_QUESTIONS[change]).format(titles=titles)}")
        return await make(record.change, documents, change)
