"""People and organisations of a document: names, addresses, telephones."""

from dmptui.core.documents.cda.vocabulary import read_code
from dmptui.core.documents.cda.xml import Element, attribute, child, children, local_name, text_of
from dmptui.core.documents.header import Party
from dmptui.core.model.dates import Moment

_CIVIL = frozenset({"M", "MME", "MLLE", "M.", "MR"})
_TITLES = frozenset({"DR", "PR"})
_STREET = ("houseNumber", "houseNumberNumeric", "streetNameType", "streetName", "streetNameBase")
_CITY = ("postalCode", "city", "county", "state", "country")
_SCHEMES = ("tel", "mailto", "fax")


def read_party(participation: Element, role: str, entity: str, person: str, organization: str) -> Party:
    """Somebody with a part in the document.

    Args:
        participation: the element that gives the part, for instance ``author``.
        role: the French word for it.
        entity: name of the role element, for instance ``assignedAuthor``; empty when it is
            the participation itself.
        person: name of the element for the person in that role.
        organization: name of the element for the organisation they act for; empty when there is none.
    """
    holder = child(participation, entity) if entity else participation
    if holder is None:
        return Party(role)
    names = [person_name(name) for name in children(child(holder, person), "name")]
    device = child(holder, "assignedAuthoringDevice")
    if device is not None and not any(names):
        names = [text for text in map(text_of, device) if any(map(str.isalnum, text))]
    scoper = child(holder, organization) if organization else None
    return Party(
        role=role,
        name=" ".join(filter(None, names)),
        specialty=read_code(child(holder, "code")).label,
        organization=" / ".join(filter(None, map(text_of, children(scoper, "name")))),
        time=read_moment(child(participation, "time")),
        contact=read_contact(holder) or read_contact(scoper),
    )


def person_name(name: Element) -> str:
    """« Dr Pierre LEGRIS »: the professional title, given names, family name; free text is kept as it is."""
    titles, given, family = [], [], []
    for part in name:
        text, kind = text_of(part), local_name(part)
        if not any(map(str.isalnum, text)):  # a dot in place of a name nobody has, for a device
            continue
        if kind == "given":
            given.append(text)
        elif kind == "family":
            family.append(text)
        elif kind in ("prefix", "suffix") and text.upper() not in _CIVIL:
            titles.append(text.capitalize() if text in _TITLES else text)
    if not (given or family):
        return text_of(name)
    return " ".join(filter(None, titles + given + family))


def read_contact(holder: Element | None) -> tuple[str, ...]:
    """Addresses, then telephones and mail, as printable lines."""
    lines = [line for address in children(holder, "addr") for line in _address(address)]
    lines += filter(None, map(_telecom, children(holder, "telecom")))
    return tuple(lines)


def read_moment(element: Element | None) -> Moment:
    """The time an element gives: its value, else its beginning, else its end."""
    if element is None:
        return Moment()
    bounds = (element, child(element, "low"), child(element, "high"))
    return Moment(next(filter(None, (attribute(bound, "value") for bound in bounds)), ""))


def read_period(element: Element | None) -> tuple[Moment, Moment]:
    """The beginning and the end of a period; an instant is both."""
    low, high = child(element, "low"), child(element, "high")
    if low is None and high is None:
        instant = Moment(attribute(element, "value"))
        return instant, instant
    return Moment(attribute(low, "value")), Moment(attribute(high, "value"))


def _address(address: Element) -> list[str]:
    if address.get("nullFlavor"):
        return []
    parts: dict[str, list[str]] = {}
    for part in address:
        if text := text_of(part):
            parts.setdefault(local_name(part), []).append(text)
    lines = parts.pop("streetAddressLine", [])
    street = [text for name in _STREET for text in parts.pop(name, [])]
    city = [text for name in _CITY for text in parts.pop(name, [])]
    lines += [" ".join(street)] + [text for rest in parts.values() for text in rest] + [" ".join(city)]
    return [line for line in lines if line] or [text_of(address)]


def _telecom(telecom: Element) -> str:
    value = attribute(telecom, "value")
    scheme, colon, number = value.partition(":")
    return number if colon and scheme in _SCHEMES else value
