"""An entry of the profil médical on the wire: FHIR R4, and the same when it comes back."""

from datetime import date
from decimal import Decimal

import pytest
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import profile_entry
from dmptui.core.model.medical_profile import MEASURES, Entry, Heading

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
WORDS = st.text("abcé '’µ<&;1", min_size=1, max_size=30).map(str.strip).filter(bool)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    heading = draw(st.sampled_from(Heading))
    detail = draw(st.just("") | WORDS)
    measure = MEASURES.get(heading)
    if measure is None:
        return Entry(heading=heading, text=draw(WORDS), detail=detail, day=draw(st.none() | DAYS))
    values = tuple(draw(st.decimals(p.least, p.most, places=measure.places)) for p in measure.parts)
    return Entry(heading=heading, values=values, detail=detail, day=draw(DAYS))


@given(entries())
def test_it_comes_back_as_it_was_sent(entry: Entry) -> None:
    sent = profile_entry.to_fhir(entry, "Patient/1")
    get_fhir_model_class("Observation").model_validate(sent)
    expected = entry.model_copy(update={"text": " ".join(entry.text.split()), "detail": entry.detail})
    found = profile_entry.from_fhir(sent)
    assert found.model_copy(update={"text": " ".join(found.text.split())}) == expected
    assert profile_entry.corrected(profile_entry.correction(entry, "Patient/1")) == sent


WEIGHT = profile_entry.to_fhir(Entry(heading=Heading.WEIGHT, values=(Decimal("72.5"),)), "Patient/1")


@pytest.mark.parametrize(
    "change",
    [
        {"resourceType": "Basic"},
        {"code": {}},
        {"code": {"coding": [{"system": "http://loinc.org", "code": "1-1"}]}},
        {"code": {"coding": [{"system": "urn:x", "code": "29463-7"}]}},
        {"valueQuantity": {"value": 72, "code": "g"}},
        {"valueQuantity": {"value": True, "code": "kg"}},
        {"valueQuantity": {"value": "72", "code": "kg"}},
        {"valueQuantity": {"code": "kg"}},
    ],
)
def test_what_is_no_entry_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InvalidContent):
        profile_entry.from_fhir(WEIGHT | change)


@pytest.mark.parametrize("patch", [[], {}, [1], [{"op": "add", "path": ""}], profile_entry.REMOVED])
def test_what_is_no_correction(patch: object) -> None:
    assert profile_entry.corrected(patch) is None
