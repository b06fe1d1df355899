"""Tables on a screen: columns while every word fits, else cards; never a label of another cell."""

import pytest

from dmptui.core.documents.layout import Role, lay_out
from dmptui.core.documents.read import read
from tests.core.documents.cda_samples import narrative, table


def show(text: str, width: int = 80) -> str:
    """The narrative laid out, without the section's title and indent."""
    layout = lay_out(read(narrative(text)), width)
    indent = 2 if width >= 50 else 0
    lines = [line[indent:] for line in layout.plain().split("\n")]
    return "\n".join(lines[2:])


def roles(text: str, width: int = 80) -> dict[Role, list[str]]:
    """The pieces of text in a role."""
    found: dict[Role, list[str]] = {}
    for line in lay_out(read(narrative(text)), width).lines:
        for words, role in line:
            found.setdefault(role, []).append(words)
    return found


VITALS = table("12/03/2026 | Poids | 68 kg", "12/03/2026 | Taille | 1,70 m", head="Date | Mesure | Valeur")


def test_columns():
    assert show(VITALS) == (
        "Date        Mesure  Valeur\n"
        "──────────────────────────\n"
        "12/03/2026  Poids   68 kg\n"
        "12/03/2026  Taille  1,70 m"
    )  # fmt: skip


def test_cards_when_the_words_do_not_fit():
    assert show(VITALS, 24) == (
        "Date    12/03/2026\n"
        "Mesure  Poids\n"
        "Valeur  68 kg\n"
        "\n"
        "Date    12/03/2026\n"
        "Mesure  Taille\n"
        "Valeur  1,70 m"
    )  # fmt: skip


def test_header_is_dim():
    assert "Mesure" in roles(VITALS)[Role.DIM]


@pytest.mark.parametrize("width", range(20, 60, 3))
def test_no_word_is_ever_cut(width):
    shown = show(VITALS, width).split()
    assert {"12/03/2026", "Poids", "Taille", "68", "kg", "Valeur"} <= set(shown)


def test_short_columns_stay_whole_when_a_long_one_wraps():
    shown = show(table("12/03/2026 | " + "mot " * 40, "13/03/2026 | bref", head="Date | Commentaire"), 60)
    assert "\n12/03/2026  mot mot" in shown


def test_rows_of_several_lines_are_parted():
    shown = show(table("a | " + "mot " * 30, "b | bref", "c | bref", head="Nom | Commentaire"), 60)
    assert "\n\nb " in shown
    assert "\nb    bref\nc    bref" in shown


def test_empty_column_is_said_and_not_drawn():
    shown = show(table("A | | 1", "B | | 2", head="Nom | Date de fin | Dose"))
    assert shown == "Nom  Dose\n─────────\nA    1\nB    2\n\nNon renseigné : Date de fin"


def test_column_filled_once_is_drawn():
    shown = show(table("A | | 1", "B | x | 2", head="Nom | Fin | Dose"))
    assert "Non renseigné" not in shown


def test_label_of_an_empty_column_is_not_said_missing_when_another_has_it():
    head = "<thead><tr><th colspan='2'>Date</th><th>Acte</th></tr></thead>"
    rows = "<tr><td></td><td>11/07</td><td>Radio</td></tr>"
    assert "Non renseigné" not in show(f"<table>{head}<tbody>{rows}</tbody></table>")


APART = (
    "<table><thead><tr><th>Durée du traitement</th><th>Médicament</th><th>Dose</th></tr></thead><tbody>"
    "<tr><td>6 jours</td><td>PARACETAMOL 500 mg</td><td>1 cp</td></tr>"
    "<tr><td>Instruction au patient</td><td colspan='2'>Au cours du repas</td></tr>"
    "<tr><td>3 jours</td><td>IBUPROFENE 200 mg</td><td>2 cp</td></tr></tbody></table>"
)


def test_row_of_other_spans_borrows_no_label_in_cards():
    assert show(APART, 28) == (
        "Durée du      6 jours\n"
        "traitement\n"
        "Médicament    PARACETAMOL\n"
        "              500 mg\n"
        "Dose          1 cp\n"
        "Instruction   Au cours du\n"
        "au patient    repas\n"
        "\n"
        "Durée du      3 jours\n"
        "traitement\n"
        "Médicament    IBUPROFENE 200\n"
        "              mg\n"
        "Dose          2 cp"
    )  # fmt: skip


@pytest.mark.parametrize("width", [30, 34, 40, 60, 80, 120])
def test_row_of_other_spans_stands_apart(width):
    lines = [line.strip() for line in show(APART, width).split("\n")]
    (instruction,) = [line for line in lines if line.startswith("Instruction")]
    assert "Durée" not in instruction
    assert not any("Médicament" in line and "Au cours" in line for line in lines)


