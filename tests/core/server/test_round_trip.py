"""What others wrote in a resource, and this program does not know, is still there after it was changed."""

import asyncio
import copy
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.fhir import consent
from dmptui.core.fhir import patient as patients
from dmptui.core.fhir.changes import patch_for
from dmptui.core.fhir.json import Json
from dmptui.core.model.access import ConsentKind, Declaration, Team
from dmptui.core.rules.change_table import Change
from dmptui.core.store.base import Write
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    World,
    authorisation,
    document,
    ins_of,
    kept,
    opened,
    person,
)

ALICE = person(1)
LETTER = document("Lettre", number=1, days_ago=5)

Place = tuple[str | int, ...]
Foreign = dict[Place, Json]

# Where a stranger may have written, by the path that leads there; a number is a place in a list.
PLACES: dict[str, list[Place]] = {
    "DocumentReference": [
        (),
        ("masterIdentifier",),
        ("type",),
        ("contained", 0),
        ("securityLabel", 0),
        ("content", 0),
        ("content", 0, "attachment"),
        ("context",),
        ("context", "period"),
    ],
    "Consent": [(), ("provision",)],
    "Patient": [(), ("name", 0), ("identifier", 0), ("address", 0)],
}
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
JSON = st.recursive(
    st.booleans() | st.integers(-(2**31), 2**31) | WORDS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(WORDS, inner, min_size=1, max_size=3)
    ),
    max_leaves=5,
)
EXTENSION = st.fixed_dictionaries({"url": WORDS.map("urn:autre:{}".format), "valueString": WORDS})


def foreign(kind: str) -> st.SearchStrategy[Foreign]:
    """What strangers wrote: for some places, extensions and elements of their own."""
    said = st.fixed_dictionaries(
        {"extension": st.lists(EXTENSION, min_size=1, max_size=2)}, optional={"_autre": JSON, "autre": JSON}
    )
    return st.dictionaries(st.sampled_from(PLACES[kind]), said, min_size=1, max_size=4)


def written(resource: Json, said: Foreign) -> Json:
    """The resource, with what strangers wrote."""
    whole = copy.deepcopy(resource)
    for place, elements in said.items():
        element = at(whole, place)
        extensions = [*element.get("extension", ()), *elements["extension"]]
        element.update(elements | {"extension": extensions})
    return whole


def at(resource: Json, place: Place) -> Any:
    element: Any = resource
    for step in place:
        element = element[step]
    return element


def survives(resource: Json, said: Foreign) -> bool:
    """Whether all that strangers wrote stands where they wrote it."""
    for place, elements in said.items():
        element = at(resource, place)
        if any(one not in element["extension"] for one in elements["extension"]):
            return False
        if any(element.get(name) != value for name, value in elements.items() if name != "extension"):
            return False
    return True


async def changed(dmp: World, change: Change) -> Json:
    """The document, changed by its author and read again."""
    token = await dmp.open(HADDAD, ALICE)
    read = await dmp.get(f"/DocumentReference/{LETTER.id}", token)
    patch = patch_for(read.json(), change)
    answer = await dmp.patch(f"/DocumentReference/{LETTER.id}", token, patch, if_match=read.headers["etag"])
    assert answer.status_code == 200, answer.text
    again: Json = (await dmp.get(f"/DocumentReference/{answer.json()['id']}", token)).json()
    assert again["meta"]["versionId"] == "2"
    return again


async def declared(dmp: World) -> tuple[Json, Json]:
    """The authorisation, renewed by a declaration that names a médecin traitant, and the Patient."""
    session = await dmp.login(HADDAD)
    subject = f"Patient?identifier={ins_of(ALICE)}"
    declaration = Declaration(kind=ConsentKind.EXPLICIT, attending=True)
    place = HADDAD.situation.organization
    team = Team(identifier=place.id, name=place.name)
    resource = consent.declaration_to_fhir(declaration, HADDAD.practitioner.id, subject, NOW, team)
    answer = await dmp.post("/Consent", session, resource)
    assert answer.status_code == 201, answer.text
    consent_again = (await dmp.get(f"/Consent/{answer.json()['id']}", session)).json()
    patient_again = (await dmp.get(f"/Patient/{ALICE.id}", session)).json()
    assert [one["meta"]["versionId"] for one in (consent_again, patient_again)] == ["2", "2"]
    return consent_again, patient_again


@settings(max_examples=25, deadline=None)
@given(foreign("DocumentReference"), st.sampled_from((Change.MASK, Change.ARCHIVE, Change.DELETE)))
def test_a_document_keeps_what_others_wrote(said: Foreign, change: Change) -> None:
    async def scenario() -> None:
        with TemporaryDirectory() as folder:
            async with opened(Path(folder)) as dmp:
                reference, *rest = kept(LETTER, ALICE)
                assert isinstance(reference, Write)
                whole = Write(written(reference.resource, said))
                await dmp.add(ALICE, authorisation(HADDAD, ALICE), [whole, *rest])
                if change is Change.DELETE:
                    await deleted(dmp)
                    row = await dmp.store.read("DocumentReference", LETTER.id)
                    assert survives(json.loads(row.text), said)
                else:
                    assert survives(await changed(dmp, change), said)

    asyncio.run(scenario())


async def deleted(dmp: World) -> None:
    """Its author deletes it: nobody reads it again over the wire."""
    token = await dmp.open(HADDAD, ALICE)
    patch = [{"op": "replace", "path": "/status", "value": "entered-in-error"}]
    answer = await dmp.patch(f"/DocumentReference/{LETTER.id}", token, patch, if_match='W/"1"')
    assert answer.status_code == 200, answer.text


@settings(max_examples=25, deadline=None)
@given(foreign("Consent"), foreign("Patient"))
def test_a_consent_and_an_identity_keep_what_others_wrote(consented: Foreign, identified: Foreign) -> None:
    async def scenario() -> None:
        with TemporaryDirectory() as folder:
            async with opened(Path(folder)) as dmp:
                former = authorisation(HADDAD, ALICE, days=-1).resource
                await dmp.add(
                    Write(written(patients.to_fhir(ALICE), identified)), Write(written(former, consented))
                )
                consent_again, patient_again = await declared(dmp)
                assert survives(consent_again, consented)
                assert survives(patient_again, identified)
                assert HADDAD.practitioner.id in json.dumps(patient_again["extension"])

    asyncio.run(scenario())
