"""Pages of HTML as safe text."""

import base64
import html
import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.documents.blocks import Kind, ListBlock, Media, Table
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from dmptui.core.errors import InvalidContent
from tests.core.documents.cda_samples import clinical_document
from tests.core.documents.screen import shown, words

XHTML = '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "u">'


def page(body: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()
    )


def test_titles_make_sections():
    content = page("avant<h1>Un</h1><p>a</p><h3>Trois</h3>b<h2>Deux</h2>c<h1>Fin</h1>", "<title>CR</title>")
    document = read(content)
    assert document.kind is Kind.HTML
    assert document.header.title == "CR"
    (first, last) = document.sections
    assert (first.title, [s.title for s in first.sections]) == ("Un", ["Trois", "Deux"])
    assert last.title == ""
    assert words(content).endswith("c Fin")


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>a</p><div>b<div>c</div>d</div>e<address>f</address>", "a|b|c|d|e|f"),
        ("Paracétamol<p>Aspirine", "Paracétamol|Aspirine"),
        ("<inconnu>a</inconnu><inconnu>b</inconnu>", "a|b"),
        ("a<br>b<br/>c", "a|b|c"),
        ("5 <b>mg</b>/<i>j</i>, 10<sup>9</sup>/L, H<sub>2</sub>O", "5 mg/j, 10⁹/L, H₂O"),
        ("<s>500 mg</s> 1 g", "[barré : 500 mg] 1 g"),
        ("<span style='text-decoration: line-through'>500</span> 1", "[barré : 500] 1"),
        ("<div style='text-decoration:line-through'>500</div>1", "[barré : 500]|1"),
        ("<a href='https://exemple.fr/x'>ici</a>", "ici <https://exemple.fr/x>"),
        ("<a href='mailto:a@b.fr'>a@b.fr</a><a href='#x'> haut</a>", "a@b.fr haut"),
        ("<a href='javascript:x()'>ici</a>", "ici"),
        ("<img src='http://a/b.png' alt='Radio'>", "[image : Radio] <http://a/b.png>"),
        ("<dl><dt>Na</dt><dd>140</dd></dl>", "Na|140"),
        ("<pre>a   b\n c</pre>", "a   b| c"),
        ("&eacute;&#233;&nbsp;&lt;b&gt;", "éé\u00a0<b>"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "• a|  • b|• c"),
        ("<ol><li>a<li>b</ol>", "1. a|2. b"),
        ("<ol start=3><li>a<li value=7>b<li>c</ol>", "3. a|7. b|8. c"),
        ("<ol type=a><li>a<li>b</ol><ol type=I><li>a<li>b</ol>", "a. a|b. b|I. a|II. b"),
        ("<ol reversed><li>a<li>b</ol>", "2. a|1. b"),
        (
            "<input value='12'> kg <input type=checkbox checked> oui <input type=radio> non",
            "12 kg [x] oui [ ] non",
        ),
        ("<select><option>A<option selected>B</select>", "B"),
        ("<textarea>a\n  b</textarea>", "a|  b"),
        ("<q>bien</q>", "« bien »"),
        ("<noscript>lisez</noscript>", "lisez"),
        ("<w:p>a</w:p>b", "ab"),
    ],
)
def test_what_a_reader_sees(body, lines):
    found = [line for line in shown(page(body)).split("\n") if line and set(line) != {"─"}]
    assert "|".join(found).replace("\u202f", " ") == lines


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>HIDDEN</script>",
        "<style>HIDDEN{}</style>",
        "<template>HIDDEN</template>",
        "<p hidden>HIDDEN</p>",
        "<p style='DISPLAY : none'>HIDDEN</p>",
        "<span style='color:red;visibility:hidden'>HIDDEN</span>",
        "<b style='font-size:0'>HIDDEN</b>",
        "<input type=hidden value=HIDDEN>",
        "<!-- HIDDEN -->",
        "<?HIDDEN?>",
        "<p onclick='HIDDEN()' class=HIDDEN>",
        "<iframe src='http://HIDDEN'></iframe>",
        "<img src='file:///HIDDEN'>",
        "<a href='data:text/html,HIDDEN'></a>",
        "<table><tr style='display:none'><td>HIDDEN</td></tr></table>",
        "<ul><li hidden>HIDDEN</ul>",
    ],
)
def test_what_a_reader_does_not_see(hidden):
    said = words(page(f"avant {hidden} <p>après</p>"))
    assert "HIDDEN" not in said
    assert said.startswith("avant")
    assert said.endswith("après")