def test_cell_that_spans_what_its_header_spans_keeps_its_label():
    text = (
        "<table><thead><tr><th>Nom</th><th colspan='2'>Posologie</th></tr>"
        "<tr><th></th><th>Matin</th><th>Soir</th></tr></thead><tbody>"
        "<tr><td>PREDNISONE</td><td colspan='2'>si besoin</td></tr>"
        "<tr><td>METFORMINE</td><td>une dose</td><td>deux doses</td></tr></tbody></table>"
    )
    assert show(text, 40) == (
        "Nom         Posologie\n"
        "            Matin     Soir\n"
        "────────────────────────────────\n"
        "PREDNISONE  si besoin\n"
        "METFORMINE  une dose  deux doses"
    )  # fmt: skip
    assert show(text, 22).split("\n\n") == [
        "Nom\nPREDNISONE\nPosologie    si besoin",
        "Nom\nMETFORMINE\nPosologie /  une dose\nMatin\nPosologie /  deux\nSoir         doses",
    ]


STEPS = (
    "<table><thead><tr><th>Médicament</th><th>Dose</th><th>Durée</th></tr></thead><tbody><tr>"
    "<td>PREDNISONE 20 mg</td><td>3 comprimés le matin<br/><br/>1 comprimé</td>"
    "<td>pendant 5 jours<br/><br/>pendant 2 jours</td></tr>"
    "<tr><td>PARACETAMOL</td><td>1 g</td><td>5 jours</td></tr></tbody></table>"
)


def test_steps_in_cards():
    assert show(STEPS, 30) == (
        "Médicament  PREDNISONE 20 mg\n"
        "étape 1/2\n"
        "Dose        3 comprimés le\n"
        "            matin\n"
        "Durée       pendant 5 jours\n"
        "étape 2/2\n"
        "Dose        1 comprimé\n"
        "Durée       pendant 2 jours\n"
        "\n"
        "Médicament  PARACETAMOL\n"
        "Dose        1 g\n"
        "Durée       5 jours"
    )  # fmt: skip


def test_steps_in_columns():
    assert show(STEPS, 38) == (
        "Médicament    Dose         Durée\n"
        "──────────────────────────────────────\n"
        "PREDNISONE    3 comprimés  pendant 5\n"
        "20 mg         le matin     jours\n"
        "\n"
        "              1 comprimé   pendant 2\n"
        "                           jours\n"
        "\n"
        "PARACETAMOL   1 g          5 jours"
    )  # fmt: skip


@pytest.mark.parametrize("width", [48, 60, 80])
def test_steps_stay_aligned_in_columns(width):
    lines = show(STEPS, width).split("\n")
    assert any("1 comprimé" in line and "pendant 2" in line for line in lines)
    assert not any("1 comprimé" in line and "pendant 5" in line for line in lines)


def test_lines_that_answer_one_another_stay_aligned():
    text = (
        "<table><thead><tr><th>Réaction</th><th>Sévérité</th></tr></thead><tbody><tr>"
        "<td>Bronchospasme d'origine médicamenteuse de survenue retardée<br/>Urticaire</td>"
        "<td>modérée<br/>légère</td></tr><tr><td>x</td><td>y</td></tr></tbody></table>"
    )
    lines = show(text, 50).split("\n")
    assert any("Urticaire" in line and "légère" in line for line in lines)
    assert any("Bronchospasme" in line and "modérée" in line for line in lines)


def test_cell_over_several_rows():
    text = (
        "<table><thead><tr><th>Phase</th><th>Étendue</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>Progression</td><td>locale</td></tr><tr><td>à distance</td></tr></tbody></table>"
    )
    assert show(text) == (
        "Phase        Étendue\n"
        "───────────────────────\n"
        "Progression  locale\n"
        "Progression  à distance"
    )  # fmt: skip
    assert show(text, 20).count("Progression") == 2
    assert roles(text)[Role.DIM][-1] == "Progression"


def test_long_cell_over_several_rows_is_marked_on_the_others():
    rows = f"<tr><td>a</td><td rowspan='2'>{'mot ' * 30}</td></tr><tr><td>b</td></tr>"
    text = f"<table><tbody>{rows}</tbody></table>"
    assert show(text, 40).split("\n")[-1].split() == ["b", "idem"]


def test_overlapping_spans():
    text = (
        "<table><thead><tr><th>Jour</th><th>Matin</th><th>Soir</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>Lundi</td><td>1</td><td rowspan='3'>0</td></tr><tr><td>2</td></tr>"
        "<tr><td>Mardi</td><td>3</td></tr></tbody></table>"
    )
    assert [line.split() for line in show(text).split("\n")[2:]] == [
        ["Lundi", "1", "0"],
        ["Lundi", "2", "0"],
        ["Mardi", "3", "0"],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "<tbody><tr><td rowspan='9'>A</td><td>1</td></tr></tbody>"
        "<tbody><tr><td>B</td><td>2</td></tr></tbody>",
        "<tr><td rowspan='2'>A</td><td rowspan='2'>1</td></tr><tr/><tr><td>B</td><td>2</td></tr>",
        "<thead><tr><th rowspan='3'>X</th><th rowspan='3'>Y</th></tr></thead>"
        "<tbody><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></tbody>",
        "<tr><td>A</td>perdu<td>1</td></tr><tr><td>B</td><p>perdu</p><td>2</td></tr>",
        "<tr><td>A</td><td rowspan='2'>1</td></tr>perdu<tr><td>x</td></tr><tr><td>B</td><td>2</td></tr>",
        "<thead>perdu<tr><th>X</th><th>Y</th></tr></thead><tr><td>A</td><td>1</td></tr>"
        "<tr><td>B</td><td>2</td></tr>",
    ],
)
def test_no_span_and_nothing_lost_shifts_the_columns(rows):
    lines = [line.split() for line in show(f"<table>{rows}</table>").split("\n")]
    assert ["A", "1"] in lines
    assert ["B", "2"] in lines


