"""Each row of a list is on the page once, coded or not, with its mark; and nothing else is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.insight.marks import name_of
from dmptui.core.model.clinical import LabResult, Standing, Vaccination
from tests.core.documents.cda.entry_samples import (
    anchor,
    concern,
    document,
    entry,
    model,
    problem,
    row,
    section,
    table,
    vaccination,
)
from tests.core.documents.cda.row_samples import HEADS, KINDS, Line, lines, listed

I10 = 'code="I10" displayName="Hypertension"'


def name(fact) -> str:
    return fact.product.text if isinstance(fact, Vaccination) else name_of(fact)


@settings(max_examples=60)
@given(st.sampled_from(sorted(KINDS)), lines())
def test_every_row_is_a_fact_once_with_its_mark(code: str, rows: list[Line]) -> None:
    found = getattr(listed(code, rows), KINDS[code])
    names = [name(fact).strip("[]").removeprefix("barré : ") for fact in found]
    said = [(each, fact.source.coded, fact.standing) for each, fact in zip(names, found, strict=True)]
    assert said == [(line.name, line.coded, line.standing_in(code)) for line in rows]


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_struck_row_without_an_entry_is_said_struck_once(code: str) -> None:
    (found,) = getattr(listed(code, [Line("PRODUIT", coded=False, struck=True)]), KINDS[code])
    assert (name(found), found.source.words, found.standing) == ("PRODUIT", "PRODUIT", Standing.STRUCK)


@settings(max_examples=30)
@given(st.sampled_from(sorted(KINDS)), lines())
def test_a_row_that_loses_its_entry_stays_and_is_not_coded(code: str, rows: list[Line]) -> None:
    bare = [Line(line.name, line.state, coded=False) for line in rows]
    entries = listed(code, bare)
    found = getattr(entries, KINDS[code])
    assert [fact.source.coded for fact in found] == [False] * len(rows)
    assert [fact.standing for fact in found] == [line.standing for line in bare]
    assert not entries.remaining()


@settings(max_examples=30)
@given(st.sampled_from(sorted(KINDS)), lines(least=2))
def test_another_wording_is_never_a_second_fact(code: str, rows: list[Line]) -> None:
    """An entry that no row is surely of: the rows that are left stay text, which says more."""
    unknown = section(
        entry(f"<observation>{model('41')}<code/><value/></observation>"),
        table(row("Ceci"), row("Cela")),
        "48765-2",
    )
    entries = document(unknown)
    assert len(entries.allergies) == 1
    (told,) = entries.remaining("48765-2")
    assert told.remaining == ("Ceci", "Cela")


@pytest.mark.parametrize("code", sorted(KINDS))
@pytest.mark.parametrize("said", ["Néant", "Aucune allergie connue", "RAS", "Sans objet", "Aucun connu."])
@pytest.mark.parametrize("form", ["<paragraph>{}</paragraph>", "<list><item>{}</item></list>", "{}"])
def test_a_statement_of_absence_is_no_row(code: str, said: str, form: str) -> None:
    entries = document(section("", form.format(said), code))
    assert not getattr(entries, KINDS[code])
    (told,) = entries.narratives
    assert (told.is_absence, told.lines, told.remaining) == (True, (said,), ())


def test_an_absence_beside_a_row_hides_nothing() -> None:
    text = "<paragraph>Aucune allergie connue</paragraph><list><item>Latex</item></list>"
    entries = document(section("", text, "48765-2"))
    assert [name(each) for each in entries.allergies] == ["Latex"]
    assert entries.narratives[0].remaining == ("Aucune allergie connue",)
    assert not entries.narratives[0].is_absence


@pytest.mark.parametrize(
    "text",
    [
        "<table><caption>Allergies</caption><thead><tr><th>Agent</th><th>Réaction</th></tr></thead></table>",
        table(row("Date", "Agent", "Réaction")),
        "<table><tbody><tr><th>Agent</th><th>Réaction</th></tr></tbody></table>",
        table(row("", "-", "")),
        "",
    ],
)
def test_headings_captions_and_blanks_are_neither_rows_nor_more(text: str) -> None:
    entries = document(section("", text, "48765-2"))
    assert not entries.allergies
    assert not entries.remaining()


@pytest.mark.parametrize(
    "text",
    [
        "<paragraph>Suspicion d'allergie à l'iode</paragraph>",
        "<table><tbody><tr><td>a</td><td>b</td></tr></tbody><tfoot><tr><td>Total 2</td></tr></tfoot></table>",
        table('<tr><td colspan="3">Vu avec la famille</td></tr>', row("a", "b", "c")),
        "Iode : à confirmer<br/>",
        "<list><item>Pas d'aspirine</item></list>",
        "<list><item>Médicaments<list><item>Latex</item></list></item></list>",
    ],
)
def test_what_may_be_anything_is_said_to_be_more(text: str) -> None:
    entries = document(section("", text, "48765-2"))
    assert len(entries.remaining("48765-2")) == 1


def test_a_cell_over_several_rows_is_read_on_each() -> None:
    head = "<thead><tr><th>Date</th><th>Vaccin</th><th>Lot</th></tr></thead>"
    first = '<tr><td rowspan="2">10/01/2025</td><td>PRIORIX</td><td>P1</td></tr>'
    body = first + row("VARIVAX", "V1")
    entries = document(section("", f"<table>{head}<tbody>{body}</tbody></table>", "11369-6"))
    told = [(dose.product.text, dose.when.short(), dose.product.lot) for dose in entries.vaccinations]
    assert told == [("PRIORIX", "10/01/2025", "P1"), ("VARIVAX", "10/01/2025", "V1")]


@pytest.mark.parametrize("lot", ["NC", "?", "0", "non renseigné", "-", ""])
def test_what_is_no_lot_is_not_read_as_one(lot: str) -> None:
    head = "<thead><tr><th>Vaccin</th><th>Lot</th></tr></thead>"
    (dose,) = document(
        section("", f"<table>{head}<tbody>{row('PRIORIX', lot)}</tbody></table>", "11369-6")
    ).vaccinations
    assert dose.product.lot == ""


def test_a_range_is_never_taken_for_a_value() -> None:
    head = "<thead><tr><th>Analyse</th><th>Valeurs de référence</th></tr></thead>"
    text = f"<table>{head}<tbody>{row('Sodium', '135 - 145')}</tbody></table>"
    told = section("", text, "18719-5").replace("<section>", f"<section>{biology()}", 1)
    entries = document(told)
    assert not entries.lab_results
    assert entries.narratives[0].remaining == ("Sodium · 135 - 145",)


def test_a_result_of_the_text_is_not_judged() -> None:
    head = "<thead><tr><th>Analyse</th><th>Résultat</th></tr></thead>"
    text = f"<table>{head}<tbody>{row('Sodium', '122 mmol/L')}</tbody></table>"
    (result,) = document(
        section("", text, "18719-5").replace("<section>", f"<section>{biology()}", 1)
    ).lab_results
    assert (result.label, result.value.text, result.value.number, result.flag) == (
        "Sodium",
        "122 mmol/L",
        None,
        "",
    )


def biology() -> str:
    return '<templateId root="1.3.6.1.4.1.19376.1.3.3.2.1"/>'


@pytest.mark.parametrize("status", ["nullified", "cancelled", "aborted", "suspended"])
def test_the_status_of_a_concern_is_that_of_what_it_holds(status: str) -> None:
    (found,) = document(section(concern(problem(I10), status))).problems
    assert not found.standing.counts


@pytest.mark.parametrize("status", ["nullified", "cancelled", "aborted"])
def test_the_status_of_a_group_is_that_of_its_results(status: str) -> None:
    status_of = '<statusCode code="completed"/>'
    result = f'<observation moodCode="EVN">{model("80")}<code displayName="K"/>{status_of}</observation>'
    around = f'<statusCode code="{status}"/><component>{result}</component>'
    group = f'<organizer classCode="BATTERY">{around}</organizer>'
    (found,) = document(section(entry(group), code="18719-5")).lab_results
    assert not found.standing.judged


def test_an_earlier_result_that_was_taken_back_is_not_recalled() -> None:
    def earlier(status: str) -> str:
        return (
            f'<entryRelationship typeCode="REFR"><observation moodCode="EVN"><statusCode code="{status}"/>'
            '<effectiveTime value="2023"/><value xsi:type="PQ" value="5" unit="g/L"/></observation>'
            "</entryRelationship>"
        )

    both = earlier("completed") + earlier("nullified")
    result = f'<observation>{model("80")}<code displayName="K"/>{both}</observation>'
    (found,) = document(section(entry(result), code="18719-5")).lab_results
    assert len(found.earlier) == 1


def test_a_value_struck_through_strikes_its_result() -> None:
    text = table(row(anchor("c1", "Sodium"), '<content revised="delete">122 mmol/L</content> 142 mmol/L'))
    result = (
        f'<observation>{model("80")}<code displayName="Sodium"><originalText><reference value="#c1"/>'
        '</originalText></code><value xsi:type="PQ" value="122" unit="mmol/L"/></observation>'
    )
    (found,) = document(section(entry(result), text, "18719-5")).lab_results
    assert found.standing is Standing.STRUCK
    assert found.source.narrative == "Sodium · [barré : 122 mmol/L] 142 mmol/L"


def test_a_date_struck_through_is_not_the_date() -> None:
    text = table(row('<content revised="delete">28/09/2009</content> 25/08/2009', anchor("v1", "REVAXIS")))
    (dose,) = document(section(vaccination(), text, "11369-6")).vaccinations
    assert dose.standing is Standing.STATED
    assert dose.source.shown_date(dose.when).short() == "25/08/2009"


def test_the_agent_of_an_allergy_is_read_where_only_the_text_says_it() -> None:
    head = "<thead><tr><th>Type</th><th>Agent</th></tr></thead>"
    text = f"<table>{head}<tbody>{row(anchor('a1', 'Allergie médicamenteuse'), 'Aspirine')}</tbody></table>"
    observation = (
        f'<observation negationInd="true">{model("41")}<code displayName="Allergie médicamenteuse"/>'
        '<text><reference value="#a1"/></text><value/></observation>'
    )
    (found,) = document(section(entry(observation), text, "48765-2")).allergies
    assert (name(found), found.standing) == ("Aspirine", Standing.DENIED)


def test_every_list_has_a_sample() -> None:
    assert set(HEADS) == set(KINDS)


@pytest.mark.parametrize(
    "said",
    [
        "Codéine : non",
        "Iode (négatif)",
        "Voir courrier",
        "cf. dossier papier",
        "Idem",
        "?",
        "Allergies : aucune",
    ],
)
def test_an_item_that_names_nothing_is_no_fact(said: str) -> None:
    entries = document(section("", f"<list><item>Latex</item><item>{said}</item></list>", "48765-2"))
    assert [name(each) for each in entries.allergies] == ["Latex"]
    assert [line for each in entries.remaining() for line in each.remaining] == [said]


def results(headings: str, *rows: str) -> tuple[LabResult, ...]:
    head = "".join(f"<th>{each}</th>" for each in headings.split("|"))
    body = "".join(row(*each.split("|")) for each in rows)
    text = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    told = section("", text, "18719-5").replace("<section>", f"<section>{biology()}", 1)
    return document(told).lab_results


def test_the_unit_of_a_result_of_the_text_may_have_a_column() -> None:
    found = results(
        "Analyse|Résultat|Unité", "Potassium|7,9|mmol/L", "CRP|négatif|mg/L", "Na|140 mmol/L|mmol/L"
    )
    assert [each.value.text for each in found] == ["7,9 mmol/L", "négatif", "140 mmol/L"]


@pytest.mark.parametrize(
    ("headings", "cells", "ranges"),
    [
        ("Référence H|Référence F", "13-17|12-16", [("13-17", "homme"), ("12-16", "femme")]),
        ("Normes hommes|Normes femmes", "13-17|12-16", [("13-17", "homme"), ("12-16", "femme")]),
        ("Norme adulte|Norme enfant", "13-17|12-16", [("13-17", "adulte"), ("12-16", "enfant")]),
        ("Valeurs de référence", "13-17", [("13-17", "")]),
        ("Norme min|Norme max", "13|17", [("13 - 17", "")]),
        ("Valeurs usuelles (femme)", "12-16", [("12-16", "femme")]),
    ],
)
def test_ranges_in_several_columns_are_all_read(
    headings: str, cells: str, ranges: list[tuple[str, str]]
) -> None:
    (found,) = results(f"Analyse|Résultat|{headings}", f"Hémoglobine|12,1 g/dL|{cells}")
    assert [(each.value.text, each.condition) for each in found.ranges] == ranges
    assert (found.normal is None) is any(condition for _value, condition in ranges)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("mars 2018", "03/2018"),
        ("Août 2018", "08/2018"),
        ("2018", "2018"),
        ("12/13/2016", ""),
        ("été 2018", ""),
    ],
)
def test_the_date_of_a_dose_of_the_text(written: str, shown: str) -> None:
    head = "<thead><tr><th>Date</th><th>Vaccin</th></tr></thead>"
    text = f"<table>{head}<tbody>{row(written, 'PRIORIX')}</tbody></table>"
    (dose,) = document(section("", text, "11369-6")).vaccinations
    assert dose.when.short() == shown


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ("refus parental", Standing.REFUSED),
        ("Contre-indication", Standing.FORBIDDEN),
        ("non vacciné", Standing.DENIED),
        ("rupture de stock", Standing.DENIED),
        ("à venir", Standing.PLANNED),
        ("fait", Standing.STATED),
    ],
)
def test_what_a_cell_says_of_a_dose(said: str, standing: Standing) -> None:
    head = "<thead><tr><th>Date</th><th>Vaccin</th><th>Statut</th></tr></thead>"
    text = f"<table>{head}<tbody>{row('12/03/2024', 'PRIORIX', said)}</tbody></table>"
    (dose,) = document(section("", text, "11369-6")).vaccinations
    assert dose.standing is standing


@pytest.mark.parametrize(
    "text",
    [
        f"<paragraph>{anchor('a1', 'Amoxicilline')}, latex et iode</paragraph>",
        table(row(f"{anchor('a1', 'Amoxicilline')}<br/>Latex", "2010")),
        f"<list><item>{anchor('a1', 'Amoxicilline')} ; latex</item></list>",
    ],
)
def test_what_stands_beside_a_fact_in_its_cell_is_more(text: str) -> None:
    told = document(section(allergy("Amoxicilline"), text, "48765-2"))
    assert [name(each) for each in told.allergies] == ["Amoxicilline"]
    (left,) = told.remaining("48765-2")
    assert len(left.remaining) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"<paragraph>{anchor('a1', 'Amoxicilline')}.</paragraph>",
        table(row(f"Agent : {anchor('a1', 'Amoxicilline')}", "2010")).replace("Agent", "amoxicilline"),
        table(row(anchor("a1", "Amoxicilline"), "éruption")),
    ],
)
def test_what_a_fact_says_already_is_not_more(text: str) -> None:
    assert not document(section(allergy("Amoxicilline"), text, "48765-2")).remaining()


@pytest.mark.parametrize(
    "said",
    [
        "<content styleCode='xStrike'>Latex</content>",
        "<content styleCode='bold Strikethrough'>Latex</content>",
        "<content styleCode='line-through'>Latex</content>",
        "<del>Latex</del>",
        "<s>Latex</s>",
        "<content revised='delete'>Latex</content>",
    ],
)
def test_every_way_to_strike_is_one(said: str) -> None:
    text = f"<list><item>{said}</item><item>Iode</item></list>"
    found, other = document(section("", text, "48765-2")).allergies
    assert (name(found), found.standing) == ("Latex", Standing.STRUCK)
    assert (name(other), other.standing) == ("Iode", Standing.STATED)


def test_a_note_is_not_glued_to_what_it_is_of() -> None:
    text = "<list><item>Latex<footnote>choc</footnote></item></list>"
    (found,) = document(section("", text, "48765-2")).allergies
    assert name(found) == "Latex choc"


def allergy(agent: str) -> str:
    observation = (
        f'<observation moodCode="EVN">{model("41")}<code displayName="Allergie"/>'
        '<text><reference value="#a1"/></text><value/><participant typeCode="CSM"><participantRole>'
        f"<playingEntity><code/><name>{agent}</name></playingEntity></participantRole></participant></observation>"
    )
    return entry(observation)
