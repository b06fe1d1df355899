"""The carnet de vaccination: what is one injection, what never is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.insight.vaccination_record import (
    Detail,
    Dose,
    by_disease,
    doses,
    doubles,
    lookalikes,
    to_read,
)
from dmptui.core.model.base import Coding
from dmptui.core.model.clinical import (
    Agreement,
    Check,
    CodedValue,
    Entries,
    Fact,
    Person,
    Product,
    Source,
    Standing,
    Vaccination,
    When,
)
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.rules.vaccination import NOTE_TYPE

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
HISTORY, SYNTHESIS, EXAM = "11369-6", "60591-5", "59283-2"


def document(number: int, kind: str = HISTORY, days_ago: int = 0, **more) -> Document:
    coding = Coding(system="", code=kind, display=kind)
    date = NOW - timedelta(days=days_ago)
    return Document(id=f"d{number}", title=kind, type=coding, category=coding, date=date, **more)


def shot(
    day="20240312",
    atc="J07BB02",
    lot="AB1",
    rank=None,
    name="",
    not_done=False,
    site="",
    cis="",
    by="",
    **said,
):
    """A vaccination; ``said`` is what the text says instead, by fact."""
    checks = tuple(
        Check(Fact[fact.upper()], Agreement.DIFFERS, narrative=text, coded="?", when=When(text))
        for fact, text in said.items()
    )
    return Vaccination(
        product=Product(name=name, atc=atc, lot=lot, cis=cis),
        when=When(day),
        source=Source(checks=checks),
        rank=rank,
        site=CodedValue(display=site),
        by=Person(by),
        standing=Standing.DENIED if not_done else Standing.STATED,
    )


def told(*by_document) -> tuple[Dose, ...]:
    """The doses that these documents tell, each a list of vaccinations; the first is a note."""
    kinds = [NOTE_TYPE, HISTORY, SYNTHESIS]
    return doses(
        (document(n, kinds[min(n, 2)]), Entries(vaccinations=tuple(shots)))
        for n, shots in enumerate(by_document)
    )


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        pytest.param(shot(), shot(), 1, id="the same"),
        pytest.param(shot("20240312"), shot("20240312094914+0100"), 1, id="one says the hour"),
        pytest.param(shot(atc="J07AM"), shot(atc="J07AM01"), 1, id="a code and its group"),
        pytest.param(shot(atc="", name="REVAXIS, susp."), shot(atc="J07CA01"), 1, id="a brand and a code"),
        pytest.param(shot(atc="", name="STAMARIL"), shot(atc="", name="Stamaril "), 1, id="an unknown name"),
        pytest.param(shot(lot="AB1"), shot(lot=""), 1, id="a lot that one does not tell"),
        pytest.param(shot(lot="AB1"), shot(lot="CD2"), 1, id="two lots: told, not parted"),
        pytest.param(shot("20240401", date="20240312"), shot("20240312"), 1, id="the date of the text"),
        pytest.param(shot("20240312"), shot("20240313"), 2, id="another day"),
        pytest.param(shot(), shot(atc="J07BN01"), 2, id="another disease"),
        pytest.param(shot(lot="NC"), shot(lot="non renseigné"), 1, id="two lots that are none"),
        pytest.param(shot(cis="60917345"), shot(cis="60917345"), 1, id="the same product"),
        pytest.param(shot(cis="60917345"), shot(cis="65219475"), 2, id="two products"),
        pytest.param(shot(cis="60917345"), shot(), 1, id="a product that one does not tell"),
        pytest.param(shot(atc="J07AL01"), shot(atc="J07AL02"), 2, id="the same disease, another substance"),
        pytest.param(shot(atc="J07CA09"), shot(atc="J07CA02"), 2, id="a hexavalent and a tetravalent"),
        pytest.param(
            shot(atc="J07AL02", name="PREVENAR 13"), shot(atc="J07AL02", name="PREVENAR 20"), 2, id="valences"
        ),
        pytest.param(
            shot(atc="J07AL02", name="PREVENAR 20"), shot(atc="J07AL02", name="Prevenar, susp."), 1, id="one"
        ),
        pytest.param(shot(atc=""), shot(atc=""), 2, id="no name"),
        pytest.param(shot(atc=""), shot(), 2, id="an unknown vaccine"),
        pytest.param(shot(), shot(not_done=True), 2, id="not done"),
        pytest.param(shot(""), shot(""), 2, id="no date"),
        pytest.param(shot(""), shot("20240312"), 2, id="only one date"),
        pytest.param(shot("202403"), shot("202403"), 2, id="a month"),
        pytest.param(shot("2024"), shot("20240101"), 2, id="a year and its first day"),
        pytest.param(shot("20249999"), shot("20249999"), 2, id="an impossible date"),
    ],
)
def test_what_two_documents_tell(one, other, count):
    assert len(told([one], [other])) == len(told([other], [one])) == count


def test_a_document_never_tells_an_injection_twice():
    assert len(told([shot(), shot()])) == 2


def test_two_the_same_day_are_told_apart_by_their_lots():
    found = told([shot(lot="B")], [shot(lot="A"), shot(lot="B")])
    assert sorted((dose.lot, len(dose.mentions)) for dose in found) == [("A", 1), ("B", 2)]


def test_the_note_leads_and_the_others_complete_it():
    found = told([shot(lot="")], [shot(lot="AB1", rank=2)])
    assert [(d.mentions[0].document.type.code, d.lot, d.rank) for d in found] == [(NOTE_TYPE, "AB1", 2)]
    assert not found[0].differences


def test_what_the_documents_differ_on_is_kept_and_told():
    one = shot(lot="AB1", rank=1, site="deltoïde gauche", cis="60917345", by="DR LE GOFF Yann")
    other = shot(lot="CD2", rank=2, site="Deltoïde  GAUCHE", cis="60917345", by="Yann Le Goff")
    (dose,) = told([one], [other])
    assert [(d.detail, d.values) for d in dose.differences] == [
        (Detail.LOT, ("AB1", "CD2")),
        (Detail.RANK, ("1", "2")),
    ]


def test_a_text_that_contradicts_its_entry_is_shown_and_said():
    (dose,) = told([shot("20090928", date="20090825", lot="4456", rank=1)])
    assert dose.when.short() == "25/08/2009"
    assert dose.contradicted


def test_another_date_of_the_lookalikes_is_pointed_at_and_not_merged():
    one, other, third = told([shot("20240312", rank=1), shot("20240512", rank=2)], [shot("20240321", rank=1)])
    found = (one, other, third)
    twins = {dose.when.short(): [t.when.short() for t in lookalikes(dose, found)] for dose in found}
    assert twins == {"12/05/2024": [], "21/03/2024": ["12/03/2024"], "12/03/2024": ["21/03/2024"]}


def test_another_vaccine_of_the_same_lot_the_same_day_is_pointed_at_and_not_merged():
    found = told([shot(atc="J07AM")], [shot(atc="J07CA01"), shot(atc="J07BB02", lot="other")])
    assert [len(lookalikes(dose, found)) for dose in found if dose.lot == "AB1"] == [1, 1]
    assert len(found) == 3


def test_what_one_tells_and_the_other_not_is_taken_from_who_tells_it():
    (dose,) = told(
        [shot(lot="?", by="")], [shot(lot="AB1", site="deltoïde gauche", by="LE GOFF Yann", rank=2)]
    )
    assert (dose.lot, dose.site, dose.performer, dose.rank) == ("AB1", "deltoïde gauche", "LE GOFF Yann", 2)
    assert not dose.differences


def test_two_vaccinators_are_told():
    (dose,) = told([shot(by="LE GOFF Yann")], [shot(by="MARTIN Anne")])
    assert [(d.detail, d.values) for d in dose.differences] == [
        (Detail.PERFORMER, ("LE GOFF Yann", "MARTIN Anne")),
    ]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        pytest.param(shot(atc="", name="Grippe ?", lot=""), shot(), True, id="an unknown vaccine"),
        pytest.param(shot(atc="", name="Grippe ?", lot="X1"), shot(), False, id="unknown, another lot"),
        pytest.param(shot(cis="60917345"), shot(cis="65219475"), True, id="two products, one lot"),
        pytest.param(shot(cis="60917345", lot=""), shot(cis="65219475"), True, id="two products, a lot"),
        pytest.param(shot(cis="60917345", lot="B"), shot(cis="65219475"), False, id="two products, two lots"),
        pytest.param(shot(atc="J07CA09", lot=""), shot(atc="J07CA02"), True, id="diseases in common"),
        pytest.param(shot(atc="J07BC01", lot=""), shot(atc="J07CA02"), False, id="none in common"),
        pytest.param(shot("1989", lot=""), shot("1989", lot=""), True, id="the same year"),
        pytest.param(shot("1989", lot=""), shot("1989", atc="J07AM", lot=""), False, id="a year, another"),
    ],
)
def test_what_may_be_one_injection_is_pointed_at_and_not_merged(one, other, alike):
    found = told([one], [other])
    assert [len(lookalikes(dose, found)) for dose in found] == [int(alike)] * 2
    (same, too) = told([one, other])
    assert (one.product.lot == other.product.lot) or not lookalikes(same, (same, too))


def test_what_may_be_told_twice_is_counted_once_as_a_double():
    assert (
        doubles(told([shot("20240312", rank=1)], [shot("20240321", rank=1)], [shot("20240322", rank=1)])) == 2
    )
    assert doubles(told([shot("20240312", rank=1), shot("20240512", rank=2)])) == 0


def test_by_disease_counts_what_was_given_and_knows_the_last():
    found = told([shot("20240312", "J07CA01"), shot("", "J07AM"), shot("20250101", "J07AM", not_done=True)])
    against = {p.disease: (len(p.given), p.last.short() if p.last else "") for p in by_disease(found)}
    assert against == {
        "Diphtérie": (1, "12/03/2024"),
        "Poliomyélite": (1, "12/03/2024"),
        "Tétanos": (2, "12/03/2024"),
    }


def test_unknown_vaccines_are_last_in_the_order_of_diseases():
    found = told([shot(atc=""), shot(atc="J07BC01"), shot(atc="J07BG"), shot(atc="J07AE")])
    assert [p.disease for p in by_disease(found)] == ["Choléra", "Hépatite B", "Rage", ""]


def test_the_documents_to_read():
    found = [
        document(1, NOTE_TYPE, 900),
        document(2, HISTORY, 10, archived=True),
        document(3, HISTORY, 5, status=DocumentStatus.SUPERSEDED),
        document(4, SYNTHESIS, 30),
        document(5, SYNTHESIS, 3),
        document(6, EXAM, 4000),
        document(7, "11488-4", 1),
    ]
    assert [d.id for d in to_read(found, others=False)] == ["d2", "d1"]
    assert [d.id for d in to_read(found, others=True)] == ["d5", "d2", "d1", "d6"]


shots = st.builds(
    shot,
    day=st.sampled_from(["", "2024", "202403", "20240312", "20240312101500", "20240313"]),
    atc=st.sampled_from(["", "J07BB", "J07BB02", "J07CA01"]),
    lot=st.sampled_from(["", "A", "B"]),
    rank=st.sampled_from([None, 1, 2]),
    name=st.sampled_from(["", "REVAXIS", "AUTRE"]),
    not_done=st.booleans(),
)
records = st.lists(st.lists(shots, max_size=4), max_size=4).map(
    lambda texts: [
        (document(n, NOTE_TYPE if n % 2 else HISTORY, n), Entries(vaccinations=tuple(shots)))
        for n, shots in enumerate(texts)
    ]
)


@given(records)
def test_no_telling_is_lost_and_none_is_in_two_doses(read):
    mentions = sorted((t.document.id, t.place) for dose in doses(read) for t in dose.mentions)
    assert mentions == sorted((d.id, place) for d, e in read for place in range(len(e.vaccinations)))
    assert sum(len(p.doses) for p in by_disease(doses(read))) >= len(doses(read))


@given(records)
def test_a_dose_never_holds_two_entries_of_one_document_nor_two_days(read):
    for dose in doses(read):
        assert len({t.document.id for t in dose.mentions}) == len(dose.mentions)
        assert len({t.when.raw[:8] for t in dose.mentions}) == 1
        assert len({t.vaccination.standing for t in dose.mentions}) == 1


@given(records, st.randoms())
def test_neither_the_order_nor_the_repetition_of_documents_matters(read, random):
    shuffled = [*read, *read]
    random.shuffle(shuffled)
    assert doses(shuffled) == doses(read)


@given(records)
def test_there_are_doubles_where_there_are_lookalikes_and_never_as_many_as_doses(read):
    found = doses(read)
    given = sum(dose.standing.counts for dose in found)
    assert bool(doubles(found)) is any(lookalikes(dose, found) for dose in found)
    assert 0 <= doubles(found) <= max(0, given - 1)


@given(records)
def test_keys_are_unique(read):
    found = doses(read)
    assert len({dose.key for dose in found}) == len(found)
