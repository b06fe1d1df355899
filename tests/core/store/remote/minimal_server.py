"""A FHIR server that does the least: it keeps, reads, and answers a search with all it has of a kind."""

import json
from dataclasses import dataclass, field

import httpx

from dmptui.core.fhir.json import Json
from dmptui.core.store.indexes import INDEXES

URL = "https://fhir.example/r4"
PAGE = 3


@dataclass
class MinimalServer:
    """It states that it searches by ``_id`` alone, and knows neither batch nor POST ``_search``.

    Attributes:
        requests: what was asked.
    """

    kept: dict[str, Json] = field(default_factory=dict)
    requests: list[httpx.Request] = field(default_factory=list)

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        path = request.url.path.removeprefix("/r4").strip("/")
        if path == "metadata":
            return httpx.Response(200, json=self.statement())
        if request.method == "POST":
            return self.transaction(json.loads(request.content)) if not path else httpx.Response(405)
        if "/" not in path:
            return self.search(path, int(request.url.params.get("offset", 0)))
        found = self.kept.get(path)
        return httpx.Response(200, json=found) if found else httpx.Response(404)

    def statement(self) -> Json:
        kinds = [{"type": kind, "searchParam": [{"name": "_id"}]} for kind in (*INDEXES, "Binary")]
        rest = {"mode": "server", "interaction": [{"code": "transaction"}], "resource": kinds}
        return {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "rest": [rest]}

    def transaction(self, bundle: Json) -> httpx.Response:
        if bundle["type"] != "transaction":
            return httpx.Response(501)
        for entry in bundle["entry"]:
            there = self.kept.get(entry["request"]["url"])
            asked = entry["request"].get("ifMatch")
            if asked and (there is None or asked != f'W/"{there["meta"]["versionId"]}"'):
                return httpx.Response(412)
        answers = []
        for entry in bundle["entry"]:
            url, resource = entry["request"]["url"], entry["resource"]
            number = int(self.kept[url]["meta"]["versionId"][1:]) + 1 if url in self.kept else 1
            meta = resource.get("meta", {}) | {
                "versionId": f"v{number}",
                "lastUpdated": "2020-01-01T00:00:00Z",
            }
            self.kept[url] = resource | {"meta": meta}
            answers.append({"response": {"status": "200 OK"}})
        return httpx.Response(
            200, json={"resourceType": "Bundle", "type": "transaction-response", "entry": answers}
        )

    def search(self, kind: str, offset: int) -> httpx.Response:
        """All of a kind, the last written first, by pages and without a total."""
        found = [r for url, r in reversed(self.kept.items()) if url.startswith(f"{kind}/")]
        entries = [{"resource": r, "search": {"mode": "match"}} for r in found[offset : offset + PAGE]]
        bundle: Json = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
        if len(found) > offset + PAGE:
            bundle["link"] = [{"relation": "next", "url": f"{URL}/{kind}?offset={offset + PAGE}"}]
        return httpx.Response(200, json=bundle)
