"""Moments as the store compares them: microseconds since 1970."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(when: datetime) -> int:
    """A moment as microseconds since 1970."""
    return (when - _EPOCH) // _MICROSECOND


def moment_of(count: int) -> datetime:
    """The moment so many microseconds after 1970."""
    return _EPOCH + count * _MICROSECOND
