"""Who writes what: each type of document by a profession and a specialty that do."""

from tests.core.demo.papers import Paper

GP, CARDIO, ORTHO, GERIATRY, OBSTETRICS = "SM26", "SM04", "SM08", "SM18", "SM20"
EYES, CHILDREN, PSYCHIATRY, IMAGING, EMERGENCY = "SM38", "SM40", "SM42", "SM44", "SM59"
PATHOLOGY, ANAESTHESIA, BIOLOGY = "SM01", "SM02", "SM03"
PHARMACIST, DENTIST, MIDWIFE, NURSE, PHYSIO, FEET = "G15_21", "G15_40", "G15_50", "G15_60", "G15_70", "G15_80"
PHYSICIANS = {GP, CARDIO, ORTHO, GERIATRY, OBSTETRICS, EYES, CHILDREN, PSYCHIATRY, EMERGENCY}

WRITERS = {
    "11369-6": {GP, CHILDREN, PHARMACIST, MIDWIFE, NURSE},
    "11488-4": {*PHYSICIANS, MIDWIFE},
    "11490-0": {CARDIO, ORTHO, OBSTETRICS, GERIATRY},
    "11502-2": {BIOLOGY},
    "11505-5": {DENTIST, CARDIO, ORTHO},
    "11506-3": {NURSE, PHYSIO, FEET},
    "15507-7": {EMERGENCY},
    "15508-5": {OBSTETRICS, MIDWIFE},
    "18748-4": {IMAGING, OBSTETRICS},
    "28617-9": {DENTIST},
    "34112-3": {CARDIO, ORTHO, GERIATRY, OBSTETRICS},
    "34133-9": PHYSICIANS,
    "34749-2": {ANAESTHESIA},
    "34794-8": {OBSTETRICS, CARDIO},
    "34874-8": {ORTHO, OBSTETRICS},
    "47420-5": {PHYSIO},
    "56445-0": {PHARMACIST},
    "57075-4": {OBSTETRICS, CHILDREN, MIDWIFE},
    "57833-6": {*PHYSICIANS, MIDWIFE, DENTIST},
    "59283-2": {CHILDREN, GP},
    "60280-5": {EMERGENCY},
    "60568-3": {PATHOLOGY},
    "60593-1": {PHARMACIST},
    "67851-6": {NURSE, GERIATRY, CARDIO},
    "68599-0": {PSYCHIATRY},
    "70004-7": {CARDIO},
    "74207-2": {GERIATRY, GP},
    "78513-9": {EYES},
    "80771-9": {CHILDREN},
    "80820-4": {CARDIO, PHARMACIST},
    "85208-7": PHYSICIANS,
    "87273-9": {GP, CHILDREN, PHARMACIST, MIDWIFE, NURSE},
    "89601-9": {GP, CHILDREN},
    "96349-6": PHYSICIANS,
    "BIL_AUTO": {GERIATRY},
    "CERT_DECL": {CHILDREN, GP},
    "PRESC-AAT": {GP},
    "PRESC-KINE": {GP, ORTHO},
    "PROT_ALD": {GP, GERIATRY},
    "SYNTH": {GP, GERIATRY, CHILDREN},
}
"""By type: the specialty of a physician, the profession of another."""


def test_each_type_is_written_by_who_writes_it(papers: list[Paper]) -> None:
    wrong = set()
    for paper in papers:
        author = paper.meta.author
        if author.profession.startswith("G15"):
            who = author.specialty if author.profession == "G15_10" else author.profession
            if who not in WRITERS.get(paper.meta.type.code, ()):
                wrong.add((paper.meta.type.code, paper.meta.title, author.name, who))
    assert wrong == set()


def test_a_patient_writes_only_what_is_a_patients(papers: list[Paper]) -> None:
    for paper in papers:
        is_own = paper.meta.type.code.startswith(("EXPPAT", "DOCPAT"))
        assert is_own is (not paper.meta.author.profession.startswith(("G15", "ALIM"))), paper.where


def test_the_documents_say_the_author_as_the_value_set_does(papers: list[Paper]) -> None:
    for paper in papers:
        if paper.is_cda and paper.meta.author.specialty:
            code = paper.root.find("{*}author/{*}assignedAuthor/{*}code")
            assert code.get("displayName").endswith(" (SM)"), paper.where
