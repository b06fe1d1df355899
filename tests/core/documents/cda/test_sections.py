"""The sections of a document: out of their place, coded without text, about several people."""

import pytest

from dmptui.core.documents.blocks import Media, Paragraph
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from tests.core.documents.cda_samples import HEADER, clinical_document, section, structured

V3 = "classCode='OBS' moodCode='EVN'"


def plain(content: bytes, width: int = 80) -> str:
    return lay_out(read(content), width).plain()


def coded(*entries: str, text: str = "<text/>") -> bytes:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return structured(f"<section><title>S</title>{text}{inside}</section>", header="")


def rows(content: bytes) -> list[list[str]]:
    """The lines of the coded table, cut at their gaps."""
    lines = plain(content, 120).split("\n")
    lines = [line.strip() for line in lines if line.startswith("  ") and "──" not in line]
    return [[cell.strip() for cell in line.split("  ") if cell] for line in lines]


SYSTOLIC = (
    f"<observation {V3}><code code='8480-6' displayName='Systolique'/><effectiveTime value='20260901'/>"
    "<value xsi:type='PQ' value='182' unit='mm[Hg]'/><interpretationCode code='HH'/></observation>"
)
ALLERGY = (
    "<act classCode='ACT' moodCode='EVN'><code nullFlavor='NA'/><statusCode code='active'/>"
    "<effectiveTime><low value='2001'/></effectiveTime><entryRelationship typeCode='SUBJ'>"
    f"<observation {V3}{{more}}><code displayName='Allergie médicamenteuse'/>"
    "<value xsi:type='CD' nullFlavor='UNK'/>"
    "<participant typeCode='CSM'><participantRole><playingEntity><name>Amoxicilline</name></playingEntity>"
    "</participantRole></participant></observation></entryRelationship></act>"
)
TREATMENT = (
    "<substanceAdministration classCode='SBADM' moodCode='INT'><statusCode code='aborted'/>"
    "<doseQuantity value='2' unit='{tablet}'/><consumable><manufacturedProduct><manufacturedMaterial>"
    "<name>METFORMINE</name></manufacturedMaterial></manufacturedProduct></consumable>"
    "</substanceAdministration>"
)


def test_coded_measure_without_text():
    assert rows(coded(SYSTOLIC)) == [
        ["Données codées sans texte (1)"], ["Donnée", "Valeur", "Date"],
        ["Systolique", "182 mmHg ; très haut", "01/09/2026"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<text/>",
        "<text> \u00a0</text>",
        "<text nullFlavor='NAV'/>",
        "<text><table><thead><tr><th>Mesure</th></tr></thead><tbody><tr><td/></tr></tbody></table></text>",
    ],
)
def test_no_information_is_never_said_above_a_coded_one(text):
    shown = plain(coded(SYSTOLIC, text=text))
    assert "Aucune information" not in shown
    assert "182 mmHg" in shown


def test_text_is_enough_when_there_is_one():
    assert "sans texte" not in plain(coded(SYSTOLIC, text="<text>TA 18/9</text>"))


def test_coded_allergy_without_text_has_its_agent_and_the_date_around_it():
    assert rows(coded(ALLERGY.format(more="")))[2:] == [
        ["Allergie médicamenteuse : Amoxicilline", "depuis 2001"]
    ]


def test_what_is_denied_is_said_absent():
    shown = plain(coded(ALLERGY.format(more=" negationInd='true'")))
    assert "Absence de : Allergie médicamenteuse : Amoxicilline" in shown


def test_coded_treatment_says_what_it_is_no_more():
    assert rows(coded(TREATMENT))[2:] == [["METFORMINE", "2 cp ; interrompu"]]


def test_details_of_an_entry_stand_with_it():
    severity = (
        f"<observation {V3}><code displayName='Sévérité'/><value xsi:type='CD' displayName='modérée'/>"
        "</observation>"
    )
    inside = f"<entryRelationship typeCode='SUBJ'>{severity}</entryRelationship></observation>"
    assert (
        rows(coded(SYSTOLIC.replace("</observation>", inside)))[2][1]
        == "182 mmHg ; très haut ; Sévérité : modérée"
    )


def test_members_of_a_battery_are_each_a_line():
    battery = (
        "<organizer classCode='BATTERY' moodCode='EVN'><code displayName='Constantes'/>"
        f"<effectiveTime value='2026'/><component>{SYSTOLIC}</component>"
        f"<component>{SYSTOLIC.replace('Sys', 'Dias')}</component></organizer>"
    )
    assert [row[0] for row in rows(coded(battery))] == [
        "Données codées sans texte (2)", "Donnée", "Constantes – Systolique", "Constantes – Diastolique",
    ]  # fmt: skip


def test_entry_without_any_label_is_there_all_the_same():
    assert "(sans libellé)" in plain(coded("<observation/>"))


def test_files_of_a_section_without_text_are_shown_in_it():
    document = read(
        coded("<observationMedia ID='a'><value mediaType='image/png'>x</value></observationMedia>")
    )
    (only,) = document.sections
    assert isinstance(only.blocks[0], Media)


REGION = (
    "<entry><observation classCode='OBS'><entryRelationship><regionOfInterest ID='MM1'><entryRelationship>"
    "<observationMedia{id}><value mediaType='image/gif'>{value}</value></observationMedia>"
    "</entryRelationship>"
    "</regionOfInterest></entryRelationship></observation></entry>"
)


