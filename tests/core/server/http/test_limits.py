"""How often somebody unknown may ask, and who is one and the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.server.http import rates
from dmptui.core.server.http.rates import Rate, Rates, Strangers, peer_of


def test_a_burst_then_a_pace() -> None:
    found = Rates(Rate(burst=3, per_second=0.5))
    assert [found.take("a", 0) for _ in range(5)] == [0, 0, 0, 2, 2]
    assert found.take("b", 0) == 0
    assert found.take("a", 1) == 1
    assert found.take("a", 2) == 0
    assert found.take("a", 2) == 2


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 5)), max_size=60))
def test_never_more_than_the_burst_and_the_pace(asked: list[tuple[str, float]]) -> None:
    found, now, taken = Rates(Rate(burst=4, per_second=0.5)), 0.0, dict.fromkeys("abc", 0)
    for peer, later in asked:
        now += later
        taken[peer] += not found.take(peer, now)
        assert taken[peer] <= 4 + now * 0.5 + 1e-6


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "PEERS", 50)
    found, strangers = Rates(Rate(burst=1, per_second=1)), Strangers(most=10)
    traced = sum(strangers.is_traced(str(n), 0) for n in range(1000))
    for number in range(1000):
        found.take(str(number), 0)
    assert (len(found._buckets), len(strangers._traced), traced) == (50, 10, 10)


def test_one_trace_by_peer_and_minute() -> None:
    strangers = Strangers()
    assert [strangers.is_traced("a", t) for t in (0, 1, 59.9, 60, 61)] == [True, False, False, True, False]
    assert strangers.is_traced("b", 61)


@pytest.mark.parametrize(
    ("client", "peer"),
    [
        (("192.0.2.7", 1), "192.0.2.7"),
        (("::ffff:192.0.2.7", 1), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64"),
        (("2001:db8:1:2::9", 1), "2001:db8:1:2::/64"),
        (("fe80::1%eth0", 1), "fe80::/64"),
        (None, "?"),
        (("testclient", 1), "?"),
    ],
)
def test_who_is_one_peer(client: tuple[str, int] | None, peer: str) -> None:
    assert peer_of({"type": "http", "client": client}) == peer
