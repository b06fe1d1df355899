"""What the server behind the store can do: what it states first, then what its answers teach."""

from dataclasses import dataclass, field

from dmptui.core.errors import Unavailable
from dmptui.core.fhir.json import Json, items, text
from dmptui.core.store.indexes import INDEXES
from dmptui.core.store.remote.upstream import unreadable
from dmptui.core.text import _

_VERSIONS = ("4.0", "4.3")


@dataclass(slots=True)
class Abilities:
    """What can be asked; anything is, until the server states or shows that it can't.

    Attributes:
        batch: several requests in one exchange.
        post_search: searches whose parameters stay out of the URL.
        negation: the modifier ``:not``.
        ranges: dates with a prefix.
        counting: ``_summary=count``.
        params: the search parameters stated for a kind; a kind without any states nothing.
    """

    batch: bool = True
    post_search: bool = True
    negation: bool = True
    ranges: bool = True
    counting: bool = True
    params: dict[str, frozenset[str]] = field(default_factory=dict)

    def knows(self, kind: str, param: str) -> bool:
        """Whether a parameter may be asked."""
        stated = self.params.get(kind)
        return not stated or param in stated


def read_statement(statement: object) -> Abilities:
    """The abilities of a CapabilityStatement.

    Raises:
        Unavailable: not a FHIR R4 server, or one that cannot keep what a store promises.
    """
    if not isinstance(statement, dict) or statement.get("resourceType") != "CapabilityStatement":
        raise unreadable("no CapabilityStatement")
    version = text(statement.get("fhirVersion"))
    if not version.startswith(_VERSIONS):
        message = _("Le serveur de données parle FHIR {version} ; dmptui a besoin de FHIR R4 (4.0.1).")
        raise Unavailable(message.format(version=version or "?"), cause="another FHIR version")
    rest = next((r for r in items(statement, "rest") if r.get("mode") == "server"), {})
    codes = {text(found.get("code")) for found in items(rest, "interaction")}
    if codes and "transaction" not in codes:
        raise Unavailable(
            _(
                "Le serveur de données ne sait pas enregistrer plusieurs éléments ensemble (transaction). "
                "Choisissez-en un autre."
            ),
            cause="no transaction",
        )
    kinds = {text(found.get("type")): found for found in items(rest, "resource")}
    _check_kinds(kinds)
    params = {
        kind: frozenset(text(p.get("name")) for p in items(found, "searchParam"))
        for kind, found in kinds.items()
    }
    return Abilities(batch=not codes or "batch" in codes, params=params)


def _check_kinds(kinds: dict[str, Json]) -> None:
    """Check that the server keeps our kinds, under our ids; one that lists nothing is believed."""
    needed = (*INDEXES, "Binary")
    missing = [kind for kind in needed if kinds and kind not in kinds]
    refused = [kind for kind in needed if kinds.get(kind, {}).get("updateCreate") is False]
    if missing:
        message = _("Le serveur de données ne garde pas de {kinds}. Complétez sa configuration.")
        raise Unavailable(message.format(kinds=", ".join(missing)), cause="a kind is missing")
    if refused:
        raise Unavailable(
            _(
                "Le serveur de données n'accepte pas que dmptui choisisse les identifiants de {kinds}. "
                "Autorisez-le dans sa configuration (updateCreate)."
            ).format(kinds=", ".join(refused)),
            cause="no update as create",
        )
