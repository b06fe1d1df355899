"""What a document of the population holds, ready to be written once its header is known."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from dmptui.core.model.days import in_figures
from dmptui.core.writing.biology import Chapter, biology
from dmptui.core.writing.codes import Code
from dmptui.core.writing.header import HeaderFacts
from dmptui.core.writing.level1 import FORMATS, level1
from dmptui.core.writing.level3 import Section, level3
from dmptui.core.writing.medical_summary import MedicalSummary, medical_summary
from dmptui.core.writing.narrative import Block
from dmptui.core.writing.pdf import PdfBlock, pdf
from dmptui.core.writing.prescription import prescription
from dmptui.core.writing.reimbursements import Reimbursements, reimbursements
from dmptui.core.writing.treatments import Treatment
from dmptui.core.writing.vaccination import Shot, vaccination_history, vaccination_note

CDA = "text/xml"
ANY_CDA = "urn:asipSante:modelesHorsProfils:2011"


class Content(NamedTuple):
    """How to write a document: ``format`` is its code in JDV_J10, ``write`` gives its bytes."""

    format: str
    content_type: str
    write: Callable[[HeaderFacts], bytes]


class Part(NamedTuple):
    """A titled part of a narrative document, with the code of what it is about."""

    title: str
    code: Code
    blocks: tuple[Block, ...]


REASON = Code("42349-1", "Raison de la recommandation")
HISTORY = Code("10164-2", "Histoire de la maladie")
ANTECEDENTS = Code("11348-0", "Antécédents médicaux")
EXAMINATION = Code("29545-1", "Examen physique")
CONCLUSION = Code("51847-2", "Évaluation et plan")
PLAN = Code("18776-5", "Plan de soins")
TECHNIQUE = Code("55111-9", "Description de l'acte d'imagerie")
FINDINGS = Code("59776-5", "Résultats de l'acte")
IMPRESSION = Code("19005-8", "Conclusions")
COURSE = Code("34133-9", "Synthèse d'épisode de soins")
SAMPLE = Code("22636-5", "Anapath – Informations pertinentes")
TAKEN = Code("10160-0", "Historique de la prise médicamenteuse")


def prose(*parts: Part) -> Content:
    """A structured document of narrative sections."""

    def write(facts: HeaderFacts) -> bytes:
        sections = tuple(Section(part.title, part.code, part.blocks) for part in parts)
        return level3(facts, sections)

    return Content(ANY_CDA, CDA, write)


def sections(*made: Callable[[HeaderFacts], Section]) -> Content:
    """A structured document of sections some of which hold coded entries."""
    return Content(ANY_CDA, CDA, lambda facts: level3(facts, tuple(make(facts) for make in made)))


def part(title: str, code: Code, *blocks: Block) -> Part:
    """A part of ``prose``."""
    return Part(title, code, blocks)


def results(chapters: tuple[Chapter, ...], sampled: datetime, *, with_copy: bool = False) -> Content:
    """A report of biology."""
    return Content(
        "urn:ihe:lab:xd-lab:2008",
        CDA,
        lambda facts: biology(facts, chapters, sampled, with_copy=with_copy),
    )


def ordonnance(lines: tuple[Treatment, ...], advice: str = "") -> Content:
    """An ordonnance of medicines."""
    return Content("urn:ihe:pharm:pre:2010", CDA, lambda facts: prescription(facts, lines, advice))


def summary(known: MedicalSummary) -> Content:
    """A synthèse médicale."""
    return Content("urn:asip:ci-sis:vsm:2012", CDA, lambda facts: medical_summary(facts, known))


def shot_note(shot: Shot) -> Content:
    """A note de vaccination."""
    return Content("urn:asip:ci-sis:vac-note:2021", CDA, lambda facts: vaccination_note(facts, shot))


def shot_history(shots: tuple[Shot, ...]) -> Content:
    """The historique des vaccinations."""
    return Content("urn:asip:ci-sis:vac:2019", CDA, lambda facts: vaccination_history(facts, shots))


def reimbursed(claims: Reimbursements) -> Content:
    """The données de remboursement of a period."""
    return Content("urn:asip:ci-sis:hr:2019", CDA, lambda facts: reimbursements(facts, claims))


def printed(*blocks: PdfBlock) -> Content:
    """A PDF in a level 1 document, as most hospitals still send."""

    def write(facts: HeaderFacts) -> bytes:
        return level1(facts, _print(facts, blocks), "application/pdf")

    return Content(FORMATS["application/pdf"], CDA, write)


def scanned(*blocks: PdfBlock) -> Content:
    """A bare PDF, as the patient drops one in Mon espace santé."""
    return Content(FORMATS["application/pdf"], "application/pdf", lambda facts: pdf(facts.title, blocks, ()))


def noted(text: str) -> Content:
    """A plain text in a level 1 document, as an old program sends it."""
    return Content(FORMATS["text/plain"], CDA, lambda facts: level1(facts, text.encode(), "text/plain"))


def rich(text: str) -> Content:
    """A letter of a word processor (RTF) in a level 1 document."""
    escaped = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text).replace("\n", "\\par\n")
    body = f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\\f0\\fs22 {escaped}}}"
    return Content(FORMATS["text/rtf"], CDA, lambda facts: level1(facts, body.encode("ascii"), "text/rtf"))


def typed(text: str) -> Content:
    """A plain text, as it is."""
    return Content(FORMATS["text/plain"], "text/plain", lambda _facts: text.encode())


def _print(facts: HeaderFacts, blocks: tuple[PdfBlock, ...]) -> bytes:
    patient = facts.patient
    who = f"{patient.name}, né(e) le {in_figures(patient.birth_date)}, INS {patient.ins.grouped}"
    return pdf(facts.title, blocks, (who, f"Le {in_figures(facts.started)}"))