def test_labels_said_again_are_those_of_the_rows_below_them():
    text = (
        "<table><thead><tr><th>Nom</th><th>Dose</th></tr></thead><tbody><tr><td>a</td><td>1</td></tr></tbody>"
        "<thead><tr><td>Analyse</td><td>Valeur</td></tr></thead><tbody><tr><td>b</td><td>2</td></tr>"
        "<tr><td>c</td><td>3</td></tr></tbody></table>"
    )
    assert [line.split() for line in show(text, 20).split("\n") if line.strip(" ─")] == [
        ["Nom", "Dose"], ["a", "1"], ["Analyse", "Valeur"], ["b", "2"], ["c", "3"],
    ]  # fmt: skip


def test_row_of_labels_that_a_value_reaches_is_a_row():
    text = (
        "<table><thead><tr><th>Jour</th><th>Dose</th><th>Prise</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>Lundi</td><td>1</td><td>x</td></tr><tr><th>2</th><th>y</th></tr>"
        "<tr><td>Mardi</td><td>3</td><td>z</td></tr></tbody></table>"
    )
    assert ["Lundi", "2", "y"] in [line.split() for line in show(text).split("\n")]


def test_band_is_a_title():
    text = (
        "<table><thead><tr><th>Examen</th><th>Résultat</th></tr></thead><tbody>"
        "<tr><td colspan='2'>Ionogramme</td></tr><tr><td>Sodium</td><td>140</td></tr></tbody></table>"
    )
    assert show(text) == "Examen  Résultat\n────────────────\nIonogramme\nSodium  140"
    assert roles(text)[Role.STRONG] == ["Ionogramme"]


def test_header_said_in_the_body():
    cell = "<td styleCode='Bold'>{}</td>"
    header = "<tr>" + "".join(map(cell.format, ("Date", "Type", "Lieu"))) + "</tr>"
    text = f"<table><tbody>{header}<tr><td>2026</td><td>Chirurgie</td><td>CHU</td></tr>"
    text += f"{header}<tr><td>2027</td><td>Radiothérapie</td><td>CHU</td></tr></tbody></table>"
    assert show(text, 20).split("\n") == [
        "Date  2026",
        "Type  Chirurgie",
        "Lieu  CHU",
        "",
        "Date  2027",
        "Type  Radiothérapie",
        "Lieu  CHU",
    ]


def test_result_in_bold_never_becomes_a_label():
    bold = (
        "<tr>"
        + "".join(f"<td styleCode='Bold'>{cell}</td>" for cell in ("Urée", "élevée", "haute"))
        + "</tr>"
    )
    text = "<table><thead><tr><th>Examen</th><th>Résultat</th><th>Interprétation</th></tr></thead><tbody>"
    text += f"{bold}<tr><td>Sodium</td><td>normal</td><td>normale</td></tr></tbody></table>"
    cards = show(text, 24)
    assert cards.count("Examen") == 2
    assert cards.count("Urée") == 1


def test_row_in_bold_amid_others_never_becomes_a_label():
    rows = ["Leucocytes | normaux | non", "<b>", "Cellules | rares | non"]
    bold = "<tr>" + "".join(f"<td styleCode='Bold'>{cell}</td>" for cell in ("Culture", "positive", "oui"))
    text = table(*rows).replace("<tr><td><b></td></tr>", f"{bold}</tr>")
    assert show(text, 20).split("\n\n")[-1] == "Cellules\nrares\nnon"


def test_numbers_aligned_on_the_right_when_their_author_did():
    rows = "<tr><td>a</td><td align='right'>1</td></tr><tr><td>b</td><td align='right'>100</td></tr>"
    assert show(f"<table><tbody>{rows}</tbody></table>") == "a    1\nb  100"


def test_table_of_headers_only():
    assert "Nom" in show("<table><thead><tr><th>Nom</th><th>Dose</th></tr></thead></table>")


def test_empty_table():
    assert show("<table><tbody><tr><td></td></tr></tbody></table>").split("\n\n")[0] == ""


def test_words_outside_any_cell_or_row_are_shown():
    text = (
        "<table><tbody><tr><td>Genre</td><content>depuis 2001</content></tr><td>seul</td></tbody>"
        "<content>perdu</content></table>"
    )
    assert {"depuis", "2001", "seul", "perdu"} <= set(show(text).split())
