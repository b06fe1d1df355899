"""The laboratory's catalogue: analyses with their LOINC code, unit and reference range, by panel."""

from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import NamedTuple

from dmptui.core.model.days import day_of
from dmptui.core.model.patient import Patient, Sex
from dmptui.core.writing.biology import Chapter, Earlier, Result
from dmptui.core.writing.codes import NABM, Code


class Norm(NamedTuple):
    """What is usual and normal for some people, where they differ from the others."""

    low: str
    high: str
    usual: float


class Analysis(NamedTuple):
    """An analysis, with what a healthy adult has: ``usual`` give or take ``spread``.

    Attributes:
        low, high: bounds of the reference range, either may be empty; those of women where ``men`` is given.
        men: for men, who differ.
        young: under 75, who differ.
    """

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
    men: Norm | None = None
    young: Norm | None = None

    def norm(self, patient: Patient, day: date) -> Norm:
        """What is usual and normal for a person, on a day."""
        if self.men and patient.sex is Sex.MALE:
            return self.men
        if self.young and patient.age(day) < _OLD:
            return self.young
        return Norm(self.low, self.high, self.usual)


_OLD = 75
BLOOD = "Hématologie"
CHEMISTRY = "Biochimie"
URINE = "Biochimie urinaire"
_CHAPTERS = {BLOOD: "18723-7", CHEMISTRY: "18719-5", URINE: "18729-4"}
_CHAPTER_LABELS = {URINE: "Examens urinaires - cristallurie"}
_METHODS = {"tsh": "Électrochimiluminescence", "hba1c": "HPLC, certifiée NGSP", "ntprobnp": "Immunoanalyse"}

