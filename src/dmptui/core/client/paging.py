"""A search, page after page: ``Bundle.link[next]`` is followed to the end."""

from collections.abc import AsyncIterator, Mapping, Sequence

from dmptui.core.client.transport import Transport
from dmptui.core.fhir import bundle
from dmptui.core.fhir.json import Json, expect


async def pages(
    transport: Transport, kind: str, token: str, query: Mapping[str, str | Sequence[str]]
) -> AsyncIterator[Json]:
    """The searchsets of a search of one kind of resource, each asked when the one before was used.

    Raises:
        DmpError: an answer did not come, or is not a Bundle.
    """
    page = expect(await transport.post_form(f"/fhir/{kind}/_search", token, query), "Bundle")
    yield page
    while url := bundle.next_page(page):
        page = expect(await transport.get_json(url, token), "Bundle")
        yield page
