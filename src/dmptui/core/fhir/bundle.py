"""Bundles: searchsets and their pages."""

import re
from collections.abc import Iterator

from dmptui.core.fhir.json import Json, expect, items, text
from dmptui.core.fhir.outcome import INCOMPLETE

_OFFSET = re.compile(r"[?&]_offset=(\d{1,9})(?!\d)")


def resources(bundle: object, kind: str, mode: str = "match") -> Iterator[Json]:
    """The resources of one type in a searchset; an entry without a mode is a match.

    Raises:
        InvalidContent: it is not a Bundle.
    """
    for entry in items(expect(bundle, "Bundle"), "entry"):
        resource = entry.get("resource")
        found = entry.get("search")
        entry_mode = found.get("mode", "match") if isinstance(found, dict) else "match"
        if isinstance(resource, dict) and resource.get("resourceType") == kind and entry_mode == mode:
            yield resource


def incomplete(bundle: object) -> str:
    """What a searchset says of matches it may have missed, among its entries; empty when it says nothing."""
    for outcome in resources(bundle, "OperationOutcome", "outcome"):
        for issue in items(outcome, "issue"):
            if issue.get("code") == INCOMPLETE:
                return text(issue.get("diagnostics"))
    return ""


def next_page(bundle: object) -> str:
    """The URL of the next page, or empty."""
    links = items(bundle, "link")
    return next((text(link.get("url")) for link in links if link.get("relation") == "next"), "")


def total(bundle: object) -> int | None:
    """How many matches there are in all; None when it does not say."""
    found = expect(bundle, "Bundle").get("total")
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None


def offset(bundle: object) -> int:
    """The place, in all that was found, of the first match of a window: its link to itself says it."""
    links = items(bundle, "link")
    own = next((text(link.get("url")) for link in links if link.get("relation") == "self"), "")
    found = _OFFSET.search(own)
    return int(found[1]) if found else 0
