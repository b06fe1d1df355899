"""What every object of the domain is: frozen, closed, comparable."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value; unknown fields are an error of ours, so they are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Coding(Frozen):
    """A code of a value set, as FHIR ``Coding``.

    ``system`` is a URI (``http://loinc.org``, ``urn:oid:…``); ``display`` is what the sender wrote.
    """

    system: str = ""
    code: str
    display: str = ""
