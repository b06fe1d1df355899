"""The FHIR interactions a store needs of a server, each done another way when the server can't."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from dmptui.core.errors import Conflict, InvalidContent, Unavailable
from dmptui.core.fhir.json import Json, child, expect, items, text
from dmptui.core.store.remote.capabilities import Abilities
from dmptui.core.store.remote.upstream import Answer, Form, Upstream, unreadable
from dmptui.core.text import _

BATCH = 50
"""Most requests of one exchange: servers have a limit of their own, rarely lower."""
_ABSENT = (404, 410)
_NOT_IMPLEMENTED = (404, 405, 415, 501)
_MISUNDERSTOOD = (400, 422, 501)


class Ask(NamedTuple):
    """One search; ``form`` gives its parameters, again when the server has shown what it can't do."""

    kind: str
    form: Callable[[], Form]


class Exchange:
    """Reads, searches and transactions on one server; ``abilities`` is updated by what it answers."""

    def __init__(self, upstream: Upstream, abilities: Abilities) -> None:
        self.upstream = upstream
        self.abilities = abilities

    async def read(self, place: str) -> Json | None:
        """The resource at ``Kind/id``, or None when there is none."""
        answer = await self.upstream.get(place)
        return None if answer.status in _ABSENT else _resource(answer, place.partition("/")[0])

    async def reads(self, places: Sequence[str]) -> list[Json | None]:
        """Several resources, in one exchange."""
        found: list[Json | None] = []
        for place, (status, resource) in zip(places, await self._batch(places), strict=True):
            known = status in _ABSENT or status == 200
            found.append((resource if status == 200 else None) if known else await self.read(place))
        return found

    async def search(self, ask: Ask) -> Json:
        """The first Bundle of a search.

        Raises:
            Unavailable: the server doesn't understand it, however it is asked.
        """
        while True:
            form = ask.form()
            if self.abilities.post_search:
                answer = await self.upstream.post_form(f"{ask.kind}/_search", form)
                if answer.status in _NOT_IMPLEMENTED:
                    self.abilities.post_search = False
                    continue
            else:
                answer = await self.upstream.get(ask.kind, form)
            if answer.status not in _MISUNDERSTOOD or not self._learn(form):
                return _resource(answer, "Bundle")

    async def searches(self, questions: Sequence[Ask]) -> list[Json]:
        """The first Bundle of several searches, in one exchange."""
        urls = [f"{ask.kind}?{urlencode(ask.form())}" for ask in questions]
        answers = await self._batch(urls) if len(questions) > 1 else [(0, None)] * len(questions)
        found = []
        for ask, (status, resource) in zip(questions, answers, strict=True):
            is_bundle = status == 200 and isinstance(resource, dict)
            found.append(expect(resource, "Bundle") if is_bundle else await self.search(ask))
        return found

    async def page(self, url: str) -> Json:
        """The Bundle a ``next`` link names."""
        return _resource(await self.upstream.get(url), "Bundle")

    async def transaction(self, entries: list[Json]) -> None:
        """Keep all the entries, or none.

        Raises:
            Conflict: one of them is not at the version announced.
            InvalidContent: the server refuses what one of them says.
            Unavailable: it is not known to be kept.
        """
        bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
        answer = await self.upstream.post("", bundle)
        if answer.status in (409, 412):
            raise changed(f"HTTP {answer.status}")
        if answer.status in (400, 413, 422):
            raise InvalidContent(
                _(
                    "Le serveur de données refuse cet enregistrement. Rien n'a été gardé : "
                    "prévenez son exploitant."
                ),
                cause=f"HTTP {answer.status}, issue {_issue(answer.json())}",
            )
        kept = [_status(entry) for entry in items(_resource(answer, "Bundle"), "entry")]
        if len(kept) != len(entries) or any(not 200 <= status < 300 for status in kept):
            raise Unavailable(
                _(
                    "Le serveur de données n'a pas confirmé tout l'enregistrement. "
                    "Vérifiez ce qui a été gardé avant de recommencer."
                ),
                cause=f"transaction-response: {sorted(set(kept))}",
            )

    async def _batch(self, urls: Sequence[str]) -> list[tuple[int, Any]]:
        """The status and resource of several GETs; status 0 for those to be asked one by one."""
        found: list[tuple[int, Any]] = []
        for start in range(0, len(urls), BATCH):
            found += await self._piece(urls[start : start + BATCH])
        return found

    async def _piece(self, urls: Sequence[str]) -> list[tuple[int, Any]]:
        alone: list[tuple[int, Any]] = [(0, None)] * len(urls)
        if not self.abilities.batch:
            return alone
        entries = [{"request": {"method": "GET", "url": url}} for url in urls]
        answer = await self.upstream.post("", {"resourceType": "Bundle", "type": "batch", "entry": entries})
        if answer.status in (*_NOT_IMPLEMENTED, *_MISUNDERSTOOD):
            self.abilities.batch = False
            return alone
        found = [(_status(e), e.get("resource")) for e in items(_resource(answer, "Bundle"), "entry")]
        if len(found) != len(urls):
            raise unreadable("a batch-response of another length")
        return found

    def _learn(self, form: Form) -> bool:
        """Give up one thing a search that was refused made use of; False when there is none left."""
        if any(name.endswith(":not") for name, _value in form):
            self.abilities.negation = False
            return True
        if self.abilities.ranges and any(value[:2] in ("ge", "le", "sa", "lt") for _name, value in form):
            self.abilities.ranges = False
            return True
        return False


def changed(cause: str) -> Conflict:
    """The error of a resource that is not at the version announced."""
    return Conflict(_("Cet élément a été modifié entre-temps. Rechargez-le, puis recommencez."), cause=cause)


def _resource(answer: Answer, kind: str) -> Json:
    """The resource of a good answer, of the kind asked."""
    if answer.status >= 400:
        raise Unavailable(
            _(
                "Le serveur de données n'a pas compris une demande ({status}). Prévenez son exploitant."
            ).format(status=answer.status),
            cause=f"HTTP {answer.status}",
        )
    resource = answer.json()
    if not isinstance(resource, dict) or resource.get("resourceType") != kind:
        raise unreadable(f"not a {kind}")
    return resource


def _status(entry: Json) -> int:
    """The HTTP status of an entry of a response; 0 when it says none."""
    found = text(child(entry, "response").get("status"))[:3]
    return int(found) if found.isdecimal() else 0


def _issue(outcome: object) -> str:
    """The codes of an OperationOutcome; its words may repeat what was sent, and are left out."""
    return ", ".join(text(issue.get("code")) for issue in items(outcome, "issue"))
