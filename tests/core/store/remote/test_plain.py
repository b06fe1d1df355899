"""A condition said as plain searches: together they find the same, each resource once."""

from hypothesis import given

from dmptui.core.rules.condition import NEVER
from dmptui.core.store.indexes import rows_of
from dmptui.core.store.matching import matches
from dmptui.core.store.query import Query
from dmptui.core.store.remote.plain import plain
from tests.core.store.test_visibility import CONDITIONS
from tests.core.store.visible import PATIENT, Drawn, kept_document

_DRAWN = Drawn(5)
ROWS = [(f"d{n}", rows_of(kept_document(_DRAWN.document(n)))) for n in range(60)]


@given(CONDITIONS)
def test_the_searches_find_each_once_what_the_condition_holds_for(condition):
    query = Query("DocumentReference", PATIENT, condition=condition)
    parts = plain(query)
    if parts is None:
        return
    for name, rows in ROWS:
        found = sum(matches(part, name, rows) for part in parts)
        assert found == matches(query, name, rows)


def test_what_is_never_asks_nothing():
    assert plain(Query("DocumentReference", condition=NEVER)) == ()
