"""Sections of rows, coded or not, in any state: a compact generator of clinical documents."""

from dataclasses import dataclass

from hypothesis import strategies as st

from dmptui.core.documents.cda.entries import entries
from dmptui.core.model.clinical import Entries, Standing
from tests.core.documents.cda.entry_samples import model, section
from tests.core.documents.cda_samples import structured

STATES = {
    "": ("EVN", "completed", "false", Standing.STATED),
    "à faire": ("INT", "active", "false", Standing.PLANNED),
    "proposé": ("PRP", "active", "false", Standing.PROPOSED),
    "annulé": ("EVN", "cancelled", "false", Standing.CANCELLED),
    "saisi par erreur": ("EVN", "nullified", "false", Standing.ERRONEOUS),
    "interrompu": ("EVN", "aborted", "false", Standing.ABORTED),
    "suspendu": ("EVN", "suspended", "false", Standing.SUSPENDED),
    "non fait": ("EVN", "completed", "true", Standing.DENIED),
}
"""By the words of a line: mood, status and negation of its entry, and what becomes of it."""


@dataclass(frozen=True)
class Line:
    """A row of a list: its name, its state in words, whether it is coded, pointed at, struck through."""

    name: str
    state: str = ""
    coded: bool = True
    pointed: bool = True
    struck: bool = False

    @property
    def standing(self) -> Standing:
        """What should become of it."""
        found = STATES[self.state][3]
        return Standing.STRUCK if self.struck and found is not Standing.ERRONEOUS else found

    def standing_in(self, code: str) -> Standing:
        """The same in a section: a treatment coded as to be taken is prescribed."""
        is_prescribed = code == "10160-0" and self.coded and self.standing is Standing.PLANNED
        return Standing.PRESCRIBED if is_prescribed else self.standing


def lines(*, least: int = 1) -> st.SearchStrategy[list[Line]]:
    """Rows of different names."""
    return st.lists(
        st.builds(
            Line,
            st.integers(0, 999).map("PRODUIT{:03}".format),
            st.sampled_from(sorted(STATES)),
            st.booleans(),
            st.booleans(),
            st.booleans(),
        ),
        min_size=least,
        max_size=8,
        unique_by=lambda line: line.name,
    )


HEADS = {"48765-2": "Agent", "11369-6": "Vaccin", "10160-0": "Médicament", "47519-4": "Acte"}
KINDS = {
    "48765-2": "allergies",
    "11369-6": "vaccinations",
    "10160-0": "treatments",
    "47519-4": "procedures",
}


def listed(code: str, rows: list[Line]) -> Entries:
    """The facts of a document whose only section lists these rows in a table."""
    return entries(written(code, rows))


def written(code: str, rows: list[Line]) -> bytes:
    """That document."""
    head = f"<thead><tr><th>Date</th><th>{HEADS[code]}</th><th>Commentaire</th></tr></thead>"
    body = "".join(_row(number, line) for number, line in enumerate(rows))
    coded = "".join(_entry(code, number, line) for number, line in enumerate(rows) if line.coded)
    return structured(section(coded, f"<table>{head}<tbody>{body}</tbody></table>", code))


def _row(number: int, line: Line) -> str:
    struck = ' revised="delete"' if line.struck else ""
    name = f'<content ID="n{number}"{struck}>{line.name}</content>'
    return f"<tr><td>{number + 1:02}/03/2024</td><td>{name}</td><td>{line.state}</td></tr>"


def _entry(code: str, number: int, line: Line) -> str:
    mood, status, negated, _standing = STATES[line.state]
    act = f'moodCode="{mood}" negationInd="{negated}"'
    text = f'<text><reference value="#n{number}"/></text>' if line.pointed else ""
    common = f'{text}<statusCode code="{status}"/><effectiveTime value="202403{number + 1:02}"/>'
    material = f"<manufacturedMaterial><code/><name>{line.name}</name></manufacturedMaterial>"
    product = f"<consumable><manufacturedProduct>{material}</manufacturedProduct></consumable>"
    match code:
        case "48765-2":
            agent = (
                '<participant typeCode="CSM"><participantRole><playingEntity><code/>'
                f"<name>{line.name}</name></playingEntity></participantRole></participant>"
            )
            inside = f"<observation {act}>{model('41')}<code/>{common}<value/>{agent}</observation>"
        case "47519-4":
            name = f'<code code="x" displayName="{line.name}"/>'
            inside = f"<procedure {act}>{model('62')}{name}{common}</procedure>"
        case _:
            number_of = "45" if code == "11369-6" else "42"
            inside = (
                f"<substanceAdministration {act}>{model(number_of)}{common}{product}"
                "</substanceAdministration>"
            )
    return f"<entry>{inside}</entry>"
