"""Files the DMP never takes, told by name with what to do: the same sentence wherever one chooses a file."""

from dmptui.core.deposit.prepared import Source, content_type_of
from dmptui.core.documents.formats import advice, by_name, closer
from dmptui.core.documents.sniff import media_type
from dmptui.core.errors import Refused
from dmptui.core.rules.deposit import FORMATS
from dmptui.core.text import N_, _

_READ_ONLY = {
    "text/html": N_("Page HTML : enregistrez-la en PDF puis déposez le PDF."),
    "application/fhir+json": N_(
        "Document FHIR : le DMP ne le prend pas tel quel. Enregistrez-le en PDF puis déposez le PDF."
    ),
    "application/fhir+xml": N_(
        "Document FHIR : le DMP ne le prend pas tel quel. Enregistrez-le en PDF puis déposez le PDF."
    ),
    "application/x-ihe-xdm+zip": N_(
        "Lot de documents IHE XDM : un professionnel le dépose avec « dmptui import INS FICHIER.zip »."
    ),
    "application/zip": N_(
        "Archive ZIP : ouvrez-la avec un autre programme, puis déposez ses documents un à un."
    ),
    "image/png": N_("Image PNG : enregistrez-la en JPEG puis déposez le JPEG."),
    "image/gif": N_("Image GIF : enregistrez-la en JPEG puis déposez le JPEG."),
}
"""Kinds this program reads and the DMP does not take."""


def refuse_unread(source: Source) -> None:
    """Refuse a file the DMP does not take, by what it is; a file that may be of another kind passes.

    Raises:
        Refused: the sentence names the kind and says what to do.
    """
    found = media_type(source.content)
    if not content_type_of(source.name):
        named = by_name(source.name)
        found = closer(found, named.media_type if named is not None else "")
    sentence = advice(found) or (_(_READ_ONLY[found]) if found in _READ_ONLY else "")
    if sentence:
        raise Refused(sentence, FORMATS, found)
