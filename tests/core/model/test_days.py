"""Days of one zone, whatever that of the machine; instants, whatever their offsets; the ends of time."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.errors import UsageError
from dmptui.core.fhir.json import day, instant, moment
from dmptui.core.model import days
from dmptui.core.model.clinical import When
from dmptui.core.model.dates import Moment
from dmptui.core.store.indexes import rows_of
from dmptui.core.store.moments import microseconds

FRENCH = (
    "Europe/Paris", "America/Cayenne", "America/Martinique", "America/Guadeloupe", "Indian/Reunion",
    "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Wallis",
    "America/Miquelon",
)  # fmt: skip
ENDS = ("0001-01-01T00:00:00+14:00", "0001-01-01", "9999-12-31T23:59:59-14:00", "9999-12-31", "9999", "0001")
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.fixture(autouse=True)
def _french_again() -> Iterator[None]:
    yield
    days.use_zone(days.FRENCH)


@pytest.mark.parametrize("machine", ["UTC", "America/Cayenne", "Pacific/Auckland"])
def test_the_zone_of_the_machine_changes_nothing(machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", machine)
        time.tzset()
        late = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)
        assert days.day_of(late) == date(2026, 7, 15)
        assert days.to_the_minute(late) == "15/07/2026 00:30"
        assert days.start_of_day(date(2026, 7, 15)) == datetime(2026, 7, 14, 22, tzinfo=UTC)
    time.tzset()


def test_another_zone_has_other_days() -> None:
    days.use_zone("America/Cayenne")
    late = datetime(2026, 7, 15, 1, 30, tzinfo=UTC)
    assert days.day_of(late) == date(2026, 7, 14)
    assert days.iso(late) == "2026-07-14T22:30:00-03:00"
    assert Moment("202607150330+0200").short() == "14/07/2026"
    assert Moment("202607150330").short() == "15/07/2026"  # written here


@pytest.mark.parametrize("name", ["", "Paris", "Europe", "../../etc/passwd", "/etc/localtime", "Mars/Utopia"])
def test_an_unknown_zone_is_told(name: str) -> None:
    with pytest.raises(UsageError, match="fuseau horaire"):
        days.use_zone(name)
    assert days.zone() is days.zone()


def test_a_day_is_as_long_as_it_is() -> None:
    for day_, hours in ((date(2027, 3, 28), 23), (date(2027, 10, 31), 25), (date(2028, 2, 29), 24)):
        spent = days.end_of_day(day_).astimezone(UTC) - days.start_of_day(day_).astimezone(UTC)
        assert spent == timedelta(hours=hours)


@given(st.datetimes(), offsets)
def test_any_instant_has_a_day_and_words(at: datetime, offset: timezone) -> None:
    found = at.replace(tzinfo=offset)
    assert days.start_of_day(days.day_of(found)) <= days.within_time(found)
    assert days.within_time(found) < days.end_of_day(days.day_of(found))
    assert len(days.to_the_minute(found)) == len("12/03/2026 14:32")
    assert instant(days.iso(found)) == days.local(found)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_file_has_a_date_whatever_it_says(seconds: float) -> None:
    assert days.EARLIEST <= days.after_epoch(seconds) <= days.LATEST


@pytest.mark.parametrize("text", ENDS)
def test_the_ends_of_time_stop_nothing(text: str) -> None:
    found = instant(text)
    assert found is not None
    around = (found - timedelta(days=70), found + timedelta(days=70))
    assert all(days.day_of(each).isoformat() for each in around)
    assert day(text) is not None


@pytest.mark.parametrize(
    "raw", ["99991231235959-1400", "00010101000000+1400", "99991231", "00010101", "9999"]
)
def test_the_ends_of_time_in_a_document(raw: str) -> None:
    when = When(raw)
    assert when.first_day is not None
    assert when.order
    assert when.french()


@given(st.lists(st.tuples(st.integers(-2_000_000_000, 4_000_000_000), offsets), max_size=6))
def test_instants_are_in_the_order_of_time(written: list[tuple[int, timezone]]) -> None:
    instants = [days.after_epoch(seconds).astimezone(offset) for seconds, offset in written]
    found = sorted((When(f"{at:%Y%m%d%H%M%S%z}"[:19]) for at in instants), key=lambda when: when.order)
    assert [Moment(when.raw).as_datetime() for when in found] == sorted(instants)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("202607150030+0200", "202607142330+0000"),
        ("202610250230+0200", "202610250215+0100"),
        ("20260714", "202607140000+0200"),
        ("202607", "20260701"),
        ("2026", "202601"),
        ("20260714103000.100+0200", "20260714103000.200+0200"),
    ],
)
def test_what_is_earlier(earlier: str, later: str) -> None:
    assert When(earlier).order < When(later).order


def test_one_instant_told_from_two_places_is_one() -> None:
    assert When("202607150030+0200").order == When("202607142230+0000").order
    assert When("202607150030+0200").figures == When("202607142230+0000").figures == "20260715"


@pytest.mark.parametrize(
    ("raw", "short", "words", "first"),
    [
        ("202607142230+0000", "15/07/2026", "15 juillet 2026 à 00:30", date(2026, 7, 15)),
        ("20260715003000+0200", "15/07/2026", "15 juillet 2026 à 00:30", date(2026, 7, 15)),
        ("202612312330-0300", "01/01/2027", "1er janvier 2027 à 03:30", date(2027, 1, 1)),
        ("20260715+0000", "15/07/2026", "15 juillet 2026", date(2026, 7, 15)),
        ("20261130", "30/11/2026", "30 novembre 2026", date(2026, 11, 30)),
        ("202611", "11/2026", "novembre 2026", date(2026, 11, 1)),
        ("2026+0000", "2026", "2026", date(2026, 1, 1)),
    ],
)
def test_what_is_shown_is_the_day_here_as_precise_as_it_is(
    raw: str, short: str, words: str, first: date
) -> None:
    assert (When(raw).short(), When(raw).french(), When(raw).first_day) == (short, words, first)


def test_a_date_without_an_hour_stays_one() -> None:
    assert moment("2026-11-30") == date(2026, 11, 30)
    assert not isinstance(moment("2026-11-30"), datetime)
    assert instant("2026-11-30") == datetime(2026, 11, 29, 23, tzinfo=UTC)
    assert days.to_the_minute(date(2026, 11, 30)) == "30/11/2026"
    assert days.iso(date(2026, 11, 30)) == "2026-11-30"


@pytest.mark.parametrize("zone", FRENCH)
def test_a_day_is_found_under_its_name_from_every_french_zone(zone: str) -> None:
    days.use_zone(zone)
    resource = {"resourceType": "Patient", "birthDate": "1951-11-04"}
    ((_param, at),) = rows_of(resource).moments
    born = date(1951, 11, 4)
    assert microseconds(days.start_of_day(born)) <= at < microseconds(days.end_of_day(born))
