"""What every request handler is given."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from dmptui.core.rules.care_team import CONSULTATION, TEAM_DAYS
from dmptui.core.rules.matrix import Matrix
from dmptui.core.server.background.indexing import Indexer
from dmptui.core.server.http.asker import Asker
from dmptui.core.server.http.once import Once
from dmptui.core.server.http.paging import Pages
from dmptui.core.server.http.params import Params
from dmptui.core.server.http.rates import Strangers
from dmptui.core.store.base import Store
from dmptui.core.store.tokens import TokenStore

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What an operator may choose.

    Attributes:
        authorisation_days: validity of a team's consent (365 days: decision of the project).
        consultation: the longest that the consent of a consultation lasts (4 hours: decision of the project).
        session: life of a session token.
        record: life of a record token.
        page_size: entries of a page when the client does not say.
        trait_results: most patients a search by traits answers.
    """

    authorisation_days: int = TEAM_DAYS
    consultation: timedelta = CONSULTATION
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
    pages: "Pages[Following]"
    strangers: Strangers = field(default_factory=Strangers)
    once: Once = field(default_factory=Once)
    indexer: Indexer | None = None


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


Following = Callable[[Call], Awaitable[Response]]
"""Answers the next page."""