_SP = "Sérum/Plasma ; Numérique"
ANALYSES = {
    "leucocytes": Analysis(
        "6690-2", "Leucocytes [Nombre/Volume] Sang ; Numérique ; Comptage automate", "Leucocytes",
        "10*9/L", "4.0", "10.0", BLOOD, 6.8, 0.9, 2,
    ),
    "hematies": Analysis(
        "789-8", "Érythrocytes [Nombre/Volume] Sang ; Numérique ; Comptage automate", "Hématies",
        "10*12/L", "3.8", "5.2", BLOOD, 4.5, 0.15, 2, Norm("4.3", "5.7", 4.9),
    ),
    "hemoglobine": Analysis(
        "718-7", "Hémoglobine [Masse/Volume] Sang ; Numérique", "Hémoglobine", "g/dL", "12.0", "16.0",
        BLOOD, 13.4, 0.4, 1, Norm("13.0", "17.0", 14.8),
    ),
    "vgm": Analysis(
        "787-2", "Volume globulaire moyen [Volume d'entité] Erythrocytes ; Numérique ; Comptage automate",
        "VGM", "fL", "80", "100", BLOOD, 90, 1.5, 1,
    ),
    "plaquettes": Analysis(
        "777-3", "Plaquettes [Nombre/Volume] Sang ; Numérique ; Comptage automate", "Plaquettes",
        "10*9/L", "150", "400", BLOOD, 255, 22, 0,
    ),
    "uree": Analysis(
        "22664-7", f"Urée [Moles/Volume] {_SP}", "Urée", "mmol/L", "3.5", "8.0", CHEMISTRY, 6.1, 0.6, 2
    ),
    "creatinine": Analysis(
        "14682-9", f"Créatinine [Moles/Volume] {_SP}", "Créatinine", "umol/L", "45", "84",
        CHEMISTRY, 68, 4, 0, Norm("59", "104", 82),
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
        "4548-4", "Hémoglobine glyquée (HbA1c)", "HbA1c", "%", "4.0", "6.0", CHEMISTRY, 5.4, 0.15, 1,
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
        "33762-6", f"NT-proBNP [Masse/Volume] {_SP}", "NT-proBNP", "ng/L", "", "450",
        CHEMISTRY, 180, 40, 0, young=Norm("", "125", 80),
    ),
    "crp": Analysis(
        "1988-5", f"C Réactive protéine [Masse/Volume] {_SP}", "CRP", "mg/L", "", "5.0",
        CHEMISTRY, 2.4, 0.9, 1,
    ),
    "asat": Analysis(
        "1920-8", f"ASAT [Activité enzymatique/Volume] {_SP}", "ASAT", "U/L", "", "32",
        CHEMISTRY, 22, 4, 0, Norm("", "40", 25),
    ),
    "alat": Analysis(
        "1742-6", f"ALAT [Activité enzymatique/Volume] {_SP}", "ALAT", "U/L", "", "33",
        CHEMISTRY, 21, 5, 0, Norm("", "41", 26),
    ),
    "ferritine": Analysis(
        "2276-4", f"Ferritine [Masse/Volume] {_SP}", "Ferritine", "ug/L", "15", "150",
        CHEMISTRY, 58, 12, 0, Norm("30", "400", 130),
    ),
    "vitamine_d": Analysis(
        "1989-3", f"25-hydroxyvitamine D3 [Masse/Volume] {_SP}", "Vitamine D (25-OH)", "ng/mL", "30", "60",
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

_BILLED = {
    "hemoglobine": "Hémogramme",
    "glycemie": "552",
    "tsh": "1208",
    "hba1c": "Hémoglobine glyquée",
    "creatinine": "Créatinine",
    "sodium": "Ionogramme",
    "ldl": "Exploration d'une anomalie lipidique",
    "ntprobnp": "NT-proBNP",
    "t4l": "T4 libre",
    "crp": "Protéine C réactive",
    "ferritine": "Ferritine",
    "albuminurie": "Albuminurie",
    "vitamine_d": "Vitamine D",
    "calcium": "Calcium",
}
_NABM = {"552": "SANG : GLUCOSE (GLYCEMIE)", "1208": "T.S.H. (SANG)"}
_SAMPLE = Code("9105", "FORFAIT DE SECURITE POUR ECHANTILLON SANGUIN", NABM)


def billed_analyses(names: tuple[str, ...]) -> tuple[Code, ...]:
    """What the Assurance Maladie pays of a sample: coded where the code is sure, else in words (no code)."""
    found = [_BILLED[name] for name in names if _BILLED.get(name)]
    return (*(Code(act if act in _NABM else "", _NABM.get(act, act), NABM) for act in found), _SAMPLE)


Former = dict[str, list[Earlier]]
"""Results already given, by analysis, the latest first."""


def chapters(
    patient: Patient,
    names: tuple[str, ...],
    levels: dict[str, float],
    former: Former,
    at: datetime,
    rng: Random,
    comment: str = "",
) -> tuple[Chapter, ...]:
    """The results of a sample, drawn around what is usual for this person.

    Args:
        patient: the ranges are those of their sex and age.
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
        norm = analysis.norm(patient, day_of(at))
        value = _value(name, norm, levels, rng)
        if name == "dfg" and "creatinine" in former:
            value = Decimal(round(filtration(float(former["creatinine"][0].value), patient, day_of(at))))
        result = _result(name, norm, value, former)
        former.setdefault(name, []).insert(0, Earlier(at, result.value))
        by_chapter.setdefault(analysis.chapter, []).append(result)
    return tuple(
        Chapter(
            title,
            Code(_CHAPTERS[title], _CHAPTER_LABELS.get(title, title)),
            tuple(made),
            comment if title == CHEMISTRY else "",
        )
        for title, made in by_chapter.items()
    )


def filtration(creatinine: float, patient: Patient, day: date) -> float:
    """DFG estimated by CKD-EPI 2009, in mL/min/1,73 m², of a creatinine in µmol/L."""
    is_woman = patient.sex is Sex.FEMALE
    ratio = creatinine / 88.4 / (0.7 if is_woman else 0.9)
    exponent = -1.209 if ratio > 1 else -0.329 if is_woman else -0.411
    return (144 if is_woman else 141) * float(ratio**exponent) * 0.993 ** patient.age(day)


def _value(name: str, norm: Norm, levels: dict[str, float], rng: Random) -> Decimal:
    analysis = ANALYSES[name]
    usual = levels.get(name, norm.usual)
    spread = analysis.spread * max(1.0, usual / analysis.usual)
    drawn = max(norm.usual * 0.05, rng.gauss(usual, spread))
    return Decimal(f"{drawn:.{analysis.digits}f}")


def _result(name: str, norm: Norm, value: Decimal, former: Former) -> Result:
    analysis = ANALYSES[name]
    return Result(
        code=Code(analysis.loinc, analysis.words),
        label=analysis.label,
        value=value,
        unit=analysis.unit,
        low=Decimal(norm.low) if norm.low else None,
        high=Decimal(norm.high) if norm.high else None,
        earlier=tuple(former.get(name, ())[:2]),
        method=_METHODS.get(name, ""),
    )