@pytest.mark.parametrize("identifier", ["", " ID='other'"])
def test_region_of_a_picture_that_is_elsewhere(identifier):
    more = REGION.format(id=identifier, value="<reference value='main.gif'/>")
    document = read(structured(section("<renderMultiMedia referencedObject='MM1'/>", more=more), header=""))
    assert document.sections[0].blocks == (Media(None, "MM1", "", "main.gif", "image/gif"),)
    assert len(document.sections) == 1


def test_title_of_a_picture_that_is_elsewhere_is_shown():
    inside = "<value><reference value='x.gif'/></value><text>Main</text>"
    more = f"<entry><observationMedia ID='a'>{inside}</observationMedia></entry>"
    shown = plain(structured(section("x", more=more), header=""))
    assert "Fichier hors de ce document : x.gif · Main" in shown


def test_region_around_which_the_picture_is():
    more = (
        "<entry><observationMedia ID='p'><value mediaType='image/png' representation='B64'>QUJD</value>"
        "<entryRelationship><regionOfInterest ID='r'/></entryRelationship></observationMedia></entry>"
    )
    document = read(structured(section("<renderMultiMedia referencedObject='#r'/>", more=more), header=""))
    assert document.sections[0].blocks[0].attachment == document.attachments[0]  # type: ignore[union-attr]


EXTERNAL = (
    "<entry><act><reference typeCode='REFR'><externalDocument><text mediaType='application/dicom'>"
    "<reference value='https://pacs.exemple.fr/9'/></text></externalDocument></reference></act></entry>"
)


def test_address_in_an_entry_is_said_and_an_internal_one_is_not():
    value = "<value xsi:type='ED' mediaType='image/jpeg'><reference value='{}'/></value>"
    for address, found in (("https://pacs.exemple.fr/1", True), ("#ici", False), ("ici", False)):
        more = f"<entry><observation>{value.format(address)}</observation></entry>"
        assert (f"hors de ce document : {address}" in plain(structured(section("x", more=more)))) is found


def test_external_document_is_said_once():
    said = structured(section("x", more=EXTERNAL), header="")
    assert "Fichier hors de ce document : https://pacs.exemple.fr/9 · Image DICOM" in plain(said)
    linked = section("<linkHtml href='https://pacs.exemple.fr/9'>images</linkHtml>", more=EXTERNAL)
    assert plain(structured(linked, header="")).count("pacs.exemple.fr") == 1


ODD = {
    "a section in a section": structured(section("un", "A", section("deux", "B")), header=""),
    "a section in an entry": structured(
        section(
            "un", "A", f"<entry><organizer><component>{section('deux', 'B')}</component></organizer></entry>"
        ),
        header="",
    ),
    "two texts": structured("<section><text>un</text><text>deux</text></section>", header=""),
    "a text without section": structured(header="").replace(
        b"<structuredBody>", b"<structuredBody><component><text>un</text></component><text>deux</text>"
    ),
    "bare text": structured(header="").replace(
        b"<structuredBody>", b"un<structuredBody>deux<component><section/></component>"
    ),
    "a section in the body": clinical_document(
        f"<component><structuredBody>{section('un')}{section('deux')}</structuredBody></component>", header=""
    ),
    "a section in the document": clinical_document(
        f"<component>{section('un')}</component>{section('deux')}", header=""
    ),
    "components in components": structured(
        f"<component><component>{section('un')}</component></component>", section("deux"), header=""
    ),
    "blocks in a section": structured(
        "<section><paragraph>un</paragraph><list><item>deux</item></list></section>", header=""
    ),
    "two bodies": clinical_document(
        "".join(
            f"<component><structuredBody><component>{section(text)}</component></structuredBody></component>"
            for text in ("un", "deux")
        ),
        header="",
    ),
    "two titles": structured("<section><title>un</title><title>deux</title></section>", header=""),
}


@pytest.mark.parametrize("case", ODD)
def test_what_is_out_of_its_place_is_shown_once_and_in_order(case):
    words = [word for word in plain(ODD[case]).split() if word in ("un", "deux")]
    assert words == ["un", "deux"]


def test_section_in_a_narrative_is_its_text():
    document = read(structured(section("<section><p>un</p></section>"), header=""))
    assert document.sections[0].blocks == (Paragraph((document.sections[0].blocks[0].runs[0],)),)  # type: ignore[union-attr]
    assert not document.sections[0].sections


def other_patient(identifier: str = "1", family: str = "BERNARD", given: str = "Bébé") -> str:
    return (
        f"<recordTarget><patientRole><id root='1.2.250.1.213.1.4.10' extension='{identifier}'/><patient>"
        f"<name><family>{family}</family><given>{given}</given></name><birthTime value='20260301'/></patient>"
        "</patientRole></recordTarget>"
    )


def test_second_patient_is_shown_with_a_warning():
    document = read(structured(section("x"), header=HEADER + other_patient()))
    assert "plusieurs patients (2)" in document.warnings[0]
    shown = lay_out(document, 80).plain().split("\n")
    assert [line.split("  ")[0] for line in shown[2:6]] == ["Patient", "INS", "Patient", "INS"]
    assert "BERNARD Bébé · 01/03/2026" in shown[4]


def test_patient_without_number_among_several_is_said_so():
    shown = plain(structured(section("x"), header=HEADER + other_patient("")))
    assert "INS      absente" in shown


def test_patient_named_twice_is_one():
    header = HEADER + other_patient("7") + other_patient("7")
    assert len(read(structured(section("x"), header=header)).header.others) == 1
    twice = read(structured(section("x"), header=other_patient() + other_patient()))
    assert twice.header.others == ()
    assert not twice.warnings
