"""Several documents changed at once: a result for each, the refusal of one not stopping the others."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dmptui.commands.common.exits import DONE, code_of
from dmptui.commands.common.output import error_as_json, say, say_json, warn
from dmptui.core.errors import DmpError
from dmptui.core.text import _, labelled

if TYPE_CHECKING:
    from dmptui.core.model.document import Document
    from dmptui.core.rules.change_table import Change


class Result(NamedTuple):
    """What became of one document.

    Attributes:
        before: as it was listed.
        after: as the change left it; None when it was not made.
        error: why it was not made.
    """

    before: "Document"
    after: "Document | None" = None
    error: DmpError | None = None


def is_without_return(change: "Change") -> bool:
    """Whether it is asked about first."""
    from dmptui.core.rules.change_table import CHANGES

    return CHANGES[change].without_return


def question(banner: str, change: "Change", documents: "Iterable[Document]") -> str:
    """What is asked before what nothing undoes: in whose record, what it means, of which documents."""
    from dmptui.core.rules.change_table import CHANGES

    words = CHANGES[change].words
    titles = ", ".join(f"« {document.title} »" for document in documents)
    asked = _("{what} : {titles} ?").format(what=_(words.title), titles=titles)
    return f"{banner}\n{_(words.warning)}\n{asked}"


async def make(
    changer: "Callable[[Document, Change], Awaitable[Document]]",
    documents: "Iterable[Document]",
    change: "Change",
) -> list[Result]:
    """Try each of them."""
    results = []
    for document in documents:
        try:
            results.append(Result(document, after=await changer(document, change)))
        except DmpError as error:
            results.append(Result(document, error=error))
    return results


def tell(results: Sequence[Result], change: "Change", *, in_json: bool) -> int:
    """Print the results; the exit code, the first that is not 0."""
    from dmptui.core.rules.change_table import CHANGES

    done = _(CHANGES[change].words.done).capitalize()
    if in_json:
        say_json([as_json(result, change) for result in results])
    for result in results:
        if result.error is not None:
            warn(labelled(result.before.title, result.error.message))
        elif not in_json:
            say(labelled(done, result.before.title))
    return next((code_of(result.error) for result in results if result.error is not None), DONE)


def as_json(result: Result, change: "Change") -> dict[str, object]:
    """One document; documented in ``docs/cli.md``."""
    return {
        "document": result.before.id,
        "id": (result.after or result.before).id,
        "title": result.before.title,
        "change": change.value,
        "done": result.after is not None,
        "error": error_as_json(result.error) if result.error is not None else None,
    }
