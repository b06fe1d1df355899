"""The laboratory's catalogue: analyses with their LOINC code, unit and reference range, by panel."""

from datetime import datetime
from decimal import Decimal
from random import Random
from typing import NamedTuple

from dmptui.core.writing.biology import Chapter, Earlier, Result
from dmptui.core.writing.codes import Code


class Analysis(NamedTuple):
    """An analysis, with what a healthy adult has: ``usual`` give or take ``spread``."""

    loinc: str
    words: str
    label: str
    unit: str
    low: str
    high: str
    chapter: str
    usual: float
    spread: float
    digits: int


BLOOD = "Hématologie"
CHEMISTRY = "Biochimie"
URINE = "Biochimie urinaire"
_CHAPTERS = {BLOOD: "18723-7", CHEMISTRY: "18719-5", URINE: "18729-4"}
_METHODS = {"tsh": "Électrochimiluminescence", "hba1c": "HPLC, certifiée NGSP", "ntprobnp": "Immunoanalyse"}

_SP = "Sérum/Plasma ; Numérique"
ANALYSES = {
    "leucocytes": Analysis(
        "6690-2", "Leucocytes [Nombre/Volume] Sang ; Numérique", "Leucocytes", "10*9/L", "4.0", "10.0",
        BLOOD, 6.8, 0.9, 2,
    ),
    "hematies": Analysis(
        "789-8", "Hématies [Nombre/Volume] Sang ; Numérique", "Hématies", "10*12/L", "3.8", "5.9",
        BLOOD, 4.6, 0.15, 2,
    ),
    "hemoglobine": Analysis(
        "718-7", "Hémoglobine [Masse/Volume] Sang ; Numérique", "Hémoglobine", "g/dL", "12.0", "16.0",
        BLOOD, 13.4, 0.4, 1,
    ),
    "vgm": Analysis(
        "787-2", "Volume globulaire moyen [Volume] Hématies ; Numérique", "VGM", "fL", "80", "100",
        BLOOD, 90, 1.5, 1,
    ),
    "plaquettes": Analysis(
        "777-3", "Plaquettes [Nombre/Volume] Sang ; Numérique", "Plaquettes", "10*9/L", "150", "400",
        BLOOD, 255, 22, 0,
    ),
    "uree": Analysis(
        "22664-7", f"Urée [Moles/Volume] {_SP}", "Urée", "mmol/L", "3.5", "8.0", CHEMISTRY, 6.1, 0.6, 2
    ),
    "creatinine": Analysis(
        "14682-9", f"Créatinine [Moles/Volume] {_SP}", "Créatinine", "umol/L", "45", "84",
        CHEMISTRY, 68, 4, 0,
    ),
    "dfg": Analysis(
        "62238-1", f"DFG estimé (CKD-EPI) [Débit/Surface] {_SP}", "DFG estimé (CKD-EPI)",
        "mL/min/{1.73_m2}", "60", "", CHEMISTRY, 84, 4, 0,
    ),
    "sodium": Analysis(
        "2951-2", f"Sodium [Moles/Volume] {_SP}", "Sodium", "mmol/L", "136", "145", CHEMISTRY, 140, 1.3, 0
    ),
    "potassium": Analysis(
        "2823-3", f"Potassium [Moles/Volume] {_SP}", "Potassium", "mmol/L", "3.5", "5.1",
        CHEMISTRY, 4.3, 0.25, 1,
    ),
    "glycemie": Analysis(
        "40193-5", f"Glucose à jeun [Moles/Volume] {_SP}", "Glycémie à jeun", "mmol/L", "3.9", "6.1",
        CHEMISTRY, 5.1, 0.3, 2,
    ),
    "hba1c": Analysis(
        "4548-4", "Hémoglobine A1c/Hémoglobine totale [Fraction] Sang ; Numérique", "HbA1c", "%",
        "4.0", "6.0", CHEMISTRY, 5.4, 0.15, 1,
    ),
    "cholesterol": Analysis(
        "14647-2", f"Cholestérol [Moles/Volume] {_SP}", "Cholestérol total", "mmol/L", "", "5.2",
        CHEMISTRY, 4.9, 0.3, 2,
    ),
    "hdl": Analysis(
        "14646-4", f"Cholestérol HDL [Moles/Volume] {_SP}", "Cholestérol HDL", "mmol/L", "1.0", "",
        CHEMISTRY, 1.38, 0.08, 2,
    ),
    "ldl": Analysis(
        "39469-2", f"Cholestérol LDL calculé [Moles/Volume] {_SP}", "Cholestérol LDL (calculé)", "mmol/L",
        "", "3.0", CHEMISTRY, 2.8, 0.2, 2,
    ),
    "triglycerides": Analysis(
        "14927-8", f"Triglycérides [Moles/Volume] {_SP}", "Triglycérides", "mmol/L", "", "1.7",
        CHEMISTRY, 1.2, 0.2, 2,
    ),
    "tsh": Analysis(
        "3016-3", f"Thyréostimuline [Arbitraire/Volume] {_SP}", "TSH", "m[IU]/L", "0.27", "4.20",
        CHEMISTRY, 2.1, 0.5, 2,
    ),
    "t4l": Analysis(
        "14920-3", f"Thyroxine libre [Moles/Volume] {_SP}", "T4 libre", "pmol/L", "12.0", "22.0",
        CHEMISTRY, 15.4, 1.1, 1,
    ),
    "ntprobnp": Analysis(
        "33762-6", f"NT-proBNP [Masse/Volume] {_SP}", "NT-proBNP", "ng/L", "", "450", CHEMISTRY, 180, 40, 0
    ),
    "crp": Analysis(
        "1988-5", f"Protéine C réactive [Masse/Volume] {_SP}", "CRP", "mg/L", "", "5.0",
        CHEMISTRY, 2.4, 0.9, 1,
    ),
    "asat": Analysis(
        "1920-8", f"ASAT [Activité enzymatique/Volume] {_SP}", "ASAT", "U/L", "", "35", CHEMISTRY, 22, 4, 0
    ),
    "alat": Analysis(
        "1742-6", f"ALAT [Activité enzymatique/Volume] {_SP}", "ALAT", "U/L", "", "35", CHEMISTRY, 21, 5, 0
    ),
    "ferritine": Analysis(
        "2276-4", f"Ferritine [Masse/Volume] {_SP}", "Ferritine", "ug/L", "15", "150", CHEMISTRY, 58, 12, 0
    ),
    "vitamine_d": Analysis(
        "1989-3", f"25-hydroxyvitamine D [Masse/Volume] {_SP}", "Vitamine D (25-OH)", "ng/mL", "30", "60",
        CHEMISTRY, 34, 3, 0,
    ),
    "calcium": Analysis(
        "2000-8", f"Calcium [Moles/Volume] {_SP}", "Calcium", "mmol/L", "2.20", "2.60",
        CHEMISTRY, 2.36, 0.05, 2,
    ),
    "albuminurie": Analysis(
        "14959-1", "Albumine/Créatinine [Rapport massique] Urine ; Numérique", "Albumine / créatinine",
        "mg/g", "", "30", URINE, 12, 4, 0,
    ),
}  # fmt: skip

