"""The steps that search in the contents, that ask for what is not read, and that mark it seen."""

import hypothesis.strategies as st
from hypothesis.stateful import rule

from dmptui.core.client.client import Query
from dmptui.core.client.values import UNREAD
from dmptui.core.model.document import Document
from tests.core.state_machine.lots import Lots
from tests.core.state_machine.model import Doc
from tests.core.state_machine.professionals import NUMBER, WHERE, gathered
from tests.core.state_machine.steps import Opened
from tests.core.state_machine.world import current


class Finding(Lots):
    """What professionals look for."""

    @rule(number=NUMBER, number_of_doc=NUMBER, where=WHERE, words=st.sampled_from(["", "secret", "nouveau"]))
    def search_contents(self, number: int, number_of_doc: int, where: str, words: str) -> None:
        """Some words, or those of one document of any record, through the record and past it."""
        found = self.chosen(number)
        if found and self.made is not None:  # another server has no index
            doc = self.near_to(found[1], number_of_doc, where)
            self.run(self._search(found[1], words or f'"{doc.content.decode()}"', straight=number % 2 == 0))

    async def _search(self, one: Opened, words: str, *, straight: bool) -> None:
        refusal, ins, titles = self.gate(one), self.dossier(one).patient.ins, set[str]()
        query: Query = {} if straight else {"status": "current"}
        outcome = await self.attempt(self._found(one, ins, words, query, titles))
        outcome.check(refusal)
        if refusal:
            self.trace(one.patient, refusal=refusal, secret=one.how.secret)
            return
        if not one.searched:
            self.trace(one.patient, "recherche", secret=one.how.secret)
            one.searched = True
        found = [d for d in self.tracked(one.patient) if _holds(d, words) and not self.served(one, d)]
        if not straight:
            found = [d for d in found if d.status == "current" and not self.believed(one, d)]
        self.met["trouvé"] += bool(found)
        assert titles == {d.title for d in found}

    async def _found(self, one: Opened, ins: object, words: str, query: Query, titles: set[str]) -> None:
        pages = (
            one.record.listing.search(words)
            if query
            else self.dmp.client.search_contents(one.token, ins, words, query)  # type: ignore[arg-type]
        )
        async for page in pages:
            titles |= {hit.document.title for hit in page.hits}

    @rule(number=NUMBER)
    def ask_for_what_is_unread(self, number: int) -> None:
        found = self.chosen(number)
        if found:
            self.run(self._ask_for_unread(found[1]))

    async def _ask_for_unread(self, one: Opened) -> None:
        refusal, ins = self.gate(one), self.dossier(one).patient.ins
        found: dict[str, Document] = {}
        outcome = await self.attempt(gathered(self.dmp.client.documents(one.token, ins, UNREAD), found))
        outcome.check(refusal)
        if refusal:
            self.trace(one.patient, refusal=refusal, secret=one.how.secret)
            return
        if not one.listed:
            self.trace(one.patient, "liste", secret=one.how.secret)
            one.listed = True
        expected = {d.master for d in self.tracked(one.patient) if self._is_unread(one, d)}
        self.met["non lu"] += bool(expected)
        assert set(found) == expected
        assert all(document.unread for document in found.values())

    def _is_unread(self, one: Opened, doc: Doc) -> bool:
        me = one.role.practitioner.id
        shown = doc.status == "current" and not doc.archived and not self.served(one, doc)
        seen = doc.number in self.read_by.get(me, set()) | self.marked.get((me, one.patient), set())
        return shown and doc.author != me and not seen

    @rule(number=NUMBER, number_of_doc=NUMBER, where=WHERE)
    def mark_seen(self, number: int, number_of_doc: int, where: str) -> None:
        """A document of any record, seen or not by who marks it."""
        found = self.chosen(number)
        if found:
            self.run(self._mark(found[1], self.near_to(found[1], number_of_doc, where)))

    async def _mark(self, one: Opened, doc: Doc) -> None:
        refusal = self.gate(one)
        name = (await current(self.dmp.world.store, doc)).id
        outcome = await self.attempt(self.dmp.client.visits.mark_seen(one.token, [name]))
        outcome.check(refusal)
        if refusal:
            self.trace(one.patient, refusal=refusal, secret=one.how.secret)
        elif not self.served(one, doc):
            self.marked.setdefault((one.role.practitioner.id, one.patient), set()).add(doc.number)


def _holds(doc: Doc, words: str) -> bool:
    return words.strip('"') in doc.content.decode() or words in doc.title.lower()