def test_tables_are_tables():
    body = (
        "<table><caption>Bio</caption><thead><tr><th>A<th>B"
        "<tbody><tr><td rowspan=2>1<td align=right>2<tr><td>3</table>"
    )
    (table,) = read(page(body)).blocks
    assert isinstance(table, Table)
    assert table.caption[0].text == "Bio"
    assert table.head[0][0].is_header
    assert (table.body[0][0].rowspan, table.body[0][1].align_right) == (2, True)
    assert isinstance(read(page("<table><tr><td><ul><li>a</ul></table>")).blocks[0], ListBlock)


def test_pictures_it_holds_are_kept():
    document = read(page("<img alt='Point' src='data:image/gif;base64,R0lGODlh'>"))
    assert isinstance(document.blocks[0], Media)
    assert document.attachments[0].content() == b"GIF89a"


@pytest.mark.parametrize(
    "content",
    [
        page("é à œ"),
        "<html><p>é à œ".encode(),
        "<html><p>é à œ".encode("cp1252"),
        "<html><meta charset=iso-8859-15><p>é à œ".encode("iso-8859-15"),
        "<html><meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>é à œ".encode("cp1252"),
        "<html><p>é à œ".encode("utf-16"),
        "<html><meta charset=inconnu><p>é à œ".encode(),
        f"{XHTML}<html xmlns='http://www.w3.org/1999/xhtml'><body>&eacute; &agrave; œ</body></html>".encode(),
    ],
)
def test_any_encoding(content):
    assert words(content) == "é à œ"


def test_an_empty_script_of_xhtml_swallows_nothing():
    start = f"{XHTML}<html xmlns='http://www.w3.org/1999/xhtml'>"
    assert words(f"{start}<head><script src='x'/></head><body>lu</body></html>".encode()) == "lu"


def test_what_is_too_deep_to_be_whole_is_refused():
    with pytest.raises(InvalidContent, match="imbriqué"):
        read(page("<div>" * 3000 + "profond" + "</div>" * 3000))


@pytest.mark.parametrize("depth", [70, 300, 1500])
def test_nothing_is_lost_however_deep(depth):
    said = words(page("<div>" * depth + "profond" + "</div>" * depth + "<p>après"))
    assert "profond" in said
    assert "après" in said


def test_a_body_in_a_clinical_document():
    body = base64.b64encode(page("<h1>Titre</h1><p>Le texte</p>")).decode()
    text = f"<text mediaType='text/html' representation='B64'>{body}</text>"
    said = words(clinical_document(f"<component><nonXMLBody>{text}</nonXMLBody></component>"))
    assert re.search("Titre ─* ?Le texte", said)
    assert "ne s'affiche pas" not in said


NAMES = "p div span b i table tr td th ul ol li h1 h2 pre center font section dl dt dd blockquote label u"
TAGS = NAMES.split()
WORDS = st.text("abcdefghijklmnopqrstuvwxyzéà0123456789", min_size=1, max_size=8)


@st.composite
def trees(draw, depth=0):
    """Pages as programs write them: words between elements, anywhere."""
    parts = []
    for _part in range(draw(st.integers(0, 4))):
        if depth < 4 and draw(st.booleans()):
            tag = draw(st.sampled_from(TAGS))
            parts.append(f"<{tag}>{draw(trees(depth + 1))}</{tag}>")
        else:
            parts.append(f" {draw(WORDS)} ")
    return "".join(parts)


@settings(max_examples=200, deadline=None)
@given(trees(), st.booleans())
def test_every_word_is_shown(body, is_xml):
    start = f"{XHTML}<html xmlns='http://www.w3.org/1999/xhtml'>" if is_xml else "<!DOCTYPE html><html>"
    content = f"{start}<body>début {body} fin</body></html>".encode()
    parted = html.unescape(body.replace("<", " <").replace(">", "> "))
    wanted = [word for word in parted.split() if not word.startswith("<")]
    found = shown(content, width=2000).split()
    assert not set(wanted) - set(found)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_spoilt_pages_are_refused_or_shown(data):
    whole = page(
        "<h1>a</h1><table><tr><td colspan=3>b</td></tr></table>"
        "<ol start='-9'><li>c</ol>&eacute;<a href=x>d</a>"
    )
    content = bytearray(whole[: data.draw(st.integers(1, len(whole)))])
    for _change in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InvalidContent):
        lay_out(read(bytes(content), "text/html"), 80)
