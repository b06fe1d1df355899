"""A FHIR resource as one tree, whether it was written in JSON or in XML, and its references followed.

A value is a text, an element a mapping; what may repeat is read with ``many``, however it is written.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from lxml import etree

from dmptui.core.documents.cda.xml import Element, local_name, parse_xml
from dmptui.core.documents.containers import decoded
from dmptui.core.documents.text import clean_line
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

Node: TypeAlias = Mapping[str, Any]

_XHTML = "{http://www.w3.org/1999/xhtml}"
_MOST_NODES = 400_000
_DEEPEST = 100
_version = re.compile(r"/_history/[^/]*$")


def from_json(content: bytes) -> Node:
    """The resource of a JSON file; numbers keep the digits their author wrote.

    Raises:
        InvalidContent: not JSON, not an object, a name twice in one object, too large or nested too deep.
    """
    try:
        found = json.loads(
            decoded(content).lstrip("\ufeff"),
            parse_float=str,
            parse_int=str,
            parse_constant=_refused_constant,
            object_pairs_hook=_unique,
        )
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise InvalidContent(
            _(
                "Ce document FHIR est mal formé (ligne {line}). Demandez à l'auteur de le produire à nouveau."
            ).format(line=line),
            "JSON",
        ) from error
    if not isinstance(found, dict):
        raise _no_resource()
    _check(found)
    return found


def from_xml(content: bytes) -> Node:
    """The resource of an XML file.

    Raises:
        InvalidContent: not well-formed, not safe, too large or nested too deep.
    """
    root = parse_xml(content)
    if sum(1 for _each in root.iter()) > _MOST_NODES:
        raise _too_large()
    return {"resourceType": local_name(root), **_fields(root, 0)}


def _fields(element: Element, depth: int) -> dict[str, Any]:
    if depth > _DEEPEST:
        raise _too_deep()
    fields: dict[str, Any] = {"id": element.get("id")} if element.get("id") else {}
    if element.get("url"):  # of an extension
        fields["url"] = element.get("url")
    for each in element:
        fields.setdefault(local_name(each), []).append(_value(each, depth + 1))
    return fields


def _value(element: Element, depth: int) -> Any:
    if element.tag == _XHTML + "div":
        return element
    name = local_name(element)
    if name in ("resource", "contained") and len(element):
        inside = element[0]
        return {"resourceType": local_name(inside), **_fields(inside, depth)}
    fields = _fields(element, depth)
    if (value := element.get("value")) is not None and not set(fields) - {"extension", "id"}:
        return value
    return fields


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _refused_constant(_name: str) -> None:
    raise ValueError("not a number")


def _check(root: Node) -> None:
    """Without recursion: it is what recursion is afraid of that is measured."""
    left: list[tuple[Any, int]] = [(root, 0)]
    nodes = 0
    while left:
        value, depth = left.pop()
        nodes += 1
        if depth > _DEEPEST:
            raise _too_deep()
        if nodes > _MOST_NODES:
            raise _too_large()
        if isinstance(value, dict):
            left += ((each, depth + 1) for each in value.values())
        elif isinstance(value, list):
            left += ((each, depth + 1) for each in value)


def many(node: Any, *path: str) -> list[Any]:
    """All that is at a path; nothing when a name of it is missing."""
    found = [node]
    for name in path:
        inside = [each.get(name) for each in found if isinstance(each, Mapping)]
        found = [
            one for each in inside for one in (each if isinstance(each, list) else [each]) if one is not None
        ]
    return found


def nodes(node: Any, *path: str) -> list[Node]:
    """The elements at a path."""
    return [each for each in many(node, *path) if isinstance(each, Mapping)]


def one(node: Any, *path: str) -> Node:
    """The first element at a path, empty when there is none."""
    return next(iter(nodes(node, *path)), {})


def text(node: Any, *path: str) -> str:
    """The first value at a path, clean and on one line; empty when there is none."""
    return next(iter(texts(node, *path)), "")


def texts(node: Any, *path: str) -> list[str]:
    """The values at a path, clean, each on one line."""
    return [each for each in map(_as_text, many(node, *path)) if each]


def kind(node: Any) -> str:
    """The type of a resource."""
    return text(node, "resourceType")


def choice(node: Node, name: str) -> tuple[str, Any]:
    """The type and the value of an element of several types: ``valueQuantity`` for ``value``."""
    for key in node:
        if key.startswith(name) and key[len(name) : len(name) + 1].isupper():
            found = many(node, key)
            if found:
                return key[len(name) :], found[0]
    return "", None


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean_line(value) if isinstance(value, str) else ""


class Bundle:
    """The resources of a document, and those that something of it refers to.

    Attributes:
        resources: of its entries, in order.
    """

    def __init__(self, root: Node) -> None:
        entries = nodes(root, "entry")
        self.resources = [resource for each in entries if (resource := one(each, "resource"))]
        self._by_address: dict[str, Node] = {}
        for each in entries:
            resource = one(each, "resource")
            address = f"{kind(resource)}/{text(resource, 'id')}"
            for name in (text(each, "fullUrl"), address if text(resource, "id") else ""):
                if name and resource:
                    self._by_address.setdefault(name, resource)

    def find(self, reference: str, holder: Node) -> Node:
        """What a reference names: a contained resource, an entry by its URL or by its relative one.

        Args:
            reference: ``#id``, ``urn:uuid:…``, ``Type/id`` or an absolute URL.
            holder: the resource it stands in.
        """
        if reference.startswith("#"):
            return next(
                (each for each in nodes(holder, "contained") if text(each, "id") == reference[1:]), {}
            )
        address = _version.sub("", reference)
        tail = "/".join(address.split("/")[-2:])
        return self._by_address.get(address) or self._by_address.get(tail) or {}

    def at(self, reference: Node, holder: Node) -> Node:
        """What a Reference element names; empty when the document does not hold it."""
        address = text(reference, "reference")
        return self.find(address, holder) if address else {}

    def reached(self, start: Node) -> set[int]:
        """Identities (``id()``) of the resources that something leads to from a resource."""
        seen: set[int] = set()
        left = [start]
        while left:
            resource = left.pop()
            if id(resource) in seen:
                continue
            seen.add(id(resource))
            found = (self.find(address, resource) for address in _references(resource))
            left += [each for each in found if each]
        return seen


def _references(resource: Node) -> Iterator[str]:
    left: list[Any] = [resource]
    while left:
        value = left.pop()
        if isinstance(value, Mapping):
            yield from (text(value, name) for name in ("reference", "url") if name in value)
            left += value.values()
        elif isinstance(value, list):
            left += value


def markup(narrative: Any) -> str | Element | None:
    """The XHTML of a narrative, as it was written: a text in JSON, an element in XML."""
    found = next(iter(many(narrative, "div")), None)
    return found if isinstance(found, (str, etree._Element)) else None


def _no_resource() -> InvalidContent:
    return InvalidContent(
        _("Ce fichier n'est pas un document FHIR. Vérifiez le fichier choisi."), "no object"
    )


def _too_deep() -> InvalidContent:
    return InvalidContent(_("Ce document est trop imbriqué pour être ouvert."), "FHIR depth")


def _too_large() -> InvalidContent:
    return InvalidContent(_("Ce document FHIR contient trop d'éléments pour être ouvert."), "FHIR nodes")
