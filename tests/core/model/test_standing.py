"""What becomes of an entry: every mood with every status, denied or not, missing or not."""

from itertools import product

import pytest

from dmptui.core.model.clinical import Standing
from dmptui.core.model.clinical.standing import MOODS, STATUSES, Kind, standing_of, strongest

MISSING = ("", "NI", "UNK", "NASK", "MSK")
TABLE = list(product((*MOODS, "XXX"), (*STATUSES, "xxx"), (False, True), MISSING))
WITHDRAWN = {"cancelled", "nullified", "obsolete"}


def test_only_what_is_plainly_so_counts_and_is_judged() -> None:
    for mood, status, negated, missing in TABLE:
        found = standing_of(mood, status, negated=negated, missing=missing)
        is_so = mood in ("", "EVN") and status in ("", "normal", "active", "completed")
        assert found.counts is found.judged is (is_so and not negated and not missing)
        assert bool(found.word) is not found.counts


def test_what_was_taken_back_is_so_whatever_else_is_said() -> None:
    for mood, status, negated, missing in TABLE:
        found = standing_of(mood, status, negated=negated, missing=missing)
        assert found.withdrawn is (status in WITHDRAWN)


def test_a_plan_that_was_stopped_is_not_to_be_done() -> None:
    for mood, status, negated, missing in TABLE:
        found = standing_of(mood, status, negated=negated, missing=missing)
        if negated or status in ("aborted", "suspended", "held", *WITHDRAWN):
            assert not found.is_planned


def test_the_strongest_wins_whatever_the_order() -> None:
    for one, other in product(Standing, Standing):
        assert strongest((one, other)) is strongest((other, one)) in (one, other)
    assert strongest(()) is Standing.STATED


@pytest.mark.parametrize(
    ("mood", "status", "negated", "expected"),
    [
        ("EVN", "completed", False, Standing.STATED),
        ("EVN", "Completed", False, Standing.STATED),
        ("INT", "active", False, Standing.PLANNED),
        ("RQO", "completed", False, Standing.PLANNED),
        ("PRP", "active", False, Standing.PROPOSED),
        ("GOL", "active", False, Standing.GOAL),
        ("INT", "cancelled", False, Standing.CANCELLED),
        ("INT", "active", True, Standing.FORBIDDEN),
        ("EVN", "completed", True, Standing.DENIED),
        ("EVN", "aborted", True, Standing.DENIED),
        ("EVN", "aborted", False, Standing.ABORTED),
        ("EVN", "nullified", True, Standing.ERRONEOUS),
        ("EVN", "entered-in-error", False, Standing.ERRONEOUS),
        ("EVN", "suspended", False, Standing.SUSPENDED),
        ("EVN", "held", False, Standing.HELD),
        ("EVN", "new", False, Standing.PLANNED),
        ("EVN", "unheard of", False, Standing.UNSURE),
    ],
)
def test_the_table_line_by_line(mood: str, status: str, negated: bool, expected: Standing) -> None:
    assert standing_of(mood, status, negated=negated) is expected


@pytest.mark.parametrize(
    ("kind", "mood", "status", "negated", "expected"),
    [
        (Kind.TREATMENT, "INT", "active", False, Standing.PRESCRIBED),
        (Kind.TREATMENT, "RQO", "completed", False, Standing.PRESCRIBED),
        (Kind.TREATMENT, "PRP", "active", False, Standing.PROPOSED),
        (Kind.TREATMENT, "INT", "aborted", False, Standing.ABORTED),
        (Kind.TREATMENT, "INT", "active", True, Standing.FORBIDDEN),
        (Kind.VACCINATION, "EVN", "completed", False, Standing.STATED),
        (Kind.VACCINATION, "EVN", "complete", False, Standing.STATED),
        (Kind.VACCINATION, "EVN", "", False, Standing.STATED),
        (Kind.VACCINATION, "EVN", "active", False, Standing.UNFINISHED),
        (Kind.VACCINATION, "EVN", "normal", False, Standing.UNSURE),
        (Kind.VACCINATION, "INT", "active", False, Standing.PLANNED),
    ],
)
def test_what_the_codes_mean_of_one_kind(
    kind: Kind, mood: str, status: str, negated: bool, expected: Standing
) -> None:
    assert standing_of(mood, status, kind, negated=negated) is expected


def test_an_injection_counts_only_when_it_is_finished_or_nothing_is_said() -> None:
    for mood, status in product((*MOODS, "XXX"), (*STATUSES, "xxx")):
        found = standing_of(mood, status, Kind.VACCINATION)
        assert found.counts is (mood in ("", "EVN") and status in ("", "completed"))


def test_a_refusal_is_the_person_s_own() -> None:
    assert standing_of("EVN", "completed", negated=True, refused=True) is Standing.REFUSED
    assert standing_of("EVN", "completed", refused=True) is Standing.STATED
