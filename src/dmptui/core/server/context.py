"""What every request handler is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.requests import Request

from dmptui.core.model.access import AccessMode
from dmptui.core.model.base import Frozen
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules.matrix import Matrix
from dmptui.core.server.indexing import Indexer
from dmptui.core.server.once import Once
from dmptui.core.server.paging import Pages
from dmptui.core.server.params import Params
from dmptui.core.server.rates import Strangers
from dmptui.core.store.base import Store
from dmptui.core.store.tokens import TokenStore

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What an operator may choose.

    Attributes:
        authorisation_days: validity of an authorisation (365 days: decision of the project).
        session: life of a session token.
        record: life of a record token.
        page_size: entries of a page when the client does not say.
        trait_results: most patients a search by traits answers.
    """

    authorisation_days: int = 365
    session: timedelta = timedelta(hours=4)
    record: timedelta = timedelta(hours=1)
    page_size: int = 100
    trait_results: int = 20


@dataclass(frozen=True, slots=True)
class Context:
    """The server's own parts, shared by all requests.

    ``indexer`` is None when the contents of the store cannot be searched.
    """

    store: Store
    tokens: TokenStore
    clock: Clock
    matrix: Matrix
    settings: ServerSettings
    pages: Pages
    strangers: Strangers = field(default_factory=Strangers)
    once: Once = field(default_factory=Once)
    indexer: Indexer | None = None


class Holder(Frozen):
    """The person whose DMP it is, or a legal representative, in Mon espace santé.

    ``name`` is what a trace calls them.
    """

    name: str
    representative: bool = False


class Claims(Frozen):
    """What a token says: who, and for a record token which patient and how it was opened.

    Attributes:
        role: the professional; None for the patient.
        holder: the patient; None for a professional.
        secret: connexion secrète (CSP L1111-5).
    """

    role: PractitionerRole | None = None
    holder: Holder | None = None
    patient_id: str = ""
    mode: AccessMode = AccessMode.NORMAL
    reason: str = ""
    secret: bool = False

    @property
    def professional(self) -> PractitionerRole:
        """The professional; the routes let nobody else reach what asks for it."""
        if self.role is None:
            raise ValueError("not a professional's token")
        return self.role


@dataclass(frozen=True, slots=True)
class Asker:
    """Who sends a request, by the token it carries.

    Attributes:
        digest: SHA-256 of the token.
        session: SHA-256 of the token of its session.
        expires: microseconds since 1970.
    """

    claims: Claims
    digest: bytes
    session: bytes
    expires: int

    @property
    def is_patient(self) -> bool:
        """The patient or a legal representative, not a professional."""
        return self.claims.role is None

    @property
    def ps_id(self) -> str:
        """PS_IdNat; empty for the patient."""
        return self.claims.role.practitioner.id if self.claims.role else ""

    @property
    def profession(self) -> str:
        """Code of JDV_J01; empty for the patient."""
        return self.claims.role.practitioner.profession if self.claims.role else ""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, once the asker is known."""

    context: Context
    request: Request
    asker: Asker
    now: datetime
    params: Params

    @property
    def base(self) -> str:
        """The FHIR base URL, as the client wrote it."""
        return f"{self.request.base_url}fhir"
