"""The narrative of a section: nothing lost, nothing glued, nothing struck shown as valid."""

import pytest

from dmptui.core.documents.blocks import Block, ListBlock, Marks, Media, Paragraph, Preformatted
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from tests.core.documents.cda_samples import narrative, section, structured

COLUMNS = "NA     140   mmol/L\nK        4   mmol/L"


def blocks(text: str) -> tuple[Block, ...]:
    return read(narrative(text)).sections[0].blocks


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text) if isinstance(block, Paragraph)]


def shown(text: str, width: int = 80) -> list[str]:
    return [line.strip() for line in lay_out(read(narrative(text)), width).plain().split("\n")[2:]]


@pytest.mark.parametrize(
    "name", ["p", "div", "h1", "h3", "li", "dt", "dd", "center", "address", "foo", "section"]
)
@pytest.mark.parametrize("namespace", ["", " xmlns='http://www.w3.org/1999/xhtml'"])
def test_unknown_markup_starts_a_line(name, namespace):
    assert texts(f"<{name}{namespace}>Paracétamol 5</{name}><{name}{namespace}>10 mg</{name}>") == [
        "Paracétamol 5",
        "10 mg",
    ]


@pytest.mark.parametrize("name", ["content", "b", "i", "u", "span", "a", "strong", "em", "ins"])
def test_markup_that_flows_with_the_text(name):
    assert texts(f"Warfa<{name}>rine</{name}> 5 mg") == ["Warfarine 5 mg"]


def test_text_around_blocks_keeps_its_order():
    assert shown("a<p>b</p>c<ul><li>d</li></ul>e<div>f<p>g</p>h</div>i") == [
        "a", "", "b", "", "c", "", "• d", "", "e", "", "f", "", "g", "", "h", "", "i",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        f"<paragraph styleCode='xPre'>{COLUMNS}</paragraph>",
        f"<content styleCode='xELGA_monospaced'>\n{COLUMNS}\n</content>",
        f"<content styleCode='Bold xMono'>{COLUMNS}</content>",
        f"<paragraph xml:space='preserve'>{COLUMNS}</paragraph>",
        f"<pre>{COLUMNS}</pre>",
        f"<div><pre>{COLUMNS}</pre></div>",
        f"\n{COLUMNS}\n",
        COLUMNS.replace("\n", "<br/>").join(("<pre>", "</pre>")),
    ],
)
def test_columns_are_kept(text):
    assert blocks(text) == (Preformatted(tuple(COLUMNS.split("\n"))),)


def test_columns_are_kept_beside_prose_and_in_cells():
    before, table, after = blocks(f"avant<pre>{COLUMNS}</pre>après")
    assert (before.text, after.text) == ("avant", "après")  # type: ignore[union-attr]
    assert isinstance(table, Preformatted)
    assert "NA     140   mmol/L" in shown(f"<table><tr><td><pre>{COLUMNS}</pre></td></tr></table>")


def test_preserved_space_lets_blocks_be_blocks():
    text = "<text xml:space='preserve'>\n  <paragraph>un</paragraph>\n  <list><item>deux</item></list></text>"
    found = read(structured(f"<section>{text}</section>", header="")).sections[0].blocks
    assert [type(block) for block in found] == [Paragraph, ListBlock]


def test_a_word_in_a_fixed_face_is_a_word():
    assert texts("posologie <content styleCode='xMono'>arrêt</content> demain") == ["posologie arrêt demain"]


def test_columns_too_wide_are_cut_between_words_and_marked():
    lines = shown(f"<pre>{'X' * 20}     140    mmol/L  (135-145)\nY  Z</pre>", 40)
    assert lines == [f"{'X' * 20}     140    mmol/L", "↪ (135-145)", "Y  Z"]


@pytest.mark.parametrize(
    "text",
    [
        "<content revised='delete'>5 mg</content>",
        "<content styleCode='Bold StrikeThrough'>5 mg</content>",
        "<paragraph revised='delete'>5 mg</paragraph>",
        "<del>5 mg</del>",
        "<s><b>5</b> mg</s>",
        "<delete>5 mg</delete>",
    ],
)
def test_struck_text_is_marked(text):
    assert texts(text) == ["[barré : 5 mg]"]


def test_struck_blocks_are_marked_line_by_line():
    text = (
        "<table><tbody><tr revised='delete'><td>Digoxine</td><td>1 cp</td></tr><tr><td>Aspirine</td>"
        "<td>2</td>"
        "</tr></tbody></table><list revised='delete'><item>un</item><item/></list>"
        "<pre revised='delete'>a  b\nc  d</pre>"
    )
    assert shown(text) == [
        "[barré : Digoxine]  [barré : 1 cp]", "Aspirine            2", "", "• [barré : un]", "•", "",
        "[barré : a  b", "c  d]",
    ]  # fmt: skip


def test_struck_words_among_others():
    text = (
        "Dose <content revised='delete'>10 <content styleCode='Bold'>mg</content> </content>"
        "<content revised='insert'>20 mg</content>."
    )
    assert texts(text) == ["Dose [barré : 10 mg] 20 mg."]


