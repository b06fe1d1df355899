"""The documents of a record by window: the same as taking them all, filtering and sorting them here."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dmptui.core.fhir import document_reference
from dmptui.core.model.access import AccessMode
from dmptui.core.model.base import Coding
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Author, Document, DocumentStatus, Visibility
from dmptui.core.model.ins import Ins
from dmptui.core.model.selection import HEADED_BY, ORDERS, STATES, Selection
from dmptui.core.rules import listed
from dmptui.core.rules.first_search import VACCINATION_TYPES
from dmptui.core.rules.matrix import Cell, Matrix, packaged_matrix
from dmptui.core.rules.reading import Reader, read
from dmptui.core.rules.visibility import documents_for
from dmptui.core.store.base import Write
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from tests.core.store.resources import NOW

INS = Ins(value="251119912340154")
ME = "899900000001"
TYPES = ("11488-4", "11502-2", VACCINATION_TYPES[0], "EXPPAT_1", "unknown")
CLASSES = ("10", "90", "unknown", "")
EMERGENCY = AccessMode.BREAK_GLASS
OPEN, SHUT = Cell(read=True, source="test"), Cell(read=False, source="test")
MATRICES = (
    packaged_matrix(),
    Matrix({("*", "*"): OPEN, ("G15_60", "11488-4"): SHUT}),
    Matrix({("*", "*"): SHUT, ("G15_60", "class:10"): OPEN}),
    Matrix({("*", "*"): OPEN, ("G15_60", "class:10"): SHUT, ("G15_60", "*"): SHUT}),
)

authors = st.builds(
    Author,
    id=st.sampled_from(["", ME, "899900000002"]),
    name=st.sampled_from(["", "Dr ÉLOI Zoé", "Dr Eloi-Abel", "Dr ELOI Zoé", "œuvre"]),
    organization=st.sampled_from(["", "Clinique"]),
    profession=st.sampled_from(["", "G15_10", "G15_60"]),
)
days = st.integers(-4000, 10).map(lambda n: NOW + timedelta(days=n / 2))
documents = st.lists(
    st.builds(
        Document,
        title=st.sampled_from(["Été", "ete", "Étude, d'un œil", "L’eau", "Zèbre", "100 %_", "-"]),
        type=st.sampled_from(TYPES).map(lambda code: Coding(code=code, display=f"Type {code}")),
        category=st.sampled_from(CLASSES).map(lambda code: Coding(code=code)),
        status=st.sampled_from(DocumentStatus),
        archived=st.booleans(),
        visibility=st.frozensets(st.sampled_from(Visibility), max_size=2),
        authors=st.lists(authors, max_size=2).map(tuple),
        date=days,
        start=st.one_of(days, days.map(day_of)),
    ),
    max_size=12,
)
selections = st.builds(
    Selection,
    since=st.sampled_from([None, day_of(NOW) - timedelta(days=700)]),
    words=st.lists(st.sampled_from(["e", "eloi", "oe", "%", "_", "2025", "/11/", "type"]), max_size=2).map(
        tuple
    ),
    types=st.sampled_from([(), TYPES[:1], TYPES[1:4]]),
    categories=st.sampled_from([(), ("10",), ("90", "unknown")]),
    authors=st.sampled_from([(), (ME,), ("Clinique", "œuvre")]),
    professions=st.sampled_from([(), ("G15_60",)]),
    start=st.sampled_from([None, NOW - timedelta(days=900)]),
    end=st.sampled_from([None, NOW - timedelta(days=3)]),
    states=st.lists(st.sampled_from(STATES), max_size=2, unique=True).map(tuple),
    old_versions=st.booleans(),
    archived=st.booleans(),
    sort=st.sampled_from(ORDERS),
    descending=st.booleans(),
    group=st.sampled_from(["", *HEADED_BY]),
)
readers = st.builds(
    Reader,
    practitioner_id=st.sampled_from([ME, "899900000009"]),
    profession=st.sampled_from(["G15_10", "G15_60", "G15_99"]),
    mode=st.sampled_from(AccessMode),
    attending=st.booleans(),
    masked_in_emergency=st.booleans(),
)


class Asked(NamedTuple):
    """A store of some documents, and all of them as they are read there, the last kept first."""

    store: SqliteStore
    documents: list[Document]


async def kept(path: Path, found: Sequence[Document]) -> Asked:
    store = SqliteStore(Database(path))
    resources = [
        document_reference.to_fhir(d.model_copy(update={"id": f"d{n}"}), INS, subject="Patient/p")
        for n, d in enumerate(found)
    ]
    await store.commit([Write(resource) for resource in resources], NOW)
    return Asked(store, [document_reference.from_fhir(resource) for resource in reversed(resources)])


def expected(
    found: Sequence[Document], selection: Selection, reader: Reader, matrix: Matrix
) -> list[Document]:
    """What the list shows when it is taken whole."""
    rows = [d for d in found if read(d, reader, matrix).allowed and _is_chosen(d, selection)]
    rows.sort(key=lambda d: d.act_date, reverse=True)
    keys = {
        "date": lambda d: d.act_date,
        "deposited": lambda d: d.date,
        "title": listed.title_order,
        "author": listed.author_order,
        "type": listed.type_order,
    }
    rows.sort(key=keys[selection.sort], reverse=selection.descending)
    groups = {"category": listed.category_order, "author": listed.author_order}
    if selection.group:
        rows.sort(key=lambda d: "" if listed.is_from_patient(d) else groups[selection.group](d))
    return sorted(rows, key=listed.is_from_patient)


def _is_chosen(document: Document, chosen: Selection) -> bool:
    states = listed.states(document)
    return (
        (
            chosen.since is None
            or day_of(document.act_date) >= chosen.since
            or document.type.code in VACCINATION_TYPES
        )
        and all(word in listed.line_text(document) for word in chosen.words)
        and (not chosen.types or document.type.code in chosen.types)
        and (not chosen.categories or document.category.code in chosen.categories)
        and (not chosen.authors or listed.author_value(document) in chosen.authors)
        and (not chosen.professions or document.author.profession in chosen.professions)
        and (chosen.start is None or document.act_date >= chosen.start)
        and (chosen.end is None or document.act_date < chosen.end)
        and (chosen.shows_old or "old" not in states)
        and (chosen.shows_archived or "archived" not in states)
        and (not chosen.states or bool({*chosen.states} & {*states}))
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    found=documents,
    selection=selections,
    reader=readers,
    matrix=st.sampled_from(MATRICES),
    size=st.integers(1, 5),
)
async def test_windows_are_the_list_taken_whole(tmp_path_factory, found, selection, reader, matrix, size):
    store, all_of_them = await kept(tmp_path_factory.mktemp("lines") / "dmp.sqlite", found)
    seen, lines = documents_for(reader, matrix), store.lines
    assert lines is not None
    whole = expected(all_of_them, selection, reader, matrix)
    rows = [
        row
        for offset in range(0, len(whole) + 1, size)
        for row in await lines.window("p", selection, seen, offset, size)
    ]
    assert [row.id for row in rows] == [d.id for d in whole]
    places = [await lines.place("p", selection, seen, d.id) for d in whole]
    assert places == list(range(len(whole)))
    hidden = [d.id for d in all_of_them if d not in whole]
    assert [await lines.place("p", selection, seen, name) for name in hidden] == [None] * len(hidden)
    headings = await lines.headings("p", selection, seen)
    assert sum(h.number for h in headings) == len(whole)
    assert await lines.window("other", selection, seen, 0, 5) == ()
    await _counted(store, selection, seen, whole)
    await store.close()


async def _counted(store, selection, seen, whole):
    """Counts by facet are those of the documents found."""
    values = {
        "type": lambda d: [(d.type.code, d.type.display)],
        "category": lambda d: [(d.category.code, "")],
        "author": lambda d: [(listed.author_value(d), listed.author_name(d))],
        "profession": lambda d: [(d.author.profession, "")],
        "year": lambda d: [(f"{day_of(d.act_date).year:04}", "")],
        "state": lambda d: [(state, "") for state in listed.states(d)],
    }
    for facet, values_of in values.items():
        all_values = [value for d in whole for value in values_of(d) if value[0]]
        counts = await store.lines.counts("p", selection, seen, facet)
        assert {(c.value, c.title): c.number for c in counts} == {v: all_values.count(v) for v in all_values}
