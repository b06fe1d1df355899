"""The copy of a document as it was printed and signed, joined to its structured form (CI-SIS)."""

from base64 import b64encode

from dmptui.core.writing.codes import Code, code_element
from dmptui.core.writing.header import HeaderFacts, entry_id, template_ids
from dmptui.core.writing.level3 import Section
from dmptui.core.writing.markup import Markup, element
from dmptui.core.writing.narrative import Table, anchored, reference

COPY = Code("55108-5", "Copie du document")
_ANCHOR = "copie"


def copy_section(pdf: bytes, facts: HeaderFacts) -> Section:
    """A section that holds the PDF of the whole document."""
    kind = element(
        "observation",
        template_ids("1.3.6.1.4.1.19376.1.5.3.1.4.13", "1.2.250.1.213.1.1.3.48", "1.2.250.1.213.1.1.3.48.18"),
        entry_id(facts, "type-copie"),
        code_element("code", Code("69764-9", "Type de document")),
        element("text", reference(f"{_ANCHOR}-type")),
        element("statusCode", code="completed"),
        element("effectiveTime", nullFlavor="NA"),
        code_element("value", COPY, xsi_type="CD"),
        classCode="OBS",
        moodCode="EVN",
    )
    encoded = Markup(b64encode(pdf).decode("ascii"))
    media = element(
        "observationMedia",
        element("value", encoded, mediaType="application/pdf", representation="B64"),
        classCode="OBS",
        moodCode="EVN",
        ID=_ANCHOR,
    )
    organizer = element(
        "organizer",
        template_ids("1.2.250.1.213.1.1.3.18"),
        entry_id(facts, "copie"),
        code_element("code", Code("55107-7", "Document attaché")),
        element("statusCode", code="completed"),
        element("component", kind),
        element("component", media),
        classCode="CLUSTER",
        moodCode="EVN",
    )
    shown = element("renderMultiMedia", referencedObject=_ANCHOR)
    return Section(
        title="Copie du document",
        code=COPY,
        blocks=(Table((), ((anchored(COPY.display, f"{_ANCHOR}-type"), shown),)),),
        templates=("1.2.250.1.213.1.1.2.243",),
        entries=(element("entry", organizer),),
    )