CELL_COUNT = ("leucocytes", "hematies", "hemoglobine", "vgm", "plaquettes")
KIDNEY = ("uree", "creatinine", "dfg", "sodium", "potassium")

Former = dict[str, list[Earlier]]
"""Results already given, by analysis, the latest first."""


def chapters(
    names: tuple[str, ...], levels: dict[str, float], former: Former, at: datetime, rng: Random, comment: str
) -> tuple[Chapter, ...]:
    """The results of a sample, drawn around what is usual for this person.

    Args:
        names: keys of ``ANALYSES``, in the order of the report.
        levels: what replaces the usual value, for who is ill.
        former: read for the earlier results, and completed with these.
        at: when the sample was taken.
        rng: of the values.
        comment: the biologist's, under the chapter of chemistry.
    """
    by_chapter: dict[str, list[Result]] = {}
    for name in names:
        analysis = ANALYSES[name]
        result = _result(name, analysis, levels, former, rng)
        former.setdefault(name, []).insert(0, Earlier(at, result.value))
        by_chapter.setdefault(analysis.chapter, []).append(result)
    return tuple(
        Chapter(title, Code(_CHAPTERS[title], title), tuple(made), comment if title == CHEMISTRY else "")
        for title, made in by_chapter.items()
    )


def _result(name: str, analysis: Analysis, levels: dict[str, float], former: Former, rng: Random) -> Result:
    usual = levels.get(name, analysis.usual)
    spread = analysis.spread * max(1.0, usual / analysis.usual)
    drawn = max(analysis.usual * 0.05, rng.gauss(usual, spread))
    return Result(
        code=Code(analysis.loinc, analysis.words),
        label=analysis.label,
        value=Decimal(f"{drawn:.{analysis.digits}f}"),
        unit=analysis.unit,
        low=Decimal(analysis.low) if analysis.low else None,
        high=Decimal(analysis.high) if analysis.high else None,
        earlier=tuple(former.get(name, ())[:2]),
        method=_METHODS.get(name, ""),
    )