def test_struck_title():
    title = "Traitement <content revised='delete'>en cours</content> 10<sup>9</sup>"
    assert read(structured(section("x", title))).sections[0].title == "Traitement [barré : en cours] 10⁹"


NOTES = (
    "<table><thead><tr><th>Analyse</th><th>Résultat</th></tr></thead><tfoot><tr><td colspan='2'>"
    "<footnote ID='fn1'>sous anticoagulant</footnote></td></tr></tfoot><tbody><tr><td>INR</td>"
    "<td>1,1<footnoteRef IDREF='fn1'/></td></tr></tbody></table>"
    "<paragraph>Voir<footnoteRef IDREF='fn2'/> et<footnoteRef IDREF='fn2'/>, dose<footnote>à jeun</footnote>."
    "</paragraph><footnote ID='fn2'>deuxième</footnote>"
)


def test_notes_are_marked_where_they_are_called_and_come_last():
    assert shown(NOTES) == [
        "Analyse  Résultat", "─────────────────", "INR      1,1[1]", "", "Voir[2] et[2], dose[3].", "",
        "[1] sous anticoagulant", "", "[2] deuxième", "", "[3] à jeun",
    ]  # fmt: skip


def test_note_that_stands_amid_words_is_marked_there_too():
    text = (
        "dose<footnote ID='n'>à jeun</footnote> faible <footnoteRef IDREF='n'/> et <footnoteRef IDREF='n'/>"
    )
    assert texts(text) == ["dose[1] faible [1] et [1]", "[1] à jeun"]


def test_notes_of_one_name_are_not_mixed():
    text = "a<footnote ID='n'>un</footnote> b<footnote ID='n'>deux</footnote>"
    assert texts(text) == ["a[1] b[2]", "[1] un", "[2] deux"]


def test_call_of_no_note_is_said():
    assert texts("dose<footnoteRef IDREF='rien'/>") == ["dose[note absente]"]


def test_numbers_follow_over_sections():
    first, second = read(
        structured(section("a<footnote>un</footnote>", "A"), section("b<footnote>deux</footnote>", "B"))
    ).sections
    assert [each.blocks[-1].text for each in (first, second)] == ["[1] un", "[2] deux"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("attributes", "marks"),
    [
        ("", "• •"), ("listType='unordered'", "• •"), ("listType='ordered'", "1. 2."),
        ("listType='ordered' styleCode='Arabic'", "1. 2."),
        ("listType='ordered' styleCode='LittleAlpha'", "a. b."),
        ("listType='ordered' styleCode='Bold BIGALPHA'", "A. B."),
        ("listType='ordered' styleCode='LittleRoman'", "i. ii."),
        ("listType='ordered' styleCode='BigRoman'", "I. II."), ("styleCode='Disc'", "• •"),
        ("styleCode='Circle'", "◦ ◦"), ("styleCode='Square'", "▪ ▪"), ("styleCode='BigRoman'", "I. II."),
        ("listType='ordered' styleCode='Disc'", "1. 2."),
    ],
)  # fmt: skip
def test_marks_of_a_list(attributes, marks):
    lines = shown(f"<list {attributes}><item>un</item><item>deux</item></list>")
    assert [line.split()[0] for line in lines] == marks.split()


def test_html_lists():
    assert shown("<ol type='a' start='3'><li>un</li></ol><ul><li>x<ol><li>y</li></ol></li></ul>") == [
        "c. un", "", "• x", "1. y",
    ]  # fmt: skip


def test_what_is_outside_the_items_of_a_list_is_shown_and_takes_no_number():
    text = "<list listType='ordered'>avant<item>un</item>entre<p>deux</p><item>trois</item>après</list>"
    assert [line for line in shown(text) if line] == ["avant", "1. un", "entre", "deux", "2. trois", "après"]
    (whole,) = blocks("<list styleCode='BigAlpha'><item>x</item></list>")
    assert isinstance(whole, ListBlock)
    assert whole.marks is Marks.BIG_ALPHA


def test_several_captions_are_all_shown():
    assert (
        shown("<table><caption>Un</caption><caption>Deux</caption><tr><td>x</td></tr></table>")[0]
        == "Un Deux"
    )
    assert shown("<list><caption>Un</caption><caption>Deux</caption><item>x</item></list>")[0] == "Un Deux"


def test_text_outside_rows_and_cells_is_shown_once():
    text = "<table>a<tbody>b<tr>c<td>d</td>e</tr>f</tbody>g</table>h"
    assert [line for line in shown(text) if line] == list("abcdefgh")


def test_caption_of_a_picture_that_is_nowhere():
    (media,) = blocks(
        "<renderMultiMedia referencedObject='x'><caption>Face du <b>3</b> mars</caption></renderMultiMedia>"
    )
    assert media == Media(None, "x", "Face du 3 mars")


def test_picture_of_html():
    assert shown("<img src='https://exemple.fr/a.png' alt='ECG'/>") == [
        "Fichier hors de ce document : https://exemple.fr/a.png · ECG"
    ]


def test_nested_tables_stay_in_their_cell():
    text = "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>"
    assert [line.split() for line in shown(text)] == [["a", "b", "c"]]
