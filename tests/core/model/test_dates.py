"""Timestamps of clinical documents."""

from datetime import UTC, datetime

import pytest

from dmptui.core.model.dates import Moment, age


@pytest.mark.parametrize(
    ("raw", "words", "figures"),
    [
        ("20260301", "1er mars 2026", "01/03/2026"),
        ("202603121405+0100", "12 mars 2026 à 14:05", "12/03/2026"),
        ("20260312140530.123+0100", "12 mars 2026 à 14:05", "12/03/2026"),
        ("1975", "1975", "1975"),
        ("197508", "août 1975", "08/1975"),
        ("20092012", "20092012 (date invalide)", "20092012 (date invalide)"),
        ("20260230", "20260230 (date invalide)", "20260230 (date invalide)"),
        ("hier", "hier (date invalide)", "hier (date invalide)"),
        ("", "", ""),
    ],
)
def test_in_french(raw, words, figures):
    assert (Moment(raw).french(), Moment(raw).short()) == (words, figures)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("202603121405+0100", datetime(2026, 3, 12, 13, 5, tzinfo=UTC)),
        ("20260712", datetime(2026, 7, 11, 22, 0, tzinfo=UTC)),
        ("202607", None),
        ("202607121200+9900", None),
        ("", None),
    ],
)
def test_as_an_instant(raw, expected):
    assert Moment(raw).as_datetime() == expected


@pytest.mark.parametrize(
    ("birth", "at", "expected"),
    [
        ("19511104", "20261103", "74 ans"),
        ("19511104", "20261104", "75 ans"),
        ("20260101", "20260820", "7 mois"),
        ("20260101", "20260113", "12 jours"),
        ("20260101", "20260102", "1 jour"),
        ("20260101", "20250101", ""),
        ("1951", "20260101", ""),
        ("19511104", "", ""),
    ],
)
def test_age(birth, at, expected):
    assert age(Moment(birth), Moment(at)) == expected


@pytest.mark.parametrize(
    ("raw", "since", "until"),
    [
        ("2001", "depuis 2001", "jusqu'en 2001"),
        ("200103", "depuis mars 2001", "jusqu'à mars 2001"),
        ("20010305", "depuis le 05/03/2001", "jusqu'au 05/03/2001"),
        ("20010305101500+0100", "depuis le 05/03/2001", "jusqu'au 05/03/2001"),
    ],
)
def test_an_open_period_is_as_precise_as_its_bound(raw, since, until):
    assert Moment(raw).since() == since
    assert Moment(raw).until() == until
