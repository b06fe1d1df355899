"""A record of thousands of documents, and what is asked of its server: requests and rows, never the clock."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from dmptui.core.client import Transport
from dmptui.core.insight.summary.digest import BIOLOGY, DIRECTIVES, SYNTHESES
from dmptui.core.model.document import Document, Visibility
from dmptui.core.rules.first_search import VACCINATION_TYPES
from tests.core.server.dmp_world import HADDAD, IMAGING, REPORT, World, document, kept
from tests.core.work.test_news import MARIA

KINDS = (
    REPORT,
    IMAGING,
    REPORT,
    BIOLOGY[0],
    IMAGING,
    REPORT,
    VACCINATION_TYPES[1],
    IMAGING,
    "56445-0",
    REPORT,
)
"""The types of its documents, round and round."""
OLD = {"Synthèse": SYNTHESES[0], "Directives": next(iter(DIRECTIVES)), "Historique": VACCINATION_TYPES[0]}
"""What it has once, older than all the rest."""


def documents(number: int) -> Iterator[Document]:
    """As many documents as that, a tenth of a day apart, then those that are old, and one not shown yet."""
    for at in range(number):
        code = KINDS[at % len(KINDS)]
        yield document(f"Document {at}", number=at, type_code=code, days_ago=at / 10)
    for at, (title, code) in enumerate(OLD.items(), number):
        yield document(title, number=at, type_code=code, days_ago=4000 + at)
    yield document("Caché", number=number + 90, days_ago=1.02, hidden=[Visibility.HIDDEN_FROM_PATIENT])


async def fill(world: World, number: int) -> None:
    """Give MARIA that record."""
    made = list(documents(number))
    for start in range(0, len(made), 500):
        await world.add(*(kept(one, MARIA) for one in made[start : start + 500]))


@dataclass
class Asked:
    """What was asked: a line a request, and how many documents came in each answer."""

    requests: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def forget(self) -> None:
        self.requests.clear()
        self.rows.clear()

    def note(self, url: str, answer: Any) -> Any:
        kind = answer.get("resourceType") if isinstance(answer, dict) else None
        entries = answer.get("entry", ()) if kind == "Bundle" else ()
        self.requests.append(url)
        self.rows.append(sum(e["resource"]["resourceType"] == "DocumentReference" for e in entries))
        return answer


def asked_of(patch: pytest.MonkeyPatch) -> Asked:
    """Listen to all that is asked of a server."""
    found = Asked()
    get, post, read = Transport.get_json, Transport.post_form, Transport.bytes_at

    async def get_json(self: Transport, url: str, token: str) -> Any:
        return found.note(url, await get(self, url, token))

    async def post_form(self: Transport, url: str, token: str, form: Any) -> Any:
        return found.note(url, await post(self, url, token, form))

    async def bytes_at(self: Transport, url: str, *rest: Any) -> Any:
        found.note(url, None)
        return await read(self, url, *rest)

    patch.setattr(Transport, "get_json", get_json)
    patch.setattr(Transport, "post_form", post_form)
    patch.setattr(Transport, "bytes_at", bytes_at)
    return found


__all__ = ["HADDAD", "KINDS", "MARIA", "OLD", "Asked", "asked_of", "documents", "fill"]
