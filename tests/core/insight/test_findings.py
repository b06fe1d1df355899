"""The entries of a record: each document read once, a few at a time, and failures told apart."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from dmptui.commands.common.who import clock
from dmptui.core.errors import DmpError, InvalidContent, Refused, Unavailable
from dmptui.core.insight.findings import Findings, may_hold_entries
from dmptui.core.machine.settings import Settings
from dmptui.core.model.base import Coding
from dmptui.core.model.content import Content
from dmptui.core.model.document import Attachment, Document
from dmptui.core.model.identity import Identity
from dmptui.core.model.ins import TEST_NIR, Ins
from dmptui.core.model.patient import Patient, Sex
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.identity import OtherPerson
from tests.core.documents.cda.entry_samples import section, vaccination
from tests.core.documents.cda_samples import structured
from tests.core.work.test_session import LUCIE, dmp_of, opened, session_of, traces_of

CDA = structured(section(vaccination()))


def document(identifier: str, content_type: str = "text/xml", form: str = "") -> Document:
    return Document(
        id=identifier,
        title=identifier,
        type=Coding(code="87273-9"),
        category=Coding(code="48"),
        date=datetime(2026, 4, 2, tzinfo=UTC),
        format=Coding(code=form) if form else None,
        attachment=Attachment(content_type=content_type),
    )


class Shelf:
    """A record of CDA documents but for some answers; counts the readings, and how many run at once."""

    def __init__(self, **answers: DmpError | bytes) -> None:
        self.answers = answers
        self.read_times: Counter[str] = Counter()
        self.at_once = self.most_at_once = 0

    async def read(self, document: Document, *, automatic: bool = False) -> Content:
        assert automatic
        self.read_times[document.id] += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        answer = self.answers.get(document.id, CDA)
        if isinstance(answer, DmpError):
            raise answer
        return Content(answer, "text/xml", altered=document.id == "altered")


async def test_a_document_is_read_once() -> None:
    shelf = Shelf()
    findings = Findings(shelf)
    both = await asyncio.gather(findings.of(document("a")), findings.of(document("a")))
    assert both[0] is both[1]
    assert len(both[0].vaccinations) == 1
    assert await findings.of(document("a")) is both[0]
    assert shelf.read_times == {"a": 1}


@pytest.mark.parametrize(
    ("content_type", "form", "expected"),
    [
        ("text/xml", "", True),
        ("application/xml; charset=utf-8", "", True),
        ("", "", True),
        ("text/xml", "urn:ihe:iti:xds-sd:pdf:2008", False),
        ("application/pdf", "", False),
        ("image/jpeg", "", False),
    ],
)
async def test_what_cannot_hold_entries_is_not_read(content_type: str, form: str, *, expected: bool) -> None:
    shelf = Shelf()
    asked = document("a", content_type, form)
    assert may_hold_entries(asked) is expected
    await Findings(shelf).of(asked)
    assert sum(shelf.read_times.values()) == expected


async def test_a_file_that_is_not_xml_has_no_entries() -> None:
    assert not (await Findings(Shelf(a=b"%PDF-1.7")).of(document("a"))).narratives


async def test_many_come_a_few_at_a_time_and_failures_are_told() -> None:
    shelf = Shelf(refused=Refused("Non."), broken=b"<a/>")
    findings = Findings(shelf)
    wanted = [document(name) for name in ("refused", "broken", "altered", *map(str, range(12)))]
    found = [each.id async for each, entries in findings.of_many(wanted) if entries.vaccinations]
    assert sorted(found) == sorted(map(str, range(12)))
    assert 1 < shelf.most_at_once <= 4
    assert {name: type(error) for name, error in findings.failures.items()} == {
        "refused": Refused,
        "broken": InvalidContent,
        "altered": InvalidContent,
    }
    again = [each.id async for each, _ in findings.of_many(wanted)]
    assert len(again) == 12
    assert set(shelf.read_times.values()) == {1}


PERSON = Patient(
    ins=Ins(value="251119975001242", oid=TEST_NIR),
    birth_name="Bernard",
    used_name="Dupuis",
    given_names=("Lucie", "Anne"),
    sex=Sex.FEMALE,
    birth_date=date(1951, 11, 4),
)
"""The person of the samples."""
SOMEBODY_ELSE = PERSON.model_copy(update={"ins": Ins(value="279035121518989", oid=TEST_NIR)})


async def test_what_is_about_the_person_gives_its_entries() -> None:
    findings = Findings(Shelf(), PERSON)
    assert (await findings.of(document("a"))).vaccinations
    assert not findings.apart


async def test_what_is_about_somebody_else_feeds_no_page_and_is_not_read_again() -> None:
    shelf = Shelf()
    findings = Findings(shelf, SOMEBODY_ELSE)
    assert [each async for each in findings.of_many([document("a"), document("b")])] == []
    assert {*findings.apart} == {*findings.failures} == {"a", "b"}
    findings.failures.clear()
    with pytest.raises(OtherPerson, match="au nom de BERNARD Lucie, née le 04/11/1951"):
        await findings.of(document("a"))
    assert set(shelf.read_times.values()) == {1}


async def test_metadata_of_somebody_else_spare_reading_the_document() -> None:
    shelf = Shelf()
    other = Identity(((TEST_NIR, "279035121518989"),))
    findings = Findings(shelf, PERSON)
    with pytest.raises(OtherPerson):
        await findings.of(document("a").model_copy(update={"identities": (other,)}))
    assert not shelf.read_times
    own = Identity(((TEST_NIR, "251119975001242"),))
    assert (await findings.of(document("b").model_copy(update={"identities": (own,)}))).vaccinations


async def test_a_server_that_does_not_answer_stops_all() -> None:
    findings = Findings(Shelf(down=Unavailable("Le serveur ne répond pas.")))
    with pytest.raises(Unavailable):
        async for _ in findings.of_many([document("down"), document("b")]):
            pass
    assert not findings.failures


async def test_what_is_left_midway_is_stopped() -> None:
    shelf = Shelf()
    many = Findings(shelf).of_many(document(str(number)) for number in range(50))
    async for _ in many:
        break
    await many.aclose()
    assert sum(shelf.read_times.values()) < 10


async def test_each_document_of_a_record_leaves_one_trace(dmp: Settings) -> None:
    async with dmp_of(dmp) as connection:
        record = await opened(await session_of(connection, "ROUX"), LUCIE)
        before = clock()
        documents = [d async for page in record.listing.recent() for d in page][:6]
        findings = Findings(record)
        for _ in range(2):
            found = [entries async for _, entries in findings.of_many(documents)]
        assert len(found) == len(documents)
        traces = [t for t in await traces_of(record) if t.at >= before.replace(microsecond=0)]
        read = [t.object_id for t in traces if t.action is TraceAction.READ]
        assert sorted(read) == sorted(d.id for d in documents if may_hold_entries(d))
