"""The agency's own examples, sent as they are: read leniently, decided as anybody's."""

import json
from pathlib import Path

import pytest

from dmptui.core.fhir.json import Json
from dmptui.core.model.document import Author
from dmptui.core.model.ins import Ins
from dmptui.core.model.practitioner import Practitioner, PractitionerRole
from dmptui.core.server.access.directory import to_fhir
from dmptui.core.store.base import Write
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import CLINIC, ROUX, World, document, kept, opened, person
from tests.corpus import corpus_files

SENDER = Practitioner(
    id="899700218896",
    family="EXEMPLE",
    given="Alix",
    profession="G15_10",
    situations=ROUX.practitioner.situations,
)
ALICE = person(1, ins=Ins(value="123456789012345", oid="1.2.250.1.213.1.4.8"))


def example(part: str) -> Json:
    found = [file for file in corpus_files("fhir/*.json") if part in file.name]
    if not found:
        pytest.skip("the public examples are not here")
    resource: Json = json.loads(found[0].read_text(encoding="utf-8"))
    return resource


async def session_in(dmp: World) -> str:
    old = document("Ancien", number=1).model_copy(
        update={"id": "doc-x-id", "authors": (Author(id=SENDER.id),)}
    )
    await dmp.add(ALICE, kept(old, ALICE), [Write(r) for r in to_fhir(SENDER)])
    situation = next(s for s in SENDER.situations if s.organization == CLINIC)
    return await dmp.login(PractitionerRole(practitioner=SENDER, situation=situation))


@pytest.mark.parametrize(
    ("name", "path", "status", "documents"),
    [
        ("td2-iti65", "", 200, 2),
        ("td2-1-remplacement", "", 200, 2),
        ("iti105", "/DocumentReference", 201, 2),
    ],
)
async def test_an_example(tmp_path: Path, name: str, path: str, status: int, documents: int) -> None:
    async with opened(tmp_path) as dmp:
        answer = await dmp.post(path, await session_in(dmp), example(name))
        assert answer.status_code == status, answer.text
        assert await dmp.store.counts([Query("DocumentReference", ALICE.id)]) == [documents]
        assert len(await dmp.traces(ALICE)) == len(await dmp.notices()) == 1
