"""Entries are found by their models, at any depth, whatever the document; odd content never raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.documents.cda.entries import entries
from dmptui.core.errors import InvalidContent
from dmptui.core.model.clinical import LifestyleKind, PrescribedKind, ProblemKind, Standing
from tests.core.documents.cda.entry_samples import (
    anchor,
    concern,
    document,
    entry,
    model,
    points_at,
    problem,
    quantity,
    row,
    section,
    table,
    vaccination,
    vital,
)
from tests.core.documents.cda_samples import structured, unstructured

I10 = 'code="I10" codeSystem="2.16.840.1.113883.6.3" displayName="Hypertension"'


def test_doses_that_share_an_identifier_are_all_kept() -> None:
    doses = document(section(vaccination(lot="A1") + vaccination(lot="A2") + vaccination(lot="A3")))
    assert [dose.product.lot for dose in doses.vaccinations] == ["A1", "A2", "A3"]
    assert len({dose.key for dose in doses.vaccinations}) == 3


def test_a_dose_without_a_date_says_why_and_keeps_its_rank() -> None:
    rank = (
        f'<entryRelationship><observation>{model("82")}<value value="2"/></observation></entryRelationship>'
    )
    (dose,) = document(section(vaccination(when='nullFlavor="NAV"', more=rank))).vaccinations
    assert (bool(dose.when), dose.when.missing, dose.when.short(), dose.rank) == (False, "NAV", "", 2)


def test_a_dose_that_was_not_given_is_said() -> None:
    (dose,) = document(section(vaccination(attributes='negationInd="true"'))).vaccinations
    assert dose.standing is Standing.DENIED


def test_an_entry_keeps_the_way_back() -> None:
    text = table(row("2009", anchor("v1", "REVAXIS"), "A1"))
    inner = section(vaccination(), text, "11369-6", "Vaccinations")
    (dose,) = document(section("", "Rien", "46612-8", "Synthèse", inside=inner)).vaccinations
    source = dose.source
    assert (source.section, source.section_code, source.section_index) == ("Vaccinations", "11369-6", 1)
    assert source.path == ("Synthèse", "Vaccinations")
    assert (source.reference, source.words, source.narrative) == ("v1", "REVAXIS", "2009 · REVAXIS · A1")


@pytest.mark.parametrize("reference", ["v1", " #v1 "])
def test_a_reference_without_its_hash_is_followed(reference: str) -> None:
    text = table(row(anchor("v1", "BCG")))
    (dose,) = document(section(vaccination(reference=reference), text)).vaccinations
    assert dose.source.narrative == "BCG"


def test_a_reference_that_leads_nowhere_is_as_if_absent() -> None:
    (dose,) = document(section(vaccination(reference="#nowhere"), "Texte")).vaccinations
    assert (dose.source.reference, dose.source.narrative, dose.source.checks) == ("", "", ())


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("11450-4", ProblemKind.ACTIVE),
        ("11348-0", ProblemKind.HISTORY),
        ("10157-6", ProblemKind.FAMILY),
        ("29299-5", ProblemKind.OTHER),
    ],
)
def test_the_list_of_a_problem_is_its_section(code: str, kind: ProblemKind) -> None:
    (found,) = document(section(concern(problem(I10)), code=code)).problems
    assert (found.kind, found.code.text, found.status.text) == (kind, "Hypertension", "active")
    assert found.period.low.short() == "02/01/2020"


def test_a_family_history_says_whose_it_is() -> None:
    organizer = (
        f'<organizer>{model("59")}<subject><relatedSubject><code code="FTH" displayName="Père"/>'
        f"</relatedSubject></subject><component>{problem(I10)}</component></organizer>"
    )
    (found,) = document(section(entry(organizer), code="10157-6")).problems
    assert (found.kind, found.relative) == (ProblemKind.FAMILY, "Père")


@pytest.mark.parametrize(
    ("code", "is_absence"),
    [("no-known-problems", True), ("no-problem-info", True), ("160245001", True), ("I10", False)],
)
def test_a_coded_absence_is_a_statement(code: str, is_absence: bool) -> None:
    (found,) = document(section(concern(problem(f'code="{code}" displayName="Dit"')))).problems
    assert (found.is_absence, found.standing) == (is_absence, Standing.STATED)


def test_what_is_not_so_is_negated() -> None:
    (found,) = document(section(concern(problem(I10, attributes='negationInd="true"')))).problems
    assert (found.standing, found.is_absence) == (Standing.DENIED, False)


def test_an_allergy_has_its_agent_its_status_and_how_it_shows() -> None:
    def about(number: str, words: str) -> str:
        return (
            f'<entryRelationship typeCode="REFR"><observation>{model(number)}'
            f'<value xsi:type="CE" code="x" displayName="{words}"/></observation></entryRelationship>'
        )

    severity = about("29", "modéré")
    shows = (
        f'<entryRelationship typeCode="MFST"><observation>{model("37")}<value xsi:type="CD" code="u" '
        f'displayName="Urticaire"/>{severity}</observation></entryRelationship>'
    )
    agent = (
        '<participant typeCode="CSM"><participantRole><playingEntity>'
        '<code code="J01" displayName="Pénicilline"/>'
        "<name>Amoxicilline</name></playingEntity></participantRole></participant>"
    )
    observation = (
        f'<observation>{model("41", "37")}<code code="416098002" displayName="Médicament"/>'
        f'<value xsi:type="CD" nullFlavor="UNK"/>{agent}{shows}{about("30", "Inactif")}'
        f"{about('172', 'Élevé')}{about('171', 'Confirmé')}</observation>"
    )
    found = document(section(entry(observation), code="48765-2"))
    (allergy,) = found.allergies
    assert not found.problems  # neither the allergy nor how it shows
    assert (allergy.agent.text, allergy.agent.words) == ("Pénicilline", "Amoxicilline")
    assert (allergy.status.text, allergy.criticality.text) == ("Inactif", "Élevé")
    assert allergy.certainty.text == "Confirmé"
    (sign,) = allergy.manifestations
    assert (sign.what.text, sign.severity.text) == ("Urticaire", "modéré")


def test_a_prefixed_type_is_read() -> None:
    content = structured(section(vital(quantity("1.70", "m")))).replace(b'"PQ"', b'"c:PQ"')
    (sign,) = entries(content).vital_signs
    assert (sign.value.number, sign.value.text, sign.when.short()) == (1.7, "1,70 m", "01/04/2024")


def administration(number: str, inside: str, mood: str = "EVN") -> str:
    return (
        f'<substanceAdministration moodCode="{mood}">{model(number)}{points_at("#m1")}{inside}'
        "</substanceAdministration>"
    )


PRODUCT = (
    "<consumable><manufacturedProduct><manufacturedMaterial><code><originalText><reference value='#m1'/>"
    "</originalText></code><name>DOLIPRANE</name></manufacturedMaterial></manufacturedProduct></consumable>"
)
EVERY_8_HOURS = '<effectiveTime xsi:type="PIVL_TS"><period value="8" unit="h"/></effectiveTime>'


def test_a_posology_is_worded_when_its_author_did_not() -> None:
    dose = '<doseQuantity><low value="1" unit="{tablet}"/><high value="2" unit="{tablet}"/></doseQuantity>'
    until = '<effectiveTime xsi:type="IVL_TS"><low value="2024"/><high nullFlavor="UNK"/></effectiveTime>'
    treatment = administration("42", until + EVERY_8_HOURS + dose + PRODUCT)
    (taken,) = document(section(entry(treatment), code="10160-0")).treatments
    assert (taken.product.text, taken.posology) == ("DOLIPRANE", "1 à 2 cp, 3 fois par jour")
    assert (taken.period.low.short(), taken.period.high.missing) == ("2024", "UNK")


def test_the_words_of_the_author_win() -> None:
    words = anchor("m1", "Matin et soir")
    product = PRODUCT.replace("#m1", "#m2")
    treatment = administration("42", EVERY_8_HOURS + product)
    (taken,) = document(section(entry(treatment), table(row(anchor("m2", "DOLIPRANE"), words)))).treatments
    assert taken.posology == "Matin et soir"


def test_a_posology_only_in_the_text_is_taken_from_its_column() -> None:
    head = "<thead><tr><th>Médicament</th><th>Posologie</th></tr></thead>"
    text = f"<table>{head}<tbody>{row(anchor('m1', 'DOLIPRANE'), '1 le soir')}</tbody></table>"
    (line,) = document(section(entry(administration("83", PRODUCT, "INT")), text)).prescriptions
    assert line.posology == "1 le soir"


def step(number: int, dose: str) -> str:
    return (
        f'<entryRelationship typeCode="COMP"><sequenceNumber value="{number}"/><substanceAdministration>'
        f'{model("83.1")}<doseQuantity value="{dose}" unit="{{tablet}}"/></substanceAdministration>'
        "</entryRelationship>"
    )


def flag(number: str, value: str) -> str:
    return (
        f'<entryRelationship typeCode="COMP"><observation>{model("48", number)}'
        f'<value xsi:type="BL" value="{value}"/></observation></entryRelationship>'
    )


def test_a_prescription_has_its_steps_in_order_and_its_flags() -> None:
    inside = PRODUCT + step(2, "1") + step(1, "4") + flag("48.13", "true") + flag("48.15", "false")
    inside += '<maxDoseQuantity><numerator value="4" unit="{tablet}"/><denominator value="1" unit="d"/>'
    line = administration("83", f'<repeatNumber value="3"/>{inside}</maxDoseQuantity>', "INT")
    (prescribed,) = document(section(entry(line), code="57828-6")).prescriptions
    assert [each.posology for each in prescribed.steps] == ["4 cp", "1 cp"]
    assert (prescribed.long_term_illness, prescribed.not_reimbursed, prescribed.off_label) == (
        True,
        False,
        None,
    )
    assert (prescribed.renewals, prescribed.max_dose) == (3, "4 cp/j")


def test_a_device_of_an_ordonnance_is_prescribed_one_of_a_synthesis_is_carried() -> None:
    def supply(mood: str) -> str:
        return entry(
            f'<supply moodCode="{mood}">{model("20")}<participant typeCode="DEV"><participantRole>'
            '<id extension="UDI1"/><playingDevice><code code="J01" displayName="Stimulateur"/>'
            "</playingDevice></participantRole></participant></supply>"
        )

    found = document(section(supply("INT") + supply("EVN")))
    assert [(each.kind, each.product.text) for each in found.prescriptions] == [
        (PrescribedKind.DEVICE, "Stimulateur")
    ]
    assert [(each.udi, each.code.text) for each in found.devices] == [("UDI1", "Stimulateur")]


@pytest.mark.parametrize("lot", ["NC", "?", "0", "-", "inconnu", "non renseigné", "N/A", "sans", ""])
def test_what_says_that_there_is_no_lot_is_none(lot: str) -> None:
    (dose,) = document(section(vaccination(lot=lot))).vaccinations
    assert dose.product.lot == ""


@pytest.mark.parametrize(
    ("value", "rank"),
    [("2", 2), ("0", None), ("-1", None), ("20240311", None), ("1.5", None), ("", None), ("x", None)],
)
def test_a_rank_is_counted_from_one(value: str, rank: int | None) -> None:
    act = f'<observation>{model("82")}<value xsi:type="INT" value="{value}"/></observation>'
    tied = f'<entryRelationship typeCode="SUBJ">{act}</entryRelationship>'
    (dose,) = document(section(vaccination(more=tied))).vaccinations
    assert dose.rank == rank


def test_the_flag_of_the_laboratory_wins() -> None:
    result = (
        f'<observation>{model("80")}<code code="1-1" displayName="Urée"/>{quantity("9", "mmol/L")}'
        '<interpretationCode code="N"/><referenceRange><observationRange><value xsi:type="IVL_PQ">'
        '<low value="3.5" unit="mmol/L"/><high value="8" unit="mmol/L"/></value></observationRange>'
        '</referenceRange><entryRelationship typeCode="REFR"><observation><effectiveTime value="2023"/>'
        f"{quantity('8.5', 'mmol/L')}</observation></entryRelationship></observation>"
    )
    battery = (
        '<act><participant typeCode="AUTHEN"><participantRole><playingEntity><name><given>Ana</given>'
        "<family>Roy</family></name></playingEntity></participantRole></participant><entryRelationship>"
        '<organizer classCode="BATTERY"><code code="b" displayName="Ionogramme"/>'
        f'<effectiveTime value="20240105"/><component>{result}</component></organizer>'
        "</entryRelationship></act>"
    )
    (found,) = document(section(entry(battery), title="Biochimie")).lab_results
    assert (found.flag, found.flag_label, found.value.text) == ("N", "normal", "9 mmol/L")
    assert found.normal is not None
    assert (found.normal.value.text, found.normal.value.high) == ("3,5 à 8 mmol/L", 8.0)
    assert (found.battery, found.chapters, found.validator.name) == ("Ionogramme", ("Biochimie",), "Ana Roy")
    assert found.when.short() == "05/01/2024"
    assert [(each.value.text, each.when.short()) for each in found.earlier] == [("8,5 mmol/L", "2023")]


def test_facts_of_life_and_directives() -> None:
    def observation(number: str) -> str:
        return entry(
            f'<observation>{model(number)}<code code="c" displayName="Quoi"/>'
            '<value xsi:type="BL" value="false"/></observation>'
        )

    found = document(section("".join(map(observation, ("52", "53", "54")))))
    assert [each.kind for each in found.lifestyle] == [LifestyleKind.LIFESTYLE, LifestyleKind.PREGNANCY]
    (directive,) = found.directives
    assert (directive.value.flag, directive.value.text) == (False, "non")


def test_a_section_without_entries_keeps_its_text() -> None:
    text = "Deux points :<br/>allergie<list><item>AVK</item><item>pacemaker</item></list>" + table(
        row("a", "b")
    )
    found = document(section("", text, "30954-2", "Points de vigilance"))
    (narrative,) = found.narrative("30954-2")
    assert narrative.lines == ("Deux points :", "allergie", "AVK", "pacemaker", "a · b")
    assert (narrative.title, narrative.entries) == ("Points de vigilance", 0)


def test_a_document_without_a_structured_body_has_nothing() -> None:
    found = entries(unstructured("application/pdf", "JVBERi0="))
    assert not found.vaccinations
    assert not found.narratives


@pytest.mark.parametrize(
    "content",
    [
        b"<a/>",
        b"<!DOCTYPE a [<!ENTITY x 'y'>]><ClinicalDocument xmlns='urn:hl7-org:v3'>&x;</ClinicalDocument>",
        b"<ClinicalDocument xmlns='urn:hl7-org:v3'>",
        b"",
    ],
)
def test_what_is_not_safe_or_not_a_cda_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidContent, match=r"\.$"):
        entries(content)


def test_more_facts_than_a_document_can_have_are_refused() -> None:
    with pytest.raises(InvalidContent, match=r"\.$"):
        document(section(vaccination() * 5_001))


def test_sections_nested_too_deep_are_refused() -> None:
    nested = section("")
    for _ in range(26):
        nested = section("", inside=nested)
    with pytest.raises(InvalidContent, match=r"\.$"):
        document(nested)


_PIECES = st.sampled_from(
    [
        model("45"), model("37"), model("80"), model("83"), model("42"), model("41"), model("20"), "<id/>",
        "<code/>", "<text><reference/></text>", "<value/>", '<value xsi:type="PQ" value="1e999"/>',
        '<value xsi:type="IVL_PQ"><low/></value>', '<effectiveTime value="20092012"/>', "<consumable/>",
        '<effectiveTime xsi:type="SXPR_TS"><comp/></effectiveTime>', "<doseQuantity><low/></doseQuantity>",
        '<entryRelationship typeCode="REFR"/>', "<participant/>", '<repeatNumber value="x"/>',
        '<entryRelationship typeCode="CAUS"><act/></entryRelationship>',
        "<performer><assignedEntity/></performer>",
        '<interpretationCode code="ZZ"/>', "<referenceRange/>", '<maxDoseQuantity/>',
    ]
)  # fmt: skip
_TAGS = st.sampled_from(["act", "observation", "substanceAdministration", "supply", "organizer", "procedure"])


@settings(max_examples=200)
@given(tag=_TAGS, pieces=st.lists(_PIECES, max_size=12))
def test_odd_entries_never_raise(tag: str, pieces: list[str]) -> None:
    document(section(entry(f"<{tag}>{''.join(pieces)}</{tag}>")))
