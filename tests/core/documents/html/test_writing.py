"""A document saved as a page of HTML."""

from dmptui.core.documents.html.writing import as_html
from dmptui.core.documents.read import read
from tests.core.documents.cda_samples import section, structured
from tests.core.documents.screen import words

NARRATIVE = (
    "<paragraph>Un <content styleCode='Bold'>deux</content><br/>"
    "trois &lt;script&gt;x&lt;/script&gt;</paragraph>"
    "<list listType='ordered'><item>a</item><item>b</item></list>"
    "<table><thead><tr><th>Na</th></tr></thead><tbody><tr><td colspan='2'>140</td></tr></tbody></table>"
)


def test_it_says_what_the_screen_says():
    content = structured(section(NARRATIVE))
    page = as_html(read(content)).decode()
    assert "<h2>Constantes</h2>" in page
    assert "<p>Un <b>deux</b><br>trois &lt;script&gt;x&lt;/script&gt;</p>" in page
    assert "<ol><li><p>a</p>" in page
    assert '<td colspan="2"><p>140</p>' in page
    assert "BERNARD" in page
    assert "<script" not in page


def test_it_is_read_back():
    content = structured(section(NARRATIVE))
    again = words(as_html(read(content)))
    assert not set(words(content).replace("─", "").split()) - set(again.split())


def test_a_text_keeps_its_lines():
    assert "<pre>a   b\n c</pre>" in as_html(read(b"a   b\n c")).decode()
