"""The DMP's FHIR transactions, from the client's side."""

from dmptui.core.client.client import DmpClient
from dmptui.core.client.transport import Transport

__all__ = ["DmpClient", "Transport"]
